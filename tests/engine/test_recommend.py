"""Which models are recommended for which computers."""

from __future__ import annotations

import pytest

from llmtutor.engine.catalogue import Catalogue, load_catalogue
from llmtutor.engine.recommend import Machine, advise, best, this_machine


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


LAPTOP = Machine(free=5_000_000_000, cores=2)
DESKTOP = Machine(free=12_000_000_000, cores=8)
MACBOOK = Machine(free=6_000_000_000, cores=8, metal=True)
FULL = Machine(free=400_000_000, cores=4)


@pytest.mark.parametrize(
    ("machine", "chat", "embedding"),
    [
        (LAPTOP, "qwen3-1.7b", "bge-small-en"),
        (DESKTOP, "qwen3-4b", "qwen3-embedding-0.6b"),
        (MACBOOK, "qwen3-4b", "qwen3-embedding-0.6b"),
        (FULL, "smollm2-135m", "bge-small-en"),
    ],
)
def test_the_best_that_does_well(
    catalogue: Catalogue, machine: Machine, chat: str, embedding: str
) -> None:
    answers = best(catalogue.entries, "chat", machine)
    finds = best(catalogue.entries, "embedding", machine)

    assert answers is not None
    assert finds is not None
    assert (answers.entry.id, finds.entry.id) == (chat, embedding)


def test_nothing_is_recommended_where_nothing_fits(catalogue: Catalogue) -> None:
    assert best(catalogue.entries, "chat", Machine(free=100_000_000, cores=64)) is None


@pytest.mark.parametrize(
    ("model", "machine", "fit", "said"),
    [
        ("mixtral-8x7b", LAPTOP, "no", "needs about 28.7 GB; only 5.0 GB are free"),
        ("qwen3-4b", LAPTOP, "slow", "slow, about 6 tokens/s"),
        ("qwen3-0.6b", LAPTOP, "good", "about 38 tokens/s"),
        ("bge-m3", LAPTOP, "slow", "2 s a passage"),
        ("bge-small-en", LAPTOP, "good", "English only"),
    ],
)
def test_the_reason_is_said(
    catalogue: Catalogue, model: str, machine: Machine, fit: str, said: str
) -> None:
    advice = advise(catalogue.entry(model), machine)

    assert advice.fit == fit
    assert said in advice.why


def test_this_computer_has_cores_and_memory() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.free > 0
    assert "GB free" in str(machine)
