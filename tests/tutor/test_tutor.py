"""Asking: evidence first, then the model's words, then the check; stopped at once when left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import pytest

from llmtutor.engine.protocol import (
    Done,
    Event,
    Failed,
    Figures,
    GenerateRequest,
    ModelInfo,
    Restarted,
    Token,
)
from llmtutor.errors import MissingError, TutorError
from llmtutor.library.library import Library, Scope
from llmtutor.settings import AskSettings, EngineSettings, Settings
from llmtutor.tutor.models import Answer, Redrafted
from llmtutor.tutor.tutor import LookUp, Tutor

from ..engine.scripted import INFO, ScriptedEngine
from ..shelf import Shelf, section

QUESTION = "What are attention scores divided by?"
ZH_QUESTION = "注意力分數除以什麼？"
SENTENCE = "Attention scores are divided by the square root of the key dimension."


@dataclass
class Played(ScriptedEngine):
    """Plays the events it was given, whatever is asked."""

    events: tuple[Event | float, ...] = ()
    """A number is a pause in seconds."""
    closed_early: int = 0
    thinking: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while it pauses."""

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        self.requests.append(request)
        whole = False
        try:
            for event in self.events:
                if isinstance(event, float):
                    self.thinking.set()
                    await asyncio.sleep(event)
                else:
                    yield event
            whole = True
        finally:
            self.closed_early += not whole


DONE = Done(Figures(1, 0, 1, 0, 1.0, 1.0, "end"))


@pytest.fixture
def library(shelf: Shelf) -> Library:
    shelf.course(
        "llm",
        a=section("Self-attention", f"{SENTENCE} This keeps the softmax from saturating.")
        + section("自注意力", "注意力分數除以鍵的維度的平方根。這樣梯度不會消失。"),
        b=section("Bread", "Knead the dough and bake it for an hour."),
    )
    return shelf.library()


def tutor(library: Library, engine: ScriptedEngine | None, **ask: int) -> Tutor:
    return Tutor(library, engine, Settings(ask=AskSettings(**ask)))  # type: ignore[arg-type]


async def listen(tutor: Tutor, found: LookUp) -> tuple[list[Event | Redrafted], Answer]:
    """The events of an answer, and the answer that must come last."""
    async with aclosing(tutor.explain(found)) as stream:
        items = [item async for item in stream]
    assert isinstance(items[-1], Answer)
    assert not any(isinstance(item, Answer) for item in items[:-1])
    return [item for item in items[:-1] if not isinstance(item, Answer)], items[-1]


async def explained(
    library: Library, engine: ScriptedEngine | None, question: str = QUESTION
) -> Answer:
    asked = tutor(library, engine)
    return (await listen(asked, asked.look_up(question)))[1]


class TestEvidence:
    def test_it_is_there_before_any_model_is_asked(self, library: Library) -> None:
        engine = ScriptedEngine()
        found = tutor(library, engine).look_up(QUESTION)
        assert found.quotes[0].text == SENTENCE
        assert engine.requests == []

    def test_quotes_are_verbatim(self, library: Library) -> None:
        for quote in tutor(library, None).look_up(QUESTION).quotes:
            assert library.section(quote.path).text[quote.start : quote.end] == quote.text

    def test_no_more_quotes_than_the_settings_say(self, library: Library) -> None:
        assert len(tutor(library, None, quotes=1).look_up(QUESTION).quotes) == 1

    def test_a_scope_keeps_it_in_its_part(self, library: Library) -> None:
        found = tutor(library, None).look_up(QUESTION, Scope("llm", "b"))
        assert found.verdict == "not_in_notes"
        assert all(quote.path.startswith("llm/b/") for quote in found.quotes)

    async def test_finding_is_looking_up_where_there_are_no_vectors(self, library: Library) -> None:
        asked = tutor(library, None)
        assert (await asked.find(QUESTION)).quotes == asked.look_up(QUESTION).quotes


class TestWithoutModel:
    def test_the_answer_is_made_of_the_quotes(self, library: Library) -> None:
        asked = tutor(library, None)
        answer = asked.without_model(asked.look_up(QUESTION), "no model here")
        assert answer.verdict == "answered"
        assert answer.text == "\n\n".join(quote.text for quote in answer.quotes)
        assert (answer.model, answer.sentences, answer.note) == (None, (), "no model here")
        assert answer.timings.first_token_ms is None
        assert answer.timings.total_ms >= answer.timings.evidence_ms

    async def test_explaining_gives_that_answer_at_once(self, library: Library) -> None:
        asked = tutor(library, None)
        events, answer = await listen(asked, asked.look_up(QUESTION))
        assert events == []
        assert answer.text.startswith(SENTENCE)


class TestRefusal:
    async def test_a_question_that_is_not_in_the_notes_has_no_quotes(
        self, library: Library
    ) -> None:
        answer = await explained(library, None, "Who painted the Mona Lisa?")
        assert (answer.verdict, answer.quotes, answer.text) == (
            "not_in_notes",
            (),
            "Not in your notes.",
        )

    async def test_the_model_is_not_asked_then(self, library: Library) -> None:
        engine = ScriptedEngine("Leonardo.")
        answer = await explained(library, engine, "Who painted the Mona Lisa?")
        assert engine.requests == []
        assert (answer.sentences, answer.model) == ((), None)


class TestStream:
    async def test_tokens_come_as_they_are_written(self, library: Library) -> None:
        asked = tutor(library, Played(events=(Token("The "), Token("scores."), DONE)))
        events, _ = await listen(asked, asked.look_up(QUESTION))
        assert [event.text for event in events if isinstance(event, Token)] == ["The ", "scores."]
        assert not any(isinstance(event, Done | Failed) for event in events)

    async def test_the_answer_holds_the_models_words_checked(self, library: Library) -> None:
        answer = await explained(
            library, ScriptedEngine("They are divided by the square root of the key dimension.")
        )
        (written,) = answer.sentences
        assert written.text == "They are divided by the square root of the key dimension."
        assert (written.support, written.citations[0]) == ("full", 1)
        assert answer.model == "scripted"
        assert answer.text == written.text
        assert answer.timings.first_token_ms is not None

    async def test_the_models_words_are_never_a_quote(self, library: Library) -> None:
        answer = await explained(library, ScriptedEngine("Bananas are yellow."))
        assert [item.support for item in answer.sentences] == ["none"]
        assert all(quote.text in library.section(quote.path).text for quote in answer.quotes)
        assert "Bananas" not in "".join(quote.text for quote in answer.quotes)

    async def test_a_model_that_rambles_is_stopped(self, library: Library) -> None:
        engine = Played(events=tuple(Token("It is divided by the root. ") for _ in range(500)))
        answer = await explained(library, engine)
        assert engine.closed_early == 1
        assert len(answer.sentences) < 5

    async def test_the_request_keeps_to_the_settings(self, library: Library) -> None:
        engine = ScriptedEngine()
        settings = Settings(engine=EngineSettings(max_tokens=20, temperature=0.5, seed=3))
        asked = Tutor(library, engine, settings)
        await listen(asked, asked.look_up(QUESTION))
        (request,) = engine.requests
        assert request.max_tokens <= 20
        assert (request.sampling.temperature, request.sampling.seed) == (0.5, 3)

    async def test_a_restart_forgets_what_was_written(self, library: Library) -> None:
        restart = Restarted("it ended with signal 9")
        engine = Played(events=(Token("Half of "), restart, Token("They are divided."), DONE))
        asked = tutor(library, engine)
        events, answer = await listen(asked, asked.look_up(QUESTION))
        assert restart in events
        assert answer.text == "They are divided."

    async def test_a_failure_leaves_the_quotes_and_says_why(self, library: Library) -> None:
        problem = TutorError("the engine died twice", hint="llmtutor models check")
        answer = await explained(library, Played(events=(Failed(problem),)))
        assert answer.verdict == "answered"
        assert answer.note == str(problem)
        assert (answer.sentences, answer.model) == ((), None)
        assert answer.text.startswith(SENTENCE)

    async def test_a_failure_half_way_keeps_what_was_written(self, library: Library) -> None:
        problem = TutorError("the engine died")
        engine = Played(events=(Token("They are divided by the root"), Failed(problem)))
        answer = await explained(library, engine)
        assert [item.text for item in answer.sentences] == ["They are divided by the root"]
        assert answer.note == str(problem)

    async def test_a_model_that_writes_nothing_leaves_the_quotes(self, library: Library) -> None:
        answer = await explained(library, Played(events=(Token("  \n"), DONE)))
        assert (answer.sentences, answer.model) == ((), None)
        assert answer.text.startswith(SENTENCE)


class TestSilence:
    async def test_a_model_that_is_not_there_says_which_command_gets_one(
        self, library: Library
    ) -> None:
        problem = MissingError(
            "there is no model file yet", hint="Run: llmtutor models get default"
        )
        answer = await explained(library, ScriptedEngine(problem=problem))
        assert "llmtutor models get default" in answer.note
        assert answer.text.startswith(SENTENCE)

    async def test_a_model_that_does_not_know_the_script_stays_silent(
        self, library: Library
    ) -> None:
        engine = ScriptedEngine("Words.")
        answer = await explained(library, engine, ZH_QUESTION)
        assert engine.requests == []
        assert "does not know Chinese" in answer.note
        assert answer.quotes[0].text == "注意力分數除以鍵的維度的平方根。"

    async def test_a_model_that_knows_it_writes(self, library: Library) -> None:
        info: ModelInfo = replace(INFO, scripts=frozenset({"latin", "cjk"}))
        engine = ScriptedEngine("除以平方根。", info=info)
        answer = await explained(library, engine, ZH_QUESTION)
        assert answer.text == "除以平方根。"

    async def test_a_model_that_makes_vectors_only_stays_silent(self, library: Library) -> None:
        engine = ScriptedEngine(info=replace(INFO, kind="embedding"))
        answer = await explained(library, engine)
        assert engine.requests == []
        assert answer.note

    async def test_a_model_that_writes_nothing_is_told_of(self, library: Library) -> None:
        answer = await explained(library, Played(events=(DONE,)))
        assert answer.sentences == ()
        assert "wrote nothing" in answer.note


class TestLeaving:
    async def test_closing_the_stream_stops_the_model(self, library: Library) -> None:
        engine = Played(events=(Token("They "), Token("are "), 60.0, Token("late."), DONE))
        asked = tutor(library, engine)
        stream = asked.explain(asked.look_up(QUESTION))
        await anext(stream)
        await stream.aclose()
        assert engine.closed_early == 1

    async def test_cancelling_the_task_stops_the_model_while_it_thinks(
        self, library: Library
    ) -> None:
        engine = Played(events=(Token("They "), 60.0, DONE))
        asked = tutor(library, engine)
        task = asyncio.create_task(listen(asked, asked.look_up(QUESTION)))
        await asyncio.wait_for(engine.thinking.wait(), 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert engine.closed_early == 1

    async def test_the_next_question_works_after_that(self, library: Library) -> None:
        engine = Played(events=(Token("They are divided."), DONE))
        asked = tutor(library, engine)
        stream = asked.explain(asked.look_up(QUESTION))
        await anext(stream)
        await stream.aclose()
        assert (await listen(asked, asked.look_up(QUESTION)))[1].text == "They are divided."
