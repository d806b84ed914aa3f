"""From one Markdown file to the sections a student reads one at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.clean import clean
from llmtutor.content.models import FileWarnings
from llmtutor.content.sections import MAX_HEADINGS, MAX_SECTION

from .reading import lecture, only_section, sections, titles, warnings_of
from .test_blocks import markdown


def test_each_heading_opens_a_section() -> None:
    made = sections("## One\n\nFirst.\n\n## Two\n\nSecond.\n")
    assert [(s.title, s.text) for s in made] == [("One", "First."), ("Two", "Second.")]


def test_levels_count_from_the_top_heading_that_is_there() -> None:
    made = sections("### A\n\na\n\n#### B\n\nb\n\n### C\n\nc\n")
    assert [s.level for s in made] == [1, 2, 1]


def test_lines_are_those_of_the_file_with_its_front_matter() -> None:
    made = sections("---\ntitle: T\n---\n\n## A\n\na\n\n## B\n\nb\n")
    assert [s.line for s in made] == [5, 9]


def test_a_heading_that_only_holds_others_is_a_group() -> None:
    made = sections("## Group\n\n### A\n\na\n\n## Alone\n\nb\n")
    assert [(s.title, s.group) for s in made] == [("Group", True), ("A", False), ("Alone", False)]


def test_a_heading_without_text_and_without_children_is_no_group() -> None:
    made = sections("## A\n\na\n\n## Empty\n\n## C\n\nc\n")
    assert [s.group for s in made] == [False, False, False]


def test_a_comment_is_no_text_of_a_group() -> None:
    made = sections("## Group\n\n<!-- to do -->\n\n### A\n\na\n")
    assert made[0].group


def test_text_that_follows_a_comment_in_its_line_is_text() -> None:
    made = sections("## Group\n\n<!-- note --> Real words.\n\n### A\n\na\n")
    assert not made[0].group
    assert "Real words." in made[0].text


def test_a_lone_top_heading_is_the_title_of_the_lecture() -> None:
    read = lecture("# Attention\n\n## A\n\na\n\n## B\n\nb\n")
    assert read.title == "Attention"
    assert [s.title for s in read.sections] == ["A", "B"]


def test_the_title_of_the_front_matter_keeps_another_top_heading_as_a_section() -> None:
    read = lecture("---\ntitle: Course notes\n---\n# Attention\n\ntext\n\n## A\n\na\n")
    assert read.title == "Course notes"
    assert [s.title for s in read.sections] == ["Attention", "A"]


def test_several_top_headings_are_sections() -> None:
    assert titles("# One\n\na\n\n# Two\n\nb\n") == ["One", "Two"]


def test_a_file_without_headings_is_one_section_named_after_it() -> None:
    read = lecture("Just words.\n", fallback_title="my notes")
    assert [(s.title, s.text) for s in read.sections] == [("my notes", "Just words.")]


def test_an_empty_file_has_no_sections() -> None:
    assert sections("\n\n---\n") == ()


def test_a_short_text_before_the_first_heading_describes_the_lecture() -> None:
    read = lecture("All about attention.\n\n## A\n\na\n\n## B\n\nb\n")
    assert read.summary == "All about attention."
    assert [s.title for s in read.sections] == ["A", "B"]


def test_a_long_text_before_the_first_heading_is_a_section() -> None:
    opening = "word " * 80
    read = lecture(f"{opening}\n\n## A\n\na\n")
    assert read.sections[0].title == "Introduction"
    assert read.sections[0].text == opening.strip()


def test_an_opening_is_kept_where_the_front_matter_has_a_summary() -> None:
    read = lecture("---\nsummary: Short.\n---\nOpening words.\n\n## A\n\na\n")
    assert read.summary == "Short."
    assert read.sections[0].text == "Opening words."


def test_ids_come_from_titles_and_equal_titles_get_numbers() -> None:
    made = sections("## Results\n\na\n\n## Results\n\nb\n\n## 結果\n\nc\n")
    assert [s.id for s in made] == ["results", "results-2", "結果"]


def test_a_comment_under_the_heading_gives_id_and_topics() -> None:
    section = only_section("## A new title\n<!-- id: old-title; topics: bert, gpt -->\n\nText.\n")
    assert (section.id, section.topics, section.text) == ("old-title", ("bert", "gpt"), "Text.")


def test_an_id_survives_a_change_of_the_order() -> None:
    one, two = "## One\n\na\n\n", "## Two\n\nb\n\n"
    assert {s.id for s in sections(one + two)} == {s.id for s in sections(two + one)}


def test_a_heading_without_words_is_told_and_named() -> None:
    text = "## \n\ntext\n\n## B\n\nb\n"
    assert titles(text) == ["Untitled", "B"]
    assert [(w.line, w.did) for w in warnings_of(text)] == [(1, "called it 'Untitled'")]


def test_a_slide_without_a_title_stays_with_the_section_before_it() -> None:
    text = "## A\n\na\n\n---\n\n![map](m.png)\n\n---\n\n## B\n\nb\n"
    assert [s.text for s in sections(text)] == ["a\n\n---\n\n![map](m.png)", "b"]
    assert [(w.line, w.what) for w in warnings_of(text)] == [(7, "a slide without a title")]


def test_links_in_the_heading_and_in_the_text_belong_to_the_section() -> None:
    section = only_section(
        "## [GPT](https://a.org)\n\nSee [b](https://b.org).\n\n```\n[c](d)\n```\n"
    )
    assert section.title == "GPT"
    assert [link.url for link in section.links] == ["https://a.org", "https://b.org"]


def test_the_address_of_a_link_definition_is_a_link_of_the_section() -> None:
    section = only_section("## A\n\nSee [the paper][1].\n\n[1]: https://arxiv.org/abs/1\n")
    assert section.text.endswith("[1]: https://arxiv.org/abs/1")
    assert [link.url for link in section.links] == ["https://arxiv.org/abs/1"]


def test_words_are_counted_without_markup_and_code() -> None:
    assert only_section("## A\n\n**Two** words.\n\n```\nno word here\n```\n").words == 2


def test_a_very_long_section_is_read_in_parts_that_lose_nothing() -> None:
    text = "## Long\n\n" + "\n\n".join(f"Sentence number {n} stands here." for n in range(1000))
    made = sections(text)
    assert len(made) > 1
    assert made[1].title == "Long (2)"
    assert all(len(s.text) <= MAX_SECTION for s in made)
    assert " ".join(s.text for s in made).split() == text.split()[2:]


def test_a_very_long_paragraph_is_cut_between_sentences() -> None:
    body = " ".join(f"Sentence number {n} stands here." for n in range(1000))
    made = sections(f"## Long\n\n{body}\n")
    assert all(s.text.rstrip().endswith(".") for s in made)
    assert "".join(s.text for s in made) == body


def test_very_long_code_is_cut_between_lines() -> None:
    code = "".join(f"x{n} = {n}\n" for n in range(3000))
    made = sections(f"## Code\n\n```python\n{code}```\n")
    assert "".join(s.text for s in made) == f"```python\n{code}```"
    assert all(p.kind == "code" for s in made for p in s.passages)


def test_headings_beyond_any_sense_are_read_as_text() -> None:
    made = sections("# a\n" * (MAX_HEADINGS + 1))
    assert {s.title.split(" (")[0] for s in made} == {"notes"}


def test_thousands_of_equal_headings_get_ids_in_no_time() -> None:
    made = sections("## Slide\n\nx\n\n" * 3000)
    assert made[-1].id == "slide-3000"


@pytest.mark.parametrize("title", ["Week 3 – Attention", "週三"])
def test_a_file_name_that_is_the_title_is_shown_as_it_is(title: str) -> None:
    assert lecture("## A\n\na\n", fallback_title=title).title == title


def test_a_hostile_file_name_is_no_live_title() -> None:
    assert "\x1b" not in lecture("text", fallback_title="a\x1b[31mb").title


SHAPES = (
    "# {}",
    "## {} {}",
    "{}\n===",
    "{} {}",
    "- {}",
    "1. {}",
    "> {}",
    "```\n{}\n```",
    "~~~",
    "    {}",
    "---",
    "***",
    "| {} | {} |\n|---|---|\n| {} | {} |",
    "[{}]: {}",
    "<b>{}</b>",
    "<div>\n{}\n</div>",
    "<!-- {} --> {}",
    "[{}](u)",
    "",
)


@given(st.lists(st.sampled_from(SHAPES), max_size=30))
def test_no_word_of_any_text_is_lost(shapes: list[str]) -> None:
    """Every word is in a title, in a text, or in the lecture's description."""
    text, words = "x\n\n", 0
    for shape in shapes:
        blanks = shape.count("{}")
        text += shape.format(*(f"w{words + n}." for n in range(blanks))) + "\n"
        words += blanks
    read = lecture(text)
    shown = f"{read.title} {read.summary} " + " ".join(f"{s.title} {s.text}" for s in read.sections)
    assert [n for n in range(words) if f"w{n}." not in shown] == []


@given(markdown)
def test_passages_are_slices_of_their_section_in_order(text: str) -> None:
    for section in sections(clean(text, FileWarnings("f"))):
        position = 0
        for passage in section.passages:
            assert position <= passage.start < passage.end <= len(section.text)
            position = passage.end


@given(markdown)
def test_ids_are_unique_in_a_lecture(text: str) -> None:
    ids = [section.id for section in sections(clean(text, FileWarnings("f")))]
    assert len(set(ids)) == len(ids)
    assert all(ids)
