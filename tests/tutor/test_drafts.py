"""A model that was taught to explain writes anew what the quotes do not bear out."""

from __future__ import annotations

from dataclasses import replace

from llmtutor.library.library import Library
from llmtutor.settings import Settings
from llmtutor.tutor.models import Redrafted
from llmtutor.tutor.tutor import Tutor
from llmtutor.tutor.writing import DRAFTS

from ..engine.scripted import INFO, ScriptedEngine
from .test_tutor import QUESTION, SENTENCE, listen
from .test_tutor import library as library  # noqa: PLC0414 (a fixture)

TAUGHT = replace(INFO, taught=frozenset({"explain"}))
INVENTED = "They are multiplied by the length of every document."
HALF = "They are divided by the square root of the document key."


class Drafting(ScriptedEngine):
    """Writes one text after another."""

    def writes(self, *texts: str) -> Drafting:
        self.answer = lambda _: texts[min(len(self.requests), len(texts)) - 1]
        return self


async def told(library: Library, engine: ScriptedEngine) -> tuple[int, list[tuple[str, str]]]:
    """How often it began anew, and the sentences of the answer with their marks."""
    tutor = Tutor(library, engine, Settings())
    events, answer = await listen(tutor, tutor.look_up(QUESTION))
    anew = sum(isinstance(event, Redrafted) for event in events)
    return anew, [(sentence.text, sentence.support) for sentence in answer.sentences]


async def test_what_is_borne_out_is_written_once(library: Library) -> None:
    engine = Drafting(info=TAUGHT).writes(SENTENCE)
    assert await told(library, engine) == (0, [(SENTENCE, "full")])
    assert len(engine.requests) == 1


async def test_what_is_not_borne_out_is_written_anew(library: Library) -> None:
    engine = Drafting(info=TAUGHT).writes(INVENTED, SENTENCE)
    assert await told(library, engine) == (1, [(SENTENCE, "full")])


async def test_another_draft_is_another(library: Library) -> None:
    engine = Drafting(info=TAUGHT).writes(INVENTED)
    await told(library, engine)
    assert (
        len({(item.sampling.seed, item.sampling.temperature) for item in engine.requests}) == DRAFTS
    )


async def test_of_drafts_that_are_not_borne_out_the_best_stays_and_is_marked(
    library: Library,
) -> None:
    engine = Drafting(info=TAUGHT).writes(INVENTED, HALF, *[INVENTED] * (DRAFTS - 2))
    assert await told(library, engine) == (DRAFTS - 1, [(HALF, "part")])


async def test_what_was_written_first_stays_where_nothing_is_better(library: Library) -> None:
    engine = Drafting(info=TAUGHT).writes(HALF, INVENTED)
    assert await told(library, engine) == (DRAFTS - 1, [(HALF, "part")])


async def test_a_model_that_was_not_taught_it_writes_once(library: Library) -> None:
    engine = Drafting().writes(INVENTED, SENTENCE)
    assert await told(library, engine) == (0, [(INVENTED, "none")])


async def test_a_refusal_is_a_word_too(library: Library) -> None:
    engine = Drafting(info=TAUGHT).writes("NOT IN NOTES", SENTENCE)
    assert await told(library, engine) == (0, [])
