"""Words that a model expects are left out; what carries the answer stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llmtutor.engine.protocol import Piece, Surprise
from llmtutor.tutor.compression import compress

NOTES = "- Scaling: The softmax is not the reason why we use 64 heads in the model."


def surprises(text: str, **bits: float) -> list[Surprise]:
    """One token a word, with its space; words that are not named are expected."""
    words = text.split(" ")
    pieces = [words[0], *(f" {word}" for word in words[1:])]
    return [Surprise(Piece(0, piece.encode()), bits.get(piece.strip(), 0.1)) for piece in pieces]


def test_the_most_surprising_words_stay() -> None:
    short = compress(NOTES, surprises(NOTES, softmax=9.0, heads=8.0), "", share=0.3)
    assert "softmax" in short.text
    assert "heads" in short.text
    assert short.kept < short.words


def test_numbers_denials_and_words_of_the_question_always_stay() -> None:
    short = compress(NOTES, surprises(NOTES), "Which reason?", share=0.0)
    assert short.text.split() == ["not", "reason", "64"]


def test_a_share_of_one_leaves_everything() -> None:
    assert compress(NOTES, surprises(NOTES), "", share=1.0).text == NOTES


def test_lines_stay_lines() -> None:
    notes = "one two three\nfour five six"
    short = compress(notes, surprises(notes, two=5.0, five=5.0), "", share=0.3)
    assert short.text == "two\nfive"


def test_what_was_done_is_told() -> None:
    short = compress("one two three four", surprises("one two three four"), "", share=0.5)
    assert short.told() == "2 of 4 words kept, the most surprising ones"


@given(st.text(alphabet="ab 1\n注", max_size=60), st.floats(0, 1))
def test_words_are_never_changed_or_put_elsewhere(text: str, share: float) -> None:
    short = compress(text, surprises(text), "", share)
    left = iter(text.split())
    assert all(word in left for word in short.text.split())
