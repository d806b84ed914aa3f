"""Wrong years and numbers: plausible, on both sides of the key, of its grain."""

from __future__ import annotations

from collections import Counter

import pytest

from llmtutor.quiz.makers import facts
from llmtutor.quiz.makers.figures import wrong_figures
from llmtutor.quiz.notes.quantities import neighbours, quantities
from tests.quiz.conftest import Read


def ranks(text: str) -> Counter[int]:
    """How often the key is the smallest, the second …, over many stems."""
    (quantity,) = quantities(text)
    found: Counter[int] = Counter()
    for number in range(40):
        others = wrong_figures(quantity, (), f"Stem {number} ____.")
        assert others
        value = float(quantity.text.split()[0].replace(",", ""))
        values = [float(one.split()[0].replace(",", "")) for one in others]
        found[sum(one < value for one in values)] += 1
    return found


@pytest.mark.parametrize("text", ["It fell in 1743.", "It has 48 windows.", "It is 230 km long."])
def test_the_key_is_as_often_first_as_last(text: str) -> None:
    found = ranks(text)
    assert set(found) == {0, 1, 2, 3}
    assert max(found.values()) <= 20


@pytest.mark.parametrize("text", ["It has 48 windows.", "about 35 % of it", "It has 3 towers."])
def test_wrong_numbers_stay_within_a_sane_range(text: str) -> None:
    (quantity,) = quantities(text)
    made = neighbours(quantity)
    assert len(made) >= 3
    assert all(quantity.value / 2.5 <= one <= quantity.value * 2.5 for one in made)
    assert all(one == int(one) for one in made)


def test_about_seven_is_not_told_from_about_six(read: Read) -> None:
    made = facts.make(read("The crust of the planet Arle is about 7 km thick under its seas."))
    options = {option for one in made for option in one.options or ()}
    assert "7" in options
    assert not {"6", "8"} & options


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
        "The air of the planet Arle consists of 78 % nitrogen and 21 % oxygen.",
        "The sun of Arle holds about 99.86 % of the mass of its planets.",
        "The acid of Arle has an effective strength of 6.1 at 37 °C.",
    ],
)
def test_no_figure_is_asked_that_hangs_on_something_else(read: Read, text: str) -> None:
    assert list(facts.make(read(text))) == []


def test_a_round_date_that_is_about_right_stands_among_round_ones(read: Read) -> None:
    for year, grain in ((1600, 50), (1720, 10), (1835, 5)):
        text = f"The carved style of Arle began in the towns of the coast around {year}."
        (made,) = (one for one in facts.make(read(text)) if one.kind == "choice")
        assert all(int(option) % grain == 0 for option in made.options or ())


def test_an_old_date_that_is_only_about_right_is_not_asked(read: Read) -> None:
    assert list(facts.make(read("King Menet of Arle reunited the land around 2055 BC."))) == []
    assert list(facts.make(read("King Menet of Arle reunited the land in 455 BC.")))
