"""Exporting: where transformers and llama.cpp disagree about the order of rows."""

from __future__ import annotations

import numpy as np

from adapter.export import rotary_order


def test_rows_of_a_head_are_paired_with_their_neighbours() -> None:
    rows = np.arange(12).reshape(12, 1)
    assert rotary_order(rows, heads=2).ravel().tolist() == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]
