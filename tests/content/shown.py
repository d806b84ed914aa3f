"""A lecture's text as a test of its numbers reads it."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import llmtutor.paths


class Shown:
    """Says whether a lecture shows something; spaces and line ends do not matter.

    Args:
        name: the lecture's file in the shipped course.
    """

    def __init__(self, name: str) -> None:
        course = llmtutor.paths.shipped() / "content" / "llm"
        self.source = (course / name).read_text(encoding="utf-8")
        self.text = _flat(self.source)

    def __call__(self, *fragments: str) -> None:
        """Each fragment stands in the lecture."""
        for fragment in fragments:
            assert _flat(fragment) in self.text, f"not in the lecture: {fragment}"

    def row(self, *cells: object) -> None:
        """A Markdown table has a row with exactly these cells."""
        lines = [line for line in self.source.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        assert [str(cell) for cell in cells] in rows, cells

    def block(self, title: str) -> list[str]:
        """The lines of the fenced block whose opening line ends so."""
        return self.source.split(f"{title}\n", 1)[1].split("\n```", 1)[0].splitlines()

    def section(self, name: str) -> str:
        """The source of the section with this id."""
        return self.source.split(f"<!-- id: {name}", 1)[1].split("\n## ", 1)[0]


def _flat(text: str) -> str:
    return " ".join(text.split())


def short(value: float, digits: int = 2) -> str:
    """A probability as the lectures print it: no zero before the point."""
    return f"{value:.{digits}f}".replace("0.", ".", 1)


def printed(code: str) -> str:
    """What a listing of a lecture prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {})
    return out.getvalue()
