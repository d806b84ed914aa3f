"""The same question on the same notes is answered once; anything else is a new question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from llmtutor.library.library import Library
from llmtutor.settings import AskSettings, Settings
from llmtutor.tutor.answer_cache import look
from llmtutor.tutor.models import Answer, Timings
from llmtutor.tutor.tutor import Tutor

from ..engine.scripted import INFO, ScriptedEngine
from ..shelf import Shelf, section
from .test_tutor import QUESTION, SENTENCE


@dataclass
class Kept:
    """Keeps answers in memory."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)

    def kept(self, key: str) -> Sequence[Answer]:
        return self.answers.get(key, [])

    def keep(self, key: str, answer: Answer) -> None:
        self.answers.setdefault(key, []).insert(0, answer)


def answered(question: str) -> Kept:
    kept = Kept()
    kept.keep("k", Answer(question, "answered", (), (), "m", Timings(1.0, None, 1.0)))
    return kept


@pytest.mark.parametrize("again", ["what IS a key", "What is a key?", " what is a key ??"])
def test_case_and_signs_make_no_other_question(again: str) -> None:
    hit = look(answered("What is a key?"), "k", again, near=False)
    assert hit is not None
    assert hit.nearness == "same"


def test_who_does_what_to_whom_makes_two_questions() -> None:
    kept = answered("Is BERT larger than GPT?")
    assert look(kept, "k", "Is GPT larger than BERT?", near=True) is None


def test_almost_the_same_words_are_near_and_only_where_that_is_wanted() -> None:
    kept, again = answered("What is the use of a key?"), "what are the uses of keys"
    assert look(kept, "k", again, near=False) is None
    hit = look(kept, "k", again, near=True)
    assert hit is not None
    assert hit.nearness == "near"


@pytest.mark.parametrize(
    "other",
    ["What is a query?", "When is a key?", "What is not a key?", "What is a key of 64?"],
)
def test_another_word_kind_number_or_denial_is_another_question(other: str) -> None:
    assert look(answered("What is a key?"), "k", other, near=True) is None


@pytest.fixture
def library(shelf: Shelf) -> Library:
    shelf.course("llm", a=section("Self-attention", f"{SENTENCE} This keeps it small."))
    return shelf.library()


async def ask(
    library: Library, engine: ScriptedEngine, store: Kept, again: int = 0, **settings: str
) -> Answer:
    tutor = Tutor(library, engine, Settings(ask=AskSettings(**settings)), store=store)  # type: ignore[arg-type]
    found = await tutor.find(QUESTION)
    items = [item async for item in tutor.explain(found, again)]
    assert isinstance(items[-1], Answer)
    return items[-1]


async def test_the_second_time_the_model_is_not_asked(library: Library) -> None:
    engine, store = ScriptedEngine("They are divided by the root."), Kept()
    first = await ask(library, engine, store)
    second = await ask(library, engine, store)
    assert len(engine.requests) == 1
    assert (first.cached, second.cached) == (False, True)
    assert second.sentences == first.sentences
    assert second.trace is not None
    assert any("answered before" in item.did for item in second.trace.techniques)


async def test_asked_for_another_answer_the_model_writes_again(library: Library) -> None:
    engine, store = ScriptedEngine("They are divided by the root."), Kept()
    await ask(library, engine, store)
    await ask(library, engine, store, again=1)
    assert len(engine.requests) == 2
    assert engine.requests[1].sampling.temperature > 0
    assert engine.requests[1].sampling.seed != engine.requests[0].sampling.seed


async def test_a_change_in_the_notes_asks_anew(library: Library, shelf: Shelf) -> None:
    engine, store = ScriptedEngine("They are divided by the root."), Kept()
    await ask(library, engine, store)
    shelf.course("llm", a=section("Self-attention", f"{SENTENCE} This keeps it tiny."))
    await ask(shelf.library(), engine, store)
    assert len(engine.requests) == 2


async def test_another_model_style_or_setting_asks_anew(library: Library) -> None:
    engine, store = ScriptedEngine("They are divided by the root."), Kept()
    await ask(library, engine, store)
    await ask(library, engine, store, style="few-shot")
    engine.info = replace(INFO, adapter="other")
    await ask(library, engine, store)
    assert len(engine.requests) == 3


async def test_switched_off_nothing_is_kept(library: Library) -> None:
    engine, store = ScriptedEngine("They are divided by the root."), Kept()
    await ask(library, engine, store, cache="off")
    assert store.answers == {}
