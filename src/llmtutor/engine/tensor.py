"""One tensor of a GGUF file, and how many bytes its number format takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

_BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    9: (32, 36), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18),
    21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8),
    28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
    40: (64, 36), 41: (128, 18), 42: (64, 18),
}  # fmt: skip
"""Number formats: elements in a block, bytes of a block. A format that is not
here is newer than this table; its size is then left to the native side."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One row of the tensor table."""

    name: str
    shape: tuple[int, ...]
    """Innermost dimension first, as the file has it."""
    format: int
    offset: int
    """Bytes from the start of the data section."""

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    @property
    def size(self) -> int:
        """Bytes; 0 for a format that is not known here."""
        return self.elements // self.block * _BLOCKS.get(self.format, (1, 0))[1]

    @property
    def block(self) -> int:
        """Elements that are packed together; a row is a whole number of blocks."""
        return _BLOCKS.get(self.format, (1, 0))[0]
