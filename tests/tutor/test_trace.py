"""An answer can be looked into: words, passages, sentences, prompts, techniques, time."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from llmtutor.library.library import Library, Scope
from llmtutor.settings import AskSettings, Settings
from llmtutor.tutor.models import Answer
from llmtutor.tutor.telling import WIDTH, told
from llmtutor.tutor.trace import Trace
from llmtutor.tutor.tutor import Tutor

from ..engine.scripted import INFO, ScriptedEngine
from .test_tutor import QUESTION, SENTENCE
from .test_tutor import library as library  # noqa: PLC0414 (a fixture)


async def traced(library: Library, engine: ScriptedEngine | None, **ask: object) -> Trace:
    settings = Settings(ask=AskSettings(**ask))  # type: ignore[arg-type]
    tutor = Tutor(library, engine, settings)
    found = await tutor.find(QUESTION, Scope("llm", "a", "self-attention"))
    items = [item async for item in tutor.explain(found)]
    assert isinstance(items[-1], Answer)
    assert items[-1].trace is not None
    return items[-1].trace


async def test_without_a_model_the_search_is_told(library: Library) -> None:
    trace = await traced(library, None)
    assert {term.word for term in trace.terms} >= {"attention", "scores", "divided"}
    assert trace.hits[0].path == "llm/a/self-attention"
    assert trace.sentences[0].kept
    assert trace.prompts == ()
    assert [name for name, _ in trace.steps] == ["evidence"]


async def test_the_prompt_is_told_word_for_word(library: Library) -> None:
    engine = ScriptedEngine("They are divided by the root.")
    trace = await traced(library, engine)
    (prompt,) = trace.prompts
    for message in engine.requests[0].messages:
        assert "".join(message.parts) in prompt.text
    assert prompt.wrote == "They are divided by the root."
    assert prompt.tokens > 0


async def test_a_whole_section_is_the_prompt_where_it_fits(library: Library) -> None:
    engine = ScriptedEngine("They are.")
    await traced(library, engine)
    await traced(library, engine, whole_section=False, quotes=1)
    small = ScriptedEngine("They are.", info=replace(INFO, context=120))
    await traced(library, small, quotes=1)
    whole, short, too_small = (
        "".join(part for message in request.messages for part in message.parts)
        for request in (*engine.requests, *small.requests)
    )
    assert "keeps the softmax from saturating" in whole
    assert "keeps the softmax from saturating" not in short
    assert too_small == short
    assert SENTENCE in short


async def test_what_is_read_ahead_is_how_the_question_begins(library: Library) -> None:
    engine = ScriptedEngine("They are.", info=replace(INFO, abilities=frozenset({"warm"})))
    tutor = Tutor(library, engine, Settings())
    scope = Scope("llm", "a", "self-attention")
    ahead = await tutor.ahead(scope)
    assert ahead is not None
    [_ async for _ in tutor.explain(await tutor.find(QUESTION, scope))]
    messages = engine.requests[0].messages
    assert messages[:-1] == ahead[:-1]
    assert messages[-1].parts[: len(ahead[-1].parts)] == ahead[-1].parts
    assert await tutor.ahead(Scope("llm", "a")) is None


async def test_hyde_searches_for_what_the_model_makes_up_and_stays_as_sure(
    library: Library,
) -> None:
    engine = ScriptedEngine("The softmax keeps from saturating.")
    plain = await traced(library, None)
    trace = await traced(library, engine, hyde=True)
    assert any(item.name == "HyDE" and item.on for item in trace.techniques)
    assert trace.confidence == plain.confidence
    assert any(term.word == "saturating" for term in trace.terms)


async def test_styles_change_the_prompt_and_thinking_is_not_shown(library: Library) -> None:
    engine = ScriptedEngine("The notes say so. Answer: They are divided by the root.")
    settings = Settings(ask=AskSettings(style="steps"))
    tutor = Tutor(library, engine, settings)
    items = [item async for item in tutor.explain(await tutor.find(QUESTION))]
    assert items[-1].text == "They are divided by the root."  # type: ignore[union-attr]
    engine.answer = "They are divided by the root."
    items = [item async for item in tutor.explain(await tutor.find(QUESTION))]
    assert items[-1].text == "They are divided by the root."  # type: ignore[union-attr]
    shots = Tutor(library, engine, Settings(ask=AskSettings(style="few-shot")))
    [_ async for _ in shots.explain(await shots.find(QUESTION))]
    roles = [message.role for message in engine.requests[-1].messages]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]


@pytest.mark.parametrize("engine", [None, ScriptedEngine("They are divided.\n" * 3)])
async def test_it_is_json_and_lines_that_fit_eighty_columns(
    library: Library, engine: ScriptedEngine | None
) -> None:
    trace = await traced(library, engine)
    assert json.loads(json.dumps(trace.as_json()))["question"] == QUESTION
    parts = told(trace)
    assert [part.title for part in parts][:4] == ["Question", "Passages", "Sentences", "Verdict"]
    assert all(len(line) <= WIDTH for part in parts for line in part.lines)
