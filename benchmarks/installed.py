"""Measuring as it is where llmtutor is installed, whatever this shell is set to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bytecode_kept() -> Iterator[None]:
    """Let the processes started meanwhile keep what Python compiles, as an installation does.

    Without this a shell with PYTHONDONTWRITEBYTECODE compiles our modules anew in each
    process, and only ours: the libraries were compiled when they were installed.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="llmtutor-bytecode-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
