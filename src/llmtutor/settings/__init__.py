"""Settings: one schema for the defaults, the checks, the help and where a value came from."""

from llmtutor.settings.loading import Origins, load, save
from llmtutor.settings.schema import (
    AppSettings,
    AskSettings,
    EngineSettings,
    ReviewSettings,
    Settings,
    checked,
    keys,
    nearest,
    shown,
)

__all__ = [
    "AppSettings", "AskSettings", "EngineSettings", "Origins", "ReviewSettings", "Settings",
    "checked", "keys", "load", "nearest", "save", "shown",
]  # fmt: skip
