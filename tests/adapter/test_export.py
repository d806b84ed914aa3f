"""Exporting: where transformers and llama.cpp disagree about the order of rows."""

from __future__ import annotations

import numpy as np

from adapter.export import averaged, rotary_order


def test_rows_of_a_head_are_paired_with_their_neighbours() -> None:
    rows = np.arange(12).reshape(12, 1)
    assert rotary_order(rows, heads=2).ravel().tolist() == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]


def test_stages_are_joined_by_their_shares() -> None:
    ends = [{"a": np.array([0.0, 8.0])}, {"a": np.array([4.0, 0.0])}]
    assert averaged(ends, [0.25, 0.75])["a"].tolist() == [3.0, 2.0]
