"""Where things are: the shipped files, and the one folder that holds all user data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from llmtutor.errors import MissingError

HOME_VARIABLE = "LLMTUTOR_HOME"


def shipped() -> Path:
    """The folder that holds ``content/`` and ``models/`` as they were shipped.

    A checkout wins over the copy in the wheel, so that an editable install
    never reads a stale one.
    """
    package = Path(__file__).resolve().parent
    checkout = package.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "content").is_dir():
        return checkout
    return package / "_shipped"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the program writes to, all under one folder.

    One folder makes "keep a copy" and "remove everything" one command each.
    """

    home: Path

    @classmethod
    def from_environment(cls) -> Paths:
        """``LLMTUTOR_HOME`` if set, else the platform's folder for user data.

        Raises:
            MissingError: the variable names the folder of a user who is not there.
        """
        if chosen := os.environ.get(HOME_VARIABLE):
            try:
                return cls(Path(chosen).expanduser().absolute())
            except RuntimeError as error:  # ~somebody
                raise MissingError(
                    "there is no such user's folder", where=f"${HOME_VARIABLE}: {chosen}"
                ) from error
        from platformdirs import user_data_path

        return cls(user_data_path("llmtutor", appauthor=False))

    @property
    def settings(self) -> Path:
        return self.home / "settings.yaml"

    @property
    def progress(self) -> Path:
        """The database of what the student did: small, precious."""
        return self.home / "progress.db"

    @property
    def index(self) -> Path:
        """The database that can be rebuilt from files at any time."""
        return self.home / "index.db"

    @property
    def courses(self) -> Path:
        """Imported notes, as readable Markdown, one folder a course."""
        return self.home / "courses"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def snapshots(self) -> Path:
        """Saved states of the model for sections that were read."""
        return self.home / "snapshots"

    @property
    def answers(self) -> Path:
        """Answers that are given again for the same question; can be lost at any time."""
        return self.home / "answers.db"

    @property
    def trials(self) -> Path:
        """What models made of a few small tasks; can be lost at any time."""
        return self.home / "trials.json"

    @property
    def meeting(self) -> Path:
        """Sockets and locks of what windows share while they are open."""
        return self.home / "run"

    @property
    def exports(self) -> Path:
        """Files that the student had written out, such as a conversation."""
        return self.home / "exports"

    @property
    def log(self) -> Path:
        return self.home / "logs" / "llmtutor.log"

    @property
    def engine_log(self) -> Path:
        """What the native side of the engine prints."""
        return self.home / "logs" / "engine.log"

    def prepare(self) -> None:
        """Create the folder, for the user alone.

        Raises:
            MissingError: the folder cannot be created or written to.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.home / f".writable-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise MissingError(
                f"the data folder cannot be written to ({error.strerror or error})",
                where=self.home,
                hint=f"Make it writable, or set {HOME_VARIABLE} to a folder that is",
            ) from error
