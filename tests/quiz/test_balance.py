"""True and false in balance, and one idea in a true statement."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from llmtutor.quiz.gate.set_rules import mirrored
from llmtutor.quiz.makers import definitions
from llmtutor.quiz.makers.claims import tells_one
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import KINDS, Question, Source
from llmtutor.quiz.selection import FREELY_TRUE, MOST_TRUE, Fact, Picker, unless_written
from tests.quiz.conftest import Read


def statement(number: int, key: bool, path: str = "course/lecture/part") -> Question:
    text = f"Statement {number} is {key}."
    source = Source(path, "Part", text, 100 * number, 100 * number + len(text))
    return draft("truefalse", text, key, source, "statement: true")


def picked(questions: list[Question], picker: Picker | None = None) -> list[Question]:
    picker = picker or Picker(KINDS, Random(1))
    found = [picker.pick(Fact([one])) for one in questions]
    found += [picker.pick(fact) for fact in picker.held()]
    return [one for one in found if one]


def test_guessing_true_does_not_pay() -> None:
    asked = picked([statement(at, at < 30) for at in range(40)])
    true = sum(one.key is True for one in asked)
    assert sum(one.key is False for one in asked) == 10
    assert true == MOST_TRUE * len(asked)


def test_a_section_is_not_left_with_nothing_where_there_is_nothing_else() -> None:
    questions = [statement(at, True, f"course/lecture/part-{at}") for at in range(6)]
    picker = Picker(KINDS, Random(1))
    asked = picked(questions, picker)
    assert asked == questions[:FREELY_TRUE]
    asked += [one for one in map(picker.pick, picker.left()) if one]
    assert asked == questions


def test_who_asks_for_statements_alone_gets_all_there_are() -> None:
    questions = [statement(at, True) for at in range(6)]
    assert picked(questions, Picker({"truefalse"}, Random(1))) == questions


def test_what_can_be_said_false_is_said_false_while_true_ones_are_ahead() -> None:
    picker = Picker(KINDS, Random(1))
    assert picker.pick(Fact([statement(0, True)]))
    both = Fact([statement(1, True), statement(1, False)])
    chosen = picker.pick(both)
    assert chosen is not None
    assert chosen.key is False


@pytest.mark.parametrize(
    ("text", "one"),
    [
        (
            "Wegener, a German meteorologist, presented drift in 1912 and published it in 1915.",
            False,
        ),
        ("The bank was set up in 1913 with 12 branches and 3 seats.", False),
        ("Mount Ash, the highest peak at 3,120 m, stands in a park with 14 lakes.", False),
        ("Ash wood absorbs red light (660 nm) and Elm wood absorbs far-red light (730 nm).", False),
        ("The bridge was finished in 1874, designed in 1861 by a firm from Leeds.", False),
        ("In a wet year moss comes first and the fern cover peaks at 40 days.", False),
        ("The guild was closed in 1874.", True),
        ("Unexpected inflation helps borrowers and hurts lenders.", True),
        ("雨季從五月開始,到九月結束,稻米在十月收成。", False),
        ("雨季從五月開始,到九月結束。", True),
    ],
)
def test_a_statement_to_be_judged_tells_one_fact(text: str, one: bool) -> None:
    assert tells_one(text) is one


def test_a_definition_that_repeats_its_term_is_not_called_true(read: Read) -> None:
    notes = read(
        "**Freezing rain** is rain that freezes on contact with cold ground. **Hail** is a fall of"
        " ice that grows in a thunderstorm."
    )
    true = [one.stem for one in definitions.make(notes) if one.key is True]
    assert true == ["Hail is a fall of ice that grows in a thunderstorm."]


def test_two_statements_that_answer_each_other_are_not_asked_together() -> None:
    def said(stem: str, key: bool, text: str, at: int) -> Question:
        return draft("truefalse", stem, key, Source("c/l/s", "S", text, at, at + 50), "statement")

    gaba, glutamate = "GABA is the main inhibitor.", "Glutamate is the main excitator."
    one = said("GABA is the main excitator.", False, gaba, 0)
    assert mirrored(one, said("Glutamate is the main inhibitor.", False, glutamate, 100))
    assert mirrored(one, said(glutamate, True, glutamate, 100))
    cohort, control = "Cohort studies look forward.", "Case studies look back at what was."
    one = said("Case studies look forward.", False, cohort, 0)
    assert mirrored(one, said("Cohort studies look back at what was.", False, control, 100))
    assert not mirrored(one, said("Cohort studies take years.", False, "Trials take years.", 200))
    assert not mirrored(said(cohort, True, cohort, 0), said(control, True, control, 100))


def test_no_statement_fills_up_a_section_that_an_author_asked_about() -> None:
    written = replace(statement(0, True, "course/lecture/one"), maker="author")
    made = [statement(1, True, "course/lecture/one"), statement(2, True, "course/lecture/two")]
    assert unless_written(made, [written]) == made[1:]
