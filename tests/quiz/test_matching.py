"""Columns of tables to match: which columns, which rows, and in what words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from llmtutor.quiz.makers import glossaries, matching
from llmtutor.quiz.makers.wording import on
from llmtutor.quiz.models import Question
from llmtutor.quiz.pairs import shown_part, sort_alike, would_do
from tests.quiz.conftest import Read


def matched(read: Read, header: str, rows: Sequence[str], above: str = "") -> list[Question]:
    bar = "|---" * (header.count("|") + 1)
    lines = "".join(f"| {row} |\n" for row in rows)
    return list(matching.make(read(f"## Old kilns\n\n{above}| {header} |\n{bar}|\n{lines}")))


FIRED = ("Bottle kiln | red ware", "Clamp | bricks", "Muffle | enamel")


@pytest.mark.parametrize(
    ("header", "stem"),
    [
        ("Kiln | Product", "Match each kiln with its product."),
        ("Kiln | Fires", "Old kilns: match the pairs “Kiln – Fires”."),
        ("Kiln | Class", "Old kilns: match the pairs “Kiln – Class”."),
        ("Kiln | Where (Kent, Essex)", "Old kilns: match the pairs “Kiln – Where”."),
    ],
)
def test_a_question_is_good_english_whatever_the_headers_are(
    read: Read, header: str, stem: str
) -> None:
    assert [one.stem for one in matched(read, header, FIRED)] == [stem]


def test_a_header_that_names_one_thing_is_no_kind_of_its_rows(read: Read) -> None:
    rows = ("Ash glaze | oak", "Salt glaze | sea", "Lead glaze | mine")
    (made,) = matched(read, "Workshop | Source", rows)
    assert made.stem == "Old kilns: match the pairs “Workshop – Source”."


def test_a_symbol_and_a_heading_keep_their_form(read: Read) -> None:
    rows = ("Clamp | 2.5", "Muffle | 5", "Tunnel | 9")
    (made,) = matched(read, "Kiln | Kg", rows)
    assert made.stem == "Old kilns: match the pairs “Kiln – Kg”."
    assert on("Match them.", "Kilns: an overview (lecture 2)") == "Kilns – an overview: match them."


def test_what_figures_count_is_not_called_the_row_s_own(read: Read) -> None:
    rows = ("Clamp | 2", "Muffle | 5", "Tunnel | 9")
    (made,) = matched(read, "Kiln | Chambers", rows)
    assert made.stem == "Old kilns: match the pairs “Kiln – Chambers”."


def test_the_second_column_names_the_rows_beside_years(read: Read) -> None:
    rows = ("1730 | Clamp | Kent", "1760 | Muffle | Essex", "1790 | Tunnel | Surrey")
    made = matched(read, "Year | Kiln | County", rows)
    assert made[-1].key == (("Clamp", "Kent"), ("Muffle", "Essex"), ("Tunnel", "Surrey"))


@pytest.mark.parametrize(
    "row",
    [
        "Scove | stack of bricks",  # would do for the clamp
        "Bee kiln | round kiln",  # of the row's own sort
        "Glost oven | glost ware",  # shows its partner
        "Updraught | the rest",
    ],
)
def test_a_row_that_cannot_be_told_from_another_is_left_out(read: Read, row: str) -> None:
    rows = ("Clamp | stack of bricks", "Muffle | box for enamel", "Tunnel | cars on rails")
    (made,) = matched(read, "Kiln | Form", (*rows, row))
    assert len(made.key) == len(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "above"),
    [
        ("Kiln | Plus", ""),
        ("where | Product", ""),
        (" | Product", ""),
        ("Kiln | Product", "At 12 % moisture:\n\n"),
    ],
)
def test_remarks_open_headers_and_worked_figures_are_left_alone(
    read: Read, header: str, above: str
) -> None:
    assert matched(read, header, FIRED, above) == []


def test_a_column_on_another_column_is_left_alone(read: Read) -> None:
    rows = ("Clamp | brick | 900", "Muffle | enamel | 700", "Tunnel | tiles | 999")
    made = matched(read, "Kiln | Product | Heat of product", rows)
    assert [one.stem for one in made] == ["Match each kiln with its product."]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1–4%", "2–8%", True),
        ("0–2 years", "2–7 years", False),
        ("< 1 % (11)", "< 1 % (4)", True),
        ("partial dependencies", "transitive dependencies", False),
        ("stimulates acid", "stimulates cells", True),
        ("mainly acoustic", "mainly semantic", False),
        ("1,500 m", "15 m", False),
        ("fast", "good", True),
    ],
)
def test_what_overlaps_would_do_for_the_other(one: str, other: str, same: bool) -> None:
    assert would_do(one, other) is same


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("Amine", "methylamine", True),
        ("if", "if", True),
        ("Amide", "methanal", False),
        ("Alkane", "hexane", True),
    ],
)
def test_a_side_that_stands_in_the_other_is_shown(left: str, right: str, shown: bool) -> None:
    assert bool(shown_part(left, right, ["Ether", "Ester"])) is shown


@pytest.mark.parametrize(
    ("header", "rows", "asked"),
    [
        ("Version | Year", ("Kiln 1 | 1901", "Kiln 2 | 1907", "Kiln 3 | 1912"), 0),
        ("Version | Year", ("Kiln 1 | 1912", "Kiln 2 | 1901", "Kiln 3 | 1907"), 1),
        (
            "Vote | Share % | Seats",
            ("May 1928 | 2 | 12", "July 1932 | 37 | 230", "Nov 1932 | 33 | 196"),
            1,
        ),
        (
            "Cheese | Organism | Contribution",
            ("Brie | Mucor | rind", "Feta | Rhizopus | salt", "Edam | Cocc | tang"),
            1,
        ),
        (
            "Cheese | Milk | Contribution",
            ("Brie | Cow | rind", "Feta | Ewe | salt", "Edam | Goat | tang"),
            2,
        ),
        ("Theory | Manager should", ("Pull | talk", "Push | pay", "Fair | listen"), 0),
    ],
)
def test_a_column_is_asked_once_of_its_own_row_and_by_knowledge(
    read: Read, header: str, rows: Sequence[str], asked: int
) -> None:
    assert len(matched(read, header, rows)) == asked


def test_a_heading_that_names_a_table_is_not_what_its_pairs_are_on(read: Read) -> None:
    table = "| Kiln | Fires |\n|---|---|\n" + "".join(f"| {row} |\n" for row in FIRED)
    (made,) = matching.make(read(f"## Comparison table\n\n{table}"))
    assert "Comparison" not in made.stem


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("~80", "60–90", True),
        ("3.7", "3.6–3.7", True),
        ("0.25–0.6", "0.6–1.0", False),
        ("3.2", "3.6–3.7", False),
    ],
)
def test_a_figure_would_do_for_a_range_that_it_lies_in(one: str, other: str, overlap: bool) -> None:
    assert would_do(one, other) is overlap


@pytest.mark.parametrize(
    ("pairs", "alike"),
    [
        ([("I", "s 1"), ("II", "s 61"), ("III", "s 71")], True),
        ([("low carbon", "0.2"), ("medium", "0.4"), ("high", "0.8"), ("cast iron", "3")], True),
        ([("low carbon", "0.4"), ("medium", "0.2"), ("high", "0.8")], False),
        ([("silk", "12"), ("wool", "40"), ("flax", "7")], False),
    ],
)
def test_steps_and_figures_that_climb_together_tell_each_other(
    pairs: list[tuple[str, str]], alike: bool
) -> None:
    assert sort_alike(pairs) is alike


def test_a_column_headed_by_a_figure_is_not_matched(read: Read) -> None:
    table = "| Method | 3 frames |\n|---|---|\n| FIFO | 9 |\n| LRU | 10 |\n| OPT | 7 |\n"
    assert [*matching.make(read(f"## Replacement\n\n{table}"))] == []


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("D", "D3 cholecalciferol", True),
        ("AEAD", "authenticated encryption with associated data", True),
        ("Gastrin", "G, antrum", True),
        ("E", "alpha-tocopherol mainly", False),
        ("Gastrin", "S, duodenum", False),
    ],
)
def test_letters_that_tell_a_partner_are_seen(left: str, right: str, shown: bool) -> None:
    assert bool(shown_part(left, right, ["K"])) is shown


def test_the_odd_one_in_a_column_of_years_is_left_out(read: Read) -> None:
    made = matching.make(
        read(
            "## Theorems\n\n| Theorem | Year |\n|---|---|\n| Stolper | 1941 |\n| Rybin | 1955 |\n"
            "| Lerner | 1936 |\n| Price parity | Samuelson 1948 |\n"
        )
    )
    (found,) = made
    assert found.options is not None
    assert "Samuelson 1948" not in found.options


LABELS = (
    "- {0}heartwood{0}: holds no living cells\n- {0}softwood{0}: comes from trees with cones\n"
    "- {0}palms{0}: grow without a ring of new cells\n"
)


@pytest.mark.parametrize(
    ("title", "sign", "asked"),
    [("Growth", "", False), ("Growth", "**", True), ("Glossary", "", True)],
)
def test_lines_are_matched_with_labels_that_are_terms(
    read: Read, title: str, sign: str, asked: bool
) -> None:
    made = list(glossaries.make(read(f"## {title}\n\n{LABELS.format(sign)}")))
    assert bool(made) is asked


def test_letters_are_not_matched_with_what_they_begin(read: Read) -> None:
    assert not matched(read, "Letter | Means", ("T | Tissue", "M | Moisture", "E | Edge"))
    assert matched(read, "Letter | Means", ("T | Moisture", "M | Edge", "E | Tissue"))


def test_a_table_whose_first_row_is_empty_has_no_names_for_its_columns(read: Read) -> None:
    rows = "| Sarduri | 840 | takes the town |\n| Menua | 810 | builds a wall |\n"
    table = f"|  |  |  |\n|---|---|---|\n{rows}| Argishti | 785 | goes north |\n"
    assert not [*matching.make(read(f"## Kings\n\n{table}"))]


def test_rows_with_names_are_not_matched_by_the_words_above_them(read: Read) -> None:
    made = matched(read, " | water | monument | rank", ("Hohokam | canals | mound | weak",
                   "Mogollon | wells | kiva | none", "Pueblo | rain | plaza | strong"))  # fmt: skip
    assert not [one for one in made if "Hohokam" in one.stem]
