"""A model is known by what it says it was taught and by its size, never by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from llmtutor.tutor.abilities import Abilities

from ..engine.scripted import INFO


@pytest.mark.parametrize(
    ("parameters", "family"),
    [
        (135_000_000, "tiny"),
        (600_000_000, "small"),
        (1_700_000_000, "small"),
        (8_000_000_000, "capable"),
    ],
)
def test_size_chooses_the_prompt(parameters: int, family: str) -> None:
    assert Abilities.of(replace(INFO, parameters=parameters)).family == family


def test_a_model_that_only_continues_text_is_given_the_simplest_prompt() -> None:
    assert Abilities.of(replace(INFO, kind="base", parameters=8_000_000_000)).family == "tiny"


def test_what_it_was_taught_counts_more_than_its_size() -> None:
    taught = replace(INFO, taught=frozenset({"answer", "refuse", "explain", "rewrite"}))
    can = Abilities.of(taught)
    assert can == Abilities("taught", spans=True, abstains=True, rewrites=True, sentences=1)
    plain = Abilities.of(INFO)
    assert not plain.spans
    assert not plain.abstains


def test_a_task_that_was_not_taught_is_not_expected() -> None:
    can = Abilities.of(replace(INFO, taught=frozenset({"answer"})))
    assert can.spans
    assert (can.family, can.abstains, can.rewrites) == ("tiny", False, False)
