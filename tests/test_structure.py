"""The layout keeps to its own rules: small modules, short functions, rooms with a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "models", "benchmarks")
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 40
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff"}


def modules() -> list[Path]:
    found = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(found) > 100, "the sources are not where they were"
    return found


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function with the lines of its body, its docstring not counted."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_too_big_to_live_in() -> None:
    sizes = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    assert not {file: size for file, size in sizes.items() if size > MOST_LINES_OF_A_MODULE}


def test_no_function_is_too_long_to_see_at_once() -> None:
    assert not [
        (file, name, lines)
        for file in modules()
        for name, lines in functions(file)
        if lines > MOST_LINES_OF_A_FUNCTION
    ]


def test_no_module_is_a_drawer_for_the_rest() -> None:
    assert not [file for file in modules() if DRAWERS & {file.stem, file.parent.name}]
