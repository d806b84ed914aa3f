"""What an answer must hold at the least."""

from __future__ import annotations

import pytest

from llmtutor.search.wanted import unmet, wanted


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("How many GPUs trained GPT-3?", "GPT-3 was trained on 10,000 GPUs.", 0.0),
        ("How many GPUs trained GPT-3?", "GPT-3 has 175 billion parameters.", 0.5),
        ("How many GPUs trained GPT-3?", "GPT-3 is large.", 1.0),
        ("number of attention heads in BERT", "BERT has twelve heads in each layer.", 0.0),
        ("how much does it cost?", "It costs $20 a month.", 0.0),
        ("how much does it cost?", "It costs less than you think.", 1.0),
        ("When was ELIZA written?", "Weizenbaum wrote ELIZA in 1966.", 0.0),
        ("When was ELIZA written?", "ELIZA had 200 lines.", 1.0),
        ("who wrote ELIZA", "ELIZA was written by Joseph Weizenbaum.", 0.0),
        ("who wrote ELIZA", "ELIZA was a chatbot. It played a therapist.", 1.0),
        ("what is attention?", "Nothing certain is asked for.", 0.0),
    ],
)
def test_a_sentence_holds_what_was_asked_for_or_lacks_it(
    question: str, sentence: str, lacks: float
) -> None:
    assert unmet(question, [sentence]) == lacks


def test_the_best_of_some_sentences_counts() -> None:
    assert unmet("When was ELIZA written?", ["It was small.", "It is from 1966."]) == 0


def test_a_number_far_from_what_is_counted_is_of_something_else() -> None:
    needed = wanted("How many layers has BERT?")
    assert needed
    assert needed.met("Of its layers nobody in the whole of that paper ever says 12.") == 0.5


def test_a_chinese_question_asks_for_nothing_certain() -> None:
    assert wanted("BERT 有幾層?") is None
