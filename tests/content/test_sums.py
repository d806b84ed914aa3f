"""Every sum that a lecture writes out comes out, to the last digit that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from llmtutor.paths import shipped

COURSE = shipped() / "content" / "llm"
NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e\+\d+)?"
TERM = rf"\(*-?{NUMBER}\)*"
SUM = re.compile(
    rf"(?<![\w.^)×/√])({TERM}(?:\s*[×+/−-]\s*{TERM})+)\s?=\s{{0,2}}(-?{NUMBER})"
    r"(?![\w²^]| ?×)\s?(%|million|billion|trillion)?"
)
SCALES = {"%": 0.01, "million": 1e6, "billion": 1e9, "trillion": 1e12}
UNSHOWN = re.compile(r"```python.*?```|\(https?://[^)]*\)", re.DOTALL)


def sums(lecture: Path) -> Iterator[tuple[str, bool]]:
    """``(as written, whether it comes out)``; a unit may stand on one side or on both."""
    text = re.sub(r"\n(?!\n)", " ", UNSHOWN.sub("", lecture.read_text(encoding="utf-8")))
    for match in SUM.finditer(text):
        left = match[1].replace("×", "*").replace("−", "-").replace(",", "")
        if left.count("(") != left.count(")"):
            continue  # the piece of a longer one
        given = float(eval(left, {"__builtins__": {}}))  # digits and signs alone
        digits, _, power = match[2].replace(",", "").partition("e")
        shown, last = float(digits), 0.5001 * 10.0 ** -len(digits.partition(".")[2])
        units = {1.0, SCALES.get(match[3] or "", 1.0)}
        scales = [unit * 10 ** int(power or 0) for unit in units]
        yield match[0], any(abs(given - shown * scale) <= last * scale for scale in scales)


@pytest.mark.parametrize("lecture", sorted(COURSE.glob("*.md")), ids=lambda path: path.stem)
def test_every_sum_comes_out(lecture: Path) -> None:
    assert [text for text, right in sums(lecture) if not right] == []


def test_sums_are_found() -> None:
    assert sum(1 for lecture in COURSE.glob("*.md") for _ in sums(lecture)) > 100
