"""How well a statement that stands can be heard alone, by signs that readers' labels bear out.

``benchmarks/standing.py`` has the labels: of statements in sections of which nothing else is
asked, readers called .61 good, and .87 of the best of a section that has enough of these signs.
"""

from __future__ import annotations

import re

from llmtutor.quiz.makers.claims import has_no_subject, is_weighed
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.before import REMARK
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.following import LISTS
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.lines import claims, is_finished
from llmtutor.quiz.notes.standing import is_plain
from llmtutor.quiz.notes.statements import Statement

ENOUGH = 3
"""Signs for a statement, those against it taken off, that it can be asked about."""
ENOUGH_UNDER_LINES = 5
"""The same of one that is shown under the lines before it."""
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


_LEFT_OPEN = re.compile(r"->|→|[=≈<>−]|\bvs\b")
_POINTS = re.compile(
    r"\b(?:this|these|those|such|same|other|another|latter|former|here|there|opposite)\b|/|[\"“”]"
)
_ROW = 4
"""Commas of what says many things in a row."""
_OPENS = re.compile(
    r"(?:So|But|Then|Thus|Hence|Also|And|Or|Not|No|Same|Both|Still|Latter|Former|Lots|Third|NB"
    r"|He|She|His|Her)\b"
)

_TO_DO = re.compile(
    r"\b(?:mnemonic|table|figure|need(?:s|ed)? to (?:come|look|read|check|ask)|still need"
    r"|missed that|(?:see|as) (?:above|below)|\(see|[a-z)]\. [a-z]"
    r"|argued over|essays?|forget)\b|:$",
    re.IGNORECASE,
)
"""What is left to do, or to argue."""


def signs_under_lines(notes: LectureNotes, statement: Statement) -> int:
    """Signs that an English statement is clear under the lines before it, less those against it.

    Of the best of a section readers called .87 clear, where it has enough of these; .97 with those
    that only a strict reader called unclear.
    """
    text, item = statement.text, statement.form == "item"
    words = words_of(text).shown
    found = 2 * is_plain(text, notes.known_at(statement.path, statement.start)) + item
    found += text.endswith(".") + text[:1].isupper() + claims(text) + is_finished(text, terse=item)
    found += any(word[:1].isupper() for word in words[1:])
    found -= 2 * (len(words) < _SHORT) + 2 * is_weighed(text) + bool(_LEFT_OPEN.search(text))
    found -= 2 * has_no_subject(text)
    found -= bool(_POINTS.search(text)) + 2 * bool(_OPENS.match(text))
    found -= 2 * (text.count(",") >= _ROW) + (":" in text and not claims(text))
    remark = REMARK.search(text) or _TO_DO.search(text) or LISTS.fullmatch(text)
    unfit = remark or "?" in text or text.count("(") != text.count(")")
    return 0 if unfit else found


_REMARK_CJK = re.compile(
    "老[師师]|自[問问]|口[訣诀]|[記记]法|[期必常會会]考|期[中末]|考[古試试]?[題题]|作[業业]|待[補补查]|不[確确]定|XD|[！!？?←]"
)


def signs_chinese(statement: Statement) -> int:
    """The same for a Chinese statement."""
    text = statement.text
    if _REMARK_CJK.search(text) or not _SHORT_CJK <= len(text) <= _LONG_CJK:
        return 0
    found = 2 * chinese.is_sentence(text) + 2 * chinese.is_definite(text)
    found += 2 * (not chinese.leaning(text)) + text.endswith("。") + bool("：" in text)
    found -= 3 * (chinese.is_negative(text) or chinese.is_absolute(text))
    return found - 2 * bool(re.search("[→=]", text)) - (len(re.findall("[；，]", text)) > _ROW - 1)


_SHORT_CJK, _LONG_CJK = 10, 60
