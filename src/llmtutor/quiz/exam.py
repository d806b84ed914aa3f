"""An exam made of quiz questions: drawing its paper, marking it, and remembering the attempts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from llmtutor.library.library import Library, Scope
from llmtutor.quiz.grading import grade
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.models import KINDS, Attempt, AttemptLog, Given, Kind, Question
from llmtutor.review.exam.log import ExamLog, Sitting
from llmtutor.review.exam.paper import draw
from llmtutor.review.exam.session import ExamSession

Progress = Callable[[int, int], None]
"""Told ``(topics made, topics to make)``."""


def topics_of(library: Library, scope: Scope) -> dict[str, float]:
    """The lectures of a scope by their words, or the section alone where it is one."""
    if scope.section:
        return {scope.path: 1.0}
    return {
        lecture.path: float(lecture.words)
        for course in library.outline(scope)
        for lecture in course.lectures
        if lecture.words
    }


def draw_questions(
    quizzes: QuizMaker,
    topics: Mapping[str, float],
    *,
    count: int,
    seed: int,
    kinds: Collection[Kind] = KINDS,
    progress: Progress | None = None,
) -> tuple[Question, ...]:
    """Questions of mixed kinds from topics by weight.

    Args:
        quizzes: makes the questions.
        topics: weight by path of a course, lecture or section.
        count: questions wanted; fewer where the notes do not hold more.
        seed: the same seed, the same questions.
        kinds: which kinds may come.
        progress: told while questions are made.
    """
    made: dict[str, list[Question]] = {}

    def make(path: str, wanted: int, seed: int) -> list[Question]:
        if path not in made:
            if progress:
                progress(len(made), min(len(topics), count))
            scope = Scope(*path.split("/"))
            made[path] = quizzes.make(scope, count=2 * count, seed=seed, kinds=kinds)
        return made[path][:wanted]

    return draw(topics, count, seed, make)


def mark(question: Question, given: Given | None) -> float:
    """What an answer is worth, 0 to 1."""
    return grade(question, given).score


def hand_in(
    session: ExamSession[Question],
    exams: ExamLog[Question],
    attempts: AttemptLog,
    at: datetime,
    tick: float,
) -> None:
    """Finish an exam: its marks first, then an attempt for each question that was answered."""
    session.finish(at, tick, mark)
    for sitting in exams.finished()[-1:]:
        remember(sitting, attempts)


def remember(sitting: Sitting[Question], attempts: AttemptLog) -> None:
    """Store the attempts of a finished exam that are not stored yet; a crash may have cut it."""
    finish = next((event for event in sitting.events if event.kind == "finish"), None)
    if finish is None:
        return
    given = {event.position: event.given for event in sitting.events if event.kind == "answer"}
    stored = attempts.of_questions([question.id for question in sitting.paper.questions])
    for number, question in enumerate(sitting.paper.questions):
        answer = given.get(number)
        known = any(one.quiz == sitting.paper.id for one in stored.get(question.id, ()))
        if answer is None or known:
            continue
        attempts.add(
            Attempt(finish.at, sitting.paper.id, question, answer, grade(question, answer))
        )
