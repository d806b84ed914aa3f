"""Words without markup, titles, and the links a piece of notes gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.inline import count_words, links, plain, title


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**bold** and *slanted* and ***both***", "bold and slanted and both"),
        ("__bold__ and _slanted_", "bold and slanted"),
        ("[a paper](https://example.org/p)", "a paper"),
        ("![a picture](a.png) below", "a picture below"),
        ("[![badge](b.svg)](https://example.org)", "badge"),
        ("see [a link\nover lines](https://x.org) here", "see a link\nover lines here"),
        ("a [bracket\n\nhere](x)", "a [bracket\n\nhere](x)"),
        ("a<br>b", "a b"),
        ("a <!-- hidden --> b", "a b"),
        (r"2 \* 3 and \# sign", "2 * 3 and # sign"),
        ("tabs\tand  spaces", "tabs and spaces"),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "a*b*c",
        "snake_case_name",
        "the inner product <q, k> is large",
        "x < y and z > w",
        "if a<b and c>d",
        "on average <x²> = 2Dt, so <r> grows",
        "3 < 4",
        "a [bracket] alone",
        "C# and F#",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("`__init__` runs first", "__init__ runs first"),
        ("the `<pad>` token", "the <pad> token"),
        ("`*args` and `**kwargs`", "*args and **kwargs"),
        ("`[a](b)` is a link", "[a](b) is a link"),
        ("``a ` b``", "a ` b"),
        ("**use `x*y` now**", "use x*y now"),
    ],
)
def test_nothing_in_code_is_taken_for_markup(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_an_escaped_tag_is_text() -> None:
    assert plain(r"the \<pad> token") == "the <pad> token"


def test_an_address_in_angle_brackets_is_its_own_text() -> None:
    assert plain("see <https://example.org/a>") == "see https://example.org/a"


@given(st.text(alphabet="ab 注_*`[]()<>!\\#|\n\"'\x001", max_size=80))
def test_any_text_can_be_made_plain(text: str) -> None:
    assert isinstance(plain(text), str)


@given(st.lists(st.text(alphabet="abcß注意é", min_size=1, max_size=8), max_size=12))
def test_text_without_markup_stays_as_it_is(words: list[str]) -> None:
    assert plain(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("The `<mask>` token", "The <mask> token"),
        ("Learning C#", "Learning C#"),
        ("[GPT](https://example.org) <br>", "GPT"),
        ("  Much   space ", "Much space"),
    ],
)
def test_a_title_is_the_heading_in_words(heading: str, expected: str) -> None:
    assert title(heading) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("state-of-the-art isn't two", 3),
        ("3.14 and 1,000", 4),
        ("注意力機制", 5),
        ("注意力 is attention", 5),
        ("— … !", 0),
    ],
)
def test_words_are_counted_and_each_chinese_character_is_one(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/1706.03762", "paper"),
        ("https://www.aclanthology.org/P18", "paper"),
        ("https://github.com/karpathy/nanoGPT", "code"),
        ("https://youtu.be/n9TlOhRjYoc", "video"),
        ("https://huggingface.co/gpt2", "model"),
        ("https://huggingface.co/datasets/squad", "dataset"),
        ("https://medium.com/@a/b", "blog"),
        ("https://example.org/x", "link"),
        ("notes/other.md", "link"),
    ],
)
def test_the_host_says_what_a_link_is(url: str, kind: str) -> None:
    (link,) = links(f"[it]({url})")
    assert (link.title, link.url, link.kind) == ("it", url, kind)


@pytest.mark.parametrize(
    "before", ["Course: ", "**Course:** ", "- Course: ", "**Courses:**\n- ", "Courses: [a](b), "]
)
def test_the_word_before_a_link_says_better_what_it_is(before: str) -> None:
    assert links(f"{before}[it](https://github.com/x/y)")[-1].kind == "course"


def test_a_word_that_only_ends_like_a_kind_says_nothing() -> None:
    (link,) = links("newspaper: [it](https://example.org)")
    assert link.kind == "link"


def test_a_link_may_run_over_a_line_end() -> None:
    assert [link.title for link in links("see [a link\nover lines](https://x.org)")] == [
        "a link over lines"
    ]


def test_a_picture_is_a_link_of_its_own_kind() -> None:
    assert [(link.kind, link.title) for link in links("![A map](map.png)")] == [("image", "A map")]


def test_a_bare_address_is_a_link_without_the_full_stop_after_it() -> None:
    (link,) = links("See https://example.org/a(b)/page.")
    assert (link.title, link.url) == ("page", "https://example.org/a(b)/page")


def test_each_link_is_given_once_and_in_order() -> None:
    found = links("[a](https://a.org) https://b.org/b [a](https://a.org) https://a.org")
    assert [link.url for link in found] == ["https://a.org", "https://b.org/b"]


def test_an_address_in_code_is_no_link() -> None:
    assert links("`curl https://example.org`") == []


def test_brackets_in_an_address_belong_to_it() -> None:
    (link,) = links("[it](https://en.wikipedia.org/wiki/Attention_(machine_learning))")
    assert link.url == "https://en.wikipedia.org/wiki/Attention_(machine_learning)"


@given(st.text(alphabet="ab[]()!<>`\"' \nhttps:/.#_注", max_size=100))
def test_links_can_be_looked_for_in_any_text(text: str) -> None:
    for link in links(text):
        assert link.kind
