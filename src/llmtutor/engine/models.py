"""Finding model files: those dropped beside the catalogue, and those in the data folder."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llmtutor import paths
from llmtutor.engine import downloads
from llmtutor.engine.catalogue import Catalogue, CatalogueEntry
from llmtutor.engine.modelfile import GET_DEFAULT, Purpose, inspect
from llmtutor.errors import InputFileError, MissingError, UsageError

DEFAULT = "default"
AUTO = "auto"
ADAPTERS = "adapter"
"""Folder for LoRA adapters, inside each folder for models."""
LIST_ADAPTERS = "llmtutor models adapter lists those that are here"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model file on this computer."""

    path: Path
    size: int
    """Bytes."""
    entry: CatalogueEntry | None
    """What the catalogue knows about it, judged by size and name."""

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else self.path.stem

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages it is known to write; empty where nothing is known."""
        return self.entry.languages if self.entry else ()


class ModelShelf:
    """The folders in which model files may lie, the user's own first."""

    def __init__(self, catalogue: Catalogue, folders: Sequence[Path]) -> None:
        self.catalogue = catalogue
        self.folders = tuple(folders)

    @classmethod
    def of(cls, catalogue: Catalogue, home: paths.Paths) -> ModelShelf:
        """The data folder, and ``models/`` of a checkout."""
        return cls(catalogue, (home.models, paths.shipped() / "models"))

    def found(self) -> list[FoundModel]:
        """Every model file there is, by folder and name; none of them is opened."""
        files = []
        for folder in self.folders:
            if folder.is_dir():
                files += sorted(path for path in folder.glob("*.gguf") if path.is_file())
        return [self._known(path) for path in files]

    def resolve(self, setting: str, purpose: Purpose = "chat") -> FoundModel:
        """The file that a setting means.

        Args:
            setting: ``default``, a catalogue id, a file's name in one of the
                folders with or without ``.gguf``, or a path.
            purpose: for ``default``, what the model is to do. Where the
                catalogue's own default is not there, another file that was
                put into a folder and can do it is taken.

        Raises:
            MissingError: there is no such file; the hint has the command that gets it.
            UsageError: the setting means nothing.
        """
        if setting == DEFAULT:
            return self._default(purpose)
        if "/" in setting or Path(setting).is_file():
            path = Path(setting).expanduser().absolute()
            if path.is_file():
                return self._known(path)
            raise MissingError("there is no such model file", where=path, hint=GET_DEFAULT)
        here = self.found()
        for model in here:
            names = {model.path.name, model.path.stem, model.entry.id if model.entry else ""}
            if setting in names:
                return model
        raise self._not_here(setting, here)

    def adapters(self) -> list[Path]:
        """Every LoRA adapter there is, by folder and name; none of them is opened."""
        return [
            path
            for folder in self.folders
            for path in sorted((folder / ADAPTERS).glob("*.gguf"))
            if path.is_file()
        ]

    def adapter(self, setting: str, model: FoundModel | None = None) -> Path | None:
        """The adapter that a setting means.

        Args:
            setting: ``auto`` for the one that comes along with the model,
                where there is one and its file is here; a file's name with or
                without ``.gguf``, or a path; empty or ``none`` for none.
            model: which ``auto`` asks about.

        Raises:
            MissingError: there is no such file.
        """
        if setting in {"", "none"}:
            return None
        if setting == AUTO:
            return self._own_adapter(model)
        if "/" in setting or Path(setting).is_file():
            path = Path(setting).expanduser().absolute()
            if path.is_file():
                return path
            raise MissingError("there is no such adapter file", where=path, hint=LIST_ADAPTERS)
        for path in self.adapters():
            if setting in {path.name, path.stem}:
                return path
        where = self.folders[0] / ADAPTERS
        raise MissingError(f"there is no adapter '{setting}'", where=where, hint=LIST_ADAPTERS)

    def _own_adapter(self, model: FoundModel | None) -> Path | None:
        entry = model.entry if model else None
        wanted = entry.adapter.file if entry and entry.adapter else ""
        return next((path for path in self.adapters() if path.name == wanted), None)

    def _default(self, purpose: Purpose) -> FoundModel:
        wanted = self.catalogue.entry(DEFAULT if purpose == "chat" else purpose)
        here = self.found()
        for model in here:
            if model.entry is not None and model.entry.id == wanted.id:
                return model
        for model in here:
            if _can(model.path, purpose):
                return model
        for model in here:
            if model.path.name == wanted.file:
                # Cut short or damaged; whoever opens it will say how.
                return model
        name = DEFAULT if purpose == "chat" else wanted.id
        raise MissingError(
            f"there is no model file yet ({wanted.title})",
            where=self.folders[0],
            hint=f"Run: llmtutor models get {name}",
        )

    def _not_here(self, setting: str, here: list[FoundModel]) -> MissingError | UsageError:
        ids = [entry.id for entry in self.catalogue.entries]
        if setting in ids:
            return MissingError(
                f"the model '{setting}' is not on this computer",
                where=self.folders[0],
                hint=f"Run: llmtutor models get {setting}",
            )
        near = difflib.get_close_matches(setting, [*ids, *(m.path.name for m in here)], n=1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        return UsageError(
            f"there is no model '{setting}'", hint=hint + "llmtutor models list shows all"
        )

    def _known(self, path: Path) -> FoundModel:
        size = path.stat().st_size
        noted = downloads.read(path.parent).get(path.name)
        if noted is not None and noted.size == size:
            for entry in self.catalogue.entries:
                if entry.id == noted.id:
                    return FoundModel(path, size, noted.complete(entry, path.name))
        for entry in self.catalogue.entries:
            if entry.size == size and entry.file and entry.file.lower() == path.name.lower():
                return FoundModel(path, size, entry)
        return FoundModel(path, size, None)


def matches(path: Path, entry: CatalogueEntry) -> bool:
    """Whether a file is, byte for byte, the catalogue's. Reads all of it.

    Raises:
        InputFileError: it cannot be read.
    """
    try:
        if entry.sha256 is None or path.stat().st_size != entry.size:
            return False
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror or error})", where=path) from error
    return digest.hexdigest() == entry.sha256


def _can(path: Path, purpose: Purpose) -> bool:
    try:
        inspect(path, purpose)
    except (InputFileError, MissingError):
        return False
    return True
