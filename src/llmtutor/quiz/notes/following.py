"""Statements as they are met under the lines before them, on which most of them lean.

``benchmarks/standing.py`` has the labels. Of what leans on others readers found seven in ten clear
under the lines before it, and nine in ten of what passes the rules here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from llmtutor.quiz.notes.alone import Alone
from llmtutor.quiz.notes.before import REMARK, Before
from llmtutor.quiz.notes.clarity import above, is_clear, is_unclear
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.lines import claims, is_finished
from llmtutor.quiz.notes.standing import eligible, is_plain
from llmtutor.quiz.notes.statements import SectionNotes, Statement

_LEAST = 8
"""Words; shorter ones are cue words more often than claims."""
_GOES_ON = re.compile(r"(?:It|They|He|She|This|These|Its|Their|His|Her|That|Such)\b")
"""Opens what goes on about the same."""
_PERSON = re.compile(r"\b(?:[Hh]e|[Hh]is|[Hh]im|[Ss]he|[Hh]er)\b")
_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][a-z]+|\b[A-Z][a-z]+ (?:[a-z]+ )?[A-Z][a-z]+")
"""A word with a capital inside a sentence, or two: somebody who may be meant."""
_SIGNS = re.compile(r"->|→|=|≈|[<>]|\?|[a-z)]\. [a-z]|\bvs\b")

LISTS = re.compile(r"[^:]{3,40}: [^,.;:]{2,40}(?:,(?: and)? [^,.;:]{2,40}){2,}\.?")
"""A label and what it names, which claims nothing."""
_MAY_BE = re.compile(r"\b(?:might|may|could|perhaps)\b")


@dataclass
class Following:
    """The plain statements of a lecture, each with the lines before it."""

    alone: Alone
    before: Callable[[Statement], Before | None]

    @cached_property
    def askable(self) -> list[tuple[Statement, Before]]:
        """Those that are clear with their lines, by the rules or to a model that has read them."""
        return [(one, lines) for one, lines in self._under_lines if self._is_clear(one, lines)]

    @cached_property
    def readable(self) -> list[tuple[str, str, str]]:
        """``(path, what stands above, text)`` of those that a model can be asked about."""
        return [(one.path, self._above(one, lines), one.text) for one, lines in self._under_lines]

    def _is_clear(self, statement: Statement, lines: Before) -> bool:
        clarity, above = self.alone.clarity, self._above(statement, lines)
        clear = clarity.of(above, statement.text) if clarity else None
        if is_clear(above, clear) or is_unclear(above, clear):
            return is_clear(above, clear)
        stands = (statement.path, statement.start) in self._standing
        return stands or follows(statement, lines)

    def _above(self, statement: Statement, lines: Before) -> str:
        return above(self.alone.title, statement.title, lines.text)

    @cached_property
    def _under_lines(self) -> list[tuple[Statement, Before]]:
        return [
            (one, lines)
            for section in self.alone.sections
            for one in self._plain(section)
            if (lines := self.before(one))
        ]

    @cached_property
    def _standing(self) -> frozenset[tuple[str, int]]:
        return frozenset((one.path, one.start) for one in self.alone.standing)

    def _plain(self, section: SectionNotes) -> Sequence[Statement]:
        known = self.alone.known
        return [
            one
            for one in eligible(section, known, whole=False)
            if not one.cjk
            and is_plain(one.text, self.alone.known_at(one.path, one.start))
            and claims(one.text)
            and not (_SIGNS.search(one.text) or REMARK.search(one.text) or one.text.endswith(":"))
            and not (LISTS.fullmatch(one.text) or _MAY_BE.search(one.text))
        ]


def follows(statement: Statement, lines: Before) -> bool:
    """Whether a statement goes on about what the lines before it are on, in a whole sentence."""
    text = statement.text
    if len(words_of(text).shown) < _LEAST:
        return False
    if _PERSON.search(text) and not _NAME.search(f"{lines.text} {text}"):
        return False
    goes_on = bool(_GOES_ON.match(text)) or bool(content_stems(text) & content_stems(lines.text))
    return goes_on and is_finished(text, terse=statement.form == "item")
