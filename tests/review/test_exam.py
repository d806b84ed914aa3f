from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llmtutor.review.exam.paper import ExamPaper, PauseRules, apportion, draw
from llmtutor.review.exam.report import ExamResult, report, result_of
from llmtutor.review.exam.session import ExamEvent, ExamSession

from .conftest import NOON


@dataclass(frozen=True)
class Place:
    path: str
    title: str = "T"


@dataclass(frozen=True)
class Item:
    id: str
    topic: str
    source: Place


def item(name: str, path: str = "c/one/s") -> Item:
    return Item(name, path, Place(path))


@dataclass
class Room:
    """A session, the events it saved, and two clocks."""

    paper: ExamPaper[Item]
    saved: list[ExamEvent] = field(default_factory=list)
    tick: float = 1000.0

    def __post_init__(self) -> None:
        self.session = ExamSession(self.paper, self.saved.append)

    def crash(self) -> None:
        """The program is killed; what was saved is all there is."""
        self.tick = random.Random(len(self.saved)).random() * 1e6  # another boot
        self.session = ExamSession(self.paper, self.saved.append, list(self.saved))

    def __call__(self, name: str, *values: Any, wait: float = 0.0) -> Any:
        self.tick += wait
        return getattr(self.session, name)(*values, NOON, self.tick)


@pytest.fixture
def room() -> Room:
    questions = tuple(item(f"q{n}", f"c/{'one' if n < 2 else 'two'}/s{n}") for n in range(4))
    return Room(ExamPaper("x", NOON, "c", questions, minutes=10, pauses=PauseRules(1, 5)))


def grade(question: Item, given: Any) -> float:
    return {None: 0.0, "half": 0.5}.get(given, float(given == question.id))


def test_the_clock_runs_and_ends_the_exam(room: Room) -> None:
    room("enter")
    assert room.session.left(room.tick) == 600
    assert room("answer", "q0", wait=60)
    assert room.session.left(room.tick) == 540
    assert room("answer", "late", wait=541) is False
    assert room.session.is_over(room.tick)
    assert room.session.answers == {0: "q0"}
    room.session.finish(NOON, room.tick, grade)
    assert room.saved[-1].spent == 600, "never more than the time allowed"


def test_without_a_limit_there_is_no_end(room: Room) -> None:
    free = Room(ExamPaper("y", NOON, "", room.paper.questions))
    free("enter")
    assert free.session.left(free.tick + 1e6) is None
    assert not free.session.is_over(free.tick + 1e6)


def test_every_step_is_saved_before_it_shows(room: Room) -> None:
    def full_disk(_: ExamEvent) -> None:
        raise OSError("disk full")

    room("enter")
    room.session._save = full_disk
    with pytest.raises(OSError, match="full"):
        room("answer", "q0")
    assert room.session.answers == {}, "an answer that is not safe is not shown as given"


def test_a_crash_loses_nothing(room: Room) -> None:
    room("enter")
    room("answer", "q0", wait=30)
    room.session.go_to(2)
    room("answer", "q2", wait=30)
    room("flag")
    room("beat", wait=20)
    room.crash()
    assert room.session.answers == {0: "q0", 2: "q2"}
    assert room.session.flagged == {2}
    assert room.session.spent(room.tick) == 80
    room("enter")
    assert room.session.left(room.tick) == 520
    assert room.session.interruptions == 1


def test_pauses_have_rules(room: Room) -> None:
    room("enter")
    assert room("pause", wait=10)
    assert room("answer", "q0") is False, "no answers while the clock stands"
    room("resume", wait=200)
    assert room.session.left(room.tick) == 590
    assert room("pause") is False, "one pause, no more"


def test_a_pause_that_is_too_long_costs_the_rest(room: Room) -> None:
    room("enter")
    room("pause", wait=10)
    room("resume", wait=5 * 60 + 40)
    assert room.session.left(room.tick) == 550


def test_a_pause_whose_end_cannot_be_saved_costs_its_rest_once(room: Room) -> None:
    room("enter")
    room("pause", wait=10)
    save = room.session._save

    def full_disk(_: ExamEvent) -> None:
        raise OSError("disk full")

    room.session._save = full_disk
    with pytest.raises(OSError, match="full"):
        room("resume", wait=5 * 60 + 40)
    room.session._save = save
    room("resume")
    assert room.session.left(room.tick) == 550


def test_answers_can_be_changed_until_the_end(room: Room) -> None:
    room("enter")
    room("answer", "first")
    room.session.go_to(0)
    room("answer", "q0")
    assert room.session.unanswered() == [1, 2, 3]
    room.session.go_to(99)
    assert room.session.position == 3
    scores = room.session.finish(NOON, room.tick, grade)
    assert scores == [1, 0, 0, 0]
    assert room("answer", "q1") is False
    assert room.session.finish(NOON, room.tick, lambda *_: 1.0) == scores, "graded once"
    room.crash()
    assert room.session.finished


@given(
    st.lists(
        st.tuples(st.sampled_from("answer beat pause resume flag crash".split()), st.floats(0, 90)),
        max_size=40,
    )
)
@example([("resume", 1.0), ("crash", 0.0)])
def test_whatever_happens_time_and_answers_are_kept(steps: list[tuple[str, float]]) -> None:
    questions = tuple(item(f"q{n}") for n in range(5))
    room = Room(ExamPaper("x", NOON, "", questions, minutes=10))
    room("enter")
    answers: dict[int, str] = {}
    spent = 0.0
    for number, (step, wait) in enumerate(steps):
        if step == "crash":
            # the time since the last step that was saved is given back, and no more
            spent = room.saved[-1].spent
            room.crash()
            room("enter")
        elif step == "answer":
            room.session.go_to(number % 5)
            if room("answer", f"a{number}", wait=wait):
                answers[number % 5] = f"a{number}"
        else:
            room(step, wait=wait)
        assert room.session.answers == answers
        assert room.session.spent(room.tick) >= spent
        spent = room.session.spent(room.tick)
    assert ExamSession(room.paper, lambda _: None, room.saved).answers == answers


def finished(room: Room, *given: str) -> list[ExamEvent]:
    room("enter")
    for number, answer in enumerate(given):
        room.session.go_to(number)
        room("answer", answer, wait=30)
    room.session.finish(NOON, room.tick, grade)
    return room.saved


def test_the_report_names_topics_and_what_to_reread(room: Room) -> None:
    events = finished(room, "q0", "half", "wrong")
    earlier = [
        ExamResult("e", NOON - timedelta(days=2), "c", 1, 2, {"c/one": (1, 2)}),
        ExamResult("f", NOON - timedelta(days=1), "elsewhere", 1, 1, {"c/one": (1, 1)}),
    ]
    found = report(room.paper, events, earlier)
    assert [(t.topic, t.score, t.items, t.before) for t in found.topics] == [
        ("c/two", 0, 2, None),
        ("c/one", 1.5, 2, 0.5),
    ]
    assert [item.path for item in found.reread] == ["c/one/s1", "c/two/s2", "c/two/s3"]
    assert (found.unanswered, found.seconds) == (1, 90)
    assert [one.id for one in found.earlier] == ["e"]
    assert result_of(room.paper, events[:-1]) is None


def test_within_one_lecture_topics_are_sections() -> None:
    questions = tuple(item(f"q{n}", f"c/one/s{n}") for n in range(2))
    room = Room(ExamPaper("x", NOON, "c", questions))
    found = report(room.paper, finished(room, "q0", "q0"), [])
    assert [topic.topic for topic in found.topics] == ["c/one/s1", "c/one/s0"]


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100), max_size=6), st.integers(0, 60))
def test_shares_add_up(weights: dict[str, float], count: int) -> None:
    shares = apportion(weights, count)
    assert sum(shares.values()) == (count if sum(weights.values()) > 0 else 0)
    total = sum(weights.values()) or 1
    assert all(
        abs(shares[name] - weights[name] / total * count) < 1 or total < 1e-9 for name in weights
    )


def test_a_paper_follows_the_weights_and_passes_on_what_a_topic_lacks() -> None:
    pools = {"a": 3, "b": 40, "c": 40}

    def make(path: str, count: int, seed: int) -> list[Item]:
        assert seed == 5
        return [item(f"{path}{n}") for n in range(min(count, pools[path]))]

    paper = draw({"a": 2, "b": 1, "c": 1, "none": 0}, 20, 5, make)
    count = {path: sum(question.id[0] == path for question in paper) for path in pools}
    assert len(paper) == len({question.id for question in paper}) == 20
    assert count["a"] == 3
    assert abs(count["b"] - count["c"]) <= 1
    assert paper == draw({"a": 2, "b": 1, "c": 1}, 20, 5, make)
    assert len(draw({"a": 1}, 20, 5, make)) == 3
    assert draw({}, 20, 5, make) == ()
