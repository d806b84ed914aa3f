"""What a saved state of the model belongs to: with anything else it would be nonsense."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

_SAMPLES = 64
_BLOCK = 4096


def fingerprint(path: Path) -> bytes:
    """Of a file: its size, its time, and blocks from all over it; some ms for any size.

    The whole of a model would take seconds to read; two models of one size
    differ in every block of their weights.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        stat = path.stat()
        digest.update(f"{stat.st_size} {stat.st_mtime_ns}".encode())
        for sample in range(_SAMPLES):
            stream.seek(max(0, stat.st_size - _BLOCK) * sample // (_SAMPLES - 1))
            digest.update(stream.read(_BLOCK))
    return digest.digest()


def owner(library: Any, model: Path, adapter: Path | None, scale: float, *, on_gpu: bool) -> str:
    """A short name for a model with its adapter, as this build of llama.cpp computes it."""
    digest = hashlib.sha256(fingerprint(model))
    if adapter is not None:
        digest.update(fingerprint(adapter) + f"{scale:g}".encode())
    build = Path(library.__file__).parent / "lib"
    for file in sorted(build.glob("lib*")):
        stat = file.stat()
        digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    digest.update(library.llama_version() + (b"gpu" if on_gpu else b"cpu"))
    return digest.hexdigest()[:16]
