"""Rule 6: the stem shows no part of its key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.quiz.gate.echo_rules import not_echoed
from tests.quiz.gate.conftest import Bench, bench_on

CELLS = (
    "The FOMC (Federal Open Market Committee) sets the rate. A Th17 cell makes IL-17 and TNF."
    " The spleen and the lymph nodes are secondary lymphoid organs."
)
WATER = (
    "降低漏水率的公司，漏水率降到 13%。湖山水庫是雲林的水庫。濁度的單位是 NTU（濁度單位）。"
    "水庫淤積的單位是公尺（長度）。"
)


def cells() -> Bench:
    return bench_on(CELLS)


@pytest.mark.parametrize(
    ("stem", "key", "shown"),
    [
        ("____ (Federal Open Market Committee) sets the rate.", "FOMC", True),
        ("____ sets the rate.", "FOMC", False),
        ("A(n) ____ cell makes IL-17 and TNF.", "Th17", True),
        ("A(n) ____ cell makes TNF.", "Th17", False),
    ],
)
def test_a_gap_shows_no_letters_and_no_figure(stem: str, key: str, shown: bool) -> None:
    made = cells().question("cloze", stem, key, CELLS)
    assert bool(not_echoed(made, cells().context)) is shown


@pytest.mark.parametrize(
    ("stem", "shown"),
    [("化學家____（Nobel）發明了炸藥。", True), ("化學家____（1833 年生）發明了炸藥。", False)],
)
def test_a_name_in_latin_letters_shows_the_same_name(stem: str, shown: bool) -> None:
    made = cells().question("cloze", stem, "諾貝爾", CELLS)
    assert bool(not_echoed(made, cells().context)) is shown


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        (("skin and cilia", "stomach acid", "worms and allergy"), True),
        (("lymph and skin", "lymphocytes", "worms and allergy"), False),
    ],
)
def test_a_root_of_the_key_is_shown_where_the_others_lack_it(
    others: tuple[str, ...], shown: bool
) -> None:
    stem = "What is meant by “secondary lymphoid organs”?"
    made = cells().choice(stem, "the spleen and the lymph nodes", others, CELLS)
    assert bool(not_echoed(made, cells().context)) is shown


def test_a_suffix_is_not_asked_for_a_word_that_ends_in_it() -> None:
    text = "| Group | Suffix |\n|---|---|\n| Alkene | -ene |"
    bench = bench_on(text)
    made = bench.choice(
        "Which suffix belongs to the group “Alkene”?", "-ene", ("-ol", "-ane"), text
    )
    assert not_echoed(made, bench.context)


@pytest.mark.parametrize(
    ("pairs", "tells"),
    [
        ((("Propanone", "-one"), ("Propanal", "-al"), ("Alcohol", "-ol")), True),
        ((("Gouda", "cow"), ("Feta", "sheep"), ("Goat cheese", "goats")), True),
        ((("Gouda", "cow"), ("Feta", "sheep"), ("Manchego", "ewe")), False),
        ((("雪山山脈", "最高峰雪山"), ("海岸平原", "沖積層"), ("花東縱谷", "礫石")), True),
    ],
)
def test_one_side_of_a_pair_does_not_tell_the_other(
    pairs: tuple[tuple[str, str], ...], tells: bool
) -> None:
    made = cells().question("match", "Match each name with its fact.", pairs, CELLS)
    assert bool(not_echoed(made, cells().context)) is tells


def test_an_author_may_show_what_he_likes() -> None:
    stem = "____ (Federal Open Market Committee) sets the rate."
    made = replace(cells().question("cloze", stem, "FOMC", CELLS), maker="author")
    assert not_echoed(made, cells().context) == ""


@pytest.mark.parametrize(
    ("stem", "key", "shown"),
    [
        ("____的公司，漏水率降到 13%。", "降低漏水率", True),
        ("____是雲林的水庫。", "湖山水庫", False),
    ],
)
def test_a_pair_of_characters_shows_the_key_unless_it_names_its_sort(
    stem: str, key: str, shown: bool
) -> None:
    notes = bench_on(WATER)
    made = notes.question("cloze", stem, key, WATER)
    assert bool(not_echoed(made, notes.context)) is shown


@pytest.mark.parametrize(
    ("stem", "key", "shown"),
    [
        ("What is the term for blood that is completely cleared?", "clearance", True),
        ("What is the term for a mesh of peptides and sugars?", "peptidoglycan", False),
    ],
)
def test_a_root_that_the_key_only_adds_an_ending_to_shows_it(
    stem: str, key: str, shown: bool
) -> None:
    notes = bench_on(f"The {key} is told of in {stem}")
    made = notes.question("short", stem, key, f"The {key} is told of in {stem}")
    assert bool(not_echoed(made, notes.context)) is shown


@pytest.mark.parametrize(
    ("stem", "proves"),
    [("濁度的單位是 NTU（濁度單位）。", True), ("水庫淤積的單位是公尺（長度）。", False)],
)
def test_a_statement_whose_brackets_repeat_it_proves_itself(stem: str, proves: bool) -> None:
    notes = bench_on(WATER)
    made = notes.question("truefalse", stem, True, stem)
    assert bool(not_echoed(made, notes.context)) is proves
