"""Years and numbers: which are asked, with what wrong ones, and what may be written."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from llmtutor.quiz.above import about
from llmtutor.quiz.answers import compare
from llmtutor.quiz.makers import facts
from llmtutor.quiz.makers.choosing import is_fair
from llmtutor.quiz.makers.figures import wrong_years
from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.quantities import neighbours, quantities
from llmtutor.quiz.periods import period_around
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
    first, *told = quantities(TOLD.format(1725))
    assert wrong_years(first, told, "Stem ____.") is None  # all others are later
    assert not is_fair("2022", ["2004", "2010", "2018"], "Stem ____.")


@pytest.mark.parametrize(
    ("title", "open_years"),
    [
        ("Siege and fire, 1735–50", (1735, 1750)),
        ("After 1740", (1740, math.inf)),
        ("The siege of 1743", (1743, 1743)),
        ("The 1740s", (1740, 1749)),
        ("Since 1900", (1700, 1800)),
        ("", (1700, 1800)),
    ],
)
def test_titles_above_a_question_leave_only_their_years_open(
    title: str, open_years: tuple[float, float]
) -> None:
    source = Source("c/l/s", title, "", 0, 0, lecture="Arle in the 18th century")
    period = period_around(1743, source)
    assert (period.first, period.last) == (open_years[0], min(open_years[1], 1800))


def test_a_wrong_year_lies_among_those_that_a_title_leaves_open(read: Read) -> None:
    text = "In January 1743 Brent occupied the town of Arle after a long strike."
    made = [*facts.make(read(f"## Siege, 1741–49\n\n{text}"))]
    (false,) = (one.stem for one in made if one.key is False)
    assert 1741 <= int(false[11:15]) <= 1749
    assert all(one.key is not False for one in facts.make(read(f"## Siege of 1743\n\n{text}")))


def test_a_year_that_is_only_about_right_is_not_asked(read: Read) -> None:
    text = "The mayor Anna Ost was born on the estate of Arle {} 1743."
    assert [list(facts.make(read(text.format(one)))) for one in ("around", "c.")] == [[], []]
    assert list(facts.make(read(text.format("in"))))


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Revolt, 1848–49", "Revolt"), ("War, 1840-49", "War, 1840-49"), ("War of 1849", "War")],
)
def test_a_title_of_so_few_years_that_they_tell_the_answer_is_shown_without(
    read: Read, title: str, shown: str
) -> None:
    text = "The Roman Republic was declared in February 1849 by the deputies of Arle."
    (gap,) = (one for one in facts.make(read(f"## {title}\n\n{text}")) if one.key == "1849")
    assert about(gap) == shown


def test_a_year_without_a_name_and_with_nothing_above_it_is_not_asked(read: Read) -> None:
    text = "On the night of 3 August 1743 the poor of the northern plain rose."
    assert list(facts.make(read(f"# 1743\n\n{text}"))) == []


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
