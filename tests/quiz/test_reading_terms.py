"""Definitions, abbreviations, years and numbers as the notes give them."""

from __future__ import annotations

import pytest

from llmtutor.quiz.notes.abbreviations import abbreviations
from llmtutor.quiz.notes.quantities import like, neighbours, quantities
from llmtutor.quiz.notes.terms import is_term
from tests.quiz.conftest import Read


@pytest.mark.parametrize(
    ("text", "term", "verb", "meaning"),
    [
        (
            "A **vector** is a list of numbers of a fixed length, and that length is called n.",
            "vector",
            "is",
            "a list of numbers of a fixed length",
        ),
        (
            "**Groundedness**, or faithfulness, is the share of statements that are supported.",
            "groundedness",
            "is",
            "the share of statements that are supported",
        ),
        (
            "A score before the softmax is called a **logit**.",
            "logit",
            "is",
            "a score before the softmax",
        ),
        (
            "Osmosis is the diffusion of water through a membrane that holds back salts.",
            "osmosis",
            "is",
            "the diffusion of water through a membrane that holds back salts",
        ),
        (
            "## Drumlins\n\nThe smooth hill is a drumlin, a mound of till shaped by moving ice.",
            "drumlin",
            "is",
            "a mound of till shaped by moving ice",
        ),
        (
            "The *Great Eastern*, an iron ship built for the Indian mail, drew 6.4 metres.",
            "great eastern",
            "is",
            "an iron ship built for the Indian mail",
        ),
        (
            "Desert plants have a **bulliform layer**, a row of large cells that folds the leaf.",
            "bulliform layer",
            "is",
            "a row of large cells that folds the leaf",
        ),
        (
            "A *parameter* is a fixed number of the population, a statistic is worked out anew.",
            "parameter",
            "is",
            "a fixed number of the population",
        ),
        (
            "An *offer* is a statement of terms by which a person is willing to be bound.",
            "offer",
            "is",
            "a statement of terms by which a person is willing to be bound",
        ),
    ],
)
def test_definitions_in_sentences(
    read: Read, text: str, term: str, verb: str, meaning: str
) -> None:
    found = read(text).definitions
    assert [(one.term.lower(), one.verb, one.meaning) for one in found] == [(term, verb, meaning)]


def test_each_clause_defines_its_own_term(read: Read) -> None:
    notes = read(
        "A **query** is the vector with which a token asks, a **key** is the vector by which a"
        " token is found, and a **value** is the vector that a token hands over."
    )
    assert [(one.term, one.meaning) for one in notes.definitions] == [
        ("query", "the vector with which a token asks"),
        ("key", "the vector by which a token is found"),
        ("value", "the vector that a token hands over"),
    ]


def test_lists_of_terms(read: Read) -> None:
    notes = read(
        "- Nucleus – the organelle that stores DNA\n- Vacuole: a sac that stores water\n"
        "- Positioning = the place a product holds in mind\n"
    )
    assert [one.term for one in notes.definitions] == ["nucleus", "vacuole", "positioning"]


def test_a_list_of_facts_is_no_list_of_terms(read: Read) -> None:
    notes = read("- Created by: Google\n- Repository: https://x.org\n- Year: 2019")
    assert notes.definitions == []


@pytest.mark.parametrize(
    "text",
    [
        "The goal is a model that answers well in every case.",
        "*Listeria* is the big worry in soft ripened cheese.",
        "*Continuum*: outer push – inner guilt – own values – joy in the thing",
        "The Bay of Kiel is the westernmost part of the Baltic Sea.",
        "Prompting is an essential aspect of working with large models like GPT.",
        "A third reason is the composition of several steps in a row.",
        "It is a list of numbers of a fixed length.",
        "In **habituation**, a response to some harmless stimulus grows weak with time.",
        "## Ice\n\nThe smooth hill is a drumlin, a mound of till shaped by moving ice.",
        "Matching pennies is a zero-sum game, in which one player gains what the other loses.",
        "**Tracheids** are narrow, with tapering ends and with pits in their walls.",
        "要点是质子先以浓度梯度的形式跨过内膜储存。",
        "畫商杜朗則是畫家們在倫敦認識的收購者。",
    ],
)
def test_what_defines_nothing(read: Read, text: str) -> None:
    assert read(text).definitions == []


def test_chinese_definitions(read: Read) -> None:
    notes = read(
        "**軍機處**是雍正皇帝設立的中央決策機構。領事裁判權是指外國人由本國領事審判的權利。"
    )
    assert [(one.term, one.meaning) for one in notes.definitions] == [
        ("軍機處", "雍正皇帝設立的中央決策機構"),
        ("領事裁判權", "外國人由本國領事審判的權利"),
    ]


def test_one_thing_under_all_its_names(read: Read) -> None:
    notes = read(
        "**Byte pair encoding** (BPE) is a method that merges frequent pairs of letters.\n\n"
        "**BPE** is a way to build a vocabulary out of a corpus of text."
    )
    assert len(notes.concepts) == 1
    assert set(notes.names("BPE")) == {"byte pair encoding"}


def test_names_keep_their_capitals(read: Read) -> None:
    notes = read(
        "**Chroma** is a vector database for small programs. We use Chroma daily.\n\n"
        "**Stemming** is cutting word endings so that forms match. Without stemming, none match."
    )
    assert [one.term for one in notes.definitions] == ["Chroma", "stemming"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a recurrent neural network (RNN) reads", ("RNN", "recurrent neural network")),
        ("Large Language Models (LLMs) are", ("LLM", "Large Language Model")),
        ("such as Proximal Policy Optimization (PPO)", ("PPO", "Proximal Policy Optimization")),
        ("CAC (customer acquisition cost)", ("CAC", "customer acquisition cost")),
        ("ATP（adenosine triphosphate）", ("ATP", "adenosine triphosphate")),
    ],
)
def test_abbreviations(text: str, pair: tuple[str, str]) -> None:
    assert list(abbreviations(text)) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "the Senate (see below)",
        "in Rome (Italy)",
        "a map (p. 3)",
        "ACID (the acronym is from Rask and Orlen)",
    ],
)
def test_brackets_that_explain_no_abbreviation(text: str) -> None:
    assert list(abbreviations(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hooke described cells in 1665.", [("1665", "year")]),
        ("Hannibal crossed the Alps in 218 BC.", [("218 BC", "year")]),
        ("GPT-3 has 175 billion parameters.", [("175 billion", "parameters")]),
        ("A body cell has 46 chromosomes.", [("46", "chromosomes")]),
        ("About 31 % of the table is read.", [("31", "%")]),
        ("Llama 2 was released by Meta.", []),
        ("Step 4 must follow.", []),
    ],
)
def test_quantities(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.text, one.unit) for one in quantities(text)] == found


def test_chinese_quantities() -> None:
    found = list(quantities("1842年，清廷開放5個通商口岸。", cjk=True))
    assert [(one.text, one.unit) for one in found] == [("1842", "year"), ("5", "個")]


def test_other_values_are_written_as_the_first_one() -> None:
    (quantity,) = quantities("GPT-2 has 50,257 tokens in all.")
    assert like(quantity, 12_000) == "12,000"
    (year,) = quantities("It fell in 146 BC.")
    assert like(year, -202) == "202 BC"


def test_neighbours_are_no_whole_multiples_of_the_value() -> None:
    for text in ("It is about 14.5 km long.", "It has about 28 million people."):
        (quantity,) = quantities(text)
        assert not any(other % quantity.value == 0 for other in neighbours(quantity))


def test_neighbours_are_never_the_value_itself() -> None:
    for text in ("It has 46 chromosomes.", "in 1855", "about 50 % of it", "3.5 days"):
        for quantity in quantities(text):
            assert quantity.value not in neighbours(quantity)


@pytest.mark.parametrize(
    ("term", "is_one"),
    [
        ("self-attention", True),
        ("kernel of a linear map", True),
        ("the goal", False),
        ("scheme", False),
        ("1–2–2", False),
        ("this method", False),
        ("自強運動", True),
        ("第三道", False),
    ],
)
def test_terms(term: str, is_one: bool) -> None:
    assert is_term(term) is is_one


def test_a_plural_explained_beside_itself_is_said_in_the_plural(read: Read) -> None:
    (found,) = read(
        "The council was held by **elders**, a closed group of old families."
    ).definitions
    assert found.verb == "are"


def test_which_of_several_it_is_is_no_chinese_term(read: Read) -> None:
    assert not read("第三級是柏山東部的平原與丘陵。\n\n第三級的平原很大。").definitions


def test_what_follows_the_words_of_an_abbreviation_is_no_part_of_it() -> None:
    found = dict(abbreviations("CFG (control flow graph this time, same letters)"))
    assert found == {"CFG": "control flow graph"}
