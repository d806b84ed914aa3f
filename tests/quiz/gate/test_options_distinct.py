"""Rule 5: no two options are the same when folded, and none stands inside another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.option_rules import distinct
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

STEM = "Which of these is it?"


def test_options_that_differ_pass(bench: Bench) -> None:
    made = bench.choice(STEM, "encoder", ("decoder", "router", "sampler"))
    assert distinct(made, bench.context) == ""


@pytest.mark.parametrize(
    "others",
    [
        ("Tokens", "chunk", "vector"),
        ("a token", "chunk", "vector"),
        ("TOKEN", "chunk", "vector"),
        ("token pair", "chunk", "vector"),
        ("Chunk", "the chunks", "vector"),
        ("chunk", "vector", "subtoken"),
    ],
)
def test_options_that_are_the_same_or_hold_one_another_are_dropped(
    bench: Bench, others: tuple[str, ...]
) -> None:
    assert distinct(bench.choice(STEM, "the token", others), bench.context)


def test_self_attention_holds_attention(bench: Bench) -> None:
    made = bench.choice(STEM, "attention", ("self-attention", "softmax", "masking"))
    assert "hold one another" in distinct(made, bench.context)


def test_three_options_are_the_least(bench: Bench) -> None:
    assert "only 2 options" in distinct(bench.choice(STEM, "chunk", ("vector",)), bench.context)


def test_the_key_is_among_the_options(bench: Bench) -> None:
    made = bench.question(
        "choice", STEM, "chunk", "A **chunk** is", options=("index", "query", "vector")
    )
    assert "not among the options" in distinct(made, bench.context)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12))
def test_no_option_comes_twice_however_it_is_written(word: str) -> None:
    made = BENCH.choice(STEM, word, (word.upper(), "chunk", "vector"))
    assert distinct(made, BENCH.context)


BENCH = bench_on(RETRIEVAL)
