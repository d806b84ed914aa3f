"""What a model may add to a quiz, and what is dropped of it; the model is scripted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.engine.protocol import Excerpt, GenerateRequest
from llmtutor.library.library import Library, Scope
from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.report import GateReport
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.modelled.asking import Asker, QuizAbilities
from llmtutor.quiz.modelled.background import write_items
from llmtutor.quiz.modelled.falsehoods import turned_in_one_place
from llmtutor.quiz.modelled.judging import can_be_judged, judge, verdict
from llmtutor.quiz.modelled.spans import Span, asks_for, spans
from llmtutor.quiz.modelled.writer import NO_QUESTION, STRAYED, Writer
from llmtutor.quiz.models import Grade, Question, Source
from llmtutor.tutor.abilities import SMALL_FROM
from tests.engine.scripted import INFO, ScriptedEngine
from tests.quiz.conftest import read_notes

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TAUGHT = replace(
    INFO,
    taught=frozenset({"question", "answer", "false", "judge"}),
    abilities=frozenset({"excerpt", "grammar"}),
)
LARGE = replace(TAUGHT, parameters=SMALL_FROM)
"""Trusted with questions in words of its own."""
NOTES = (
    "Iron rusts faster in salt water than in fresh water near coasts. Marie Tharp"
    " mapped the “rift valley” of the Mid-Atlantic Ridge in 1952."
)
"""Of the second sentence code makes no question, for its quotation marks: the model must."""
UNCLEAR = (
    f"{NOTES}\n\nYears later Bruce Heezen was thanked for the map of the rift valley of the"
    " Mid-Atlantic Ridge that Marie Tharp had made when others still doubted it."
)
"""Two sentences hold as much of the question; only the model can say which one answers it."""
GOOD = "When did Marie Tharp map the rift valley of the Mid-Atlantic Ridge?"


def asked(request: GenerateRequest) -> str:
    return request.messages[-1].parts[-1]


def scripted(question: str = GOOD, answer: str = "1952", false: str = "") -> ScriptedEngine:
    def say(request: GenerateRequest) -> str:
        text = asked(request)
        if "Ask a question" in text:
            said = question if "1952" in text else "What?"
            return said.removeprefix(request.opening)
        if "Make this false" in text:
            return false
        return "wrong: it" if "Judge" in text else answer

    return ScriptedEngine(say, info=LARGE)


async def written(engine: ScriptedEngine, notes: str = NOTES) -> tuple[list[Question], GateReport]:
    context = GateContext(read_notes(notes))
    writer = Writer(Asker(engine, engine.info), context, [], seed=1)
    made = [one async for one in writer.write([context.notes.sections[0].path])]
    return made, writer.report


async def test_a_question_that_the_model_answers_back_passes() -> None:
    made, _ = await written(scripted())
    assert [(one.stem, one.key, one.maker) for one in made] == [(GOOD, "1952", "model: year")]
    source = made[0].source
    assert "1952" in source.text
    assert source.text == NOTES[source.start : source.end]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("When did Marie Tharp map the rift valley in 1952?", "it holds its answer"),
        ("When did Marie Tharp map it? And why?", "it is no single question"),
        ("When did Marie Tharp map all of the rift valley?", "it says more, or of another time"),
        ("When did Marie Tharp map the Pacific Ocean?", "'ocean' is not in its sentence"),
        ("When did Marie Tharp see the rift valley?", "'see' is not in its sentence"),
        ("When did Tharp map valley and rift, Marie?", "it puts its sentence in other words"),
    ],
)
async def test_a_question_that_does_not_ask_for_its_answer_is_dropped(
    question: str, why: str
) -> None:
    made, report = await written(scripted(question))
    assert made == []
    reasons = [one.reason for one in report.rejected if one.rule == NO_QUESTION]
    assert any(one.startswith(why) for one in reasons)


async def test_a_question_that_the_model_answers_otherwise_is_dropped() -> None:
    made, report = await written(scripted(answer="Marie Tharp"), UNCLEAR)
    assert made == []
    assert report.by_rule()[STRAYED] >= 1


async def test_what_the_notes_alone_answer_is_not_asked_of_the_model() -> None:
    engine = scripted()
    await written(engine)
    assert not [one for one in engine.requests if "Answer with" in asked(one)]


async def test_what_breaks_a_rule_is_dropped_by_the_gate_as_of_any_other_maker() -> None:
    notes = NOTES.replace("mapped the “rift valley”", "drew a “diagram”")
    made, report = await written(
        scripted(GOOD.replace("map the rift valley", "draw a diagram")), notes
    )
    assert made == []
    assert report.by_rule()["one idea"]


async def test_the_answer_is_held_to_the_words_of_the_notes() -> None:
    engine = scripted()
    await written(engine, UNCLEAR)
    constraints = [one.constraint for one in engine.requests if "Answer with" in asked(one)]
    assert constraints
    assert all(isinstance(one, Excerpt) for one in constraints)


async def test_a_statement_is_made_false_in_one_place() -> None:
    false = NOTES.partition(".")[0].replace("faster", "slower") + "."
    made, _ = await written(scripted(question="What?", false=false))
    assert [(one.stem, one.key) for one in made] == [(false, False)]


@pytest.mark.parametrize(
    ("false", "place"),
    [
        ("Cells store energy as fat.", ("glycogen", "fat")),
        ("Energy store cells as glycogen.", None),
        ("Cells do not store energy as glycogen.", None),
        ("Cells store energies as glycogen.", None),
        ("Plants keep sugar as starch.", None),
        ("Cells store energy as glycogen.", None),
    ],
)
def test_one_place_is_exchanged(false: str, place: tuple[str, str] | None) -> None:
    assert turned_in_one_place("Cells store energy as glycogen.", false) == place


@given(st.text(max_size=60))
def test_nothing_a_model_says_breaks_the_comparison(said: str) -> None:
    found = turned_in_one_place("Cells store energy as glycogen.", said)
    assert found is None or all(found)


async def test_a_model_that_was_not_taught_yields_nothing(
    library: Library, quizzes: QuizMaker
) -> None:
    engine = ScriptedEngine("In which year was it?")
    kept = Kept()
    made = [
        one
        async for one in write_items(
            engine, quizzes, kept, Scope("invented", "chemistry"), seed=1, now=lambda: NOW
        )
    ]
    assert made == []
    assert engine.requests == []


async def test_what_passes_is_kept_and_asked_in_later_quizzes(
    library: Library, quizzes: QuizMaker
) -> None:
    def say(request: GenerateRequest) -> str:
        span = re.search(r"whose answer is: (.*)", asked(request))
        if span and span[1] == "1674":
            return "Leeuwenhoek observe living single-celled organisms?"
        return "1674"

    kept, scope = Kept(), Scope("invented", "cell-biology")
    engine = ScriptedEngine(say, info=TAUGHT)
    fresh = QuizMaker(library)
    for lecture in fresh.lectures(scope):  # nothing asks for this year yet
        lecture._offered = [one for one in lecture._offered if "Leeuwenhoek" not in one.stem]
    items = write_items(engine, fresh, kept, scope, seed=1, now=lambda: NOW)
    made = [one async for one in items]
    assert "Leeuwenhoek" in str([one.key for one in made])
    assert made == kept.items
    assert all(one.source.lecture for one in made)
    later = QuizMaker(library, written=kept)
    survey = later.survey(scope)
    assert made[0].id in {one.id for one in survey.report.passed} | {
        one.id for lecture in later.lectures(scope) for one in lecture.examined(scope)[0].passed
    }


class Kept:
    """Keeps questions as long as the test runs."""

    def __init__(self) -> None:
        self.items: list[Question] = []

    def of(self, path: str) -> list[Question]:
        return [one for one in self.items if one.source.path.startswith(f"{path}/")]

    def keep(self, question: Question, model: str, at: datetime) -> None:
        self.items.append(question)


def test_names_years_and_terms_can_be_answers() -> None:
    notes = read_notes(NOTES)
    found = {(one.text, one.sort) for one in spans(notes, notes.statements[1])}
    assert {("1952", "year"), ("Mid-Atlantic Ridge", "name")} <= found


@pytest.mark.parametrize(
    ("sort", "question", "fits"),
    [
        ("person", "Who mapped the rift valley under the ocean?", True),
        ("number", "How many chunks does the document give?", True),
        ("number", "Which chunks does the document give?", False),
        ("year", "When was the rift valley first mapped?", True),
        ("term", "What do animals store in the liver?", True),
    ],
)
def test_a_question_asks_for_the_sort_of_its_answer(sort: str, question: str, fits: bool) -> None:
    statement = read_notes(NOTES).statements[0]
    span = Span("zzz", sort, statement)  # type: ignore[arg-type]
    assert (asks_for(question, span) == "") is fits


def test_abilities_are_told_by_what_a_file_lists_or_by_its_size() -> None:
    assert not QuizAbilities.of(INFO).writes
    taught = QuizAbilities(
        asks=True, phrases=False, falsifies=True, misleads=False, judges=True, hears=False
    )
    assert QuizAbilities.of(TAUGHT) == taught
    assert QuizAbilities.of(LARGE) == replace(taught, phrases=True)
    large = replace(INFO, parameters=4_000_000_000)
    assert QuizAbilities.of(large) == replace(taught, phrases=True, misleads=True)


async def test_a_small_model_is_not_asked_for_words_of_its_own() -> None:
    engine = scripted()
    engine.info = TAUGHT
    await written(engine)
    assert not [one for one in engine.requests if "Ask a question" in asked(one)]


KEY = "the vector with which a token asks the others"
SHORT = Question(
    "q", "short", "What is a query?", None, KEY, KEY,
    Source("c/l/s", "Section", f"A query is {KEY}.", 0, 57), "c/l/s",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "given", "grade"),
    [
        ("right", "what a token uses to ask others", Grade(1.0, f"the notes say: {KEY}")),
        ("right", "the moon", None),
        ("right", "not the vector with which a token asks", None),
        ("partly: the others", "a vector of a token", Grade(0.5, "missing: “the others”")),
        ("wrong: the vector", "a token asks", Grade(0.0, "missing: “the vector”")),
        ("partly: the moon", "a vector of a token", None),
        ("partly:", "a vector of a token", None),
        ("Well done", "a vector of a token", None),
    ],
)
def test_an_opinion_counts_where_it_quotes_what_is_missing(
    said: str, given: str, grade: Grade | None
) -> None:
    assert verdict(said, SHORT, given) == grade


def test_numbers_of_the_key_must_stand_in_a_right_answer() -> None:
    question = replace(SHORT, key="cut into 13 chunks of the text")
    assert verdict("right", question, "cut into many chunks") is None
    assert verdict("right", question, "13 chunks are cut") is not None


def test_terms_are_compared_by_their_letters_alone() -> None:
    assert not can_be_judged(replace(SHORT, key="query"), "question")
    assert not can_be_judged(SHORT, KEY)
    assert can_be_judged(SHORT, "a vector of a token")


Say = Callable[[GenerateRequest], str]


async def test_a_model_that_was_not_taught_to_judge_is_not_asked() -> None:
    engine = ScriptedEngine("right")
    assert await judge(engine, SHORT, "a vector of a token") is None
    assert engine.requests == []
