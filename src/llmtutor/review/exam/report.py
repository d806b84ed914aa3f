"""What an exam came to: by topic, what to read again, and against earlier attempts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from llmtutor.review.exam.paper import ExamItem, ExamPaper, Q
from llmtutor.review.exam.session import ExamEvent


@dataclass(frozen=True, slots=True)
class TopicResult:
    """One topic of an exam."""

    topic: str
    """Path of a lecture, or of a section where the exam was on one lecture only."""
    score: float
    items: int
    before: float | None
    """Share reached on it in the exam before, 0 to 1; None where it was not asked then."""

    @property
    def share(self) -> float:
        return self.score / self.items


@dataclass(frozen=True, slots=True)
class Reread:
    """A section in which questions went wrong."""

    path: str
    title: str
    wrong: int


@dataclass(frozen=True, slots=True)
class ExamResult:
    """A finished exam, kept for comparison."""

    id: str
    made: datetime
    scope: str
    score: float
    items: int
    by_topic: dict[str, tuple[float, int]]
    """``(score, items)`` by path of the topic."""

    @property
    def share(self) -> float:
        return self.score / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class ExamReport:
    """Everything to say about one exam."""

    result: ExamResult
    unanswered: int
    seconds: float
    """Exam time used."""
    topics: tuple[TopicResult, ...]
    """Weakest first."""
    reread: tuple[Reread, ...]
    """Most mistakes first."""
    earlier: tuple[ExamResult, ...]
    """Finished exams on the same scope, oldest first."""
    interruptions: int
    pauses: int


def result_of(paper: ExamPaper[Q], events: Sequence[ExamEvent]) -> ExamResult | None:
    """The result of a sitting; None where it is not finished."""
    scores = _scores(events)
    if scores is None:
        return None
    name = _topic_name([item.source.path for item in paper.questions])
    by_topic: dict[str, tuple[float, int]] = {}
    for item, score in zip(paper.questions, scores, strict=True):
        total, count = by_topic.get(name(item), (0.0, 0))
        by_topic[name(item)] = (total + score, count + 1)
    return ExamResult(paper.id, paper.made, paper.scope, sum(scores), len(scores), by_topic)


def report(
    paper: ExamPaper[Q], events: Sequence[ExamEvent], earlier: Sequence[ExamResult]
) -> ExamReport:
    """The report of a finished exam.

    Args:
        paper: its questions.
        events: of its sitting, the last one ``finish``.
        earlier: other finished exams; those on another scope are passed over.
    """
    result = result_of(paper, events)
    if result is None:
        raise ValueError("the exam is not finished")
    same = sorted(
        (other for other in earlier if other.scope == paper.scope and other.id != paper.id),
        key=lambda other: other.made,
    )
    before = [other for other in same if other.made < paper.made]
    last = before[-1].by_topic if before else {}
    topics = [
        TopicResult(topic, score, items, _share(last.get(topic)))
        for topic, (score, items) in result.by_topic.items()
    ]
    given = {event.position: event.given for event in events if event.kind == "answer"}
    answered = sum(value is not None for value in given.values())
    return ExamReport(
        result=result,
        unanswered=len(paper.questions) - answered,
        seconds=events[-1].spent,
        topics=tuple(sorted(topics, key=lambda topic: (topic.share, -topic.items, topic.topic))),
        reread=_reread(paper, events),
        earlier=tuple(same),
        interruptions=sum(event.kind == "open" for event in events),
        pauses=sum(event.kind == "pause" for event in events),
    )


def _scores(events: Sequence[ExamEvent]) -> list[float] | None:
    finish = next((event for event in events if event.kind == "finish"), None)
    return None if finish is None else [float(score) for score in finish.given]


def _share(pair: tuple[float, int] | None) -> float | None:
    return pair[0] / pair[1] if pair else None


def _topic_name(paths: Sequence[str]) -> Callable[[ExamItem], str]:
    """How to name the topic of a question: the lecture where there are several, else itself."""
    lectures = {"/".join(path.split("/")[:2]) for path in paths}

    def name(item: ExamItem) -> str:
        return "/".join(item.source.path.split("/")[:2]) if len(lectures) > 1 else item.topic

    return name


def _reread(paper: ExamPaper[Q], events: Sequence[ExamEvent]) -> tuple[Reread, ...]:
    scores = _scores(events) or []
    wrong: dict[tuple[str, str], int] = {}
    for item, score in zip(paper.questions, scores, strict=True):
        if score < 1:
            place = (item.source.path, item.source.title)
            wrong[place] = wrong.get(place, 0) + 1
    ordered = sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Reread(path, title, count) for (path, title), count in ordered)
