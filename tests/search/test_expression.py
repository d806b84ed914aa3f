"""A large library is asked for rare words, and for common ones where two of them meet."""

from __future__ import annotations

import pytest

from llmtutor.library.library import Library, Scope
from llmtutor.search import expression
from llmtutor.search.expression import match_expression
from llmtutor.search.query import parse_query
from llmtutor.search.sections import find_sections

from ..shelf import Shelf, section


@pytest.fixture
def large(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Forty sections that all speak of models and of scores, and count as many."""
    monkeypatch.setattr(expression, "SCORED", 10)
    text = [f"The model {'scores' if n % 2 else 'reads'} part{n} of it." for n in range(40)]
    text[7] = "The model scores and reads zebras."
    shelf.course("one", a="".join(section(f"S{n}", line) for n, line in enumerate(text)))
    return shelf.library()


def titles(library: Library, query: str, scope: Scope | None = None) -> list[str]:
    hits = find_sections(library.connection, query, scope or Scope())
    return [hit.title for hit in hits]


def test_a_rare_word_is_enough(large: Library) -> None:
    assert titles(large, "zebras that the model scores")[0] == "S7"


def test_common_words_count_where_they_meet(large: Library) -> None:
    assert titles(large, "model scores reads")[0] == "S7"


def test_one_common_word_still_finds_something(large: Library) -> None:
    assert titles(large, "model")


def test_a_small_part_of_a_large_library_is_asked_for_every_word(large: Library) -> None:
    query = parse_query(large.connection, "model part3")
    assert match_expression(query) == '"part3"'
    assert match_expression(query, share=0.1) == '"part3" OR "model"'
