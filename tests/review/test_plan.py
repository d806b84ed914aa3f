from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.errors import UsageError
from llmtutor.review.plan import Done, Plan, Strength, ToRead, make_plan

TODAY = date(2026, 11, 21)


def lecture(
    name: str, score: float | None, sections: int = 0, minutes: float = 5
) -> tuple[Strength, list[ToRead]]:
    unread = [ToRead(f"c/{name}/{n}", f"{n}", minutes, f"c/{name}") for n in range(sections)]
    return Strength(f"c/{name}", name, score, score is not None), unread


def plan_of(
    left: int, *lectures: tuple[Strength, list[ToRead]], due: list[int] | None = None
) -> Plan:
    unread = [section for _, sections in lectures for section in sections]
    strengths = [strength for strength, _ in lectures]
    return make_plan(TODAY + timedelta(days=left), TODAY, unread, strengths, due or [])


def test_weak_topics_are_read_first_each_from_its_beginning() -> None:
    plan = plan_of(20, lecture("strong", 0.9, 4), lecture("weak", 0.2, 4), lecture("new", None, 4))
    order = [item.path for day in plan.days for item in day.read]
    assert order == [f"c/{name}/{n}" for name in ("weak", "new", "strong") for n in range(4)]


def test_the_last_days_are_for_revision_with_a_trial_exam() -> None:
    plan = plan_of(10, lecture("a", 0.5, 30))
    assert not plan.days[-1].read
    assert not plan.days[-2].read
    assert [day.mock for day in plan.days] == [0] * 8 + [30, 0]
    assert len(plan.days) == 10
    assert plan.days[0].day == TODAY


def test_minutes_are_even() -> None:
    plan = plan_of(12, lecture("a", 0.5, 60), lecture("b", 0.6, 60))
    reading = [sum(item.minutes for item in day.read) for day in plan.days if day.read]
    assert max(reading) - min(reading) <= 10


def test_weaker_topics_are_asked_more_often_but_none_is_forgotten() -> None:
    plan = plan_of(40, lecture("strong", 0.95), lecture("weak", 0.3), lecture("middle", 0.7))
    asked = [quiz.topic for day in plan.days for quiz in day.quiz]
    count = {name: asked.count(f"c/{name}") for name in ("weak", "middle", "strong")}
    assert count["weak"] > count["middle"] > count["strong"] > 0
    assert plan.days[0].quiz[0].topic == "c/weak"


def test_what_was_done_today_leaves_todays_part_and_draws_nothing_into_it() -> None:
    topic, unread = lecture("a", 0.5, 20)
    day = TODAY + timedelta(days=5)
    before = make_plan(day, TODAY, unread, [topic], [])
    count = len(before.today.read)
    half = make_plan(day, TODAY, unread[count:], [topic], [], done=Done(5.0 * count, 4))
    assert half.today.read == ()
    assert [quiz.items for quiz in half.today.quiz] == [6]
    assert [d.read for d in half.days[1:]] == [d.read for d in before.days[1:]]
    full = make_plan(day, TODAY, unread[count:], [topic], [], done=Done(5.0 * count, 11))
    assert full.today.quiz == ()
    assert full.days[1].quiz


def test_nobody_is_asked_what_they_have_not_met() -> None:
    plan = plan_of(10, lecture("new", None, 10), lecture("later", None, 10))
    seen: set[str] = set()
    for day in plan.days:
        seen |= {item.topic for item in day.read}
        assert all(quiz.topic in seen for quiz in day.quiz)


def test_due_cards_and_too_little_time_are_told() -> None:
    lectures = (lecture("a", 0.5, 100, minutes=10),)
    unread = lectures[0][1]
    exam = TODAY + timedelta(days=5)
    plan = make_plan(exam, TODAY, unread, [lectures[0][0]], [7, 3], minutes_a_day=60)
    assert [day.review for day in plan.days] == [7, 3, 0, 0, 0]
    assert plan.too_much > 100
    assert plan.unread == 100


@pytest.mark.parametrize("left", [0, -3, 400])
def test_only_the_coming_year_can_be_planned(left: int) -> None:
    with pytest.raises(UsageError):
        plan_of(left)


@given(
    st.integers(1, 366),
    st.lists(st.tuples(st.one_of(st.none(), st.floats(0, 1)), st.integers(0, 25)), max_size=8),
)
def test_every_section_is_planned_once(left: int, made: list[tuple[float | None, int]]) -> None:
    lectures = [lecture(f"l{n}", score, count) for n, (score, count) in enumerate(made)]
    plan = plan_of(left, *lectures)
    read = [item.path for day in plan.days for item in day.read]
    assert sorted(read) == sorted(item.path for _, unread in lectures for item in unread)
    assert len(plan.days) == left


def test_the_plan_adapts_to_what_was_done() -> None:
    strength, unread = lecture("a", 0.5, 30)
    exam = TODAY + timedelta(days=10)
    first = make_plan(exam, TODAY, unread, [strength], [])
    behind = make_plan(exam, TODAY + timedelta(days=1), unread, [strength], [])
    on_time = make_plan(
        exam, TODAY + timedelta(days=1), unread[len(first.today.read) :], [strength], []
    )
    assert sum(day.minutes for day in behind.days) > sum(day.minutes for day in on_time.days)
    assert behind.today.read[0] == first.today.read[0]
    assert on_time.today.read[0] == first.days[1].read[0]
