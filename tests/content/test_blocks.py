"""Where a Markdown file is cut: headings, slide breaks, code, and lines the parser keeps back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.blocks import MAX_TITLE, blocks
from llmtutor.content.clean import clean
from llmtutor.content.models import FileWarnings


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks(text)]


def headings(text: str) -> list[tuple[int, str]]:
    return [(block.level, block.info) for block in blocks(text) if block.kind == "heading"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Words.", "prose"),
        ("- one\n- two", "list"),
        ("1. one\n2. two", "list"),
        ("> said", "quote"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        ("```python\nx = 1\n```", "code"),
        ("    x = 1", "code"),
        ("<table>\n<tr></tr>\n</table>", "html"),
        ("***", "rule"),
        ("# Title", "heading"),
        ("[1]: https://example.org/paper", "definition"),
    ],
)
def test_each_kind_of_block_is_known(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_has_the_level_of_its_signs(level: int) -> None:
    assert headings("#" * level + " Title") == [(level, "Title")]


def test_closing_signs_are_no_part_of_a_heading() -> None:
    assert headings("## Title ##") == [(2, "Title")]


def test_a_rule_under_a_short_line_is_a_heading() -> None:
    assert headings("Attention\n---\n\nText.") == [(2, "Attention")]


def test_a_rule_of_equals_signs_is_a_top_heading() -> None:
    assert headings("Attention\n===\n\nText.") == [(1, "Attention")]


@pytest.mark.parametrize(
    "above",
    [
        "A sentence ends with a full stop.",
        "Two lines\nare a paragraph",
        "這是一句話。",
        "![a picture](a.png)",
        "[a link](https://example.org)",
        "Read this:",
        "a" * 81,
    ],
)
def test_a_rule_under_what_is_no_title_is_a_slide_break(above: str) -> None:
    assert kinds(f"{above}\n---\n\nNext slide.") == ["prose", "rule", "prose"]


def test_stars_are_a_slide_break_whatever_stands_above() -> None:
    assert kinds("Attention\n***\nText.") == ["prose", "rule", "prose"]


def test_a_slide_break_between_blank_lines_makes_no_heading() -> None:
    assert kinds("Attention\n\n---\n\nText.") == ["prose", "rule", "prose"]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_hash_in_fenced_code_is_no_heading(fence: str) -> None:
    assert headings(f"{fence}python\n# a comment\n{fence}\n") == []


def test_a_hash_in_indented_code_is_no_heading() -> None:
    assert headings("Text.\n\n    # a comment\n    x = 1\n") == []


def test_a_shorter_fence_inside_does_not_close_the_code() -> None:
    assert kinds("````\n```\n# no heading\n```\n````\n\nText.") == ["code", "prose"]


def test_code_that_is_never_closed_reaches_to_the_end() -> None:
    assert kinds("```\n# no heading\n\n## none here") == ["code"]


def test_a_dash_line_in_code_is_no_slide_break() -> None:
    assert kinds("```\nname\n---\nvalue\n```") == ["code"]


def test_a_heading_in_a_quotation_or_a_list_cuts_nothing() -> None:
    assert headings("> # quoted\n\n- # item\n") == []


def test_a_line_too_long_for_a_title_is_prose() -> None:
    assert kinds("# " + "word " * MAX_TITLE) == ["prose"]


def test_a_link_definition_stays_where_it_stands() -> None:
    text = "See [the paper][1].\n\n[1]: https://example.org/paper\n\nMore."
    found = blocks(text)
    assert [block.kind for block in found] == ["prose", "definition", "prose"]
    assert text[found[1].start : found[1].end] == "[1]: https://example.org/paper"
    assert found[1].line == 2


def cleaned(text: str) -> str:
    return clean(text, FileWarnings("f"))


markdown = st.lists(
    st.sampled_from(
        "# ;## ;---;***;===;```;~~~;    ;- ;1. ;> ;a;b;word;word.;[x](y);[1]: u;<b>;</b>;<!--;-->;"
        "注意力;。;| a | b |\n;|---|---|\n; ;\t;\n;\n\n".split(";")
    )
    | st.text(max_size=12),
    max_size=40,
).map("".join)


@given(markdown)
def test_blocks_lie_in_order_and_leave_out_blank_space_only(text: str) -> None:
    text = cleaned(text)
    position = 0
    for block in blocks(text):
        assert position <= block.start <= block.end
        assert not text[position : block.start].strip()
        assert block.line == text.count("\n", 0, block.start)
        position = block.end
    assert not text[position:].strip()
