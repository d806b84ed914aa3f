"""A model that was taught to tell reads statements by themselves; the quiz goes by what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from llmtutor.engine.protocol import ModelInfo, Score, ScoreRequest
from llmtutor.errors import MissingError
from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library, Scope
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.modelled.background import write_items
from llmtutor.quiz.modelled.hearing import without_unclear
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.clarity import above
from llmtutor.quiz.told import told
from llmtutor.search.text_index import TextIndexer
from tests.engine.scripted import INFO, ScriptedEngine

TITLE, PART = "Bridges", "Spans"
ABOVE = above(TITLE, PART)
LEANING = "The former deck needed a second pair of anchorages."
STANDING = "The Humber Bridge of 1981 carries a suspended deck of 2220 metres across an estuary."
NOTES = f"# {TITLE}\n\n## Estuaries\n\n{STANDING}\n\n## {PART}\n\nIt swayed. {LEANING}\n"
HEARING = replace(INFO, taught=frozenset({"alone"}), abilities=frozenset({"score"}))


@dataclass
class Remembered:
    """Satisfies ``Clarity`` with a dict."""

    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, about: str, text: str) -> float | None:
        return self.known.get((about, text))

    def keep(self, about: str, text: str, clear: float) -> None:
        self.known[about, text] = clear


@dataclass
class Listener(ScriptedEngine):
    """Finds clear every statement but those that hold one of some words."""

    unclear: Sequence[str] = ()
    info: object = HEARING  # type: ignore[assignment]

    async def score(self, request: ScoreRequest) -> list[Score]:
        self.scored.append(request)
        text = request.messages[-1].parts[-1]
        yes = -12.0 if any(word in text for word in self.unclear) else -0.05
        return [Score((yes,)), Score((-6.0,))]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    file = tmp_path / "bridges.md"
    file.write_text(NOTES, encoding="utf-8")
    import_files([file], tmp_path / "courses", title="Course")
    index = Index(tmp_path / "index.db", [("imported", tmp_path / "courses")], TextIndexer())
    index.refresh()
    return Library(index)


def stems(library: Library, clarity: Remembered | None = None) -> list[str]:
    survey = QuizMaker(library, clarity=clarity).survey(Scope())
    return [told(one) or one.stem for one in survey.questions]


def test_the_rules_alone_ask_only_what_leans_on_nothing(library: Library) -> None:
    found = stems(library)
    assert any("Humber" in one for one in found)
    assert not any("anchorages" in one for one in found)


def test_a_statement_that_a_model_finds_clear_is_asked_whatever_the_rules_find(
    library: Library,
) -> None:
    assert LEANING in stems(library, Remembered({(ABOVE, LEANING): 0.98}))


def test_a_statement_that_a_model_finds_unclear_is_not_asked(library: Library) -> None:
    assert stems(library, Remembered({(above(TITLE, "Estuaries"), STANDING): 0.1})) == []


def test_a_doubtful_opinion_leaves_the_rules_their_say(library: Library) -> None:
    doubts = Remembered({(above(TITLE, "Estuaries"), STANDING): 0.93, (ABOVE, LEANING): 0.93})
    assert stems(library, doubts) == stems(library)


def test_an_opinion_counts_only_under_the_titles_it_was_given_for(library: Library) -> None:
    elsewhere = Remembered({(above(TITLE, "Other"), LEANING): 0.98})
    assert stems(library, elsewhere) == stems(library)


async def test_a_quiz_is_put_together_anew_without_what_the_model_finds_unclear(
    library: Library,
) -> None:
    clarity = Remembered()
    quizzes = QuizMaker(library, clarity=clarity)
    make = partial(quizzes.make, Scope(), count=5, seed=1)
    assert make()
    assert await without_unclear(Listener(unclear=["Humber"]), clarity, make(), make) == []


async def test_what_was_read_once_is_not_read_again(library: Library) -> None:
    clarity, engine = Remembered(), Listener()
    make = partial(QuizMaker(library, clarity=clarity).make, Scope(), count=5, seed=1)
    quiz = await without_unclear(engine, clarity, make(), make)
    read = len(engine.scored)
    assert read == sum(bool(told(one)) for one in quiz) > 0
    await without_unclear(engine, clarity, make(), make)
    assert len(engine.scored) == read


async def test_a_student_waits_for_the_model_no_longer_than_a_while(library: Library) -> None:
    class Loading(Listener):
        async def start(self) -> ModelInfo:
            await asyncio.sleep(60)
            return await super().start()

    clarity = Remembered()
    make = partial(QuizMaker(library, clarity=clarity).make, Scope(), count=5, seed=1)
    assert await without_unclear(Loading(), clarity, make(), make, patience=0.01) == make()


@pytest.mark.parametrize(
    "engine",
    [ScriptedEngine(), Listener(problem=MissingError("it is gone"))],
    ids=["not taught", "gone"],
)
async def test_a_quiz_stays_as_it_is_where_no_model_can_tell(
    library: Library, engine: ScriptedEngine
) -> None:
    clarity = Remembered()
    make = partial(QuizMaker(library, clarity=clarity).make, Scope(), count=5, seed=1)
    assert await without_unclear(engine, clarity, make(), make) == make()
    assert not clarity.known


async def test_the_model_at_work_adds_what_it_finds_clear_to_the_quiz(library: Library) -> None:
    clarity = Remembered()
    quizzes = QuizMaker(library, clarity=clarity)
    able = replace(HEARING, taught=frozenset({"alone", "question", "answer"}))
    made = write_items(
        Listener(info=able), quizzes, Kept(), Scope(), seed=1,
        now=lambda: datetime(2026, 11, 22, tzinfo=UTC), clarity=clarity,
    )  # fmt: skip
    assert LEANING in [one.stem async for one in made]
    assert clarity.of(ABOVE, LEANING)


class Kept:
    """Satisfies ``WrittenItems`` and keeps nothing."""

    def of(self, path: str) -> list[Question]:
        return []

    def keep(self, question: Question, model: str, at: datetime) -> None: ...
