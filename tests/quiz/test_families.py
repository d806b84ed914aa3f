"""Lists whose lines explain a set-off label each: what is matched, and what is left alone."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.makers import definitions, glossaries
from llmtutor.quiz.notes.families import families
from tests.quiz.conftest import Read

LINES = {
    "**Deposit** – paid before the goods arrive. Not refundable.": "paid before the goods arrive",
    "**Lien** (1 form): holds goods until the bill is settled, e.g. a garage": (
        "holds goods until the bill is settled"
    ),
    "**Moraine** is a ridge of rubble at the edge of a glacier.": (
        "a ridge of rubble at the edge of a glacier"
    ),
    "**Scree**: loose stones under a cliff: sharp, grey": "loose stones under a cliff",
    "**冰磧**：冰河邊緣堆積的碎石": "冰河邊緣堆積的碎石",
}
NO_LINES = (
    "**Lien** = goods ÷ bill",
    "**Lien**: came up in the exam, holds goods",
    "**Hutton (1788)**: argued that the ground is old",
    "**Lien**: it holds goods until the bill is settled",
    "**Lien**: first used in 1823 by a garage",
    "**Lien**: useful",
    "**Upshot**: claims settled by the owner first",
    "**Lien now**: claims of the owner",
    "**Lien**: generally none",
    "**Lien**: weighs claims against the two",
    "**Liens** grow with every unpaid bill",
    "**Moraine ridge**: a ridge of rubble by a glacier",
)
OTHERS = "\n- **Esker**: gravel left by a stream of meltwater\n- **Tarn**: a small lake in a hollow"


@pytest.mark.parametrize(("line", "text"), LINES.items())
def test_a_line_is_shown_by_its_first_clause(read: Read, line: str, text: str) -> None:
    (family,) = families(read(f"- {line}{OTHERS}").sections[0])
    assert family[0].text == text


@pytest.mark.parametrize("line", NO_LINES)
def test_formulas_years_remarks_and_echoes_describe_no_label(read: Read, line: str) -> None:
    extra = "\n- **Kame**: a steep mound of sand"
    (family,) = families(read(f"- {line}{OTHERS}{extra}").sections[0])
    assert [one.label for one in family] == ["Esker", "Tarn", "Kame"]


def test_plain_labels_make_a_family_where_each_line_of_a_short_list_has_one(read: Read) -> None:
    lines = (
        "- Till: dropped from the ice\n- **Loess**: dust on the wind\n- Gley: clay without air\n"
    )
    (family,) = families(read(lines).sections[0])
    assert [one.label for one in family] == ["Till", "Loess", "Gley"]
    assert list(families(read(f"{lines}- ask again\n").sections[0])) == []


def test_things_put_together_are_no_formula(read: Read) -> None:
    line = "- **Drift**: sand + gravel from the north"
    (family,) = families(read(f"{line}{OTHERS}").sections[0])
    assert family[0].text == "sand + gravel from the north"


def test_what_labels_share_gives_none_of_them_away(read: Read) -> None:
    notes = read(
        "- **Fixed costs**: costs that stay when output falls\n"
        "- **Variable costs**: costs that follow output\n"
        "- **Sunk costs**: spent for good\n"
    )
    assert [len(family) for family in families(notes.sections[0])] == [3]


def test_lines_that_would_do_for_each_other_make_no_family(read: Read) -> None:
    notes = read(
        "- **Esker**: gravel left by a stream\n- **Kame**: by a stream left gravel\n"
        "- **Tarn**: a small lake in a hollow\n"
    )
    assert list(families(notes.sections[0])) == []


def test_lines_under_another_line_are_a_family_of_their_own(read: Read) -> None:
    notes = read(
        "- **Ice**: solid all year round\n"
        "  - **Esker**: gravel left by a stream\n  - **Kame**: a steep mound of sand\n"
        "  - **Tarn**: a small lake in a hollow\n"
        "- **Wind**: strongest over the sea\n"
    )
    labels = [[one.label for one in family] for family in families(notes.sections[0])]
    assert labels == [["Esker", "Kame", "Tarn"]]


def test_a_matching_question_on_a_family_passes_the_gate(read: Read) -> None:
    notes = read(
        "- **Till**: dropped straight from the ice\n- **Loess**: dust carried by the wind" + OTHERS
    )
    (made,) = glossaries.make(notes)
    assert made.stem == "Part: match each term with its description."
    assert verdict(made, GateContext(notes)) is None


def test_six_lines_are_two_questions_of_three(read: Read) -> None:
    names = ("Till", "Loess", "Drift", "Gley", "Podzol", "Peat")
    says = (
        "dropped straight from the ice",
        "dust carried by the wind",
        "snow heaped against a wall",
        "grey clay without air",
        "leached by acid rain",
        "plants half rotted in bogs",
    )
    lines = (f"- **{name}**: {text}" for name, text in zip(names, says, strict=True))
    made = list(glossaries.make(read("\n".join(lines))))
    assert [len(one.options or ()) for one in made] == [3, 3]


def test_a_label_whose_first_word_is_never_written_small_keeps_its_capital(read: Read) -> None:
    notes = read(
        "- **Stirling engine**: a machine that heats its gas from outside\n"
        "- **Median filter**: a rule that keeps the middle value of three\n\n"
        "The median of three pixels is kept."
    )
    assert [one.term for one in notes.definitions] == ["Stirling engine", "median filter"]


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("**Esker**: a ridge of gravel left by a stream. Common in Finland.", "esker"),
        ("**Runoff** = annual rainfall + melting snow − evaporation", "runoff"),
        ("**Hydrology**: study of water on the move over land.", "hydrology"),
        ("**冰斗**：冰河源頭侵蝕成的凹地，常積水成湖。", "冰斗"),
        ("**Guards**: standing infantry, guns, paid salary", ""),
        ("**Lodge**: statute required burial of the dead under law", ""),
        ("**Firn**: old snow of last year. grainy", ""),
        ("**Advance**: salary received before the end of a month", "advance"),
        ("**Calving**: an iceberg breaks from the front of a glacier", ""),
        ("**Calving**: the front face breaks away from a glacier", ""),
        ("**Hutton & Hall**: a study of granite veins in Scotland", ""),
        ("**Glacial**: physical properties of ice that flows", ""),
        ("**繞流**：水流繞過障礙的現象", "繞流"),
        ("**避開**：繞行法", ""),
    ],
)
def test_a_set_off_label_is_defined_by_a_noun_phrase(read: Read, line: str, term: str) -> None:
    assert [one.term for one in read(line).definitions] == [term] * bool(term)


def test_what_belongs_to_a_label_is_no_gap(read: Read) -> None:
    notes = read(
        "- **Fuels**: wood, coal, peat\n- **Ores**: galena and haematite\n"
        "- **Gems**: ruby, topaz, garnet, opal\n"
    )
    kinds = {one.kind for one in definitions.make(notes)}
    assert not kinds & {"cloze", "short"}
    assert not [one for one in definitions.make(notes) if one.maker.endswith("what it is")]


def test_a_second_name_is_told_with_the_answer(read: Read) -> None:
    notes = read("The **snout** (or toe) is the lowest end of a glacier in its valley.")
    made = [one for one in definitions.make(notes) if one.kind == "cloze"]
    assert made[0].accept == ("toe",)
    assert made[0].explanation.startswith("The snout (or toe) is")
    notes = read("The **snout** (NW end) is the lowest end of a glacier in its valley.")
    made = [one for one in definitions.make(notes) if one.kind == "cloze"]
    assert made[0].explanation.startswith("The snout (or NW end) is")


def test_a_plural_behind_a_term_is_no_verb(read: Read) -> None:
    notes = read("**Early alarm** sirens run on a battery when the valley floods at night.")
    assert notes.definitions == []


def test_the_first_clause_of_a_chinese_line_is_enough_where_the_rest_does_not_fit(
    read: Read,
) -> None:
    notes = read(
        "- **篩網**：留下粗砂，四步 倒 → 搖\n- **石磨**：把砂 Grind 細\n- **桿秤**：量出重量\n"
    )
    (family,) = families(notes.sections[0])
    assert [one.text for one in family] == ["留下粗砂", "把砂 Grind 細", "量出重量"]


def test_half_a_formula_describes_nothing(read: Read) -> None:
    notes = read(
        "- **Gearing**: usually the debt over the whole, D/(D+E)\n"
        "- **Cover**: profit of a year over its interest\n"
        "- **Payout**: share of the profit paid to owners\n"
        "- **Float**: money that a bank has yet to pay\n"
    )
    (held,) = families(notes.sections[0])
    assert [line.label for line in held] == ["Cover", "Payout", "Float"]
