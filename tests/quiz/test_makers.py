"""What each maker offers, and what it leaves alone; the gate decides after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.stem_rules import stands_alone
from llmtutor.quiz.makers import (
    agents,
    contrasts,
    definitions,
    facts,
    glossaries,
    matching,
    shortforms,
    tables,
)
from llmtutor.quiz.makers.turning import turned
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes
from tests.quiz.conftest import Read

Make = Callable[[LectureNotes], Iterator[Question]]
PARTS = (
    "- **Nucleus**: the organelle that stores the DNA of a cell\n"
    "- **Ribosome**: a particle that builds proteins from amino acids\n"
    "- **Vacuole**: a sac that holds water and waste\n"
    "- **Membrane**: a thin layer around the whole cell\n"
)
PEOPLE = (
    "James Hutton argued in 1788 that the Earth is very old. Alfred Wegener proposed continental"
    " drift in 1912. Marie Tharp mapped a rift valley in 1952. Charles Lyell published a long"
    " book on rocks in 1830."
)


def kinds(make: Make, notes: LectureNotes) -> set[str]:
    return {question.kind for question in make(notes)}


def test_a_definition_is_asked_in_three_kinds(read: Read) -> None:
    assert {"cloze", "short"} <= kinds(definitions.make, read(PARTS))
    sentence = "A **ribosome** is a particle that builds proteins from amino acids."
    assert "truefalse" in kinds(definitions.make, read(sentence))


def test_four_terms_in_a_row_are_matched(read: Read) -> None:
    (made,) = glossaries.make(read(PARTS))
    assert made.kind == "match"
    assert isinstance(made.key, tuple)
    assert made.key[0] == ("Nucleus", "the organelle that stores the DNA of a cell")


def test_who_did_it_is_to_be_written_by_the_whole_name_or_the_surname(read: Read) -> None:
    notes = read(
        PEOPLE + " Fred Vine dated the sea floor in 1963. Harry Hess described ridges in 1962."
        " Inge Lehmann discovered the inner core in 1936."
    )
    stems = {question.stem: question for question in agents.make(notes)}
    question = stems["Who mapped a rift valley in 1952?"]
    assert (question.kind, question.key) == ("short", "Marie Tharp")
    assert question.accept == ("Tharp",)


def test_a_year_is_left_out_or_exchanged(read: Read) -> None:
    made = [one for one in facts.make(read(PEOPLE)) if "continental" in one.stem]
    assert {(one.kind, one.key) for one in made} == {("cloze", "1912"), ("truefalse", False)}
    (gap,) = (one for one in made if one.kind == "cloze")
    assert "____" in gap.stem
    assert "1912" not in gap.stem


def test_a_year_that_the_sentence_is_about_is_not_asked(read: Read) -> None:
    notes = read(PEOPLE + "\n\nMarch 2023 showed the pace that followed in all fields.")
    assert not [one for one in facts.make(notes) if "pace" in one.stem]


@pytest.mark.parametrize(
    "text",
    [
        "Marie Tharp mapped about 90% or more of the Plymouth valley by hand.",
        "Charles Lyell asked for a journey in 1831, and the ship left Plymouth in 1832.",
        "Plymouth's Mary Lyell (1801–1836) drew fossils and shells in a life of 35 years.",
        "By 1831 the survey of Plymouth covered two thirds of the southern coast.",
    ],
)
def test_a_figure_that_others_would_do_for_or_that_another_gives_away_is_not_asked(
    read: Read, text: str
) -> None:
    assert not [one for one in facts.make(read(f"{PEOPLE}\n\n{text}")) if "Plymouth" in one.stem]


def test_a_term_is_asked_for_by_a_meaning_that_fits_it_alone(read: Read) -> None:
    text = "**Murder** is a common law offence. **Lava** is molten rock that reaches the surface."
    made = [one for one in definitions.make(read(text)) if one.kind == "short"]
    assert [one.key for one in made] == ["lava"]


def test_a_place_in_a_row_is_no_term(read: Read) -> None:
    for text in (
        "第三級是河流下游的平原與丘陵。",
        "**Stage 2**: a period in which the glacier retreats",
    ):
        assert not [one for one in definitions.make(read(text)) if one.kind != "truefalse"]


def test_a_column_of_remarks_is_left_alone(read: Read) -> None:
    rows = "| Fat | stores |\n| Protein | cells |\n| Starch | speed |\n| Iron | blood |\n"
    made = tables.make(read(f"## Food\n\n| Nutrient | Remarks |\n|---|---|\n{rows}"))
    assert list(made) == []


def test_a_cell_without_words_is_no_answer(read: Read) -> None:
    rows = "| Fat | oils |\n| Protein | beans |\n| Starch | bread |\n| Alcohol | – |\n"
    made = matching.make(read(f"## Food\n\n| Nutrient | Source |\n|---|---|\n{rows}"))
    (match,) = (one for one in made if one.kind == "match")
    assert match.key == (("Fat", "oils"), ("Protein", "beans"), ("Starch", "bread"))


def test_a_comparison_is_asked_by_the_things_that_head_its_columns(read: Read) -> None:
    table = (
        "| | Esker | Kame | Tarn |\n|---|---|---|---|\n"
        "| Shape | long ridge | steep mound | round hollow |\n"
        "| Age | young | young | old |\n| Remark | rare here | not in Kent | see Cumbria |\n"
    )
    (made,) = matching.make(read(f"## Ice\n\n{table}"))
    assert made.stem == "Ice: match each of these with its shape."
    assert made.key == (("Esker", "long ridge"), ("Kame", "steep mound"), ("Tarn", "round hollow"))


def test_things_that_share_their_cell_in_part_are_not_matched(read: Read) -> None:
    table = (
        "| | Esker | Kame | Tarn |\n|---|---|---|---|\n"
        "| Filling | gravel | gravel, sorted | clear water |\n"
    )
    assert list(matching.make(read(f"## Ice\n\n{table}"))) == []


def test_codes_may_head_the_columns_of_a_comparison(read: Read) -> None:
    table = "| | K1 | K2 | TAR |\n|---|---|---|---|\n| Crop | rice | maize | pineapple |\n"
    (made,) = matching.make(read(f"## Kinds of pathway\n\n{table}"))
    assert made.stem == "Kinds of pathway: match each of these with its crop."


def test_a_cell_that_names_the_row_is_no_wrong_answer(read: Read) -> None:
    rows = (
        "| Frost month | second week |\n| Summer | after Frost month |\n| Autumn | harvest day |\n"
    )
    rows += "| Winter | shortest day |\n| Monsoon | western wind |\n"
    made = list(tables.make(read(f"## Seasons\n\n| Season | Start |\n|---|---|\n{rows}")))
    (frost,) = (one for one in made if "“Frost month”" in one.stem)
    assert "after Frost month" not in (frost.options or ())


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Strength", ["9.1", "9.2", "7.0", "8.4"]),
        ("Mw", ["9.1", "5.2", "7.0", "8.4"]),
        ("Opening", ["1957", "1960", "1962", "1963"]),
        ("Significance", ["long peace", "cheap bread", "new roads", "warm baths"]),
        ("Job", ["moves sand", "T and B quakes", "melts snow", "lifts stone"]),
    ],
)
def test_no_cell_is_asked_that_does_not_tell_its_row(
    read: Read, header: str, cells: list[str]
) -> None:
    rows = "".join(f"| {name} | {cell} |\n" for name, cell in zip("PQRS", cells, strict=True))
    rows = rows.replace("| P", "| Arle").replace("| Q", "| Brent").replace("| R", "| Kame")
    rows = rows.replace("| S |", "| Tarn |")
    table = f"## Quakes\n\n| Quake | {header} |\n|---|---|\n{rows}"
    keys = {one.key for one in tables.make(read(table))}
    assert not keys & {"9.1", "9.2", "5.2", "1957", "long peace", "T and B quakes"}


def test_a_chinese_cell_is_asked_without_a_word_that_points(read: Read) -> None:
    rows = "| 石英 | 透明 |\n| 方解石 | 乳白 |\n| 滑石 | 淡綠 |\n| 剛玉 | 深藍 |\n"
    notes = read(f"## 礦物\n\n| 礦物 | 顏色 |\n|---|---|\n{rows}")
    cells = [one for one in tables.make(notes) if one.kind == "choice"]
    assert cells[0].stem == "礦物「石英」的顏色是下列何者？"
    assert stands_alone(cells[0], GateContext(notes)) == ""


def test_a_column_of_a_table_gives_the_wrong_answers(read: Read) -> None:
    notes = read(
        "## Elements\n\n| Element | Symbol | State |\n|---|---|---|\n| Carbon | C | solid |\n"
        "| Helium | He | gas |\n| Iron | Fe | solid |\n| Neon | Ne | gas |\n| Tin | Sn | solid |\n"
    )
    made = [*tables.make(notes), *matching.make(notes)]
    assert {"choice", "match"} <= {one.kind for one in made}


def test_two_letters_stand_for_too_much(read: Read) -> None:
    notes = read("The soil index (SI) falls with age. A high SI means good soil.")
    assert list(shortforms.make(notes)) == []


def test_a_short_form_that_is_set_off_need_not_come_again(read: Read) -> None:
    notes = read("Humus raises the **SMR** (soil mean rate). A **probe** sends RHI (root heat).")
    assert [one.key for one in shortforms.make(notes)] == ["soil mean rate"]


def test_a_long_form_in_shorthand_is_left_alone(read: Read) -> None:
    notes = read("SMR = soil metab rate\n\nSoil metabolism rises in spring. The SMR is high.")
    assert list(shortforms.make(notes)) == []


def test_columns_of_advantages_are_left_alone(read: Read) -> None:
    rows = "| Spade | cheap |\n| Plough | quick |\n| Hoe | light |\n| Rake | handy |\n"
    notes = read(f"## Tools\n\n| Tool | Advantage |\n|---|---|\n{rows}")
    assert list(tables.make(notes)) == []


def test_a_name_that_would_lose_its_capital_is_not_exchanged(read: Read) -> None:
    notes = read("Primavera is tempera on panel, whereas the Birth of Venus is tempera on canvas.")
    assert list(contrasts.make(notes)) == []
    notes = read(
        "Florentine painters put drawing first, whereas Venetian painters put colour first."
    )
    assert list(contrasts.make(notes)) == []


def test_a_contrast_is_turned_by_exchanging_its_sides(read: Read) -> None:
    notes = read("Saturated fats are solid when cool, while unsaturated fats are liquid when cool.")
    false = next(one for one in contrasts.make(notes) if one.key is False)
    assert false.stem.startswith("Unsaturated fats are solid")


def test_an_abbreviation_that_the_notes_go_on_to_use_is_asked(read: Read) -> None:
    notes = read("A body mass index (BMI) is a ratio. The BMI of athletes is often high.")
    (made,) = shortforms.make(notes)
    assert (made.stem, made.key) == ("What does BMI stand for?", "body mass index")


@pytest.mark.parametrize(
    ("line", "long"),
    [
        ("- PCB = process control block, one for each process", "process control block"),
        ("- IPC = inter-process communication: pipes and sockets", "inter-process communication"),
        ("- VFS = virtual file system layer", "virtual file system"),
        ("- DNA = deoxyribonucleic acid", "deoxyribonucleic acid"),
        (
            "**MHC** stands for the major histocompatibility complex.",
            "major histocompatibility complex",
        ),
    ],
)
def test_an_abbreviation_with_a_line_of_its_own_is_asked(read: Read, line: str, long: str) -> None:
    (made,) = shortforms.make(read(line))
    assert made.key == long


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("The grid steps up to 400 kV (UK) for low loss. The UK has one grid.", []),
        ("It goes to RuBP (ribulose-1,5-bisphosphate, 5C). RuBP is made anew.", []),
        ("Flax has ALA (alpha-linolenic acid, omega-3). ALA is a fat.", ["alpha-linolenic acid"]),
        ("FIFO (first in, first out) is allowed. FIFO follows the goods.", ["first in, first out"]),
    ],
)
def test_what_only_shares_letters_is_no_expansion(read: Read, line: str, keys: list[str]) -> None:
    assert [one.key for one in shortforms.make(read(line))] == keys


def test_a_long_form_is_written_as_inside_a_sentence(read: Read) -> None:
    (made,) = shortforms.make(
        read("**Basal metabolic rate (BMR)** falls with age. BMR is measured.")
    )
    assert made.key == "basal metabolic rate"


def test_two_letters_that_stand_for_the_head_of_their_line_are_shorthand(read: Read) -> None:
    notes = read("**Limiting reagent (LR)** is used up first. The LR sets the yield.")
    assert list(shortforms.make(notes)) == []


def test_a_meaning_of_few_words_is_no_gap_of_a_plain_sentence(read: Read) -> None:
    notes = read("Arson is a statutory offence. Arson is found in the Act. Arson is rare.")
    assert "cloze" not in kinds(definitions.make, notes)


@pytest.mark.parametrize("line", ["- SIGKILL = 9, cannot be caught", "- OS = manager of resources"])
def test_what_an_abbreviation_is_worth_is_not_what_it_stands_for(read: Read, line: str) -> None:
    assert list(shortforms.make(read(line))) == []


@pytest.mark.parametrize(
    ("text", "false"),
    [
        ("Pressure in a pipe increases where the pipe is narrow.", True),
        ("A rock is a solid body made of one or more minerals.", False),
        ("Prices may increase where supply is short for long.", False),
    ],
)
def test_one_word_is_exchanged_where_that_makes_a_lie(text: str, false: bool) -> None:
    assert bool(turned(text)) is false


@pytest.mark.parametrize("script", ["traditional", "simplified"])
def test_chinese_questions_are_asked_in_the_script_of_the_notes(read: Read, script: str) -> None:
    text = {
        "traditional": "**軍機處**是雍正皇帝設立的中央決策機構。",
        "simplified": "**军机处**是雍正皇帝设立的中央决策机构。",
    }[script]
    stems = [one.stem for one in definitions.make(read(text)) if one.kind == "short"]
    asks = {"traditional": "哪個名詞", "simplified": "哪个名词"}[script]
    assert stems
    assert stems[0].startswith(asks)


def test_what_stands_behind_a_chinese_label_asks_for_no_term(read: Read) -> None:
    text = "## 皮膚\n\n- **汗腺**:排出體內多餘的水分\n- **角質層**:阻擋外來的細菌進入\n"
    assert "short" not in [one.kind for one in definitions.make(read(text))]


def test_a_meaning_that_breaks_off_before_its_noun_is_not_asked_for(read: Read) -> None:
    notes = read("A glaze is a thin coat of glass with an even surface and a fixed, though not"
                 " bright, colour.")  # fmt: skip
    assert not [one for one in definitions.make(notes) if "a fixed" in one.stem]
