"""Search, asked the stem, leads back to the source, and to no wrong answer first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.library.library import Library, Scope
from llmtutor.quiz.gate.round_trip import RoundTrip, asked
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import Question, Source


@pytest.fixture
def trip(library: Library) -> RoundTrip:
    return RoundTrip(library.connection)


def osmosis(library: Library, stem: str, *, others: tuple[str, ...] = ()) -> Question:
    quote = "Diffusion is the movement of particles"
    for path in library.sections(Scope("invented", "cell-biology")):
        text = library.section(path).text
        at = text.find(quote)
        if at >= 0:
            source = Source(path, "", quote, at, at + len(quote))
            return draft("choice", stem, "diffusion", source, "test", others=others)
    raise AssertionError(quote)


def test_a_stem_that_leads_to_its_source_passes(library: Library, trip: RoundTrip) -> None:
    stem = "Which of these is the movement of particles to a lower concentration?"
    assert trip(osmosis(library, stem)) == ""


def test_a_stem_that_leads_elsewhere_is_dropped(library: Library, trip: RoundTrip) -> None:
    stem = "Which of these is an order of the court to carry out the contract?"
    assert "does not lead to the source" in trip(osmosis(library, stem))


def test_a_stem_without_words_to_search_for_is_dropped(library: Library, trip: RoundTrip) -> None:
    assert trip(osmosis(library, "What is it?"))


def test_a_stem_that_reaches_a_wrong_answer_first_is_dropped(
    library: Library, trip: RoundTrip
) -> None:
    stem = "Which of these is the division of a nucleus into two nuclei, as in particles?"
    made = replace(osmosis(library, stem, others=("mitosis", "osmosis", "anaphase")))
    assert trip(made)


def test_what_is_searched_for_leaves_out_the_words_that_only_ask(library: Library) -> None:
    made = osmosis(library, "Which of these is the movement of particles in water?")
    assert asked(made).split() == "is the movement of particles in water".split()


def test_a_stem_of_few_words_is_searched_for_with_its_answer(library: Library) -> None:
    made = osmosis(library, "Which of these is the movement of particles?")
    assert asked(made).split() == "is the movement of particles diffusion".split()
