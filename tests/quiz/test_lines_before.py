"""What stands before a statement in the notes is shown above a question on it."""

from __future__ import annotations

import pytest

from llmtutor.quiz.led import asked_alone, led, lines_of, shown_above, with_stem
from llmtutor.quiz.makers.above import best_under_lines, leaning, with_lines
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.registry import offers
from llmtutor.quiz.models import Key, Kind, Question
from llmtutor.quiz.notes.before import MOST_WORDS, Before
from llmtutor.quiz.notes.lecture import LectureNotes
from tests.quiz.conftest import Read

TANNING = """## Tanning

Oak bark gives the tannin of the old pits in Kent. Hides lie in these pits for a year. They come
out as stiff brown leather.

Chrome salts work within one day.

Steps in a modern plant:

- The hides are limed.
- The hair is scraped off.
  - Scraps go to felt makers. The felt makers pay well.
"""


def before(notes: LectureNotes, words: str) -> Before | None:
    """The lines before what begins with some words."""
    section = notes.sections[0]
    return notes.before(section.path, section.section.text.index(words))


def lines(notes: LectureNotes, words: str) -> str:
    found = before(notes, words)
    return found.text if found else ""


def test_two_lines_before_a_sentence_are_shown_with_it(read: Read) -> None:
    assert lines(read(TANNING), "They come") == (
        "Oak bark gives the tannin of the old pits in Kent. Hides lie in these pits for a year."
    )


def test_a_part_of_a_sentence_has_the_lines_of_its_sentence(read: Read) -> None:
    assert lines(read(TANNING), "lie in these") == lines(read(TANNING), "Hides lie")


def test_nothing_stands_before_what_opens_a_section(read: Read) -> None:
    assert before(read(TANNING), "Oak bark") is None


def test_lines_of_another_paragraph_are_not_shown(read: Read) -> None:
    assert before(read(TANNING), "Chrome salts") is None


def test_a_line_of_a_list_is_shown_under_what_leads_to_the_list(read: Read) -> None:
    notes = read(TANNING)
    assert lines(notes, "The hides are") == "Steps in a modern plant:"
    assert lines(notes, "The hair") == "Steps in a modern plant: The hides are limed."


def test_a_line_under_another_is_shown_under_its_parent(read: Read) -> None:
    assert lines(read(TANNING), "Scraps") == "The hair is scraped off."


def test_a_sentence_of_a_line_goes_on_from_its_own_line_alone(read: Read) -> None:
    assert lines(read(TANNING), "The felt makers pay") == "Scraps go to felt makers."


def test_the_label_of_a_line_is_shown_before_what_it_says(read: Read) -> None:
    notes = read("Coins are metal. **Careful:** It is the stamp that makes them money.")
    assert lines(notes, "**Careful") == "Coins are metal. Careful:"


def test_long_lines_are_left_out(read: Read) -> None:
    long = " ".join(["The old pits of Kent were deep"] * MOST_WORDS)
    notes = read(f"## Pits\n\n{long}. Oak is brown. They hold hides for a year.")
    assert lines(notes, "They hold") == "Oak is brown."


def test_lines_with_a_blank_of_their_own_are_never_shown(read: Read) -> None:
    notes = read("## Pits\n\nThe tannin of pit____oak is strong. It turns hides brown in a year.")
    assert before(notes, "It turns") is None


def question(
    notes: LectureNotes, stem: str, key: Key, quote: str, kind: Kind = "truefalse"
) -> Question:
    section = notes.sections[0]
    at = section.section.text.index(quote)
    return draft(kind, stem, key, section.source(at, at + len(quote)), "test")


def test_lines_stand_above_what_is_asked_and_its_source_holds_them(read: Read) -> None:
    notes = read(TANNING)
    plain = question(notes, "They come out as stiff brown leather.", True, "They come\nout")
    shown = with_lines(notes, plain)
    assert lines_of(shown) == lines(notes, "They come")
    assert asked_alone(shown).stem == plain.stem
    assert shown.source.text.startswith("Oak bark")
    assert shown.source.text.endswith("They come\nout")


def test_the_lines_change_no_questions_name(read: Read) -> None:
    notes = read(TANNING)
    plain = question(notes, "They come out as stiff brown leather.", True, "They come\nout")
    assert with_lines(notes, plain).id == plain.id


@pytest.mark.parametrize(
    ("stem", "key", "quote", "kind"),
    [
        ("They come out of the ____.", "pits", "They come", "cloze"),
        ("Which hides are brown?", "those from the pits", "They come", "short"),
        ("Oak bark gives tannin.", True, "Oak bark", "truefalse"),
        ("Chrome salts work within one day.", True, "Chrome salts", "truefalse"),
    ],
    ids=["the lines hold the answer", "no statement", "nothing before", "another paragraph"],
)
def test_a_question_stays_without_lines(
    read: Read, stem: str, key: Key, quote: str, kind: Kind
) -> None:
    notes = read(TANNING)
    plain = question(notes, stem, key, quote, kind)
    assert with_lines(notes, plain) == plain


def test_years_to_choose_from_stand_under_no_other_years(read: Read) -> None:
    notes = read("## Pits\n\nThe guild of 1410 dug pits. It built a mill in 1450.")
    asked = question(notes, "It built a mill in ____.", "1450", "It built", "choice")
    assert with_lines(notes, asked) == asked


@pytest.mark.parametrize(
    ("key", "said", "shown"),
    [("oak bark", "", "oak bark"), ("chrome", "", ""), (False, "Hides go brown.", "brown")],
)
def test_what_the_lines_tell_of_an_answer_is_seen(
    read: Read, key: Key, said: str, shown: str
) -> None:
    notes = read(TANNING)
    plain = draft(
        "truefalse" if key is False else "cloze", "Hides go black in ____.", key,
        notes.sections[0].source(0, 5), "test", explanation=said,
    )  # fmt: skip
    assert shown_above(led(plain, "Oak bark turns hides brown.", plain.source)) == shown


def test_an_authors_line_break_is_his_own(read: Read) -> None:
    source = read(TANNING).sections[0].source(0, 5)
    written = draft("short", "A poem:\nwho wrote it?", "Keats", source, "author")
    assert lines_of(written) == ""
    assert asked_alone(written) == written


def test_other_words_stand_under_the_same_lines(read: Read) -> None:
    plain = question(read(TANNING), "They come out brown.", True, "They come")
    shown = led(plain, "Hides lie in pits.", plain.source)
    assert with_stem(shown, "Hides come out brown.").stem == (
        "Hides lie in pits.\nHides come out brown."
    )


LEANS = (
    "Melanopsin makes a few cells of the retina feel light by themselves. They send this light"
    " signal to the clock of the body. I missed the rest of the hour because of the fire alarm."
    " Twelve hours. Why does it matter so much to the clock of the body?"
)


def test_what_leans_on_the_line_before_is_asked_under_it(read: Read) -> None:
    made = [one for one in leaning(read(LEANS)) if "They send" in one.stem]
    assert made
    assert all(lines_of(one).startswith("Melanopsin makes") for one in made)


@pytest.mark.parametrize("words", ["I missed", "Twelve hours", "Why does"])
def test_a_remark_a_cue_and_a_question_are_not_asked(read: Read, words: str) -> None:
    assert not [one for one in offers(read(LEANS)) if words in asked_alone(one).stem]


@pytest.mark.parametrize(
    ("first", "asked"),
    [("Consistency is the key to it.", False), ("The key was found by Serge Moscovici.", True)],
)
def test_somebody_is_asked_about_only_where_the_lines_name_him(
    read: Read, first: str, asked: bool
) -> None:
    notes = read(f"{first} His key theory covers the pressure of large groups on people in public.")
    assert bool(list(leaning(notes))) is asked


def test_a_clause_is_shown_under_its_sentence_so_far(read: Read) -> None:
    notes = read("Bark is ground. The first mill ran in 1650; the second mill ran on steam.")
    assert lines(notes, "the second mill") == "Bark is ground. The first mill ran in 1650;"


def test_a_remark_is_not_shown(read: Read) -> None:
    notes = read(
        "Bark is ground in mills. Check the slides on mills! Pits hold the bark for a year."
    )
    assert lines(notes, "Pits hold") == "Bark is ground in mills."


def test_lines_that_go_on_themselves_begin_one_line_earlier_or_not_at_all(read: Read) -> None:
    notes = read("Oak is cut. It is ground. Mills do this. Pits hold the bark. They lie deep.")
    assert lines(notes, "Pits hold") == "Oak is cut. It is ground. Mills do this."
    assert before(read("## Pits\n\nThey hold bark. Oak is best for these pits."), "Oak") is None


def test_a_label_alone_is_shown_where_nothing_else_stands_before(read: Read) -> None:
    notes = read("## Climates\n\n**Dry:** Rain falls below a mark that depends on heat.")
    assert lines(notes, "**Dry") == "Dry:"


@pytest.mark.parametrize(
    "first", ["Compiled in the 12th century.", "Hardly anyone does.", "NOT simply one.", "Slow."]
)
def test_what_goes_on_about_a_line_that_is_not_shown_is_not_shown_either(
    read: Read, first: str
) -> None:
    notes = read(f"{first} Pits hold the bark for a year.")
    assert before(notes, "Pits hold") is None


def test_of_the_line_before_in_a_list_its_opening_is_shown(read: Read) -> None:
    notes = read("- Bark is ground in mills. Stones wear out there.\n- Pits hold it for a year.")
    assert lines(notes, "Pits hold") == "Bark is ground in mills."


def test_a_section_of_cue_words_is_asked_about_its_clearest_line(read: Read) -> None:
    (made,) = best_under_lines(
        read("## Tanning\n\nHides: from the butchers. Workers of Kent kept their pits in the open.")
    )
    assert (made.kind, made.key) == ("truefalse", True)
    assert asked_alone(made).stem == "Workers of Kent kept their pits in the open."


@pytest.mark.parametrize(
    "line",
    [
        "Still need to read the chapter on the pits of Kent.",
        "So the workers of Kent kept their pits open.",
        "She prefers the pits of Kent to those of Arle.",
        "bark → pits, hides, lime",
        "Pits: bark, hides, lime, water, salt, oil.",
    ],
)
def test_a_section_without_a_clear_line_is_not_asked_about(read: Read, line: str) -> None:
    assert [*best_under_lines(read(f"## Tanning\n\nHides: from the butchers. {line}"))] == []


def test_a_chinese_section_is_asked_about_its_clearest_line_too(read: Read) -> None:
    notes = read(
        "## 阿爾窯\n\n- 老師說期中必考！\n- 灰釉：以木灰為主要原料，燒成後呈綠色。\n- 鉛釉→禁"
    )
    (made,) = best_under_lines(notes)
    assert made.stem == "灰釉：以木灰為主要原料，燒成後呈綠色。"
