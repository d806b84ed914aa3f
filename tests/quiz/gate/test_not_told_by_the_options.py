"""Rule 9, first half: with the stem hidden, the options do not tell which one is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.option_rules import not_alone
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

STEM = "Which of these is it?"


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("chunk", ("index", "query", "vector")),
        ("bi-encoder", ("cross-encoder", "auto-scaler", "re-ranker")),
        ("20 ms", ("30 ms", "40 ms", "15 ms")),
        ("1793", ("1781", "1789", "1796")),
        ("1787", ("1789", "1792", "1798")),
    ],
)
def test_options_that_look_alike_pass(bench: Bench, key: str, others: tuple[str, ...]) -> None:
    assert not_alone(bench.choice(STEM, key, others), bench.context) == ""


@pytest.mark.parametrize(
    ("key", "others"),
    [("1793", ("1787", "1788", "1789")), ("7 nm", ("40 nm", "50 nm", "60 nm"))],
)
def test_a_figure_far_off_from_all_others_is_dropped(
    bench: Bench, key: str, others: tuple[str, ...]
) -> None:
    assert "far off" in not_alone(bench.choice(STEM, key, others), bench.context)


@pytest.mark.parametrize(
    ("key", "others", "sign"),
    [
        ("bi-encoder", ("index", "query", "vector"), "a '-'"),
        ("index", ("bi-encoder", "cross-encoder", "re-ranker"), "a '-'"),
        ("chunk (text)", ("index", "query", "vector"), "a '('"),
        ("GPT-2", ("BERT", "RoBERTa", "XLNet"), "a '-'"),
        ("T5", ("BERT", "RoBERTa", "XLNet"), "a digit"),
        ("vector table", ("index", "query", "chunk"), "several words"),
        ("a cut, marked text", ("a list of rows", "a pair of keys", "a row of bits"), "a ','"),
    ],
)
def test_a_sign_that_only_the_key_has_or_lacks_is_dropped(
    bench: Bench, key: str, others: tuple[str, ...], sign: str
) -> None:
    assert sign in not_alone(bench.choice(STEM, key, others), bench.context)


def test_a_key_that_every_other_option_echoes_is_dropped(bench: Bench) -> None:
    made = bench.choice(STEM, "red wool coat", ("red silk hat", "wool blanket", "leather coat"))
    assert "echoes" in not_alone(made, bench.context)


@given(st.sampled_from(["-", "(", ","]), st.permutations(["alpha", "beta", "gamma", "delta"]))
def test_no_single_mark_singles_the_key_out(mark: str, words: list[str]) -> None:
    key, *others = words
    odd = f"{key}{mark}x" + (")" if mark == "(" else "")
    assert not_alone(BENCH.choice(STEM, odd, tuple(others)), BENCH.context)
    shared = tuple(f"{word}{mark}x" + (")" if mark == "(" else "") for word in others)
    assert not not_alone(BENCH.choice(STEM, odd, shared), BENCH.context)


BENCH = bench_on(RETRIEVAL)
