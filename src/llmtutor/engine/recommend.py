"""Which models suit this computer, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from llmtutor.engine.catalogue import CatalogueEntry

BYTES_A_SECOND = 15e9
"""Of weights that one thread gets through while writing: 98.4 MB in 6.55 ms were measured."""

METAL = 60e9
"""The same on the GPU of the smallest Apple chip, of whose 68 GB/s memory most is reached."""

READING_SPEED = 10.0
"""Tokens a second below which one waits for words, and long for the first."""

FLOPS = 67e9
"""That one thread gets through while reading: 4 ms a token at 135 million parameters, measured."""

METAL_FLOPS = 1e12
PASSAGE = 120
"""Tokens of a passage."""
PATIENCE = 1.0
"""Seconds for the vector of a passage; a course has a thousand passages."""

_SPARE = 0.8
"""Share of the free memory that a model may take: others want some, too."""
_MOST_THREADS = 3
"""More of them wait for the same memory."""

Fit = Literal["good", "slow", "no"]


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model would run on."""

    free: int
    """Bytes of memory that can be had without swapping."""
    cores: int
    """Physical ones."""
    metal: bool = False
    """Whether there is a GPU that shares the memory, as on Apple's chips."""

    def __str__(self) -> str:
        cores = f"{self.cores} core{'s' * (self.cores != 1)}"
        return f"{self.free / 1e9:.1f} GB free, {cores}, {'Metal' if self.metal else 'no GPU'}"


@dataclass(frozen=True, slots=True)
class Advice:
    """How a model would do here."""

    entry: CatalogueEntry
    fit: Fit
    speed: float
    """Tokens a second that it would write, about; 0 for embedding models."""
    how: str
    """How it would do, in a few words."""

    @property
    def why(self) -> str:
        """The reason for the judgement."""
        return f"needs about {gigabytes(self.entry.needs)}; {self.how}"


def this_machine() -> Machine:
    """The computer that the program runs on."""
    import psutil

    metal = sys.platform == "darwin" and _is_apple_chip()
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return Machine(psutil.virtual_memory().available, cores, metal)


def advise(entry: CatalogueEntry, machine: Machine) -> Advice:
    """Judge one model."""
    speed = 0.0 if entry.kind == "embedding" else _speed(entry, machine)
    if entry.needs > _SPARE * machine.free:
        return Advice(entry, "no", speed, f"only {gigabytes(machine.free)} are free")
    if entry.kind == "embedding":
        seconds = 2 * entry.parameters * PASSAGE / _flops(machine)
        if seconds > PATIENCE:
            return Advice(entry, "slow", speed, f"slow, {seconds:.0f} s a passage")
        return Advice(entry, "good", speed, _reach(entry))
    if speed < READING_SPEED:
        return Advice(entry, "slow", speed, f"slow, about {speed:.0f} tokens/s")
    return Advice(entry, "good", speed, f"about {speed:.0f} tokens/s")


def best(
    entries: Iterable[CatalogueEntry], kind: Literal["chat", "embedding"], machine: Machine
) -> Advice | None:
    """The best model of a kind that does well here; None where none does."""
    advice = [advise(entry, machine) for entry in entries if entry.kind == kind and entry.rank]
    good = [item for item in advice if item.fit == "good"]
    return max(good, key=lambda item: item.entry.rank, default=None)


def _speed(entry: CatalogueEntry, machine: Machine) -> float:
    threads = min(_threads(machine), _MOST_THREADS)
    return (METAL if machine.metal else BYTES_A_SECOND * threads) / entry.download


def _flops(machine: Machine) -> float:
    return METAL_FLOPS if machine.metal else FLOPS * _threads(machine)


def _threads(machine: Machine) -> int:
    return max(1, machine.cores - 1)


def _reach(entry: CatalogueEntry) -> str:
    count = len(entry.languages)
    return "English only" if count == 1 else f"{count} languages or more"


def _is_apple_chip() -> bool:
    import platform

    return platform.machine() == "arm64"


def gigabytes(count: int) -> str:
    """For people."""
    return f"{count / 1e9:.1f} GB"
