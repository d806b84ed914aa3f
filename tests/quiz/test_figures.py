"""Years and numbers: which are asked, with what wrong ones, and what may be written."""

from __future__ import annotations

from collections import Counter

import pytest

from llmtutor.quiz.answers import compare
from llmtutor.quiz.makers import facts
from llmtutor.quiz.makers.figures import spanned, wrong_years
from llmtutor.quiz.notes.quantities import neighbours, quantities
from tests.quiz.conftest import Read

TOLD = "It fell in {}. It was taken in 1731. It burned in 1737. It rose in 1749. It sank in 1757."


def ranks(year: int) -> Counter[int]:
    """How often the key is the first, the second …, over many stems."""
    right, *told = quantities(TOLD.format(year))
    found: Counter[int] = Counter()
    for number in range(40):
        others = wrong_years(right, told, f"Stem {number} ____.")
        assert others
        found[sum(int(one) < year for one in others)] += 1
    return found


def test_wrong_years_are_those_of_the_lecture_on_both_sides_of_the_key() -> None:
    found = ranks(1743)
    assert set(found) == {1, 2}
    assert max(found.values()) <= 30
    assert set(ranks(1725)) == {0}


def test_a_heading_with_a_span_of_years_leaves_only_those_open() -> None:
    told = list(quantities(TOLD.format(1743)))
    left = {one.value for one in spanned(told, "Siege and fire, 1735–50")}
    assert left == {1737, 1743, 1749}
    assert spanned(told, "Siege and fire") == told


def test_a_year_is_asked_with_a_gap_where_the_lecture_holds_too_few(read: Read) -> None:
    text = "The town of Arle was taken in 1743 by the king of Brent."
    assert [one.kind for one in facts.make(read(text))] == ["cloze", "truefalse"]
    more = "\n\n" + TOLD.format(1720)
    assert "choice" in {one.kind for one in facts.make(read(text + more))}


@pytest.mark.parametrize("text", ["It has 48 windows.", "about 35 % of it", "It has 3 towers."])
def test_wrong_numbers_stay_within_a_sane_range(text: str) -> None:
    (quantity,) = quantities(text)
    made = neighbours(quantity)
    assert len(made) >= 3
    assert all(quantity.value / 2.5 <= one <= quantity.value * 2.5 for one in made)
    assert all(one == int(one) for one in made)


def test_a_number_is_written_and_one_near_it_is_as_right_if_it_is_about_right(read: Read) -> None:
    text = "The crust of the planet Arle is about 70 km thick under its seas."
    gap, false = facts.make(read(text))
    assert (gap.kind, gap.key) == ("cloze", "70")
    assert compare("66", str(gap.key), gap.accept).right
    assert not compare("60", str(gap.key), gap.accept).right
    assert (false.kind, false.key) == ("truefalse", False)


def test_what_only_the_heading_names_is_not_asked_about(read: Read) -> None:
    text = "The protocol was designed by the engineer David Ost in 1980."
    assert list(facts.make(read(f"## Datagram protocol\n\n{text}"))) == []


def test_a_share_may_open_its_sentence(read: Read) -> None:
    (gap, *_) = facts.make(read("About 85 percent of the looms of Arle are short looms of oak."))
    assert (gap.key, list(gap.accept)) == ("85", ["about 85"])


def test_a_number_in_words_may_be_written_as_a_figure(read: Read) -> None:
    (gap, *_) = facts.make(read("The left chamber of Arle takes in water from seven stone pipes."))
    assert gap.key == "seven"
    assert compare("7", str(gap.key), gap.accept).right


@pytest.mark.parametrize(
    "text",
    [
        "Most adults of the island get only about 15 g each day.",
        "The shares of Arle were offered in June, sold in November, about 5 months too late.",
        "Morton of Arle claimed to have invented the game in 1902.",
        "The Treaty of 1791 was accepted in the autumn by the council.",
        "Lind tested fruit on the sailors of the ship Salisbury (12 men, 6 treatments).",
        "The ship Arle came out in 1918, full crossing takes nine days.",
        "The works of Arle have 671 looms and use 37 looms a night, 5.5 % in all.",
        "The stones of Arle would fill 350 carts.",
        "The kingdom of Arle had about 6,000 miles (roughly 9,700 km) of canal.",
        "The moon of Arle turns so slowly that one day takes 243 hours, longer than its month.",
        "The lake of Arle is about 700 km long, some 10 times that of Brent.",
        "The king of Arle built four great cities in the north: Ost, Brent, Ulm and Tarn.",
        "As of 2017, the league of Arle consisted of the towns on the coast.",
        "The looms of Arle are really 2 looms in one: a wide loom and a narrow loom.",
        "The air of the planet Arle consists of 78 % nitrogen and 21 % oxygen.",
        "The council of Arle published three versions (small, middle, large) for its clerks.",
        "Piety in the towns of Arle around 1500 was intense: people paid for masses.",
        "The council of Arle was a court of law around the year of 1750.",
        "Culture: the scholars of Arle compared 32 studies of eight countries.",
        "Jenny Ost followed the memories of 11 September 2001 and found them weak.",
        "The acid of Arle has an effective strength of 6.1 at 37 °C.",
    ],
)
def test_no_figure_is_asked_that_hangs_on_something_else(read: Read, text: str) -> None:
    assert list(facts.make(read(text))) == []


def test_a_date_that_is_about_right_is_written_and_a_few_years_off_is_as_right(read: Read) -> None:
    text = "The carved style of Arle began in the towns of the coast around 1720."
    gap = next(facts.make(read(text + "\n\n" + TOLD.format(1725))))
    assert gap.kind == "cloze"
    assert compare("1725", str(gap.key), gap.accept).right
    assert not compare("1735", str(gap.key), gap.accept).right


def test_an_old_date_that_is_only_about_right_is_not_asked(read: Read) -> None:
    assert list(facts.make(read("King Menet of Arle reunited the land around 2055 BC."))) == []
    assert list(facts.make(read("King Menet of Arle reunited the land in 455 BC.")))
