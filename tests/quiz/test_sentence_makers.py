"""Makers that ask about whole sentences, and captions, which are read as such."""

from __future__ import annotations

import pytest

from llmtutor.quiz.makers import coinages, statements
from llmtutor.quiz.notes.captions import said_in
from tests.quiz.conftest import Read

TIDES = (
    "A **spring tide** lifts the sea to a higher mark than a **neap tide** on the coast of Wales."
    "\n\nTides may well be high in Wales."
)


def test_a_definite_statement_is_asked_as_it_stands_and_turned(read: Read) -> None:
    made = [one for one in statements.make(read(TIDES)) if "neap tide" in one.stem]
    keys = {one.key for one in made}
    assert keys == {True, False}
    (false,) = (one for one in made if one.key is False)
    assert "lower" in false.stem
    assert "higher" in false.explanation


def test_a_statement_that_hedges_is_left_alone(read: Read) -> None:
    assert not [one for one in statements.make(read(TIDES)) if " may " in one.stem]


@pytest.mark.parametrize(
    ("lead", "mark", "asked"),
    [
        ("How the bean grows:", "1.", False),
        ("When the bean has been watered:", "-", False),
        ("This is the growth of beans.", "-", True),
    ],
)
def test_a_line_that_only_its_list_makes_true_is_no_statement(
    read: Read, lead: str, mark: str, asked: bool
) -> None:
    lines = (
        f"{mark} Warm rain softens the outer coat of the Arle bean.\n"
        f"{mark} The root of the Arle bean breaks through the coat of the seed.\n"
        f"{mark} Warm light turns the first leaves of the Arle bean green.\n"
    )
    made = list(statements.make(read(f"## Growth\n\n{lead}\n\n{lines}")))
    assert bool(made) is asked


@pytest.mark.parametrize(
    "text",
    [
        "After 18 seconds the recall of the Arle group had fallen to roughly 10 per cent.",
        "In theory the surface layer of the Arle sea moves at 45° to the wind.",
        "When the flow of the Arle is low, it tells the gates of the Arle dam to close.",
        "Trained for four days on the Arle river, boats beat the Arle ferry.",
        "Height of the Arle dam is at most about 44 metres above the river Arle.",
    ],
)
def test_what_leans_on_a_story_or_a_thing_not_named_is_no_statement(read: Read, text: str) -> None:
    assert not list(statements.make(read(f"# The Arle\n\n{text}\n")))


def test_a_chinese_sentence_of_many_parts_is_heard_by_its_first(read: Read) -> None:
    notes = read(
        "柏山河很長。柏山河很寬。\n\n"
        "柏山河全長約六千三百公里，是青石國第一長河，長度居世界第三，僅次於鏡湖河。"
    )
    stems = {one.stem for one in statements.make(notes)}
    assert stems == {"柏山河全長約六千三百公里。", "柏山河全長約三千三百公里。"}


def test_a_date_beside_a_name_tells_nothing_of_it(read: Read) -> None:
    notes = read("## 青石國\n\n1934 年青石民眾黨，是青石國第一個合法的政黨。青石國有政黨。")
    assert not list(statements.make(notes))


def test_a_title_in_quotation_marks_has_no_verb_for_its_author(read: Read) -> None:
    notes = read('# Soil\n\nHans Jenny 1941 "Factors that form the soil of the Earth".\n')
    assert not list(statements.make(notes))


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        (
            "Every lord had to leave hostages in the capital under the rule of **sankin-kotai**.",
            "Every lord had to leave hostages in the capital under the rule of ____.",
        ),
        (
            "Economists call a cost that cannot be recovered a **sunk cost**; firms ignore it.",
            "Economists call a cost that cannot be recovered a(n) ____.",
        ),
    ],
)
def test_a_term_that_a_sentence_brings_in_is_left_out_of_it(
    read: Read, text: str, stem: str
) -> None:
    assert [one.stem for one in coinages.make(read(text))] == [stem]


@pytest.mark.parametrize(
    "text",
    [
        "Goods such as **butter** and **margarine** replace each other in a poor kitchen.",
        "Lords, like **samurai** and monks, paid their taxes in rice from the harvest.",
        "This is often called **sankin-kotai** by people who study old Japan closely.",
        "In **Harvests** Ada Sand asked the farmers of an island to recall a song of the sea.",
        "The painter Lin learned the craft of **lacquer** (urushi) from monks of the north coast.",
        "Rice was **very** dear in every harbour town along the coast that winter.",
        "In a loss of the inner ear of Arle the tuning fork goes to the **good** ear.",
        "價格本身有變化的時候，市場上引起的是**沿著曲線的移動**，叫需求量的變動。",
    ],
)
def test_a_stress_or_one_of_a_row_is_no_gap(read: Read, text: str) -> None:
    assert list(coinages.make(read(text))) == []


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("Figure 3: Leptin falls when the fat stores shrink", True),
        ("圖2：鐵在潮濕的空氣中生鏽", True),
        ("Fig. 4 – A map of the old harbour", False),
        ("logo", False),
    ],
)
def test_a_caption_counts_where_it_says_something(caption: str, said: bool) -> None:
    assert bool(said_in(caption)) is said


def test_captions_are_statements_word_for_word(read: Read) -> None:
    notes = read(
        "![Figure 1: Leptin falls when the fat stores shrink](leptin.png)\n\n"
        "*Figure 2. Ghrelin peaks shortly before meals and drops afterwards.*"
    )
    assert [one.text for one in notes.statements] == [
        "Leptin falls when the fat stores shrink.",
        "Ghrelin peaks shortly before meals and drops afterwards.",
    ]
    text = notes.sections[0].section.text
    assert all(text[one.start : one.end] == one.verbatim for one in notes.statements)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Marl binds clay and feeds clover on wet slopes.", False),
        ("Marl binds clay and feeds clover on wet slopes. Farmers dug marl in winter.", True),
        ("## Marl\n\nMarl binds clay and feeds clover on wet slopes.", True),
    ],
)
def test_a_filler_is_on_a_thing_that_comes_back(read: Read, text: str, asked: bool) -> None:
    made = [one for one in statements.make(read(text)) if one.stem.startswith("Marl binds")]
    assert bool(made) is asked


OPENS = "The Casparian strip of a root holds water back between the cells of its inner layer."


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (OPENS, True),
        ("It was raining. Roots grow.", False),
        ("It was raining. Roots do not hold water back in that layer instead of the strip.", False),
    ],
)
def test_of_a_section_what_says_most_by_itself_is_heard(read: Read, text: str, asked: bool) -> None:
    made = list(statements.make(read(f"# Botany\n\n## The Casparian strip\n\n{text}\n")))
    assert any(one.maker == statements.PLAIN for one in made) is asked
