"""Lines that count what they name, and rows of a table that share a cell."""

from __future__ import annotations

import pytest

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.makers import counted, sharing
from llmtutor.quiz.notes.enumerations import enumerations
from tests.quiz.conftest import Read


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Only three river towns: Arle, Ulm, and Brede.", ("Arle", "Ulm", "Brede")),
        ("3 fuels (old) = pine + oak bark (dry) + peat", ("pine", "oak bark", "peat")),
        ("Fire triangle – heat / fuel / air", ("heat", "fuel", "air")),
        ("三大釉料：灰釉、鹽釉及鉛釉。", ("灰釉", "鹽釉", "鉛釉")),
    ],
)
def test_a_line_that_counts_what_it_names_is_read(
    read: Read, line: str, parts: tuple[str, ...]
) -> None:
    (section,) = read(f"## Kilns\n\n{line}\n").sections
    assert [one.parts for one in enumerations(section)] == [parts]


@pytest.mark.parametrize(
    "line",
    [
        "River towns: Arle, Ulm, Brede.",
        "Four river towns: Arle, Ulm, Brede.",
        "Three river towns: Arle, Ulm, Arle.",
        "Three reasons: ships brought salt, potters learnt it, towns grew.",
        "Three kilns: 3 at Arle, 4 at Ulm, 5 elsewhere.",
        "Three to look up: ash, salt, lead?",
    ],
)
def test_what_does_not_add_up_and_what_are_no_names_is_not(read: Read, line: str) -> None:
    (section,) = read(f"## Kilns\n\n{line}\n").sections
    assert [*enumerations(section)] == []


def test_one_of_so_many_is_asked_for(read: Read) -> None:
    notes = read("## Kilns\n\n- Bark is dear.\n- Only three river towns: Arle, Ulm, Brede.")
    (gap,) = counted.make(notes)
    assert gap.stem.replace("____", str(gap.key)) == "Only three river towns: Arle, Ulm, Brede."
    assert verdict(gap, GateContext(notes)) is None


TABLE = """## Kilns

| Kiln | Fuel | Shape |
|---|---|---|
| Clamp | wood | heap |
| Bottle | coal | round |
| Tunnel | gas | long |
| Muffle | wood | box |
| Circular | coal | round |
"""


def test_rows_with_the_same_cell_are_told_from_the_others(read: Read) -> None:
    notes = read(TABLE)
    fuel, shape = sharing.make(notes)
    assert (fuel.kind, fuel.stem) == ("multi", "Kilns: which of these have “wood” under “Fuel”?")
    assert fuel.key == ("Clamp", "Muffle")
    assert set(fuel.options or ()) - set(fuel.key) == {"Bottle", "Tunnel", "Circular"}
    assert shape.key == ("Bottle", "Circular")
    assert [verdict(one, GateContext(notes)) for one in (fuel, shape)] == [None, None]


@pytest.mark.parametrize(
    "rows",
    [
        "| Clamp | wood |\n| Muffle | wood |\n| Bottle | wood and coal |\n| Tunnel | dry wood |\n",
        "| Clamp | wood |\n| Muffle | wood |\n| Bottle | coal |\n",
        "| Clamp | wood |\n| Muffle | peat |\n| Bottle | coal |\n| Tunnel | gas |\n",
        "| Clamp | oak |\n| Muffle | oak |\n| Old Bottle Kiln | coal |\n| Long Gas Kiln | gas |\n",
    ],
)
def test_columns_without_a_shared_cell_or_with_too_few_others_are_not_asked(
    read: Read, rows: str
) -> None:
    assert [*sharing.make(read(f"## Kilns\n\n| Kiln | Fuel |\n|---|---|\n{rows}"))] == []
