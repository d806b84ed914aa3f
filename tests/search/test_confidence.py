"""What speaks for the notes holding an answer, and what against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.library.library import Library
from llmtutor.search.confidence import REFUSED_BELOW, Signs, confidence, measure, weigh
from llmtutor.search.evidence import find_evidence

from ..shelf import Shelf, section


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    shelf = Shelf(tmp_path_factory.mktemp("sure"))
    shelf.course(
        "biology",
        cells=section("Cells", "A plant cell has a wall. Sap fills the cell and presses on it.")
        + section("Osmosis", "Water crosses a skin that holds sugar back: **osmotic pressure**.")
        + section("Garden", "Mendel counted 7324 peas in 1865. The cat sat in the garden.")
        + section("Roots", "The roots of a plant take up water from the soil around them."),
    )
    return shelf.library()


def signs(library: Library, question: str) -> Signs:
    return measure(library.connection, find_evidence(library.connection, question))


def sure(library: Library, question: str) -> float:
    return confidence(library.connection, find_evidence(library.connection, question))


def test_a_term_that_the_notes_set_in_bold_speaks_for_an_answer(library: Library) -> None:
    assert signs(library, "what is osmotic pressure?").marked == pytest.approx(1)
    assert signs(library, "what fills a plant cell?").marked == 0


def test_half_a_bold_term_is_another_thing(library: Library) -> None:
    assert signs(library, "air pressure").marked == 0


def test_words_that_stand_nowhere_speak_against_it(library: Library) -> None:
    assert signs(library, "which plant does a telescope grow?").absent == 2
    assert sure(library, "roots of a plant") > sure(library, "roots of a telescope")


def test_a_general_word_that_stands_nowhere_tells_nothing(library: Library) -> None:
    assert signs(library, "who introduced the roots?").absent == 0
    assert signs(library, "who introduced the roots?").coverage == pytest.approx(1)


def test_names_and_numbers_are_counted_where_they_stand(library: Library) -> None:
    assert signs(library, "How many peas did Mendel count in 1865?").names == 2
    assert signs(library, "How many peas did Darwin count in 1866?").names == 0


def test_a_name_that_the_best_passage_lacks_is_missing(library: Library) -> None:
    assert signs(library, "How many peas did Mendel count in 1865?").missing == 0
    assert signs(library, "How many peas did Darwin count in 1865?").missing == 1


def test_words_said_in_one_breath_speak_for_an_answer(library: Library) -> None:
    assert signs(library, "do the roots of a plant take up water?").run == 4
    assert signs(library, "does water take a plant up the roots?").run == 0


def test_a_number_of_another_thing_is_half_of_what_was_asked_for(library: Library) -> None:
    assert signs(library, "How many peas did Mendel count?").unmet == 0
    assert signs(library, "How many gardens did Mendel count peas in?").unmet == 0.5


def test_nothing_is_unmet_where_nothing_certain_is_asked_for(library: Library) -> None:
    assert signs(library, "what fills a plant cell?").unmet == 0


def test_the_same_match_says_more_in_notes_of_fewer_words(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("large"))
    words = (f"strange{number} odd{number}" for number in range(2_000))
    shelf.course("biology", cells=section("Cells", "The roots of a plant take up water."))
    shelf.course(
        "other", much=section("Much", "\n\n".join(map(" ".join, zip(*[words] * 40, strict=True))))
    )
    question = "roots of a plant"
    small, large = signs(library, question), signs(shelf.library(), question)

    assert large.size > small.size
    assert weigh(replace(small, size=large.size), cjk=False) < weigh(small, cjk=False)


def test_a_question_of_another_subject_is_refused(library: Library) -> None:
    assert sure(library, "who won the world cup in Berlin?") < REFUSED_BELOW
    assert sure(library, "what is osmotic pressure?") >= REFUSED_BELOW
