"""Settings that hold for one model alone: the group ``models`` of the settings file.

    models:
      qwen3-1.7b:
        temperature: 0.6

They win over the ``engine`` group of the file, and lose to the environment and
to the command line. A model is named as ``engine.model`` names it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llmtutor.errors import InputFileError, UsageError
from llmtutor.settings.schema import checked, keys

GROUP = "models"
NAMES = (
    "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "seed", "max_tokens", "context",
    "threads", "gpu_layers", "chat_format", "ability", "adapter", "adapter_scale",
)  # fmt: skip
"""What may differ from model to model, by its name in the ``engine`` group."""

Value = tuple[Any, str]
"""A value and where it stands."""


def read(file: Path) -> dict[str, dict[str, Value]]:
    """The settings of each model, unchecked, by model and name.

    Raises:
        InputFileError: the file is not valid, or names a setting that cannot
            differ from model to model.
    """
    try:
        file.stat()
    except (OSError, ValueError):
        return {}
    from llmtutor.yamlfile import read_yaml

    document = read_yaml(file)
    groups = document.value if isinstance(document.value, dict) else {}
    found: dict[str, dict[str, Value]] = {}
    for model, lines in _mapping(groups.get(GROUP), document.where(GROUP)).items():
        where = document.where(GROUP, model)
        found[model] = {}
        for name, value in _mapping(lines, where).items():
            where = document.where(GROUP, model, name)
            if name not in NAMES:
                raise InputFileError("no setting of a model", where=where, hint=_nearest(name))
            found[model][name] = value, where
    return found


def save(file: Path, model: str, changes: Mapping[str, Any]) -> None:
    """Write settings of a model, keeping everything else in the file; None takes one away.

    Raises:
        UsageError: a name is unknown, or a value of the wrong kind.
        InputFileError: the file there is not valid, or cannot be written.
    """
    from llmtutor.settings import loading

    known = keys()
    kept = merged(file, {}).get(model, {})
    for name, value in changes.items():
        if name not in NAMES:
            raise UsageError(f"'{name}' is no setting of a model", hint=_nearest(name))
        if value is None:
            kept.pop(name, None)
            continue
        try:
            kept[name] = checked(known[f"engine.{name}"], value)
        except ValueError as problem:
            raise UsageError(str(problem), where=name) from None
    loading.save(file, {}, models={model: kept})


def merged(file: Path, changed: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Values by model and name: those of the file, and in their place those of changed models."""
    kept = {
        model: {name: value for name, (value, _) in lines.items()}
        for model, lines in read(file).items()
    }
    return {model: dict(lines) for model, lines in {**kept, **changed}.items() if lines}


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputFileError(
            "settings of models come as 'model:' with indented 'name: value' lines", where=where
        )
    return value


def _nearest(name: str) -> str:
    close = difflib.get_close_matches(name, NAMES, n=1)
    return f"Did you mean '{close[0]}'?" if close else f"Settings of a model: {', '.join(NAMES)}"
