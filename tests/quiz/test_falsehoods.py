"""Statements made false in one place, each contradicted by its own sentence."""

from __future__ import annotations

import pytest

from llmtutor.quiz.makers import agents, facts
from llmtutor.quiz.makers.claims import has_no_subject
from llmtutor.quiz.makers.contrasts import exchanged
from llmtutor.quiz.makers.denials import sides
from llmtutor.quiz.makers.misfigured import misfigured
from llmtutor.quiz.makers.statements import is_anecdote
from llmtutor.quiz.makers.turning import turned
from llmtutor.quiz.notes.quantities import Quantity, years
from tests.quiz.conftest import Read


@pytest.mark.parametrize(
    ("text", "false"),
    [
        (
            "Constriction of the afferent arteriole lowers GFR in the nephron.",
            "Constriction of the afferent arteriole raises GFR in the nephron.",
        ),
        (
            "Sugar moves as sucrose in phloem from source to sink.",
            "Sugar moves as sucrose in phloem from sink to source.",
        ),
        (
            "Dendrites are short processes that receive signals from cells.",
            "Dendrites are long processes that receive signals from cells.",
        ),
        (
            "The valve lies in the left half of the heart.",
            "The valve lies in the right half of the heart.",
        ),
    ],
)
def test_one_place_of_what_is_said_is_turned(text: str, false: str) -> None:
    assert turned(text) == false


@pytest.mark.parametrize(
    "text",
    [
        # what it is said of stays: the sentence says nothing of innate or of cold
        "Warm water from the south flows past the coast of Norway.",
        # the rest of the sentence would show that something is wrong
        "Rubisco is slow, with about 3 molecules a second.",
        "Insulin lowers blood glucose by promoting its uptake into muscle.",
        "Luther reduced the number of the sacraments to two in his book.",
        "Polyphony grew up in the organum of Paris and Chartres.",
        "Output rose in Britain from 5 million tons to 50 million tons.",
        # the other side is as true, or stands in the sentence already
        "Blood flows through the vessels from the heart to the lungs.",
        "Higher demand at that price shows in lower stocks of wheat.",
        # words of another meaning, a verb that only looks like a comparison
        "In the last step NAD is reduced to NADH by the enzyme.",
        "The text of the law falls into main groups of rules.",
        "The term RAM is short for random access memory in computers.",
        "Central banks of the euro area lower interest rates in a recession.",
        "Fuel is injected into air that is pressed until it is hot enough for fire.",
        "An exothermic reaction of this kind releases heat to the surroundings.",
        "Because the gradient is greatest in winter, the winds are stronger then.",
        "Deflation is dangerous since it raises the burden of debts.",
        "The rules extend from the senate of Rome to the people.",
    ],
)
def test_what_would_not_be_plainly_false_is_not_turned(text: str) -> None:
    assert not turned(text)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "Tectonic plates are pieces of lithosphere, not pieces of crust.",
            (
                "Tectonic plates are pieces of lithosphere.",
                "Tectonic plates are pieces of crust.",
            ),
        ),
        (
            "The oxygen released comes from water, not from CO2.",
            ("The oxygen released comes from water.", "The oxygen released comes from CO2."),
        ),
        (
            "Abraham Darby smelted iron with coke instead of charcoal in Shropshire.",
            (
                "Abraham Darby smelted iron with coke in Shropshire.",
                "Abraham Darby smelted iron with charcoal in Shropshire.",
            ),
        ),
    ],
)
def test_what_a_sentence_denies_is_its_false_side(text: str, both: tuple[str, str]) -> None:
    assert sides(text) == both


@pytest.mark.parametrize(
    "text",
    [
        "Discrimination is learning to respond to the CS but not to similar stimuli.",
        "Size is a matter of taste, not useful.",
        "The machine stopped rather than slowly failing.",
        "The rewards go back to judgements by a model instead of people.",
    ],
)
def test_a_denial_of_another_shape_has_no_false_side(text: str) -> None:
    assert sides(text) is None


@pytest.mark.parametrize(
    ("text", "false"),
    [
        (
            "Anions move towards the anode, cations towards the cathode.",
            "Anions move towards the cathode, cations towards the anode.",
        ),
        (
            "A cation has lost electrons, an anion has gained electrons from it.",
            "An anion has lost electrons, a cation has gained electrons from it.",
        ),
        # each is denser than its own rival: exchanged, both may be so
        ("Cold water is denser than warm water, and salty water is denser than fresh water.", ""),
        ("Neurons release transmitters by exocytosis, triggered by calcium entry.", ""),
        # a subject with a clause of its own, a list of three, more than two sides
        ("Deep learning is learning with layers, programs whose behaviour is set by numbers.", ""),
        ("A noun loses its verb, a table loses its row, and a rule loses its case.", ""),
        ("Because the range of pressures is huge, level is expressed in decibels.", ""),
        ("Products grow from test questions, orders more than from any framework.", ""),
    ],
)
def test_the_sides_of_one_sentence_are_exchanged(text: str, false: str) -> None:
    assert exchanged(text) == false


def test_what_was_found_once_is_said_of_another_person(read: Read) -> None:
    notes = read(
        "# Planets\n\nWilliam Herschel discovered Uranus in 1781. "
        "Johann Galle discovered Neptune in 1846. Clyde Tombaugh discovered Pluto in 1930.\n"
    )
    false = [one.stem for one in agents.make(notes) if one.key is False]
    assert "Johann Galle discovered Uranus in 1781." in false
    assert "Clyde Tombaugh discovered Uranus in 1781." not in false


def test_a_year_is_left_where_a_figure_may_be_as_true_of_another(read: Read) -> None:
    notes = read("# Britain\n\nEngland and Wales had around 6 million inhabitants in 1750.\n")
    false = [one.stem for one in facts.make(notes) if one.key is False]
    assert false
    assert all("1750" in one for one in false)


@pytest.mark.parametrize(
    "text",
    [
        "The theory of rebound was put forward in Arle after the earthquake of 1906.",
        "When Menet of Arle came to the throne in 1595 he had nineteen brothers killed.",
        "Edward Ost of Arle used cowpox against smallpox in 1796.",
    ],
)
def test_a_year_is_left_that_is_not_of_what_the_statement_says(read: Read, text: str) -> None:
    assert not [one for one in facts.make(read(f"# Arle\n\n{text}\n")) if one.key is False]


def test_an_amount_told_in_another_measure_as_well_is_left(read: Read) -> None:
    notes = read("# Sea\n\nThe ocean covers about 71% of the Earth, an area of 361 million km².\n")
    assert not [one for one in facts.make(notes) if one.key is False and "71%" not in one.stem]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A randomised controlled trial allocates people by chance.", False),
        ("Tetrodotoxin from pufferfish blocks voltage-gated channels of nerves.", False),
        ("The general became king and dismantled the monuments.", True),
    ],
)
def test_a_participle_before_a_noun_tells_no_story(text: str, told: bool) -> None:
    assert is_anecdote(text) is told


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Avoids primary but has secondary clustering.", True),
        ("Ignores capital gain or loss.", True),
        ("Rules are kept by the guild of masons.", False),
        ("Hormones act on cells that are far away.", False),
    ],
)
def test_a_line_without_its_subject_is_seen(text: str, none: bool) -> None:
    assert has_no_subject(text) is none


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("A typical mesophyll cell has roughly 30–40 chloroplasts.", True),
        ("Minimum urine pH is about 4.5 in healthy people.", True),
        # a day and a year are no figure, a bound holds of others too, two figures tell each other
        ("The National Convention abolished the monarchy on 21 September.", False),
        ("Peter Mitchell got the Nobel Prize in 1978 for chemiosmosis.", False),
        ("Large myelinated fibres reach up to about 120 m/s.", False),
        ("Adaptive immunity takes about 4–7 days or more on first exposure.", False),
        ("Humans have 12 pairs of cranial nerves and 31 pairs of spinal nerves.", False),
        ("Crassus of Rome died at Carrhae in 53.", False),
        ("HTTP 3 runs on QUIC over UDP.", False),
        ("The deflator is nominal output divided by real output, times 100.", False),
    ],
)
def test_the_only_figure_of_a_statement_is_changed(read: Read, text: str, changed: bool) -> None:
    (statement,) = read(f"# Notes\n\n{text}\n").statements
    false = misfigured(statement)
    assert bool(false) is changed
    assert false != text


def test_a_chinese_year_may_stand_apart_from_its_sign() -> None:
    assert [one.text for one in years("柏山書院由韋林在 1642 年創立。", cjk=True)] == ["1642"]


@pytest.mark.parametrize(
    ("text", "false"),
    [
        ("三峽大壩在一九九四年正式動工。", "三峽大壩在一九六四年正式動工。"),
        ("長江全長約六千三百公里。", "長江全長約三千三百公里。"),
        ("青石河有三百公里，柏山有六千公尺。", ""),
        ("柏山超過 2,500 公尺。", ""),
        ("一八六三年的沙龍退件特別多。", ""),
        ("1904年(甲辰)舉行最後一科會試。", ""),
    ],
)
def test_the_only_numeral_of_a_chinese_statement_is_changed(
    read: Read, text: str, false: str
) -> None:
    (statement,) = read(f"# 筆記\n\n{text}\n").statements
    assert misfigured(statement) == false


def test_a_wrong_year_lies_among_those_of_the_lecture(read: Read) -> None:
    notes = read("# 筆記\n\n1642 年荷蘭人北上趕走西班牙人。\n\n1650 年柏山建城。")
    told = [Quantity(str(year), 0, 4, year, "year") for year in (1642, 1655)]
    false = misfigured(notes.statements[0], told)
    assert false in {f"{year} 年荷蘭人北上趕走西班牙人。" for year in (1649, 1653, 1655)}


@pytest.mark.parametrize(
    ("text", "number", "others"),
    [
        ("An address has 32 bits in all.", "32", {"16", "64"}),
        ("The weights are stored in 4 bits by the library.", "4", {"2", "8"}),
        ("A change of one unit stands for a factor of 10 in strength.", "10", set()),
        ("The rise of the ridge opens by as much as 15 km.", "15", set()),
    ],
)
def test_a_figure_that_all_know_is_left_or_mistaken_for_its_like(
    read: Read, text: str, number: str, others: set[str]
) -> None:
    (statement,) = read(f"# Notes\n\n{text}\n").statements
    fit = {text.replace(number, other) for other in others}
    assert misfigured(statement) in (fit or {""})
