"""The log → every schedule. What is stored beside the cards is only a copy of this."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from llmtutor.review.clock import believed
from llmtutor.review.models import Event, Rating, Schedule
from llmtutor.review.scheduling import Weights, after_review, checked_weights


def with_believed_times(log: Sequence[Event]) -> list[Event]:
    """The log in its order, with every time replaced by the one to believe."""
    live = [number for number, event in enumerate(log) if event.origin != "import"]
    result = list(log)
    for place, source in enumerate(believed([log[number].at for number in live])):
        number, trusted = live[place], log[live[source]]
        if source != place:
            result[number] = replace(log[number], at=trusted.at, day=trusted.day)
    return result


def replay(log: Sequence[Event]) -> dict[str, Schedule]:
    """The schedule of every card that the log speaks of.

    Pure: the same log gives the same schedules, to the last bit, in any zone
    and at any time.
    """
    weights = weights_of(log)
    by_card: dict[str, list[Event]] = {}
    for event in with_believed_times(log):
        if event.card:
            by_card.setdefault(event.card, []).append(event)
    return {card: replay_card(events, weights) for card, events in by_card.items()}


def replay_card(events: Iterable[Event], weights: Weights = ()) -> Schedule:
    """One card's schedule from its own lines, their times already believed."""
    schedule = Schedule()
    # imported lines come later in the log than what they tell of
    for event in sorted(counted(events), key=lambda event: (event.at, event.key)):
        schedule = advance(schedule, event, weights)
    return schedule


def counted(events: Iterable[Event]) -> list[Event]:
    """The lines that count: none that was taken back, each review with its latest grade."""
    lines = list(events)
    undone = {event.of for event in lines if event.kind == "undo"}
    grades = {event.of: event.rating for event in lines if event.kind == "regrade"}
    return [
        replace(event, rating=grades[event.key]) if event.key in grades else event
        for event in lines
        if event.kind not in {"undo", "regrade"} and event.key not in undone
    ]


def advance(schedule: Schedule, event: Event, weights: Weights = ()) -> Schedule:
    """The schedule after one line of the log that counts by itself."""
    if event.kind == "review":
        return after_review(
            schedule,
            event.rating or Rating.AGAIN,
            event.at,
            event.day,
            card=event.card,
            retention=event.retention,
            weights=weights,
        )
    if event.kind in {"suspend", "resume"}:
        return replace(schedule, suspended=event.kind == "suspend")
    if event.kind in {"bury", "unbury"}:
        until = datetime.fromisoformat(event.data) if event.kind == "bury" else None
        return replace(schedule, buried=until)
    if event.kind == "seed":
        return _seeded(schedule, event)
    return schedule


def weights_of(log: Iterable[Event]) -> Weights:
    """The parameters in force: the last ones in the log, or none."""
    latest = ""
    for event in log:
        if event.kind == "weights":
            latest = event.data
    return weights_from(latest)


def weights_from(data: str) -> Weights:
    """Parameters as the log holds them; unusable ones count as none."""
    try:
        return checked_weights(json.loads(data)) if data else ()
    except (TypeError, ValueError):
        return ()


def _seeded(schedule: Schedule, event: Event) -> Schedule:
    """Memory that another program computed, where it gave no history of reviews."""
    if schedule.reps:
        return schedule
    memory = json.loads(event.data)
    return replace(
        schedule,
        state="review",
        step=None,
        stability=max(0.001, float(memory["stability"])),
        difficulty=min(10.0, max(1.0, float(memory["difficulty"]))),
        due=datetime.fromisoformat(memory["due"]),
        last=datetime.fromisoformat(memory["last"]),
        last_day=date.fromisoformat(memory["last_day"]),
        reps=int(memory["reps"]),
        lapses=int(memory["lapses"]),
    )
