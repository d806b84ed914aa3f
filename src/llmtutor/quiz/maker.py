"""Making a quiz for a part of the library."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from llmtutor.library.library import Library, Scope
from llmtutor.quiz.models import KINDS, Kind, Question
from llmtutor.quiz.remarks import NO_REMARKS, RemarkLog, Remarks

if TYPE_CHECKING:
    from llmtutor.quiz.gate.report import GateReport
    from llmtutor.quiz.lecture_quiz import LectureQuiz, WrittenItems
    from llmtutor.quiz.notes.clarity import Clarity
    from llmtutor.quiz.selection import Fact, Picker

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
    covered: set[str] = field(default_factory=set)
    """Paths of sections that a quiz can be made of alone."""


class QuizMaker:
    """Makes questions from the notes; the same seed gives the same quiz.

    Cheap to construct: what makes questions is imported when a quiz is asked for.
    """

    def __init__(
        self,
        library: Library,
        remarks: RemarkLog | None = None,
        written: WrittenItems | None = None,
        clarity: Clarity | None = None,
    ) -> None:
        """Join what questions are made from.

        Args:
            library: the notes.
            remarks: what the student said of questions; None where nobody does.
            written: questions that a model wrote; None where there are none.
            clarity: what a model made of statements; None where none has read any.
        """
        self._library = library
        self._remarks = remarks
        self._written = written
        self._clarity = clarity
        self._lectures: OrderedDict[str, LectureQuiz] = OrderedDict()

    def make(
        self, scope: Scope, *, count: int, seed: int, kinds: Collection[Kind] = KINDS
    ) -> list[Question]:
        """At most ``count`` questions on a scope, in the order to be asked.

        Fewer where the notes do not hold more that pass the gate; none where
        there is no prose.
        """
        return self.make_on([scope], count=count, seed=seed, kinds=kinds)

    def make_on(
        self, scopes: Sequence[Scope], *, count: int, seed: int, kinds: Collection[Kind] = KINDS
    ) -> list[Question]:
        """The same on several scopes; each is asked about before any twice."""
        from llmtutor.quiz.gate.set_rules import holds, term_defined
        from llmtutor.quiz.selection import Picker, shuffled

        rng = Random(seed)  # noqa: S311 (a quiz, not a secret)
        picker = Picker(kinds, rng)
        remarks = self._said()
        chosen: list[Question] = []
        terms: set[str] = set()
        for lecture, fact in self._in_turn(scopes, count, rng, picker):
            if len(chosen) == count:
                break
            question = picker.pick(fact, _asked_again(lecture, remarks))
            if question is None or term_defined(question) in terms:
                continue
            if any(holds(question, other) for other in chosen):
                continue
            terms |= {term_defined(question)} - {""}
            chosen.append(remarks.applied(question))
        return shuffled(chosen, rng)

    def _in_turn(
        self, scopes: Sequence[Scope], count: int, rng: Random, picker: Picker
    ) -> Iterator[tuple[LectureQuiz, Fact]]:
        """Facts to ask about, some lectures after others; last those that were put off."""
        from llmtutor.quiz.selection import spread

        holder: dict[int, LectureQuiz] = {}
        for group in self._groups(scopes, count, rng):
            found = [(lecture, fact) for scope, lecture in group for fact in lecture.facts(scope)]
            holder |= {id(fact): lecture for lecture, fact in found}
            for fact in chain(spread([fact for _, fact in found], rng), picker.held()):
                yield holder[id(fact)], fact
        for fact in picker.left():
            yield holder[id(fact)], fact

    def again(self, questions: Sequence[Question]) -> list[Question]:
        """Questions of earlier quizzes as they would be asked now, without the bad ones."""
        remarks = self._said()
        return [remarks.applied(one) for one in questions if not remarks.hides(one)]

    def _said(self) -> Remarks:
        return self._remarks.remarks() if self._remarks else NO_REMARKS

    def survey(self, scope: Scope, *, kinds: Collection[Kind] = KINDS) -> Survey:
        """Every question of a scope, one a fact, and the gate's report on all that was offered."""
        from llmtutor.quiz.gate.report import GateReport
        from llmtutor.quiz.gate.set_rules import holds
        from llmtutor.quiz.selection import Picker, shuffled

        rng = Random(0)  # noqa: S311
        picker = Picker(kinds, rng)
        survey = Survey([], GateReport(), {})
        chosen: list[Question] = []
        for lecture in self.lectures(scope):
            report, facts = lecture.examined(scope)
            survey.covered |= {question.source.path for question in report.passed}
            picked: list[Question] = []
            for fact in chain(facts, picker.held(), picker.left()):
                question = picker.pick(fact)
                if question and not any(holds(question, other) for other in picked):
                    picked.append(question)
            survey.report.rejected += report.rejected
            survey.report.spare += len(report.passed) - len(picked)
            survey.words.update(lecture.words(scope))
            chosen += picked
        survey.questions = survey.report.passed = shuffled(chosen, rng)
        return survey

    def _groups(
        self, scopes: Sequence[Scope], count: int, rng: Random
    ) -> Iterator[list[tuple[Scope, LectureQuiz]]]:
        """Lectures a few at a time, in random order: more only where the first fall short."""
        paths = [(scope, *found) for scope in scopes for found in self._paths(scope)]
        rng.shuffle(paths)
        size = max(1, -(-count // QUESTIONS_A_LECTURE), len(paths) if len(scopes) > 1 else 1)
        for start in range(0, len(paths), size):
            part = paths[start : start + size]
            yield [(scope, self.lecture(path, title)) for scope, path, title in part]

    def lectures(self, scope: Scope) -> Iterator[LectureQuiz]:
        """Every lecture of a scope that holds sections."""
        for path, title in self._paths(scope):
            yield self.lecture(path, title)

    def _paths(self, scope: Scope) -> list[tuple[str, str]]:
        return [
            (lecture.path, lecture.title)
            for course in self._library.outline(scope)
            for lecture in course.lectures
            if lecture.sections
        ]

    def anew(self, lecture: LectureQuiz) -> LectureQuiz:
        """A lecture's questions once more, after a model has read its statements."""
        self._lectures.pop(lecture.path, None)
        return self.lecture(lecture.path, lecture.title)

    def lecture(self, path: str, title: str) -> LectureQuiz:
        """A lecture's questions, made anew when its text has changed."""
        from llmtutor.quiz.lecture_quiz import LectureQuiz

        made = LectureQuiz(self._library, path, title, self._written, self._clarity)
        known = self._lectures.get(path)
        if known is None or known.signature != made.signature:
            self._lectures[path] = made
        self._lectures.move_to_end(path)
        while len(self._lectures) > REMEMBERED:
            self._lectures.popitem(last=False)
        return self._lectures[path]


def _asked_again(lecture: LectureQuiz, remarks: Remarks) -> Callable[[Question], bool]:
    """Whether a question may be asked: nobody called it bad, and it passes the gate."""
    return lambda question: not remarks.hides(question) and lecture.passes(question)
