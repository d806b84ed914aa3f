"""How well a statement that stands can be heard alone, by signs that readers' labels bear out.

``benchmarks/standing.py`` has the labels: of statements in sections of which nothing else is
asked, readers called .61 good, and .87 of the best of a section that has enough of these signs.
"""

from __future__ import annotations

import re

from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import Statement

ENOUGH = 3
"""Signs for a statement, those against it taken off, that it can be asked about."""
_LONG, _SHORT = 12, 8
"""Words from which a statement tends to say all, and below which it tends to lean on others."""
_TURNED = frozenset("not no never instead".split())
"""What sets a statement against another one."""


def signs(notes: LectureNotes, statement: Statement) -> int:
    """Signs that an English statement can be heard alone, less those that it cannot."""
    text = statement.text
    words, stems = words_of(text), content_stems(text)
    named = any(word[:1].isupper() for word in words.shown[1:])
    found = 2 * _opens(notes, statement) + 2 * bool(stems & content_stems(statement.source.title))
    found += bool(stems & content_stems(notes.title)) + bool(re.search(r"\d", text)) + named
    found += (len(words.shown) >= _LONG) - 3 * (len(words.shown) < _SHORT)
    return found - 2 * bool(_TURNED & {*words.lower})


def _opens(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement is the first of its section, where nothing stands before it."""
    section = next(one for one in notes.sections if one.path == statement.path)
    return bool(section.statements) and section.statements[0].start == statement.start
