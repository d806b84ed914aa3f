"""Making a quiz for a part of the library."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from llmtutor.library.library import Library, Scope
from llmtutor.quiz.models import KINDS, Kind, Question

if TYPE_CHECKING:
    from llmtutor.quiz.gate.report import GateReport
    from llmtutor.quiz.lecture_quiz import LectureQuiz

REMEMBERED = 8
"""Lectures whose questions are kept, so that the next quiz on them comes at once."""
QUESTIONS_A_LECTURE = 4
"""A quiz on a whole course draws on so many lectures that each gives about this number."""


@dataclass(slots=True)
class Survey:
    """Every question a scope yields, and what the gate dropped."""

    questions: list[Question]
    report: GateReport
    words: dict[str, int]
    """Words of prose of each section that has a sentence of it."""


class QuizMaker:
    """Makes questions from the notes; the same seed gives the same quiz.

    Cheap to construct: what makes questions is imported when a quiz is asked for.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lectures: OrderedDict[str, LectureQuiz] = OrderedDict()

    def make(
        self, scope: Scope, *, count: int, seed: int, kinds: Collection[Kind] = KINDS
    ) -> list[Question]:
        """At most ``count`` questions on a scope, in the order to be asked.

        Fewer where the notes do not hold more that pass the gate; none where
        there is no prose.
        """
        from llmtutor.quiz.gate.set_rules import term_defined
        from llmtutor.quiz.selection import Picker, shuffled, spread

        rng = Random(seed)  # noqa: S311 (a quiz, not a secret)
        picker = Picker(kinds, rng)
        chosen: list[Question] = []
        terms: set[str] = set()
        for group in self._groups(scope, count, rng):
            found = [(lecture, fact) for lecture in group for fact in lecture.facts(scope)]
            holder = {id(fact): lecture for lecture, fact in found}
            for fact in spread([fact for _, fact in found], rng):
                if len(chosen) == count:
                    return shuffled(chosen, rng)
                question = picker.pick(fact, holder[id(fact)].passes)
                if question is None or term_defined(question) in terms:
                    continue
                terms |= {term_defined(question)} - {""}
                chosen.append(question)
        return shuffled(chosen, rng)

    def survey(self, scope: Scope, *, kinds: Collection[Kind] = KINDS) -> Survey:
        """Every question of a scope, one a fact, and the gate's report on all that was offered."""
        from llmtutor.quiz.gate.report import GateReport
        from llmtutor.quiz.selection import Picker, shuffled

        rng = Random(0)  # noqa: S311
        picker = Picker(kinds, rng)
        survey = Survey([], GateReport(), {})
        chosen: list[Question] = []
        for lecture in self._all(scope):
            report, facts = lecture.examined(scope)
            picked = [question for fact in facts if (question := picker.pick(fact))]
            survey.report.rejected += report.rejected
            survey.report.spare += len(report.passed) - len(picked)
            survey.words.update(lecture.words(scope))
            chosen += picked
        survey.questions = survey.report.passed = shuffled(chosen, rng)
        return survey

    def _groups(self, scope: Scope, count: int, rng: Random) -> Iterator[list[LectureQuiz]]:
        """Lectures a few at a time, in random order: more only where the first fall short."""
        paths = self._paths(scope)
        rng.shuffle(paths)
        size = max(1, -(-count // QUESTIONS_A_LECTURE))
        for start in range(0, len(paths), size):
            yield [self._lecture(path, title) for path, title in paths[start : start + size]]

    def _all(self, scope: Scope) -> Iterator[LectureQuiz]:
        for path, title in self._paths(scope):
            yield self._lecture(path, title)

    def _paths(self, scope: Scope) -> list[tuple[str, str]]:
        return [
            (lecture.path, lecture.title)
            for course in self._library.outline(scope)
            for lecture in course.lectures
            if lecture.sections
        ]

    def _lecture(self, path: str, title: str) -> LectureQuiz:
        """A lecture's questions, made anew when its text has changed."""
        from llmtutor.quiz.lecture_quiz import LectureQuiz

        made = LectureQuiz(self._library, path, title)
        known = self._lectures.get(path)
        if known is None or known.signature != made.signature:
            self._lectures[path] = made
        self._lectures.move_to_end(path)
        while len(self._lectures) > REMEMBERED:
            self._lectures.popitem(last=False)
        return self._lectures[path]
