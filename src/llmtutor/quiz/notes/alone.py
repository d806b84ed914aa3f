"""What of a lecture can be met alone: by the rules, and by a model that has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from llmtutor.quiz.notes.clarity import Clarity, above, is_clear, is_unclear
from llmtutor.quiz.notes.clauses import clauses
from llmtutor.quiz.notes.introduced import Introduced
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.standing import eligible, is_whole_and_plain, stands
from llmtutor.quiz.notes.statements import SectionNotes, Statement


@dataclass
class Alone:
    """The statements of a lecture, each held against the rules and against a model's opinion."""

    title: str
    sections: Sequence[SectionNotes]
    known: frozenset[str]
    """Stems of the terms that the notes work with."""
    text: str
    """All words of the lecture."""
    clarity: Clarity | None

    @cached_property
    def standing(self) -> list[Statement]:
        """The statements that stand alone and are no part of a worked example."""
        return [one for one in self._eligible if self._stands(one.text, one)]

    @cached_property
    def clauses(self) -> list[Statement]:
        """What stands alone and says one thing: sentences, and the clauses of longer ones."""
        return [
            clause
            for one in self._eligible
            for clause in clauses(one, partial(self._stands, statement=one))
        ]

    def _stands(self, text: str, statement: Statement) -> bool:
        if self.is_unclear(statement.path, text):
            return False
        known = self.known_at(statement.path, statement.start)
        if self.is_clear(statement.path, text):
            return is_whole_and_plain(text, known)
        return stands(text, known, self.text)

    def clear(self, path: str, text: str) -> float | None:
        """How clear a model finds a text of a section by itself; None where none has read it."""
        if self.clarity is None or is_chinese(text):
            return None
        return self.clarity.of(self.above(path), text)

    def is_clear(self, path: str, text: str) -> bool:
        """Whether a model vouches for a text of a section."""
        return is_clear(self.above(path), self.clear(path, text))

    def is_unclear(self, path: str, text: str) -> bool:
        """Whether a model says that a text of a section needs what stands around it."""
        return is_unclear(self.above(path), self.clear(path, text))

    def above(self, path: str) -> str:
        """The titles of lecture and section, as they stand above a question."""
        return above(self.title, self._titles[path])

    @cached_property
    def readable(self) -> list[tuple[str, str]]:
        """``(path, text)`` of what a model can be asked about: English sentences and clauses."""
        found: dict[tuple[str, str], None] = {}
        for one in self._eligible:
            known = self.known_at(one.path, one.start)
            whole = partial(is_whole_and_plain, known=known)
            texts = (one.text, *(clause.text for clause in clauses(one, whole)))
            for text in texts:
                if whole(text) and not is_chinese(text):
                    found[one.path, text] = None
        return list(found)

    def known_at(self, path: str, start: int) -> frozenset[str]:
        """The same as :attr:`known`, with what a statement there may name without more words."""
        return self.known | self._introduced[path].at(start)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {one.path: one.section.title for one in self.sections}

    @cached_property
    def _introduced(self) -> dict[str, Introduced]:
        return {section.path: Introduced(section) for section in self.sections}

    @cached_property
    def _eligible(self) -> list[Statement]:
        return [one for section in self.sections for one in eligible(section, self.known)]
