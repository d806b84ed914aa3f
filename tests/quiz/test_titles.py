"""What a title says its lecture or section is about."""

from __future__ import annotations

import pytest

from llmtutor.quiz.notes.titles import is_general, named, plain, says_little, subject


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("PHIL 220 - Philosophy of Mind", "Philosophy of Mind"),
        ("ECON 331 Labour: wages", "Labour"),
        ("BYZ EMPIRE -- revision dump", "BYZ EMPIRE"),
        ("thermo L2+L3: the laws", "thermo"),
        ("Week 7: Capital Structure", "Capital Structure"),
        ("readme-dump-2", ""),
    ],
)
def test_a_lecture_is_about_what_its_title_says_beside_codes_and_weeks(
    title: str, told: str
) -> None:
    assert subject(title) == told


def test_a_number_and_brackets_say_nothing_of_a_section() -> None:
    assert plain("2.1 Offer (continued)").strip() == "Offer"


@pytest.mark.parametrize("title", ["Overview", "Summary", "時間線"])
def test_some_titles_say_only_what_kind_of_section_it_is(title: str) -> None:
    assert is_general(title)


@pytest.mark.parametrize("heading", ["The pipeline", "The steps in synthesis", "合成"])
def test_a_heading_of_one_word_needs_its_lecture_beside_it(heading: str) -> None:
    assert says_little(heading)


def test_what_stands_behind_the_number_of_a_lecture_is_no_part_of_its_subject() -> None:
    assert subject("The Mughal Empire, lectures 7 & 8 merged") == "The Mughal Empire"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2.1 Offer", "Offer"),
        ("Inscriptions table", "Inscriptions"),
        ("28 Oct – movement", "28 Oct – movement"),
    ],
)
def test_a_section_is_named_without_number_and_furniture(title: str, name: str) -> None:
    assert named(title) == name
