"""What an abbreviation stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.abbreviations import abbreviations, spelled_out
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import CLOSE, OPEN

_LEAST_USE = 2
"""Statements that use a short form, for it to be worth knowing where nobody set it off."""
_SET_OFF = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_LETTERS = 2
"""Letters of a short form that stand for too much to be asked about: GI, AD, LR."""
_UNFIT = re.compile("[，、；]")
_LEAST_STEM = 4
"""Letters of a word that may stand for a longer one."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question for each short form the lecture goes on to use, sets off, or gives a line."""
    asked: set[str] = set()
    for statement in notes.statements:
        in_passing = abbreviations(statement.text)
        set_off = " ".join(_SET_OFF.findall(statement.marked))
        used = [
            pair
            for pair in in_passing
            if pair[0] in set_off or notes.mentions(pair[0]) >= _LEAST_USE
        ]
        for short, long in (*spelled_out(statement.text), *used):
            if (
                short in asked
                or len(short) <= _LETTERS
                or _UNFIT.search(long)
                or _is_cut_short(notes, long)
            ):
                continue
            asked.add(short)
            stem = wording_for(statement.text).stands_for.format(short=short)
            key = notes.shown(long)
            yield draft(
                "short",
                stem,
                key,
                statement.source,
                "abbreviation: what it stands for",
                explanation=f"{short}: {key}{'。' if is_chinese(key) else '.'}",
                harder=-0.1,
            )


def _is_cut_short(notes: LectureNotes, long: str) -> bool:
    """Whether a word of a long form is short itself for one of the notes: "basal metab rate"."""
    words = (re.escape(word) for word in words_of(long).lower if len(word) >= _LEAST_STEM)
    text = f"{notes.title} {notes.text}".lower()
    return any(
        len(re.findall(rf"\b{word}\b", text)) == 1 and re.search(rf"\b{word}[a-z]{{4}}", text)
        for word in words
    )
