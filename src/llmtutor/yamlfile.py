"""Reading YAML that somebody else wrote: limited, located, never executed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from llmtutor.errors import InputFileError

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000
"""Counted after aliases are followed, so that an alias bomb is stopped early."""

Key = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: about eight times faster."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A parsed document that still knows on which line each value stands."""

    source: str
    value: Any
    """Plain dicts, lists and scalars; None for an empty document."""
    lines: dict[Key, int]
    """1-based line of each value, by its path from the root."""

    def where(self, *key: str | int) -> str:
        """``file:line: key`` of a value, or of its nearest parent that has a line."""
        path: Key = key
        while path and path not in self.lines:
            path = path[:-1]
        name = ".".join(str(part) for part in key)
        return f"{self.source}:{self.lines.get(path, 1)}" + (f": {name}" if name else "")


def read_yaml(path: Path) -> YamlDocument:
    """Read and parse a YAML file.

    Raises:
        InputFileError: unreadable, too large, not UTF-8, or not valid YAML.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputFileError(f"the file is larger than {MAX_BYTES:,} bytes", where=path)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"byte {error.start} is not UTF-8", where=path, hint="Save the file as UTF-8"
        ) from error
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=path) from error
    return parse_yaml(text, source=str(path))


def parse_yaml(text: str, *, source: str, first_line: int = 1) -> YamlDocument:
    """Parse one YAML document.

    Args:
        text: the YAML.
        source: the name used in errors.
        first_line: the line of ``source`` on which ``text`` starts.

    Raises:
        InputFileError: not valid YAML, or beyond the limits above.
    """
    if len(text) > MAX_BYTES:
        raise InputFileError(f"the YAML is longer than {MAX_BYTES:,} characters", where=source)
    try:
        _check_depth(text, source, first_line)
        loader = _Loader(text)
        root = loader.get_single_node()
        reader = _Reader(loader, source, first_line)
        value = None if root is None else reader.read(root, ())
    except yaml.YAMLError as error:
        raise _located(error, source, first_line) from error
    except (RecursionError, UnicodeError) as error:
        raise InputFileError(f"not usable YAML ({error})", where=source) from error
    return YamlDocument(source, value, reader.lines)


def _check_depth(text: str, source: str, first_line: int) -> None:
    """Refuse deep nesting before libyaml builds it: its recursion would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = (event.start_mark.line if event.start_mark else 0) + first_line
            raise InputFileError("nested too much", where=f"{source}:{line}")


def _located(error: yaml.YAMLError, source: str, first_line: int) -> InputFileError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "the text is not valid YAML"
    where = source if mark is None else f"{source}:{mark.line + first_line}:{mark.column + 1}"
    hint = "Put a value that holds ': ' or starts with a special character in quotes"
    return InputFileError(f"not valid YAML: {problem}", where=where, hint=hint)


class _Reader:
    """Turns the node graph into plain values, counting what aliases multiply."""

    def __init__(self, loader: Any, source: str, first_line: int) -> None:
        self.lines: dict[Key, int] = {}
        self._loader = loader
        self._source = source
        self._first_line = first_line
        self._nodes = 0

    def read(self, node: yaml.Node, key: Key) -> Any:
        self._nodes += 1
        line = node.start_mark.line + self._first_line
        if self._nodes > MAX_NODES or len(key) > MAX_DEPTH:
            raise InputFileError(
                "nested or repeated too much", where=f"{self._source}:{line}", hint="Use no aliases"
            )
        self.lines.setdefault(key, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*key, index)) for index, item in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # whatever PyYAML stumbles on in a value that only looks like a date or a number
            raise InputFileError(
                f"'{str(node.value)[:40]}' is not the date, number or other value it looks like",
                where=f"{self._source}:{line}",
                hint="Put it in quotes",
            ) from error

    def _mapping(self, node: yaml.MappingNode, key: Key) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name_node, value_node in node.value:
            line = name_node.start_mark.line + self._first_line
            if not isinstance(name_node, yaml.ScalarNode):
                where = f"{self._source}:{line}"
                raise InputFileError("a key must be a plain word", where=where)
            name = str(name_node.value)
            if name in values:
                raise InputFileError(
                    f"the key '{name}' stands twice", where=f"{self._source}:{line}"
                )
            self.lines[(*key, name)] = line
            values[name] = self.read(value_node, (*key, name))
        return values
