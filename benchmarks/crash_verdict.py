"""What is asked of an engine that crashes, and what must hold of what it said."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

from llmtutor.engine.events import Done, Event, Failed, Loading, Restarted, Token
from llmtutor.engine.failure import EngineError
from llmtutor.engine.request import GenerateRequest, Message

WORDS = 150
TOKENS = 12

T = TypeVar("T")


class BrokenPromiseError(Exception):
    """Something that must hold after any crash did not."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise BrokenPromiseError(what)


def section(topic: str) -> tuple[Message, ...]:
    """The start of a conversation about a topic."""
    sentence = f"This is about {topic}, what is known of it, and why it matters to all. "
    notes = sentence * (WORDS // len(sentence.split()))
    return (Message.of("system", "Answer."), Message.of("user", notes))


def question(topic: str) -> GenerateRequest:
    """A question on the section; the same words always get the same answer."""
    system, notes = section(topic)
    return GenerateRequest((system, Message("user", (*notes.parts, "What is it about?"))), TOKENS)


async def gather(stream: AsyncGenerator[T, None], into: list[T]) -> None:
    """All that comes, as it comes."""
    async with aclosing(stream):
        async for item in stream:
            into.append(item)  # noqa: PERF401 (each is looked at meanwhile)


def text_of(events: list[Event]) -> str:
    """The answer, after the last restart."""
    text = ""
    for event in events:
        if isinstance(event, Restarted):
            text = ""
        elif isinstance(event, Token):
            text += event.text
    return text


def count(events: list[Event], kind: type[Event]) -> int:
    return sum(isinstance(event, kind) for event in events)


def seen(events: list[Event], kind: type[Event]) -> bool:
    return count(events, kind) > 0


def ended(events: list[Event]) -> bool:
    return bool(events) and isinstance(events[-1], Done | Failed)


def fresh(events: list[Event]) -> bool:
    """Whether the engine is at work since it was started last."""
    return bool(events) and not isinstance(events[-1], Restarted | Loading)


def judge(events: list[Event], right: str, kills: int) -> bool:
    """Whether a question was answered; else it was given up as it should be.

    Args:
        events: all that came of it.
        right: the answer that it must get.
        kills: how often the engine was ended meanwhile.

    Raises:
        BrokenPromiseError: neither.
    """
    last = events[-1]
    ends = [event for event in events if isinstance(event, Done | Failed)]
    expect(len(ends) == 1 and ends[0] is last, f"not one end: {events}")
    if not isinstance(last, Failed):
        expect(text_of(events) == right, f"another answer: {text_of(events)!r}")
        return True
    problem = last.problem
    expect(
        isinstance(problem, EngineError) and problem.code == "crashed",
        f"an error of another kind: {problem!r}",
    )
    expect(kills >= 2, f"given up after {kills}: {problem}")
    named = "over this question" in problem.what or "over the model file" in problem.what
    expect(named and bool(problem.where) and "log" in problem.hint, f"unnamed: {problem}")
    return False
