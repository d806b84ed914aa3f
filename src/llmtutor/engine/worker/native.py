"""The door to llama.cpp: loading it lightly, hearing what it logs, stopping it at once."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import sys
from collections import deque
from types import ModuleType
from typing import Any

from llmtutor.engine.failure import EngineError

_WARNING, _ERROR, _CONTINUED = 3, 4, 5


def load_library() -> Any:
    """The low-level bindings, with nothing around them.

    ``import llama_cpp`` also brings in the high-level API with NumPy and more:
    a fifth of a second and 30 MB that the worker has no use for. A bare package
    in its place lets the one module be imported alone.

    Raises:
        EngineError: ``no_library``.
    """
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or not spec.submodule_search_locations:
        raise _no_library("the package llama-cpp-python is not installed")
    bare = ModuleType("llama_cpp")
    bare.__path__ = list(spec.submodule_search_locations)
    bare.__spec__ = spec
    sys.modules["llama_cpp"] = bare
    try:
        return importlib.import_module("llama_cpp.llama_cpp")
    except Exception as error:
        raise _no_library(f"llama.cpp cannot be loaded ({error})") from error


def grammar_of_schema(schema: str) -> str:
    """A JSON schema as a grammar in llama.cpp's notation.

    Raises:
        EngineError: ``constraint``: it is no schema, or uses what cannot be expressed.
    """
    try:
        converter = importlib.import_module("llama_cpp.llama_grammar")
        return str(converter.json_schema_to_gbnf(schema))
    except Exception as error:
        raise EngineError(
            "constraint", f"the JSON schema cannot be used ({str(error) or type(error).__name__})"
        ) from error


def _no_library(what: str) -> EngineError:
    hint = "Install llama-cpp-python; llmtutor doctor says how. All else works without it"
    return EngineError("no_library", what, hint=hint)


class AbortFlag:
    """A flag that native code reads by itself.

    llama.cpp asks a callback before every graph node, some 600 times a token.
    One in Python would need the interpreter each time, so libc's ``strlen``
    serves: over two bytes of which the second is zero it returns 0 or 1.
    """

    def __init__(self, library: Any) -> None:
        self._bytes = (ctypes.c_char * 2)()
        strlen = ctypes.CDLL(None).strlen
        address = ctypes.cast(strlen, ctypes.c_void_p).value
        self._callback = library.ggml_abort_callback(address)
        self._data = ctypes.cast(self._bytes, ctypes.c_void_p)

    def attach(self, library: Any, context: int) -> None:
        library.llama_set_abort_callback(context, self._callback, self._data)

    def raise_(self) -> None:
        self._bytes[0] = b"\x01"

    def lower(self) -> None:
        self._bytes[0] = b"\x00"

    @property
    def is_raised(self) -> bool:
        return self._bytes[0] != b"\x00"


class NativeLog:
    """Keeps warnings and errors of llama.cpp, drops the 60 KB of news about a load."""

    def __init__(self, library: Any, flag: AbortFlag) -> None:
        self._flag = flag
        self._last: deque[str] = deque(maxlen=20)
        self._level = 0
        self._callback = library.llama_log_callback(self._hear)
        library.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _hear(self, level: int, text: bytes | None, _data: int | None) -> None:
        if level != _CONTINUED:
            self._level = level
        # Being stopped on request is no error, though llama.cpp logs four lines about it.
        if self._level in {_WARNING, _ERROR} and text and not self._flag.is_raised:
            line = text.decode("utf-8", "replace")
            if self._level == _ERROR:
                self._last.append(line.strip())
            sys.stderr.write(line)
            sys.stderr.flush()

    def forget(self) -> None:
        self._last.clear()

    def errors(self) -> str:
        """What went wrong since :meth:`forget`, in llama.cpp's words."""
        return "; ".join(self._last)
