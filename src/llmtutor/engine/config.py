"""What a worker needs to know before it can work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.engine.modelfile import Purpose

if TYPE_CHECKING:  # its YAML reader would be a tenth of the worker's start
    from llmtutor.settings import EngineSettings

SAVE_AFTER = 20.0
"""Seconds a section is open before a snapshot of it is worth the disk."""


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """Which model, how much of the machine, and where things are kept."""

    model: Path
    log: Path
    """Everything that native code prints goes here."""
    purpose: Purpose = "chat"
    context: int = 2048
    threads: int = 0
    gpu_layers: int = -1
    languages: tuple[str, ...] = ()
    """From the catalogue; where empty, the model file's own claim is used."""
    chat_format: str = "auto"
    """A format's name, where the file's own is not to be used."""
    family: str = ""
    """From the catalogue: the chat format of models whose file has none."""
    adapter: Path | None = None
    """A LoRA adapter for the model."""
    adapter_scale: float = 1.0
    snapshots: Path | None = None
    """Folder for snapshots of sections; None keeps none."""
    snapshot_bytes: int = 500_000_000
    """Of all snapshots together."""
    save_after: float = SAVE_AFTER
    read_ahead: str = "always"
    """Or ``plugged_in``, or ``never``."""
    meeting: Path | None = None
    """Folder in which windows meet that share a worker; None shares none."""
    command: tuple[str, ...] = ()
    """Another program that speaks the protocol, for tests."""

    @classmethod
    def from_settings(
        cls,
        settings: EngineSettings,
        model: Path,
        log: Path,
        languages: tuple[str, ...] = (),
        *,
        family: str = "",
        adapter: Path | None = None,
        snapshots: Path | None = None,
        meeting: Path | None = None,
    ) -> WorkerConfig:
        return cls(
            model=model,
            log=log,
            context=settings.context,
            threads=settings.threads,
            gpu_layers=settings.gpu_layers,
            languages=languages,
            chat_format=settings.chat_format,
            family=family,
            adapter=adapter,
            adapter_scale=settings.adapter_scale,
            snapshots=snapshots,
            snapshot_bytes=settings.snapshot_mb * 1_000_000,
            read_ahead=settings.read_ahead,
            meeting=meeting,
        )

    def shared_fields(self) -> dict[str, Any]:
        """What windows must agree on to share a worker; each may wear its own adapter."""
        fields = self.to_wire()
        return {key: fields[key] for key in fields if not key.startswith("adapter")}

    def to_wire(self) -> dict[str, Any]:
        """The fields of the request that loads the model."""
        return {
            "path": str(self.model),
            "purpose": self.purpose,
            "context": self.context,
            "threads": self.threads,
            "gpu_layers": self.gpu_layers,
            "languages": list(self.languages),
            "chat_format": self.chat_format,
            "family": self.family,
            "adapter": str(self.adapter) if self.adapter else "",
            "adapter_scale": self.adapter_scale,
            "snapshots": str(self.snapshots) if self.snapshots else "",
            "snapshot_bytes": self.snapshot_bytes,
            "save_after": self.save_after,
            "read_ahead": self.read_ahead,
        }
