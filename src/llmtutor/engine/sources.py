"""Where the file of a model can be got."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file in a repository on Hugging Face, or on a mirror of it."""

    repo: str
    file: str = ""
    """Empty where it is chosen from the repository's list when it is wanted."""
    revision: str = "main"
    verified: bool = False
    """Whether exactly the catalogue's file was seen there."""
    match: str = ""
    """Of a repository with several models: which files belong to this one, as ``name/*``."""

    def __str__(self) -> str:
        return f"Hugging Face ({self.repo})"


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A file inside a wheel on the Python package index, or on a mirror of it."""

    wheel: str
    """A requirement with an exact version."""
    member: str
    verified: bool = False

    def __str__(self) -> str:
        return f"the package index ({self.wheel})"


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A file at an address."""

    url: str
    verified: bool = False

    def __str__(self) -> str:
        return urlsplit(self.url).hostname or self.url


Source = HubSource | WheelSource | UrlSource
