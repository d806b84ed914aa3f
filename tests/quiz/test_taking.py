"""Remarks, weak topics and sessions: what a student says and does is respected afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from llmtutor.errors import UsageError
from llmtutor.library.library import Library, Scope
from llmtutor.quiz.above import about
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.models import Grade, Question, Source
from llmtutor.quiz.remarks import Remarks, reworded
from llmtutor.quiz.session import OVERRULED, QuizSession
from llmtutor.quiz.weak import scopes_of, weak_topics

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SOURCE = Source("c/l/s", "Section", "A key is a vector.", 0, 18)
CHOICE = Question(
    "q1", "choice", "What is a key?", ("a vector", "a token", "a layer"), "a vector",
    "A key is a vector.", SOURCE, "c/l/s",
)  # fmt: skip
CELLS = Scope("invented", "cell-biology")


class Said:
    """Remarks that were made before."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks

    def remarks(self) -> Remarks:
        return self._remarks


def maker(library: Library, remarks: Remarks) -> QuizMaker:
    return QuizMaker(library, Said(remarks))  # type: ignore[arg-type]


def test_a_buried_question_is_not_asked_again_but_its_fact_may_be(
    library: Library, quizzes: QuizMaker
) -> None:
    first = quizzes.make(CELLS, count=5, seed=1)
    buried = Remarks(marked={one.id: "buried" for one in first})
    again = maker(library, buried).make(CELLS, count=5, seed=1)
    assert again
    assert not {one.id for one in first} & {one.id for one in again}


def test_an_edited_question_is_asked_in_the_students_words(
    library: Library, quizzes: QuizMaker
) -> None:
    first = quizzes.make(CELLS, count=5, seed=1)[0]
    edited = replace(first, stem="In my own words?")
    made = maker(library, Remarks(edited={first.id: edited})).make(CELLS, count=5, seed=1)
    assert made[0].stem == "In my own words?"
    assert made[0].source == first.source


def test_mistakes_are_asked_again_without_those_called_bad(library: Library) -> None:
    other = replace(CHOICE, id="q2")
    quizzes = maker(library, Remarks(marked={"q1": "flagged"}))
    assert quizzes.again([CHOICE, other]) == [other]


def test_several_scopes_share_a_quiz(quizzes: QuizMaker) -> None:
    scopes = [CELLS, Scope("invented", "roman-republic"), Scope("invented", "gone")]
    made = quizzes.make_on(scopes, count=8, seed=3)
    assert len(made) == 8
    lectures = {one.source.path.split("/")[1] for one in made}
    assert lectures == {"cell-biology", "roman-republic"}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"stem": " "}, "needs its words"),
        ({"explanation": ""}, "needs its words"),
        ({"key": ""}, "needs its answer"),
        ({"key": "A token"}, "one of the wrong answers"),
    ],
)
def test_an_edit_that_makes_no_question_is_refused(fields: dict[str, str], why: str) -> None:
    words = {"stem": CHOICE.stem, "key": "a vector", "explanation": CHOICE.explanation, **fields}
    with pytest.raises(UsageError, match=why):
        reworded(CHOICE, **words)


def test_an_edited_key_takes_its_place_among_the_options() -> None:
    made = reworded(CHOICE, stem="What?", key="a row of numbers", explanation="So.")
    assert made.options == ("a row of numbers", "a token", "a layer")
    assert made.key == "a row of numbers"
    truth = replace(CHOICE, kind="truefalse", options=None, key=True)
    assert reworded(truth, stem="It is.", key="False", explanation="No.").key is False
    cloze = replace(CHOICE, kind="cloze", options=None)
    with pytest.raises(UsageError, match="gap"):
        reworded(cloze, stem="No gap", key="a vector", explanation="So.")


def test_one_slip_makes_no_weakness_as_great_as_many() -> None:
    scores = {"a/b/one": (0.0, 1), "a/b/many": (0.2, 10), "a/b/good": (0.9, 10)}
    assert weak_topics(scores) == ["a/b/many", "a/b/one"]
    assert scopes_of(["a/b/many", "a", ""]) == [Scope("a", "b", "many"), Scope("a"), Scope()]


def test_a_quiz_marked_at_its_end_tells_nothing_before() -> None:
    session = QuizSession("quiz", [CHOICE, replace(CHOICE, id="q2")], feedback="end")
    session.answer("a token", NOW)
    assert not session.tells
    session.next()
    session.answer("a vector", NOW)
    assert session.tells
    assert [one.question.id for one in session.wrong()] == ["q1"]


def test_a_regraded_attempt_counts_anew() -> None:
    session = QuizSession("quiz", [CHOICE])
    session.answer("a token", NOW)
    assert session.regrade(OVERRULED).grade.right
    assert session.score == 1.0
    session.regrade(Grade(0.5), 0)
    assert session.by_topic() == {"c/l/s": (0.5, 1)}


def test_questions_that_come_later_join_at_the_end_once() -> None:
    session = QuizSession("quiz", [CHOICE])
    session.extend([CHOICE, replace(CHOICE, id="q2")])
    assert [one.id for one in session.questions] == ["q1", "q2"]


def test_a_question_says_what_it_is_about_but_for_titles_that_hold_its_answer() -> None:
    placed = replace(CHOICE, source=replace(SOURCE, title="Storing", lecture="Search"))
    assert about(placed) == "Search › Storing"
    assert about(replace(placed, source=replace(SOURCE, title="The Vectors", lecture="S"))) == "S"
    assert about(replace(placed, key="kv", accept=("storing",))) == "Search"
    assert about(replace(placed, kind="truefalse", key=True)) == "Search › Storing"
    assert about(replace(placed, source=replace(SOURCE, title="Search", lecture="Search"))) == (
        "Search"
    )


def test_a_title_is_shown_without_the_year_that_is_asked_for() -> None:
    dated = replace(SOURCE, title="The rising of 1791", lecture="Haiti, 1791–1804")
    assert about(replace(CHOICE, key="1791", source=dated)) == "Haiti › The rising"
    assert about(replace(CHOICE, key="1791", source=replace(dated, title="1791"))) == "Haiti"


def test_a_heading_with_a_surname_waits_for_the_answer() -> None:
    placed = replace(CHOICE, source=replace(SOURCE, title="Sand and the novel", lecture="Novels"))
    assert about(replace(placed, key="Ada Sand")) == "Novels"
    assert about(replace(placed, key="Ada Sand and Li Lin")) == "Novels"
    assert about(replace(placed, key="Sandra Lin")) == "Novels › Sand and the novel"
    assert about(replace(placed, key="the novel Emma")) == "Novels › Sand and the novel"
