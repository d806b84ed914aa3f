"""One lecture's questions: offered once, each put through the gate when it is first wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from llmtutor.content.models import Section
from llmtutor.library.library import Library, Scope
from llmtutor.quiz.authored import questions_file, read_questions
from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.gate.report import GateReport, Rejection
from llmtutor.quiz.gate.round_trip import RoundTrip
from llmtutor.quiz.makers.registry import offers
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.clarity import Clarity, is_unclear
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.statements import read_section
from llmtutor.quiz.selection import Fact, enough, facts, unless_written
from llmtutor.quiz.told import readable


class WrittenItems(Protocol):
    """Keeps questions that a model wrote; ``storage`` provides it."""

    def of(self, path: str) -> list[Question]:
        """Those on a lecture, oldest first; whether they still hold the gate decides anew."""
        ...

    def keep(self, question: Question, model: str, at: datetime) -> None: ...


class LectureQuiz:
    """What a lecture gives: facts to ask about, and which questions pass."""

    def __init__(
        self,
        library: Library,
        path: str,
        title: str,
        written: WrittenItems | None = None,
        clarity: Clarity | None = None,
    ) -> None:
        self._library = library
        self._clarity = clarity
        self.title = title
        self.path = path
        course, _, lecture = path.partition("/")
        self._sections: list[tuple[str, Section]] = [
            (one, library.section(one)) for one in library.sections(Scope(course, lecture))
        ]
        self._verdicts: dict[tuple[str, str], Rejection | None] = {}
        self._by_model = tuple(written.of(path)) if written else ()
        self._questions = questions_file(_file_of(library, course, lecture))

    @cached_property
    def signature(self) -> int:
        """Changes when the lecture's text or its author's questions do."""
        file = self._questions
        stamp = file.stat().st_mtime_ns if file.is_file() else 0
        texts = ((path, section.text) for path, section in self._sections)
        return hash((stamp, *(one.id for one in self._by_model), *texts))

    @cached_property
    def notes(self) -> LectureNotes:
        """The whole lecture: its other sections give the wrong answers, and check them."""
        read = [read_section(path, section) for path, section in self._sections]
        return LectureNotes(self.path, self.title, read, self._clarity)

    def words(self, scope: Scope) -> dict[str, int]:
        """Words of prose of each section in a scope that has a sentence of it."""
        return {
            one.path: one.words
            for one in self.notes.sections
            if one.has_prose and _inside(one.path, scope)
        }

    def readable(self, scope: Scope) -> list[tuple[str, str]]:
        """Statements of a scope that a model can be asked about, with what stands above each."""
        alone, following = self.notes.alone, self.notes.following
        texts = [(path, alone.above(path), text) for path, text in alone.readable]
        texts += following.readable
        return [(above, text) for path, above, text in texts if _inside(path, scope)]

    def passes(self, question: Question) -> bool:
        """Whether a question passes the gate."""
        return self.rejection(question) is None

    def facts(self, scope: Scope) -> list[Fact]:
        """What can be asked on a scope; the questions have yet to pass."""
        if not scope.section:
            return self._facts
        # what a section says of a term is its own question, wherever else the term is asked
        return facts([one for one in self._offered if _inside(one.source.path, scope)])

    def examined(self, scope: Scope) -> tuple[GateReport, list[Fact]]:
        """Every question on a scope through the gate, and the facts of those that passed."""
        report = GateReport()
        for question in self._offered:
            if not _inside(question.source.path, scope):
                continue
            if rejection := self.rejection(question):
                report.rejected.append(rejection)
            else:
                report.passed.append(question)
        return report, enough(facts(report.passed), self.words(scope))

    @cached_property
    def _offered(self) -> list[Question]:
        written: list[Question] = []
        if self._questions.is_file():
            sections = {one.section.id: one for one in self.notes.sections}
            written = read_questions(self._questions, sections)
        made = unless_written([*offers(self.notes)], written)
        return [*map(self.placed, (*written, *self._by_model, *made))]

    def placed(self, question: Question) -> Question:
        """A question that says which lecture it is from."""
        return replace(question, source=replace(question.source, lecture=self.title))

    @cached_property
    def _facts(self) -> list[Fact]:
        return facts(self._offered)

    @cached_property
    def context(self) -> GateContext:
        return GateContext(self.notes, RoundTrip(self._library.connection))

    def rejection(self, question: Question) -> Rejection | None:
        """The rule that a question breaks; None where it passes the gate."""
        which = question.id, question.stem  # the same is asked with lines above and without
        if which not in self._verdicts:
            self._verdicts[which] = verdict(question, self.context)
        return self._verdicts[which] or self._unclear(question)

    def _unclear(self, question: Question) -> Rejection | None:
        """Where a model has read a question since; the rules' verdict is kept, this is not."""
        text = readable(self.placed(question)) if self._clarity else None
        clear = self._clarity.of(*text) if text and self._clarity else None
        if text is None or clear is None or not is_unclear(text[0], clear):
            return None
        return Rejection(question, "stands alone", f"a model finds it unclear ({clear:.2f})")


def _file_of(library: Library, course: str, lecture: str) -> Path:
    """The lecture's Markdown file."""
    row = library.connection.execute(
        "SELECT file FROM lecture WHERE course=? AND id=?", (course, lecture)
    ).fetchone()
    return Path(row["file"])


def _inside(path: str, scope: Scope) -> bool:
    """Whether a section lies in a scope of the same lecture."""
    return not scope.section or path.rpartition("/")[2] == scope.section
