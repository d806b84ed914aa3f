"""Reading and writing settings, and telling where each value came from.

Order, later wins: default, ``settings.yaml``, its ``models``, environment, command line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmtutor.errors import InputFileError, UsageError
from llmtutor.settings import of_models
from llmtutor.settings.schema import (
    AppSettings,
    AskSettings,
    EngineSettings,
    ReviewSettings,
    Settings,
    checked,
    keys,
    nearest,
)

Origins = Mapping[str, str]
"""Where the value of each key came from, for ``doctor``."""


@dataclass(frozen=True, slots=True)
class _Given:
    key: str
    value: Any
    origin: str
    where: str


def load(
    file: Path,
    environment: Mapping[str, str] = os.environ,
    command_line: Mapping[str, Any] | None = None,
) -> tuple[Settings, Origins]:
    """Join all sources into checked settings.

    Raises:
        InputFileError: the file has an unknown key or a value of the wrong kind.
        UsageError: the same in the environment or on the command line.
    """
    known = keys()
    here = _from_environment(environment, known)
    for key, value in (command_line or {}).items():
        here.append(_Given(key, value, "command line", key))
    given = _from_file(file, known)
    given = [*given, *_of_model(file, [*given, *here]), *here]
    values: dict[str, dict[str, Any]] = {}
    origins = dict.fromkeys(known, "default")
    for item in given:
        group, name = item.key.split(".")
        error = InputFileError if item.origin.startswith(str(file)) else UsageError
        try:
            values.setdefault(group, {})[name] = checked(known[item.key], item.value)
        except ValueError as problem:
            raise error(str(problem), where=item.where) from None
        origins[item.key] = item.origin
    return Settings(
        engine=EngineSettings(**values.get("engine", {})),
        ask=AskSettings(**values.get("ask", {})),
        app=AppSettings(**values.get("app", {})),
        review=ReviewSettings(**values.get("review", {})),
    ), origins


def save(
    file: Path, changes: Mapping[str, Any], models: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Write changed keys, and all settings of changed models, keeping the others of the file.

    Raises:
        InputFileError: the file there is not valid, or cannot be written.
    """
    import yaml

    from llmtutor.atomic import write_text

    known = keys()
    tree: dict[str, dict[str, Any]] = {}
    if merged := of_models.merged(file, models or {}):
        tree[of_models.GROUP] = merged
    for item in _from_file(file, known):
        group, name = item.key.split(".")
        tree.setdefault(group, {})[name] = item.value
    for key, value in changes.items():
        group, name = key.split(".")
        tree.setdefault(group, {})[name] = checked(known[key], value)
    write_text(file, yaml.safe_dump(tree, sort_keys=True, allow_unicode=True))


def _from_file(file: Path, known: Mapping[str, Any]) -> list[_Given]:
    if not _is_there(file):
        return []
    from llmtutor.yamlfile import read_yaml

    document = read_yaml(file)
    if document.value is None:
        return []
    given = []
    for group, content in _mapping(document.value, document.where()).items():
        if group == of_models.GROUP or content is None:  # all comments
            continue
        for name, value in _mapping(content, document.where(group)).items():
            key = f"{group}.{name}"
            where = document.where(group, name)
            if key not in known:
                raise InputFileError("unknown setting", where=where, hint=nearest(key))
            given.append(_Given(key, value, str(file), where))
    return given


def _of_model(file: Path, given: list[_Given]) -> list[_Given]:
    model = next((i.value for i in reversed(given) if i.key == "engine.model"), "default")
    lines = of_models.read(file).get(str(model), {}).items()
    return [_Given(f"engine.{n}", v, f"{file} for {model}", where) for n, (v, where) in lines]


def _from_environment(environment: Mapping[str, str], known: Mapping[str, Any]) -> list[_Given]:
    given = []
    for key in known:
        variable = "LLMTUTOR_" + key.replace(".", "_").upper()
        if variable in environment:
            given.append(_Given(key, environment[variable], f"${variable}", f"${variable}"))
    return given


def _is_there(file: Path) -> bool:
    try:
        file.stat()
    except (OSError, ValueError):  # a folder that cannot be entered is told of by whoever writes
        return False
    return True


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputFileError(
            "settings come as 'group:' with indented 'name: value' lines", where=where
        )
    return value
