"""Rule 4: wrong answers are of the key's kind and grain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.quiz.gate.option_rules import of_a_kind
from tests.quiz.gate.conftest import RETRIEVAL, Bench, bench_on

STEM = "Which of these is it?"


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("vector", ("matrix", "scalar", "tensor")),
        ("2017", ("2014", "2018", "2020")),
        ("175 billion", ("13 billion", "65 billion", "540 billion")),
        ("BERT", ("GPT-2", "RoBERTa", "XLNet")),
        ("a list of numbers", ("a table of words", "a row of bits", "a pair of keys")),
        ("218 BC", ("202 BC", "146 BC", "133 BC")),
        ("軍機處", ("八旗", "綠營", "內閣")),
        ("near zero", ("at random", "near one", "at seven")),
    ],
)
def test_options_of_one_kind_pass(bench: Bench, key: str, others: tuple[str, ...]) -> None:
    assert of_a_kind(bench.choice(STEM, key, others), bench.context) == ""


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("vector", ("2017", "matrix", "tensor")),
        ("2017", ("1492", "2014", "2018")),
        ("46", ("7,087,872", "48", "44")),
        ("50 %", ("vector", "60 %", "70 %")),
        ("vector", ("a list of numbers of one fixed length", "matrix", "tensor")),
        ("軍機處", ("vector", "八旗", "內閣")),
        ("in RLHF, the model that is trained", ("a model of models", "a test", "a list")),
    ],
)
def test_an_option_of_another_kind_is_dropped(
    bench: Bench, key: str, others: tuple[str, ...]
) -> None:
    assert of_a_kind(bench.choice(STEM, key, others), bench.context)


@given(st.integers(2, 10_000), st.integers(26, 1000))
def test_a_number_of_another_grain_is_dropped(value: int, times: int) -> None:
    far = value * times + 3000
    made = BENCH.choice(STEM, f"{value} m", (f"{far} m", f"{value + 1} m", f"{value + 2} m"))
    assert of_a_kind(made, BENCH.context)


@given(st.integers(1700, 2000), st.integers(1, 90))
def test_years_of_one_age_pass(year: int, apart: int) -> None:
    made = BENCH.choice(STEM, str(year), (str(year + apart), str(year - apart), str(year + 95)))
    assert of_a_kind(made, BENCH.context) == ""


BENCH = bench_on(RETRIEVAL)
