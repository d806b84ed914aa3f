"""A long sentence is quoted by the clauses that answer, word for word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.sentences import Span
from llmtutor.search.quoting import MOST_WORDS, cut_down, length

LONG = (
    "The first part speaks of nothing at all, " * 8
    + "the zebra has stripes against flies, "
    + "and the rest goes on and on about other things, " * 8
).strip()


def quoted(text: str, word: str) -> str:
    return cut_down(text, Span(0, len(text)), lambda part: float(word in part)).of(text)


def test_a_short_sentence_stays_whole() -> None:
    assert quoted("A zebra, striped.", "x") == "A zebra, striped."


def test_a_long_one_is_cut_to_the_clauses_that_matter() -> None:
    piece = quoted(LONG, "zebra")
    assert "the zebra has stripes against flies" in piece
    assert length(piece) <= MOST_WORDS


def test_a_clause_without_end_is_cut_between_words() -> None:
    text = "word " * 300 + "zebra " + "word " * 300
    assert "zebra" in quoted(text, "zebra")
    assert length(quoted(text, "zebra")) <= MOST_WORDS


def test_chinese_is_cut_at_its_own_signs() -> None:
    text = "模型讀過許多文字，" * 20 + "斑馬有條紋，" + "模型讀過許多文字，" * 20
    assert "斑馬有條紋" in quoted(text, "斑馬")
    assert length(quoted(text, "斑馬")) <= MOST_WORDS


def test_a_link_is_not_cut() -> None:
    link = "[a, b, c, zebra, d](https://x.org/a,b)"
    piece = quoted("word, " * 70 + link + ", word" * 70, "zebra")
    assert link in piece


@given(
    words=st.lists(
        st.sampled_from(["word", "zebra", "a,", "b;", "(c)", "[d, e](f)", "注意力，", "|"]),
        max_size=200,
    ),
    lead=st.integers(0, 5),
)
def test_a_quote_is_a_piece_of_its_sentence(words: list[str], lead: int) -> None:
    text = " " * lead + " ".join(words)
    span = Span(lead, len(text))
    piece = cut_down(text, span, lambda part: float(part.count("zebra")))
    assert span.start <= piece.start <= piece.end <= span.end
    assert piece.end > piece.start or not text.strip()
    assert length(piece.of(text)) <= MOST_WORDS
