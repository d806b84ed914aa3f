"""The questions by which the program is judged, asked of the course that comes with it."""

from __future__ import annotations

import pytest

from llmtutor.library.library import Library
from llmtutor.settings import Settings
from llmtutor.tutor.tutor import Tutor

WHY = "Why are attention scores divided by the square root of the key dimension?"


@pytest.fixture
def tutor(shipped_library: Library) -> Tutor:
    return Tutor(shipped_library, None, Settings())


def test_a_question_on_the_course_is_answered_with_a_quote_from_its_section(
    tutor: Tutor, shipped_library: Library
) -> None:
    answer = tutor.without_model(tutor.look_up(WHY))
    assert answer.verdict == "answered"
    best = answer.quotes[0]
    assert best.path == "llm/transformer-and-embeddings/self-attention"
    assert "square root of the key dimension" in " ".join(best.text.split())
    assert shipped_library.section(best.path).text[best.start : best.end] == best.text


def test_a_question_on_something_else_is_refused(tutor: Tutor) -> None:
    answer = tutor.without_model(tutor.look_up("What is the boiling point of nitrogen?"))
    assert (answer.verdict, answer.quotes, answer.text) == (
        "not_in_notes",
        (),
        "Not in your notes.",
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 1998?",
        "How do I bake sourdough bread?",
        "What is the capital of Mongolia?",
        "法國的首都是哪裡？",
    ],
)
def test_other_subjects_are_refused_too(tutor: Tutor, question: str) -> None:
    assert tutor.look_up(question).verdict == "not_in_notes"


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What is BM25?", "lexical-search-bm25"),
        ("What does byte pair encoding do?", "bpe"),
        ("What is a semantic cache?", "cach"),
        ("Why does a Transformer need positional encoding?", "position"),
    ],
)
def test_other_questions_on_the_course_find_their_section(
    tutor: Tutor, question: str, section: str
) -> None:
    found = tutor.look_up(question)
    assert found.verdict == "answered"
    assert any(section in quote.path for quote in found.quotes)


def test_evidence_is_there_within_a_blink(tutor: Tutor) -> None:
    tutor.look_up(WHY)
    assert min(tutor.look_up(WHY).evidence_ms for _ in range(5)) < 50
