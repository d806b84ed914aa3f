"""A conversation: follow-ups, another answer, looking inside, finding and saving what was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from llmtutor.ui.ask.earlier import EarlierScreen
from llmtutor.ui.ask.inspector import InspectorScreen
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import NARROW, WIDE, MakeApp, pane_words, screen_text
from .test_ask import ANSWER, OFF_TOPIC, QUESTION, ask, shows
from .test_study import settle


async def test_a_follow_up_is_read_with_the_question_before(make_app: MakeApp) -> None:
    engine = ScriptedEngine(ANSWER)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, "and why is that?")
        await shows(pilot, "read as: and why is that? (")
        assert "attention" in "".join(engine.requests[-1].messages[-1].parts)


async def test_another_answer_is_asked_for_otherwise(make_app: MakeApp) -> None:
    engine = ScriptedEngine(ANSWER)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("r")
        await settle(pilot)
        first, second = engine.requests
        assert first.messages == second.messages
        assert second.sampling.temperature > first.sampling.temperature
        assert len(app.study.ask.history.turns) == 2


async def test_the_inspector_shows_the_way_of_the_answer_at_eighty_columns(
    make_app: MakeApp,
) -> None:
    app: Any = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=NARROW) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("i")
        await settle(pilot)
        assert isinstance(app.screen, InspectorScreen)
        text = screen_text(app)
        assert "words that were looked for" in text
        assert "attention" in text
        seen = text
        for _ in range(7):
            await pilot.press("n")
            await pilot.pause()
            seen += screen_text(app)
        for title in ("Passages", "Sentences", "Verdict", "Techniques", "Prompt:", "Time"):
            assert title in seen
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.study


async def test_with_nothing_asked_the_inspector_says_what_to_do(make_app: MakeApp) -> None:
    app: Any = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "Ask something first (a)" in screen_text(app)


async def test_earlier_questions_are_found_by_words_of_their_answers(make_app: MakeApp) -> None:
    app: Any = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, OFF_TOPIC)
        app.desk.recorder.flush().result()
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, EarlierScreen)
        assert [turn.answer.question for turn in app.screen.found] == [OFF_TOPIC, QUESTION]
        app.screen.field.value = "flat ENDS"
        await settle(pilot)
        assert [turn.answer.question for turn in app.screen.found] == [QUESTION]
        await pilot.press("enter")
        await settle(pilot)
        assert app.study.ask.history.turns[-1].asked == QUESTION
        assert "✓ Dot products" in pane_words(app)


async def test_the_conversation_is_saved_as_markdown(make_app: MakeApp) -> None:
    app: Any = make_app(ScriptedEngine(ANSWER))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("x")
        await pilot.pause()
        (file,) = app.services.paths.exports.iterdir()
        assert str(file) in app.study.notice.saying
        text = file.read_text(encoding="utf-8")
        assert f"## {QUESTION}" in text
        assert "> Attention scores are divided" in text
        assert "- ✓ Dot products" in text


async def test_a_short_answer_and_a_changed_verdict_are_shown(make_app: MakeApp) -> None:
    can = replace(
        INFO, taught=frozenset({"answer", "explain"}), abilities=frozenset({"spans", "score"})
    )
    app = make_app(ScriptedEngine(ANSWER, info=can, span="square root"))
    async with app.run_test(size=WIDE) as pilot:
        await ask(pilot, QUESTION)
        await shows(pilot, "“square root” in your notes' words")
