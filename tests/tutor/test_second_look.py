"""Where a model finds nothing in the quotes, it reads what search found next."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from llmtutor.engine.protocol import Message, Score, ScoreRequest
from llmtutor.library.library import Library, Scope
from llmtutor.settings import AskSettings, Settings
from llmtutor.tutor.models import Answer
from llmtutor.tutor.tutor import Tutor

from ..engine.scripted import ScriptedEngine
from ..shelf import Shelf, section
from .test_answer_cache import Kept
from .test_short_answer import TAUGHT
from .test_tutor import listen

QUESTION = "Which list do British surveys use?"
ANSWER = "In Britain a survey mostly draws from the Postcode Address File."


@pytest.fixture
def library(shelf: Shelf) -> Library:
    shelf.course(
        "surveys",
        a=section("Lists", "A list which British surveys do not use is the telephone book.")
        + section("Frames", ANSWER),
    )
    return shelf.library()


@dataclass
class Missing(ScriptedEngine):
    """Refuses notes that lack a word, and is as sure of the others as it is told to be."""

    word: str = "Postcode"
    refusal: float = 0.01

    async def score(self, request: ScoreRequest) -> list[Score]:
        self.scored.append(request)
        if self.word in words_of(request.messages):
            likely = self.refusal / (1 - self.refusal) * math.exp(-0.2)
            return [Score((math.log(likely),))]
        return [Score((math.log(0.999),))]


def words_of(messages: tuple[Message, ...]) -> str:
    return "".join(part for message in messages for part in message.parts)


def asking(library: Library, engine: ScriptedEngine, kept: Kept | None = None) -> Tutor:
    return Tutor(library, engine, Settings(ask=AskSettings(quotes=1)), store=kept)


async def asked(tutor: Tutor, scope: str = "surveys") -> Answer:
    found = tutor.look_up(QUESTION, Scope(*scope.split("/")))
    assert ANSWER not in [quote.text for quote in found.quotes] or scope.endswith("frames")
    return (await listen(tutor, found))[1]


async def test_an_answer_is_found_below_the_first_quotes(library: Library) -> None:
    engine = Missing("They use the Postcode Address File.", info=TAUGHT, span="Postcode")
    answer = await asked(asking(library, engine))
    assert answer.short_answer is not None
    assert answer.short_answer.path == "surveys/a/frames"
    assert answer.verdict != "not_in_notes"


async def test_the_quotes_shown_first_stay_and_those_of_the_answer_follow(library: Library) -> None:
    engine = Missing("They use the Postcode Address File.", info=TAUGHT, span="Postcode")
    answer = await asked(asking(library, engine))
    assert [quote.path for quote in answer.quotes] == ["surveys/a/lists", "surveys/a/frames"]
    assert [(item.support, item.citations) for item in answer.sentences] == [("full", (2,))]


async def test_the_model_explains_what_it_found_there(library: Library) -> None:
    engine = Missing("They use the Postcode Address File.", info=TAUGHT, span="Postcode")
    await asked(asking(library, engine))
    assert ANSWER in words_of(engine.requests[0].messages)
    assert "telephone" not in words_of(engine.requests[0].messages)


async def test_what_is_found_at_once_is_not_looked_for_again(library: Library) -> None:
    engine = Missing("The telephone book.", info=TAUGHT, span="telephone", word="telephone")
    answer = await asked(asking(library, engine))
    assert len(engine.scored) == 1
    assert len(answer.quotes) == 1


@pytest.mark.parametrize("refusal", [0.4, 0.99])
async def test_a_model_that_is_not_sure_of_it_then_refuses_as_before(
    library: Library, refusal: float
) -> None:
    engine = Missing("They do.", info=TAUGHT, span="Postcode", refusal=refusal)
    answer = await asked(asking(library, engine))
    assert len(engine.scored) == 2
    assert (answer.verdict, answer.short_answer) == ("not_in_notes", None)
    assert [quote.path for quote in answer.quotes] == ["surveys/a/lists"]
    assert engine.requests == []


async def test_both_readings_are_told(library: Library) -> None:
    engine = Missing("They do.", info=TAUGHT, span="Postcode")
    answer = await asked(asking(library, engine))
    assert answer.trace is not None
    first, second, *_ = answer.trace.prompts
    assert (first.purpose, second.purpose) == ("short answer", "short answer, further sentences")
    assert answer.trace.refusal == pytest.approx(0.01, abs=0.001)


async def test_a_section_that_was_read_whole_holds_no_more(library: Library) -> None:
    engine = Missing("They do.", info=TAUGHT, word="nowhere")
    await asked(asking(library, engine), "surveys/a/lists")
    assert len(engine.scored) == 1


async def test_a_change_in_what_comes_next_is_a_new_question(shelf: Shelf) -> None:
    first = section("Lists", "A list which British surveys do not use is the telephone book.")
    kept, engine = Kept(), Missing("They do.", info=TAUGHT, span="Postcode")
    for answer in (ANSWER, ANSWER, ANSWER.replace("File", "Book")):
        shelf.course("surveys", a=first + section("Frames", answer))
        await asked(asking(shelf.library(), engine, kept))
    assert len(kept.answers) == 2
    assert len(engine.scored) == 4
