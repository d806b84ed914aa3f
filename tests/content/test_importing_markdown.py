"""Markdown as people write it: pasted HTML, broken links, page furniture."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .reading import mended, mending, titles


class TestHtml:
    @pytest.mark.parametrize(
        ("html", "markdown"),
        [
            ("<b>bold</b> <em>slanted</em>", "**bold** *slanted*"),
            ('<img src="a.png" alt="A map">', "![A map](a.png)"),
            ("<img alt='none'>", ""),
            ('<a href="https://x.org">it</a>', "[it](https://x.org)"),
            ("<a name='here'>it</a>", "it"),
            (
                '<iframe src="https://v.org/1" title="Talk"></iframe>',
                "Video: [Talk](https://v.org/1)",
            ),
            ("<h2>Title</h2>", "## Title"),
            ("<ul><li>one</li></ul>", "- one"),
            ("<center>text</center>", "text"),
            ("one<br/>two", "one two"),
            ("one<BR>\ntwo", "one  \ntwo"),
        ],
    )
    def test_html_becomes_markdown(self, html: str, markdown: str) -> None:
        assert mended(html) == markdown

    @pytest.mark.parametrize(
        ("html", "markdown"),
        [
            ("10<sup>9</sup> ATP", "10⁹ ATP"),
            ("H<sub>2</sub>O and Na<SUP>+</SUP>", "H₂O and Na⁺"),
            ("e<sup>-x</sup>, 2<sup>k</sup>", "e^(-x), 2^k"),
            ("d<sub>model</sub>, x<sub>i,j</sub>", "d_model, x_(i,j)"),
            ("the 1<sup>st</sup> of May", "the 1st of May"),
            ("said so.<sup>[1](#note)</sup>", "said so.[1](#note)"),
        ],
    )
    def test_what_stands_high_or_low_does_not_run_into_its_number(
        self, html: str, markdown: str
    ) -> None:
        assert mended(html) == markdown

    @pytest.mark.parametrize("text", ["x < y and y > z", "3<4", "<3", "a <- b", "<https://x.org>"])
    def test_what_is_no_tag_stays(self, text: str) -> None:
        assert mended(text) == text

    @pytest.mark.parametrize("token", ["<pad>", "<mask>", "</think>"])
    def test_a_token_that_looks_like_a_tag_stays_visible(self, token: str) -> None:
        assert mended(f"the {token} token") == f"the \\{token} token"

    def test_a_tag_that_is_escaped_already_is_not_escaped_twice(self) -> None:
        assert mended(mended("the <pad> token")) == r"the \<pad> token"

    @pytest.mark.parametrize("code", ["`<b>`", "`<pad>`", "``<br> ` <img src=x>``", "`<script>`"])
    def test_html_between_backticks_stays_as_it_is(self, code: str) -> None:
        assert mended(f"Use {code} here, <b>please</b>.") == f"Use {code} here, **please**."

    @pytest.mark.parametrize("name", ["script", "style", "SCRIPT"])
    def test_scripts_and_styles_go_and_are_told(self, name: str) -> None:
        text = f"one\n<{name} a='b'>\nalert(1)\n</{name}>\ntwo"
        assert mended(text) == "one\n\n\n\ntwo"
        assert mending(text) == [(2, f"a <{name.lower()}> block")]

    def test_a_script_without_an_end_takes_nothing_with_it(self) -> None:
        assert "words" in mended("<script>\nwords\n\n# Title\n")

    def test_many_scripts_without_an_end_take_no_longer(self) -> None:
        assert mended("<script>" * 20_000)

    def test_brackets_in_a_title_do_not_break_the_link(self) -> None:
        assert mended('<img src="a.png" alt="[1] map">') == "![(1) map](a.png)"

    def test_entities_in_attributes_are_read(self) -> None:
        assert (
            mended('<a href="https://x.org/?a=1&amp;b=2">it</a>') == "[it](https://x.org/?a=1&b=2)"
        )


class TestCode:
    @pytest.mark.parametrize("fence", ["```", "~~~", "  ```", "      ```", "> ```"])
    def test_nothing_in_a_fence_is_mended(self, fence: str) -> None:
        text = f"{fence}html\n<b>x</b>\n##no heading\n[x]()\n{fence}\n"
        assert mended(text) == text
        assert mending(text) == []

    def test_text_after_the_fence_is_mended_again(self) -> None:
        assert mended("```\n<b>x</b>\n```\n<b>y</b>") == "```\n<b>x</b>\n```\n**y**"

    def test_a_fence_that_is_never_closed_is_code_to_the_end(self) -> None:
        assert mended("<b>x</b>\n```\n<b>y</b>") == "**x**\n```\n<b>y</b>"

    def test_thousands_of_fences_take_no_longer(self) -> None:
        assert mended("```\nx\n```\n" * 10_000)


class TestFurniture:
    @pytest.mark.parametrize(
        "line",
        [
            "*This site was last updated {{ site.time | date: '%Y' }}.*",
            "{% include footer.html %}",
            "{{ page.title }}",
        ],
    )
    def test_a_line_of_a_page_template_goes_and_is_told(self, line: str) -> None:
        assert mended(f"one\n{line}\ntwo") == "one\n\ntwo"
        assert mending(f"one\n{line}\ntwo") == [(2, "a line of a page template")]

    @pytest.mark.parametrize("line", ["{{x}} in a formula", "f{{a}{b}}", "100 % {of}"])
    def test_double_braces_of_something_else_stay(self, line: str) -> None:
        assert mended(line) == line


class TestLinks:
    def test_a_link_whose_bracket_is_missing_is_closed(self) -> None:
        text = "[it](https://x.org/a<br>\nnext"
        assert mended(text) == "[it](https://x.org/a)  \nnext"
        assert mending(text) == [(1, "a link without its closing bracket")]

    def test_an_address_given_twice_is_kept_once(self) -> None:
        text = "\n[it](https://x.org(https://x.org) there"
        assert mended(text) == "\n[it](https://x.org) there"
        assert mending(text) == [(2, "a link that gives its address twice")]

    def test_a_link_without_an_address_keeps_its_title_and_is_told(self) -> None:
        assert mended("[the paper]()") == "[the paper]()"
        assert mending("[the paper]()") == [(1, "the link 'the paper' has no address")]

    def test_a_sound_link_is_not_touched(self) -> None:
        text = "[a](https://x.org/b_(c)) ![d](e.png) [f](<g h>)"
        assert mended(text) == text


def test_a_heading_without_its_space_is_one() -> None:
    assert titles(mended("##Attention\n\ntext\n\n##Embeddings\n\ntext\n")) == [
        "Attention",
        "Embeddings",
    ]


@pytest.mark.parametrize("line", ["#hashtag", "####### seven", "C##"])
def test_what_is_no_heading_does_not_become_one(line: str) -> None:
    assert mended(line) == line


def test_front_matter_is_not_touched() -> None:
    text = "---\ntitle: <b>x</b>\n---\n"
    assert mended(text + "<b>y</b>") == text + "**y**"


def test_warnings_name_the_line_of_the_file() -> None:
    assert mending("---\ntitle: T\n---\n\n```\nx\n```\n[a]()\n") == [
        (8, "the link 'a' has no address")
    ]


def test_words_in_layout_tables_stay_apart() -> None:
    assert re.findall(r"\w+", mended("<tr><td>one</td><td>two</td></tr>")) == ["one", "two"]


PIECES = (
    "w{} ", "<b>w{}</b> ", "<td>w{}</td>", "<pad> w{} ", "[w{}]() ", "`<b> w{}` ",
    "<a href=x>w{}</a> ", "\n", "\n##w{}\n", "\n```\nw{}\n```\n", "<div\nclass=a>w{}",
    "</td>", "<", ">", "`", "](",
    "https://x.org(",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_word_is_lost_in_mending(pieces: list[str]) -> None:
    text = "".join(piece.format(n) for n, piece in enumerate(pieces))
    assert re.findall(r"w\d+", mended(text)) == re.findall(r"w\d+", text)


@given(st.text(alphabet="ab<>/!-=\"'`[]()#{}% \nhttps:.&;", max_size=120))
def test_any_text_can_be_mended(text: str) -> None:
    mended("x" + text)


WIDE = "This line of prose is as wide as the others of its file, which are some eighty characters."


def test_lines_that_stand_by_themselves_are_kept_apart() -> None:
    text = f"{WIDE}\n\nice sheet: more than 50,000 km²\nice cap: less than that\n\n{WIDE}\n"
    assert "\n- ice sheet: more than 50,000 km²\n- ice cap: less than that\n" in mended(text)
    assert mending(text) == [(3, "lines without empty lines between (one place)")]


@pytest.mark.parametrize(
    "lines",
    [
        f"{WIDE}\n{WIDE}\nand so on.",
        f"{WIDE}\nand {WIDE} {WIDE}\nand so on.",
        "a | b\n--- | ---\n1 | 2",
        "$$\nE = mc^2\n$$",
        "one  \ntwo  \nthree",
        "![one](a.png)\n![two](b.png)",
        "Title\n=====",
        "[one]: https://example.org\n[two]: https://example.org",
        "- item\n  that goes on\n  and on",
        "```\na\nb\n```",
    ],
)
def test_lines_that_belong_together_stay_as_they_are(lines: str) -> None:
    assert lines in mended(f"{WIDE}\n\n{lines}\n\n{WIDE}\n")
