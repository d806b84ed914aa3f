"""A LoRA adapter on a loaded model: put on, taken off, exchanged while it runs."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from llmtutor.engine.adapterfile import inspect_adapter, taught_tasks
from llmtutor.engine.worker.model import Model
from llmtutor.errors import InputFileError


class Adapters:
    """The adapters that were loaded for one model; at most one is in use.

    A loaded one stays loaded: exchanging takes a twentieth of a millisecond then.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._loaded: dict[Path, int] = {}
        self._tasks: dict[Path, frozenset[str]] = {}
        self.path: Path | None = None
        self.scale = 1.0

    @property
    def name(self) -> str:
        return self.path.stem if self.path else ""

    @property
    def tasks(self) -> frozenset[str]:
        """What the model was taught, with the adapter it wears."""
        own = taught_tasks(self._model.file.header)
        return own | self._tasks[self.path] if self.path else own

    def use(self, path: Path | None, scale: float) -> None:
        """Use this adapter and no other; None uses none.

        Raises:
            TutorError: it cannot serve; the one before stays in use.
        """
        handle = None if path is None else self._handle(path)
        library = self._model.library
        handles = (library.llama_adapter_lora_p_ctypes * 1)(handle)
        scales = (ctypes.c_float * 1)(scale)
        count = 0 if handle is None else 1
        if library.llama_set_adapters_lora(self._model.context, handles, count, scales):
            raise InputFileError("llama.cpp cannot use the adapter", where=path)
        self.path, self.scale = path, scale

    def _handle(self, path: Path) -> int:
        if path not in self._loaded:
            adapter = inspect_adapter(path, self._model.file.header)
            self._model.log.forget()
            handle = self._model.library.llama_adapter_lora_init(
                self._model.handle, os.fsencode(path)
            )
            if not handle:
                reason = self._model.log.errors() or "no reason was given"
                raise InputFileError(
                    f"llama.cpp cannot load the adapter ({reason})",
                    where=path,
                    hint="Use it with the model it was made for",
                )
            # Freed with the model.
            self._loaded[path], self._tasks[path] = handle, adapter.tasks
        return self._loaded[path]
