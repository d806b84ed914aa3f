"""Answers that keep to a schema, a grammar, or the words of a text."""

from __future__ import annotations

import json

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import (
    Constraint,
    Done,
    Event,
    Excerpt,
    GenerateRequest,
    Grammar,
    JsonSchema,
    Message,
    Sampling,
)

from .conftest import done, failed, listen, text_of

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

NOTES = "The Eiffel Tower was built in 1889 by Gustave Eiffel's company. It is 330 metres tall."
SCHEMA = {
    "type": "object",
    "properties": {"year": {"type": "integer"}, "builder": {"type": "string", "maxLength": 40}},
    "required": ["year", "builder"],
}


async def answer(
    engine: WorkerEngine, question: str, constraint: Constraint, **options: object
) -> list[Event]:
    talk = (Message.of("user", NOTES, f"\n{question}"),)
    options = {"max_tokens": 60, **options}
    return await listen(engine, GenerateRequest(talk, constraint=constraint, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("temperature", [0.0, 1.0])
async def test_json_of_a_schema(engine: WorkerEngine, temperature: float) -> None:
    events = await answer(
        engine,
        "Who built it, and when?",
        JsonSchema.of(SCHEMA),
        sampling=Sampling(temperature=temperature),
    )

    value = json.loads(text_of(events))
    figures = done(events).figures
    assert set(value) == {"year", "builder"}
    assert isinstance(value["year"], int)
    assert 0 < figures.redrawn_tokens < figures.new_tokens, "most tokens keep it by themselves"
    assert figures.stop_reason == "end"


async def test_a_grammar(engine: WorkerEngine) -> None:
    events = await answer(engine, "Is it tall?", Grammar('root ::= "yes" | "no" | "perhaps"'))

    assert text_of(events) in {"yes", "no", "perhaps"}
    assert done(events).figures.stop_reason == "end"


@pytest.mark.parametrize(
    "bad",
    [
        Grammar("root = nonsense"),
        Grammar('root ::= root "a" | "b"'),
        Grammar('start ::= "no root"'),
        JsonSchema("not json"),
        JsonSchema('{"$ref": "https://example.com/x"}'),
        Excerpt(()),
        Excerpt(("",)),
        Excerpt((" .!? ",)),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_harms_nobody(
    engine: WorkerEngine, bad: Constraint
) -> None:
    problem = failed(await answer(engine, "?", bad)).problem

    assert isinstance(problem, EngineError)
    assert problem.code == "constraint"


async def test_an_excerpt_is_copied_letter_for_letter(engine: WorkerEngine) -> None:
    events = await answer(engine, "How tall is the tower?", Excerpt((NOTES,)), max_tokens=12)

    text = text_of(events)
    assert text
    assert text in NOTES
    assert not text[0].isspace()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Gustave Eiffel",), {"Gustave", "Eiffel", "Gustave Eiffel"}),
        (("注意力",), {"注", "意", "力", "注意", "意力", "注意力"}),
        (("k-means", "3.14"), {"k-means", "3.14"}),
        (("naïve",), {"naïve"}),
    ],
)
async def test_excerpts_begin_and_end_with_whole_words(
    engine: WorkerEngine, texts: tuple[str, ...], expected: set[str]
) -> None:
    for seed in range(3):
        sampling = Sampling(temperature=1.5, seed=seed, top_p=1.0, min_p=0.0)
        events = await answer(engine, "Who?", Excerpt(texts), sampling=sampling, max_tokens=20)
        assert text_of(events) in expected


async def test_parts_of_words_if_wished(engine: WorkerEngine) -> None:
    events = await answer(engine, "?", Excerpt(("abcdefgh",), whole_words=False), max_tokens=2)

    assert text_of(events)
    assert text_of(events) in "abcdefgh"


async def test_an_answer_with_an_opening_goes_on_from_it(engine: WorkerEngine) -> None:
    free = await listen(
        engine,
        GenerateRequest(
            (Message.of("user", NOTES, "\nWhen was it built?"),), 6, opening="It was built in"
        ),
    )
    events = await answer(
        engine, "When was it built?", Excerpt((NOTES,)), opening="It was built in"
    )

    assert "1889" in text_of(free)
    assert text_of(events).lstrip().startswith("1889")
    assert isinstance(events[-1], Done)


async def test_it_takes_hardly_longer_than_writing_freely(engine: WorkerEngine) -> None:
    talk = (Message.of("user", "Write about the sea."),)
    free = done(await listen(engine, GenerateRequest(talk, 30))).figures
    ruled = done(
        await listen(engine, GenerateRequest(talk, 30, constraint=Grammar("root ::= .*")))
    ).figures

    assert ruled.redrawn_tokens == 0
    assert ruled.decode_ms / ruled.new_tokens < 2 * free.decode_ms / free.new_tokens
