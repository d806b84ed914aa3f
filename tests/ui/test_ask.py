"""Asking: quotes at once, the model below them, its sentences marked, citations opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from textual.pilot import Pilot

from llmtutor.engine.protocol import (
    EngineStatus,
    Event,
    Failed,
    GenerateRequest,
    ModelInfo,
    Restarted,
    Token,
)
from llmtutor.errors import MissingError, TutorError
from llmtutor.ui.ask.asking import AnswerFinished, AnswerGrew, EvidenceFound
from llmtutor.ui.ask.turn import QuoteCard
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import NARROW, WIDE, MakeApp, pane_words, screen_text
from .test_study import heard, settle

SELF = "small/attention/self-attention"
QUESTION = "Why are attention scores divided by the square root of the key dimension?"
OFF_TOPIC = "What is the boiling point of nitrogen?"
ANSWER = (
    "Dot products of longer vectors grow larger, which would push the softmax into its flat ends."
)


async def put(pilot: Pilot[None], question: str = QUESTION) -> None:
    """Ask, and do not wait for what comes of it."""
    await pilot.press("a")
    pilot.app.study.ask.field.value = question  # type: ignore[attr-defined]
    await pilot.press("enter")


async def ask(pilot: Pilot[None], question: str) -> None:
    await put(pilot, question)
    await settle(pilot)


async def shows(pilot: Pilot[None], words: str, where: Callable[[Any], str] = pane_words) -> None:
    """Wait until the pane, or another part of the screen, shows some words."""
    for _ in range(500):
        if words in where(pilot.app):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{words!r} is not in: {where(pilot.app)}")


async def test_quotes_come_before_any_word_of_the_model(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine(ANSWER, pause=0.02))
    facts, hook = heard(EvidenceFound | AnswerGrew | AnswerFinished)  # type: ignore[arg-type]
    async with app.run_test(size=WIDE, message_hook=hook) as pilot:
        await ask(pilot, QUESTION)
        kinds = [type(fact) for fact in facts]
        assert kinds[0] is EvidenceFound
        assert AnswerGrew in kinds
        assert kinds[-1] is AnswerFinished
        assert facts[0].found.quotes[0].path == SELF


async def test_the_answer_is_marked_sentence_by_sentence(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await shows(pilot, "✓ Dot products of longer vectors")
        text = pane_words(app)
        assert "✓ in your notes" in text
        assert "Attention scores are divided" in text
        assert "[1]" in text
        assert "do not rely" in text
    again = make_app(ScriptedEngine("It was invented by 7 bakers."))
    async with again.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await shows(pilot, "✗ It was invented by 7 bakers.")
        assert "do not rely" not in pane_words(again)


async def test_a_number_opens_its_quote_and_esc_comes_back(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine(ANSWER))
    for size in (NARROW, WIDE):
        async with make_app(ScriptedEngine(ANSWER)).run_test(size=size) as pilot:
            app = pilot.app  # type: ignore[assignment]
            app.study.go("small/attention/why")
            await ask(pilot, QUESTION)
            await pilot.press("1")
            await settle(pilot)
            reader = app.study.reader
            assert reader.place == SELF
            assert reader.section is not None
            assert reader.view.marked is not None
            quote = reader.section.text[slice(*reader.view.marked)]
            assert quote.startswith("Attention scores are divided")
            assert quote.endswith("vanish.")
            assert "┃ Attention scores" in screen_text(app)
            await pilot.press("escape")
            await pilot.pause()
            assert reader.place == "small/attention/why"
            assert app.study.focused is app.study.ask.history


async def test_a_quote_is_opened_with_the_mouse_and_with_enter(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await pilot.click(QuoteCard)
        await pilot.pause()
        assert app.study.reader.place == SELF
        await pilot.press("escape")
        app.study.query(QuoteCard).first().focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.study.reader.place == SELF


async def test_what_is_not_in_the_notes_is_said_and_the_closest_offered(make_app: MakeApp) -> None:
    engine = ScriptedEngine(ANSWER)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, "How do bakers weigh their scores of bread?")
        text = pane_words(app)
        assert "✗ not in your notes" in text
        assert "closest in your notes" in text
        assert not engine.requests


async def test_nothing_close_offers_nothing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, OFF_TOPIC)
        text = pane_words(app)
        assert "not in your notes" in text


async def test_esc_stops_the_model_at_once_and_keeps_what_was_written(make_app: MakeApp) -> None:
    engine = ScriptedEngine("Dot products of longer vectors grow larger. " * 50, pause=1.0)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "tutor, writing")
        assert app.study.ask.asking
        await pilot.press("escape")
        await pilot.pause()
        assert not app.study.ask.asking
        assert engine.cancelled == 1
        await shows(pilot, "You stopped this answer.")
        assert app.study.focused is app.study.ask.history
        app.desk.recorder.flush().result()
        assert "stopped" in app.services.chats.latest(1)[0].answer.note


async def test_a_second_question_stops_the_first(make_app: MakeApp) -> None:
    engine = ScriptedEngine("One two three four five six. " * 50, pause=0.05)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "One two three")
        engine.pause = 0
        await ask(pilot, "What is a key?")
        assert len(app.study.ask.history.turns) == 2
        assert not app.study.ask.asking


class RestartingEngine(ScriptedEngine):
    """Dies once over an answer."""

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        yield Token("Half an ans")
        yield Restarted("it was killed by signal 9")
        async for event in super().generate(request):
            yield event


async def test_a_restart_of_the_engine_is_said_in_a_line(make_app: MakeApp) -> None:
    app = make_app(RestartingEngine("Dot products of longer vectors grow larger."))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        assert "The engine restarted (it was killed by signal 9)" in app.study.notice.saying
        assert "Half an ans" not in pane_words(app)
        assert "✓ Dot products" in pane_words(app)


class SecondThoughts(ScriptedEngine):
    """Writes at once what the notes do not bear out, then hesitates."""

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        async for event in super().generate(request):
            yield event
        self.pause = 30.0


async def test_that_an_answer_is_written_anew_is_said_while_it_is(make_app: MakeApp) -> None:
    taught = replace(INFO, taught=frozenset({"explain"}))
    app = make_app(SecondThoughts("Bread is baked for an hour.", info=taught))
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "your notes do not bear that out; written anew")
        await pilot.press("escape")
        await pilot.pause()
        assert not app.study.ask.asking


class FailingEngine(ScriptedEngine):
    """Loads, and then cannot answer."""

    async def generate(self, request: GenerateRequest) -> AsyncGenerator[Event, None]:
        yield Failed(TutorError("the answer failed [b]", hint="Try a shorter question"))


async def test_an_error_of_the_engine_says_what_to_do(make_app: MakeApp) -> None:
    app = make_app(FailingEngine())
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        text = pane_words(app)
        assert "the answer failed [b]" in text
        assert "Try a shorter" in text


async def test_a_model_that_cannot_load_is_said_and_the_quotes_answer(make_app: MakeApp) -> None:
    problem = MissingError("the model file is damaged", hint="Run: llmtutor models get default")
    app = make_app(ScriptedEngine(problem=problem))
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "llmtutor models get default", lambda app: app.study.notice.saying)
        await ask(pilot, QUESTION)
        assert "✓ in your notes" in pane_words(app)


@dataclass
class LoadingEngine(ScriptedEngine):
    """Loads until it is told to be ready."""

    loaded: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def status(self) -> EngineStatus:
        return EngineStatus("ready" if self.loaded.is_set() else "loading", progress=0.4)

    async def start(self) -> ModelInfo:
        await self.loaded.wait()
        return INFO


async def test_loading_shows_how_far_it_is(make_app: MakeApp) -> None:
    engine = LoadingEngine("Dot products of longer vectors grow larger.")
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "loading the model, 40 % Esc stops")
        await shows(pilot, "◐ model 40 %", screen_text)
        engine.loaded.set()
        await shows(pilot, "✓ Dot products of longer vectors")


class ChoosingEngine(LoadingEngine):
    """Is loaded, and thinks for long before its first word."""

    @property
    def status(self) -> EngineStatus:
        return EngineStatus("ready", INFO)


async def test_while_it_chooses_from_the_quotes_the_pane_says_so(make_app: MakeApp) -> None:
    engine = ChoosingEngine("Dot products of longer vectors grow larger.")
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await put(pilot)
        await shows(pilot, "choosing from the quotes Esc stops")
        engine.loaded.set()
        await shows(pilot, "✓ Dot products of longer vectors")
        assert "choosing" not in pane_words(app)


async def test_without_a_model_the_pane_says_which_command_gets_one(make_app: MakeApp) -> None:

    app = make_app()
    problem = MissingError("there is no model file yet", hint="Run: llmtutor models get default")
    app.desk.services = app.services.but(engine_problem=problem)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "llmtutor models get default" in app.study.notice.saying
        await pilot.press("a")
        await pilot.pause()
        assert "llmtutor models get default" in pane_words(app)


async def test_turns_scope_and_draft_survive_a_restart(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("ctrl+s", "a")
        app.study.ask.field.value = "half a quest"
        await pilot.pause()
    again = make_app()
    async with again.run_test(size=WIDE) as pilot:
        await settle(pilot)
        text = pane_words(again)
        assert "✓ Dot products of longer vectors" in text
        assert "half a quest" in text
        assert "in this section" in text


async def test_the_scope_narrows_what_is_asked(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("a", "ctrl+s")
        assert "in this section" in pane_words(app)
        await ask(pilot, QUESTION)
        assert "not in your notes" in pane_words(app)
        assert "in this section" in pane_words(app)
        await pilot.press("w")
        await settle(pilot)
        assert "✓ in your notes" in pane_words(app)
        assert app.study.ask.reach == "everything"


async def test_the_answer_is_copied_with_its_quotes(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("y")
        assert app.clipboard.startswith(QUESTION)
        assert "[1] “Attention scores are divided" in app.clipboard
        assert "in its own words" in app.clipboard


async def test_hostile_words_of_a_model_are_text(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine("[@click=app.quit]Dot products[/] grow [/x] larger.\x1b[31m"))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        text = pane_words(app)
        assert "[@click=app.quit]Dot products[/]" in text
        assert "\x1b" not in text


async def test_the_scroll_stays_where_the_student_put_it(make_app: MakeApp) -> None:
    engine = ScriptedEngine("Dot products of longer vectors grow larger and larger. ", pause=0.05)
    app = make_app(engine)
    async with app.run_test(size=(80, 16)) as pilot:
        await ask(pilot, QUESTION)
        engine.answer = "Dot products of longer vectors grow larger and larger. " * 2
        await put(pilot)
        await pilot.pause(0.3)
        app.study.ask.history.scroll_to(y=1, animate=False)
        await settle(pilot)
        assert app.study.ask.history.scroll_offset.y == 1


async def test_keys_stay_quick_while_an_answer_streams(make_app: MakeApp) -> None:
    import time

    engine = ScriptedEngine("word " * 4000, pause=0.0)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("n", "n", "a")
        app.study.ask.field.value = QUESTION
        await pilot.press("enter")
        app.study.reader.view.focus()
        waits = []
        for _ in range(10):
            started = time.perf_counter()
            await pilot.press("j")
            waits.append(time.perf_counter() - started)
        assert sorted(waits)[5] < 0.5
