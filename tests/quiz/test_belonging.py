"""What a line names one after another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from llmtutor.quiz.led import asked_alone
from llmtutor.quiz.makers import belonging
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.enumerations import enumerations
from tests.quiz.conftest import Read


def named(read: Read, text: str) -> list[tuple[str, Sequence[str]]]:
    (section,) = read(f"## Kilns\n\n{text}\n").sections
    return [(one.label, one.parts) for one in enumerations(section)]


def made(read: Read, text: str) -> list[Question]:
    return [asked_alone(one) for one in belonging.make(read(f"## Kilns\n\n{text}\n"))]


@pytest.mark.parametrize(
    ("text", "label", "parts"),
    [
        ("Glazes: ash, salt, and lead.", "Glazes", ("ash", "salt", "lead")),
        ("Glazes (old) = ash + salt (coarse) + lead", "Glazes", ("ash", "salt", "lead")),
        ("Body types – earthenware / stoneware / porcelain", "Body types", ()),
        ("Fuels of the town: pine, oak bark, peat etc.", "Fuels of the town", ()),
        ("釉料：灰釉、鹽釉及鉛釉。", "釉料", ("灰釉", "鹽釉", "鉛釉")),
        ("Glazes:\n\n- ash\n- salt\n- lead", "Glazes", ("ash", "salt", "lead")),
    ],
)
def test_a_label_and_what_it_names_are_read(
    read: Read, text: str, label: str, parts: tuple[str, ...]
) -> None:
    ((found, said),) = named(read, text)
    assert found == label
    assert not parts or said == parts


@pytest.mark.parametrize(
    "text",
    [
        "Examples: ash, salt, lead.",
        "Glazes: ash, salt.",
        "Salt glaze came late: ships brought salt, potters learnt it, towns grew.",
        "Kilns: 3 at Arle, 4 at Ulm, 5 elsewhere.",
        "To do: ask about ash, salt, lead?",
        "It needs: ash, salt, lead.",
    ],
)
def test_sentences_figures_and_remarks_name_nothing(read: Read, text: str) -> None:
    assert named(read, text) == []


def test_one_of_so_many_is_asked_for(read: Read) -> None:
    (gap,) = made(read, "Only three river towns: Arle, Ulm, Brede.")
    assert gap.kind == "cloze"
    assert gap.stem.replace("____", str(gap.key)) == "Only three river towns: Arle, Ulm, Brede."


def test_where_more_may_belong_none_is_asked_for(read: Read) -> None:
    assert made(read, "River towns: Arle, Ulm, Brede.") == []


def test_parts_are_told_apart_from_those_of_the_next_line(read: Read) -> None:
    ash, salt = made(read, "- Ash: oak, pine, elm, birch\n- Minerals: mica, talc, clay, sand")
    assert (ash.kind, ash.stem) == ("multi", "Which of these belong under “Ash”?")
    assert ash.key == ("elm", "oak", "pine")
    assert set(ash.options or ()) - set(ash.key) == {"mica", "talc", "clay"}
    assert salt.key == ("clay", "mica", "talc")


def test_parts_of_another_paragraph_are_no_wrong_answers(read: Read) -> None:
    assert made(read, "Ash: oak, pine, elm, birch.\n\nMinerals: mica, talc, clay, sand.") == []


def test_what_both_lines_name_is_asked_of_neither(read: Read) -> None:
    assert made(read, "- Ash: oak, pine, elm\n- Smoke: oak, peat, coal") == []
