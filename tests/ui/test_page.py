"""Markdown to rows: what is shown, where each character comes from, and how fast."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from llmtutor.ui.page.layout import Page, columns_between, lay_out
from llmtutor.ui.page.markdown import read_blocks
from llmtutor.ui.page.wrap import wrap
from llmtutor.ui.signs import PLAIN, PRETTY

NOTES = """\
Prose with *emphasis*, `code`, &amp; an entity, an escaped \\* star,
a [link **in bold**](https://example.org/a_(b) "title") and ![a picture](fig.png) after it.

- an item
  1. a numbered item

     with a second paragraph
- the next item

> a quotation
> over two lines

| head | of \\| table |
|------|:-----------:|
| left | `cell` text |

A paragraph over a line of dashes.
---

中文字很長很長，很長很長。
下一行

```python a caption
def weights(x):
\treturn x  # a comment
```
"""


def page(text: str, width: int = 60) -> Page:
    return lay_out(read_blocks(text, PRETTY), width, PRETTY)


def rows(text: str, width: int = 60) -> list[str]:
    return [row.text.text for row in page(text, width).rows]


def marked(text: str, quote: str, width: int = 60) -> str:
    """The characters that marking a quote marks, row after row."""
    start = text.index(quote)
    spans = [
        (row.text.text, columns_between(row.text, start, start + len(quote)))
        for row in page(text, width).rows
    ]
    return " ".join(text[slice(*span)] for text, span in spans if span)


def test_every_character_knows_where_it_comes_from() -> None:
    for row in page(NOTES).rows:
        for char, origin in zip(row.text.text, row.text.origins, strict=True):
            written = NOTES[origin] if origin >= 0 else None
            assert written in {None, char, "\n", "\\", "&"}, (row.text.text, char, written)


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("escaped \\* star", "escaped * star"),
        ("link **in bold**", "link in bold"),
        ("with a second paragraph", "with a second paragraph"),
        ("a quotation\n> over two lines", "a quotation over two lines"),
        ("`cell` text", "cell text"),
        ("| left | `cell` text |", "left  cell text"),
        ("很長。\n下一行", "很長。下一行"),
        ("\treturn x", "    return x"),
        ("a picture", "a picture"),
    ],
)
def test_a_quote_is_marked_wherever_it_stands(quote: str, shown: str) -> None:
    assert marked(NOTES, quote).split() == shown.split()


def test_a_quote_over_several_rows_is_marked_on_each() -> None:
    text = "one two three four five six seven eight nine ten"
    assert marked(text, "four five six seven", width=15) == "four five six seven"


def test_nothing_is_live_and_comments_are_not_shown() -> None:
    text = "[@click=app.quit]x[/] <b>bold</b>\n\n<!-- hidden -->\n\n<div>kept</div>"
    shown = "\n".join(rows(text))
    assert "[@click=app.quit]x[/] bold" in shown
    assert "kept" in shown
    assert "hidden" not in shown
    assert "<" not in shown


def test_controls_cannot_reach_the_terminal() -> None:
    shown = "\n".join(rows("a\x1b[31mb\u202ec\x07d `e\x9bf`"))
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_a_picture_is_a_line_with_its_address() -> None:
    assert "picture: The block  figures/block.png" in rows("![The block](figures/block.png)")
    assert "picture: A cat  cat.jpg" in rows('<img src="cat.jpg" alt="A cat">')


def test_code_and_drawings_are_never_broken() -> None:
    line = "x" * 200
    assert line in rows(f"```text\n{line}\n```")
    assert page(f"```text\n{line}\n```").width == 200


def test_a_slide_break_under_a_paragraph_makes_no_heading() -> None:
    shown = rows("A paragraph.\n---\nAnother.")
    assert shown[0] == "A paragraph."
    assert shown[2].strip("─") == ""


def test_tight_lists_are_tight_and_numbered_as_written() -> None:
    assert rows("3. a\n4. b\n\ntext") == ["3. a", "4. b", "", "text"]


def test_a_wide_table_is_broken_inside_its_columns() -> None:
    text = "| one | two |\n|---|---|\n| " + "word " * 30 + "| " + "中文" * 40 + " |"
    assert max(cell_len(row) for row in rows(text)) <= 60


def test_ascii_signs_hold_no_other_character() -> None:
    blocks = read_blocks("- a\n\n> b\n\n---\n\n| a |\n|---|\n| b |", PLAIN)
    assert all(row.text.text.isascii() for row in lay_out(blocks, 40, PLAIN).rows)


def test_chinese_is_broken_anywhere_but_before_a_full_stop() -> None:
    text = "中文字很長很長很長很長很長。很長"
    cut = [text[start:end] for start, end in wrap(text, 12)]
    assert all(cell_len(row) <= 13 for row in cut)
    assert not any(row.startswith("。") for row in cut)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab 中文，。-\u0301é\n", max_size=120), st.integers(1, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    line = text.replace("\n", " ")
    cut = wrap(line, width)
    assert "".join(line[start:end] for start, end in cut).replace(" ", "") == line.replace(" ", "")
    assert all(before[1] <= after[0] for before, after in pairwise(cut))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="a*_`[]()<>!|-\\\n #&;1.中\t>", max_size=200), st.integers(8, 90))
def test_any_markdown_can_be_laid_out(text: str, width: int) -> None:
    shown = page(text, width)
    for row in shown.rows:
        assert len(row.text.origins) == len(row.text.text)
        assert all(origin < len(text) for origin in row.text.origins)
        assert all(0 <= mark.start <= mark.end <= len(row.text) for mark in row.text.marks)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n" * 3000,
        "|a|b|\n|--|--|\n" + "|1|2|\n" * 2000,
        "a" * 12000,
        "> " * 6000,
        "*a " * 4000,
        "[a](b" * 2400,
        "中" * 12000,
        "<" * 12000,
        "![" * 6000,
    ],
    ids=["list", "table", "word", "quotes", "stars", "links", "chinese", "tags", "images"],
)
def test_a_hostile_section_opens_in_a_moment(text: str) -> None:
    started = time.process_time()
    page(text)
    assert time.process_time() - started < 3
