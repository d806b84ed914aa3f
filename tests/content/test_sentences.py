"""Sentences as a reader would quote them, verbatim, in Latin and Chinese scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.sentences import MAX_SENTENCE, sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("What?! Really… Yes.", ["What?!", "Really…", "Yes."]),
        ("He said “stop.” She left.", ["He said “stop.”", "She left."]),
        ('It is "done." Then more.', ['It is "done."', "Then more."]),
        ("(A note.) Another.", ["(A note.)", "Another."]),
        ("**Bold.** Plain.", ["**Bold.**", "Plain."]),
        ("No end at all", ["No end at all"]),
        ("", []),
        ("   \n\n ", []),
    ],
)
def test_prose_is_cut_after_full_stops_and_the_quotes_that_close(
    text: str, expected: list[str]
) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Models, e.g. GPT, are large.",
        "Models (i.e. Transformers) are large.",
        "See Fig. 3 and Sec. 4 for more.",
        "Vaswani et al. Attention is theirs.",
        "Dr. Jones and Mr. Smith met J. Doe.",
        "Lace v. Chantler is on leases, W. v. Humboldt on schools.",
        "It costs 3.5 million, or no. 5 of max. 10.",
        "The value is 0.95 at step 1.000.",
        "It uses gpt-2 vs. bert here.",
        "Version 2.1.0 is out",
        "See example.org for more.",
        "This… is one thing.",
    ],
)
def test_a_stop_that_ends_no_sentence_cuts_nothing(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize("word", ["no", "max", "min", "sec", "art", "mar"])
def test_a_word_that_is_also_an_abbreviation_ends_a_sentence(word: str) -> None:
    assert cut(f"The answer is {word}. Then more.") == [f"The answer is {word}.", "Then more."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("他說：「注意。」然後走了。", ["他說：「注意。」", "然後走了。"]),
        ("分號也算；是的。", ["分號也算；", "是的。"]),
        ("他走了……她也走了。", ["他走了……", "她也走了。"]),
        ("模型有 3.5 億個參數。很大。", ["模型有 3.5 億個參數。", "很大。"]),
    ],
)
def test_chinese_is_cut_at_its_own_signs(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "link",
    [
        "[What is it? A guide.](https://x.org/a)",
        "[有道理！讀我。](https://x.org)",
        "![Map. Big.](m.png)",
    ],
)
def test_a_link_is_never_cut(link: str) -> None:
    assert cut(f"First. See {link} now. Last.") == ["First.", f"See {link} now.", "Last."]


@pytest.mark.parametrize("sign", ["-", "*", "+", "•", "1.", "23)", "（1）"])
def test_each_item_of_a_list_is_cut_alone_and_without_its_sign(sign: str) -> None:
    assert cut(f"{sign} first item\n{sign} second item. With more.") == [
        "first item",
        "second item.",
        "With more.",
    ]


def test_an_item_that_goes_on_in_the_next_line_is_one_sentence() -> None:
    assert cut("- an item that\n  goes on.\n- next") == ["an item that\n  goes on.", "next"]


def test_each_row_of_a_table_is_one_sentence_and_its_rule_is_none() -> None:
    table = "| model | size |\n|:---|---:|\n| GPT-2. Old | 1.5B |"
    assert cut(table) == ["| model | size |", "| GPT-2. Old | 1.5B |"]


def test_a_paragraph_ends_at_a_blank_line() -> None:
    assert cut("one\ntwo\n\nthree") == ["one\ntwo", "three"]


def test_the_signs_of_a_quotation_stand_outside() -> None:
    assert cut("> Said well. Indeed.") == ["Said well.", "Indeed."]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_code_is_no_sentence(fence: str) -> None:
    assert cut(f"Before.\n\n{fence}python\nx = 1. y = 2.\n{fence}\n\nAfter.") == [
        "Before.",
        "After.",
    ]


def test_a_run_without_any_end_is_cut_at_a_space() -> None:
    pieces = cut("word " * 2000)
    assert len(pieces) > 1
    assert all(len(piece) <= MAX_SENTENCE for piece in pieces)
    assert all(set(piece.split()) == {"word"} for piece in pieces)


def test_only_the_part_that_is_asked_for_is_cut() -> None:
    text = "One. Two. Three."
    assert [span.of(text) for span in sentences(text, 5, 9)] == ["Two."]


def test_a_long_row_of_dots_takes_no_longer_than_other_text() -> None:
    assert len(cut("." * 200_000 + "x")) > 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("J.M. Cameron started late.", 1),
        ("Paid with gold: c. 510 tonnes.", 1),
        ("It was filed, pat. 1902, and used.", 1),
        ("They sail to Y.Z. The wind is strong.", 2),
    ],
)
def test_initials_and_what_stands_before_a_year_end_no_sentence(text: str, count: int) -> None:
    assert len(cut(text)) == count


notes = st.lists(
    st.text(alphabet="abc. ,!?…。！；「」“”\"')|-*>#`~1\n\t注意", max_size=30)
    | st.sampled_from(["- item\n", "| a | b |\n", "```\n", "e.g. ", "et al. ", "1. ", "\n\n"]),
    max_size=20,
).map("".join)


@given(notes)
def test_sentences_are_slices_in_order_that_do_not_overlap(text: str) -> None:
    position = 0
    for span in sentences(text):
        assert position <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        position = span.end


@given(st.lists(st.text(alphabet="abc.!?e。注", min_size=1, max_size=12), max_size=20))
def test_no_word_of_prose_is_lost(words: list[str]) -> None:
    text = "x " + " ".join(words)
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
