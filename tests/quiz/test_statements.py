from __future__ import annotations

from llmtutor.quiz.notes.lecture import LectureNotes
from tests.quiz.conftest import Read


def texts(notes: LectureNotes) -> list[str]:
    return [statement.text for statement in notes.statements]


def test_a_statement_is_verbatim_where_it_says_it_stands(read: Read) -> None:
    notes = read(
        "A **cell** is the smallest\nunit of life. It has a [membrane](https://x.org) around it."
    )
    section = notes.sections[0].section
    for statement in notes.statements:
        assert section.text[statement.start : statement.end] == statement.verbatim
    assert texts(notes) == ["A cell is the smallest unit of life.", "It has a membrane around it."]


def test_a_label_is_no_part_of_what_is_said(read: Read) -> None:
    notes = read("- Data bias: models are trained on text.\n- Privacy: Models remember names.")
    assert [(one.lead, one.text) for one in notes.statements][1] == (
        "Privacy",
        "Models remember names.",
    )
    notes = read("**Reach**: van Brandt and Orlen compared 32 towns.")
    assert texts(notes) == ["Van Brandt and Orlen compared 32 towns."]


def test_who_said_it_and_words_that_tie_are_left_out(read: Read) -> None:
    notes = read("However, the Rhine (Smith et al., 2019) also carries 10 million tonnes.")
    assert texts(notes) == ["The Rhine carries 10 million tonnes."]


def test_a_line_that_ends_early_ends_on_purpose(read: Read) -> None:
    notes = read(
        "Skimming starts with a high price and lowers it over time, month after month.\n"
        "Price elasticity: % change of quantity\n"
        "Demand is elastic when the elasticity is greater than one."
    )
    assert len(texts(notes)) == 3


def test_wrapped_text_is_one_sentence(read: Read) -> None:
    notes = read("The river that flows through the town of\nBasel is the Rhine, says the map.")
    assert len(texts(notes)) == 1


def test_code_links_and_tables_are_no_prose(read: Read) -> None:
    notes = read(
        "One sentence stands here alone.\n\n```python\nx = 1\n```\n\n"
        "- [A paper](https://a.org)\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    assert texts(notes) == ["One sentence stands here alone."]
    assert notes.sections[0].words == 5
    assert notes.sections[0].tables[0].rows == (("c", "d"),)


def test_items_know_their_depth_and_whether_they_are_numbered(read: Read) -> None:
    notes = read("Steps:\n\n1. First thing\n2. Second thing\n   - a detail\n3. Third thing")
    found = notes.sections[0].lists[0]
    assert found.intro == "Steps:"
    assert [item.numbered for item in found.items] == [True, True, False, True]
    assert [item.depth for item in found.items] == [0, 0, 3, 0]
