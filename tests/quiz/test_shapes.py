"""What is asked of lists, tables and labels: whole things of one sort, and no key in sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.quiz.above import about
from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.echo_rules import not_echoed
from llmtutor.quiz.makers import definitions, glossaries, orders, tables, timelines
from llmtutor.quiz.makers.agents import is_person
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.cells import as_noun, is_usable
from llmtutor.quiz.notes.dangling import dangling
from tests.quiz.conftest import Read, read_notes

SOURCE = Source("course/notes/part", "Part", "Text", 0, 4, "Notes")


@pytest.mark.parametrize(
    "line",
    [
        "The **foreshore** is gentler, with an average slope of about 2°, and lies under water.",
        "The tenant is a **rent payer** and holds a lease on the house.",
        "The tenant is a rent payer and holds a lease on the house.",
        "**Ghost words**, a term from Ann Bell and Carl Dorn (1931), are words never spoken.",
        "The wall ends in **corbels**, a solution that was copied from Riga to Porto.",
        "- 潮汐的條件：月球與太陽對海水有引力的作用",
        "- 林某《海上》：沒有考上船員的年輕人",
        "- 定锚点：定出离岸最近的一个点",
        "A **berth** is a narrow bed, so its width depends on the size of the ship.",
        "- **Watch keeping**: one sailor per mast of the ship",
        "- **Crossjack**: the lower sail below the yard",
        "- **Condition for a spring tide**: a line of sun, moon and earth that is nearly straight",
    ],
)
def test_what_does_not_say_what_a_thing_is_asks_for_no_term(read: Read, line: str) -> None:
    assert list(definitions.make(read(line))) == []


def test_a_term_of_one_chinese_character_carries_no_mark_of_emphasis(read: Read) -> None:
    assert read("**埠**就是商人停船的地方組織。").definitions == []


def test_a_thing_whose_sister_fits_what_is_left_of_its_meaning_is_not_asked_for(read: Read) -> None:
    seed = "- A **seed** is a small body made of an embryo in a hard coat, which grows in soil.\n"
    sister = "- **Kernel** = the soft body inside the coat. **Husk** = dry leaf around the body.\n"
    written = {"cloze", "short"}
    assert written & {one.kind for one in definitions.make(read(seed))}
    asked = [one for one in definitions.make(read(seed + sister)) if one.kind in written]
    assert "seed" not in [one.key for one in asked]


def test_what_only_tells_something_of_a_term_is_not_asked_among_other_terms(read: Read) -> None:
    notes = read(
        "- **Larva** – low weight, usually hungry\n- **Pupa** – weight stays, longest stage\n"
        "- **Adult** – weight peaks, strong wings\n- **Egg** – weight is least, no wings\n"
    )
    assert not [one for one in definitions.make(notes) if one.kind == "choice"]
    assert [one.kind for one in glossaries.make(notes)] == ["match"]


def test_the_explanation_of_a_short_form_says_it_at_length_too(read: Read) -> None:
    notes = read("- **MLD** (mean low depth): the depth of water that is reached at every ebb.\n")
    assert {one.explanation for one in definitions.make(notes)} == {
        "MLD (mean low depth): the depth of water that is reached at every ebb."
    }


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("40 to 60", True),
        ("40 (without the lagoon) to 60", False),
        ("more", False),
        ("considerable", False),
        ("e.g. basalt", False),
        ("many northern, e.g. Lake Inari", False),
        ("rocks like", False),
        ("covalent; usually", False),
        ("granite, basalt", True),
        ("about 2 (at noon)", True),
    ],
)
def test_a_cell_is_asked_for_where_it_is_whole_and_compares_with_none(
    text: str, usable: bool
) -> None:
    assert is_usable(text) is usable


@pytest.mark.parametrize("header", ["e.g.", "removes", "approx.", "深成"])
def test_an_abbreviation_a_verb_or_half_a_word_heads_no_column_that_is_asked_about(
    header: str,
) -> None:
    assert as_noun(header) == ""


def test_an_aside_in_a_header_may_be_an_abbreviation() -> None:
    assert as_noun("Draught (approx.)") == "Draught (approx.)"


def test_a_column_of_remarks_that_compare_is_not_asked_by_its_rows(read: Read) -> None:
    notes = read(
        "| Rope | Strength |\n|---|---|\n| hemp | weak |\n| cotton | more |\n| nylon | more |\n"
        "| steel | most |\n"
    )
    assert not [one for one in tables.make(notes) if one.kind == "multi"]


@pytest.mark.parametrize(
    "unfit",
    [
        "four parts",
        "knots that hold a rope like `;` or `}`",
        "rope frays sooner than wire. mend: tar it",
        "rope(s) that carry the sail",
        "one that belongs to some mast",
        "ropes, iron, gear, gaffs, irons, nets, glue",
    ],
)
def test_a_line_that_breaks_off_or_only_counts_is_matched_with_no_label(
    read: Read, unfit: str
) -> None:
    notes = read(
        "- **Halyard**: hoists the yard and the flag\n- **Sheet**: trims the corner of the sail\n"
        f"- **Shroud**: steadies the mast sideways\n- **RIGGING**: {unfit}\n"
    )
    (made,) = glossaries.make(notes)
    assert "RIGGING" not in str(made.key)


def test_steps_under_a_heading_that_is_no_process_are_not_ordered(read: Read) -> None:
    steps = "1. clerk, who kept the rolls;\n2. reeve, who kept the fields;\n3. bailiff, who judged."
    line = "Its main steps were:\n\n"
    assert not list(orders.make(read(f"## How the manor was governed\n\n{line}{steps}")))
    assert list(orders.make(read(f"## How a bailiff was made\n\n{line}{steps}")))


def test_a_step_that_leans_on_the_one_before_is_left_out_of_the_order(read: Read) -> None:
    notes = read(
        "## Steps of dyeing\n\n1. Wool is washed in hot water.\n2. Alum is stirred into the bath.\n"
        "3. Madder is added for an hour.\n4. It binds to the fibres.\n"
    )
    (made,) = orders.make(notes)
    assert made.key[-1] == "Madder is added for an hour"  # type: ignore[index]


def test_a_person_alone_is_no_event_of_a_timeline(read: Read) -> None:
    notes = read(
        "- 1709 Abel Storm: iron smelted with coke\n- 1742 Crucible steel is cast in clay pots.\n"
        "- 1784 Great Storm: forges lost\n"
    )
    made = next(one for one in timelines.make(notes) if one.kind == "order")
    assert made.key == (
        "Abel Storm: iron smelted with coke",
        "Crucible steel is cast in clay pots",
        "Great Storm: forges lost",
    )


@pytest.mark.parametrize(
    ("title", "key", "shown"),
    [
        ("2. Walruses", "walrus", False),
        ("一、什么是驿站", "驿站", False),
        ("驿站和渡口", "渡口", False),
        ("Depth of field", "DoF", False),
        ("Depth of focus", "tide", True),
        ("Pennants", "pen", True),
    ],
)
def test_a_heading_that_names_the_key_in_any_number_or_by_its_letters_waits(
    title: str, key: str, shown: bool
) -> None:
    source = replace(SOURCE, title=title)
    question = draft("short", "What is it?", key, source, "definition: name it", explanation="x")
    assert about(question) == ("Notes › " + title if shown else "Notes")


def test_an_aside_with_the_root_of_the_key_gives_it_away() -> None:
    context = GateContext(read_notes("Text."))
    stem = "____ separates a liquid by boiling it and cooling the vapour ({})."
    for aside, found in (("distillate", True), ("condenser", False)):
        question = draft(
            "cloze", stem.format(aside), "distillation", SOURCE, "m", explanation="distillation"
        )
        assert bool(not_echoed(question, context)) is found


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("The lower shore is steeper, with a fall of about 4°.", True),
        ("The lower shore is steeper than the sea floor.", False),
        ("The lower shore is steep, with a fall of about 4°.", False),
    ],
)
def test_a_comparison_with_nothing_leans_on_what_was_told_before(text: str, leans: bool) -> None:
    assert bool(dangling(text)) is leans


@pytest.mark.parametrize(
    ("name", "person"),
    [("Hedda Rask", True), ("Re Denley", False), ("Knight v Knight", False)],
)
def test_a_case_of_a_court_is_nobody(name: str, person: bool) -> None:
    assert is_person(name) is person


def test_a_superlative_without_its_noun_defines_nothing(read: Read) -> None:
    notes = read("- **3A4**: the most abundant and handles a third of all drugs in the liver\n")
    assert notes.definitions == []
