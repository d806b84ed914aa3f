"""Whatever stands in notes, a quiz on them is put together: no line of them ends it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.makers.registry import offers
from llmtutor.quiz.selection import enough, facts
from llmtutor.quiz.told import readable
from tests.quiz.conftest import NOTES, read_notes

SIGNS = (
    *(
        "(x).",
        "()",
        "( )",
        ":",
        "::",
        "**",
        "****",
        "_",
        "____",
        "*",
        "`x`",
        "[1]",
        "|",
        "- |",
        "\\",
    ),
    *(
        "→",
        "->",
        "=",
        "= =",
        "≈",
        "×",
        "½",
        "–",
        "—",
        "-44",
        "50%",
        "3–",
        "1.",
        "1)",
        "•",
        "…",
        "...",
    ),
    *("“”", '"', ";", "?", "!", "/", "<b>", "&amp;", "$x$", "#", "a", "I", "the", "is", "of which"),
    *("that", "and", "whereas", "not", "1914", "c.", "e.g.", "是", "年", "，", "。", "一"),
)


def lines_of(files: Sequence[Path]) -> list[str]:
    return [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


LINES = lines_of(sorted(NOTES.glob("*.md")))
WORDS = sorted({word for line in LINES for word in line.split()})
WORD = st.sampled_from(WORDS) | st.sampled_from(SIGNS)
JUMBLED = st.builds(
    lambda mark, words: mark + " ".join(words),
    st.sampled_from(["", "- ", "  - ", "1. ", "| ", "## ", "**Term**: ", "Term (x): ", "> "]),
    st.lists(WORD, max_size=9),
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A line of real notes with a sign in it, a word less, or only one half of it."""
    words = draw(st.sampled_from(LINES)).split(" ")
    at = draw(st.integers(0, len(words) - 1))
    kind = draw(st.sampled_from(["sign", "less", "head", "tail"]))
    kept = {
        "sign": [*words[:at], draw(st.sampled_from(SIGNS)), *words[at:]],
        "less": words[:at] + words[at + 1 :],
        "head": words[: at + 1],
        "tail": words[at:],
    }
    return " ".join(kept[kind])


def quiz_on(markdown: str) -> None:
    notes = read_notes(markdown)
    context = GateContext(notes)
    passed = [one for one in offers(notes) if verdict(one, context) is None]
    enough(facts(passed), {section.path: section.words for section in notes.sections})
    for one in passed:
        readable(one)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(damaged() | JUMBLED, min_size=1, max_size=12))
def test_any_lines_make_a_quiz_or_none(lines: list[str]) -> None:
    quiz_on("\n".join(lines))


@pytest.mark.parametrize(
    "markdown",
    [
        "1992.",
        "- view: ....... (fire",
        "It was the state, and timar was ____ not automatically hereditary. Tax",
        "- integrity\n:: :: | .... 10^6",
        "von falls",
        "- Bark is ground.\n- → 3.",
    ],
)
def test_lines_of_which_nothing_is_left_are_passed_over(markdown: str) -> None:
    quiz_on(markdown)
