"""Who is waited for goes first: requests in the background give way, and lose nothing by it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Event, Message, Prefill, ScoreRequest, Token
from llmtutor.engine.worker import inbox as inboxes
from llmtutor.engine.worker.inbox import Inbox

from .conftest import ask, done, listen, text_of

Start = Callable[..., WorkerEngine]
NOTES = "The Nile rises each summer. Its floods bring black mud to the fields.\n\n" * 4


class Flag:
    """Raised and lowered, with no native side to see it."""

    is_raised = False

    def raise_(self) -> None:
        self.is_raised = True

    def lower(self) -> None:
        self.is_raised = False


def line(number: int, *, background: bool = False) -> dict[str, object]:
    return {"id": number, "do": "score", "background": background}


def served(inbox: Inbox) -> int | None:
    taken = inbox.next(0)
    return taken["id"] if taken else None


@pytest.fixture
def flag() -> Flag:
    return Flag()


@pytest.fixture
def inbox(flag: Flag, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setattr(inboxes, "QUIET_SECONDS", 0)
    return Inbox(flag)  # type: ignore[arg-type]


def test_what_is_waited_for_is_served_before_what_came_earlier(inbox: Inbox) -> None:
    inbox.accept(line(1, background=True))
    inbox.accept(line(2))
    assert [served(inbox), served(inbox), served(inbox)] == [2, 1, None]


def test_what_is_served_in_the_background_is_interrupted_and_put_back(
    inbox: Inbox, flag: Flag
) -> None:
    inbox.accept(line(1, background=True))
    inbox.accept(line(2, background=True))
    taken = inbox.next(0)
    assert taken is not None
    inbox.accept(line(3, background=True))
    assert not flag.is_raised
    inbox.accept(line(4))
    assert flag.is_raised
    assert inbox.put_back(taken)
    inbox.finished()
    assert [served(inbox) for _ in range(4)] == [4, 1, 2, 3]


def test_what_is_waited_for_is_not_interrupted_by_another_request(inbox: Inbox, flag: Flag) -> None:
    inbox.accept(line(1))
    taken = inbox.next(0)
    assert taken is not None
    inbox.accept(line(2))
    assert not flag.is_raised
    assert not inbox.put_back(taken)


def test_what_was_put_back_can_still_be_cancelled(inbox: Inbox, flag: Flag) -> None:
    inbox.accept(line(1, background=True))
    taken = inbox.next(0)
    assert taken is not None
    inbox.accept(line(2))
    assert inbox.put_back(taken)
    inbox.finished()
    inbox.accept({"id": 1, "do": "cancel"})
    assert served(inbox) == 2
    inbox.finished()
    assert served(inbox) == 1
    assert flag.is_raised
    assert not inbox.put_back(taken)


def test_after_an_answer_the_background_keeps_quiet_for_its_next_step(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "QUIET_SECONDS", 60)
    inbox.accept(line(1))
    inbox.accept(line(2, background=True))
    assert served(inbox) == 1
    inbox.finished()
    assert served(inbox) is None
    inbox.accept(line(3))
    assert served(inbox) == 3


@pytest.mark.model
async def test_a_question_does_not_wait_for_what_goes_on_in_the_background(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path)
    long = replace(ask("Go on.", notes=NOTES, max_tokens=24), background=True)
    weighed = ScoreRequest((Message.of("user", NOTES, "Which?"),), ("mud", "sand"), background=True)
    alone, scores = await listen(engine, long), await engine.score(weighed)
    told: list[str] = []
    reading = asyncio.Event()

    async def in_background() -> list[Event]:
        events = []
        async with aclosing(engine.generate(long)) as answer:
            async for event in answer:
                events.append(event)
                if isinstance(event, Prefill):
                    reading.set()
        told.append("background")
        return events

    async def weighing() -> list[float]:
        found = await engine.score(weighed)
        told.append("weighed")
        return [one.total for one in found]

    first = asyncio.create_task(in_background())
    await reading.wait()
    second = asyncio.create_task(weighing())
    async with aclosing(engine.generate(ask("What does the Nile bring?", notes=NOTES))) as answer:
        async for event in answer:
            if isinstance(event, Token) and "first token" not in told:
                told.append("first token")
    told.append("answer")

    events, totals = await first, await second
    assert told == ["first token", "answer", "background", "weighed"]
    assert text_of(events) == text_of(alone)
    assert done(events).figures.new_tokens == done(alone).figures.new_tokens
    assert totals == pytest.approx([one.total for one in scores], abs=0.01)
