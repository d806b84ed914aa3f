"""What all commands on models start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmtutor.engine.models import ModelShelf
    from llmtutor.paths import Paths


def shelf() -> tuple[ModelShelf, Paths]:
    """The folders with models, and where things are kept."""
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf
    from llmtutor.paths import Paths

    paths = Paths.from_environment()
    return ModelShelf.of(load_catalogue(), paths), paths


def chosen(paths: Paths) -> str:
    """What ``engine.model`` says."""
    from llmtutor import settings

    loaded, _ = settings.load(paths.settings)
    return loaded.engine.model
