"""Sentences that say several things, taken apart; list lines without a full stop; topics."""

from __future__ import annotations

import pytest

from llmtutor.quiz.makers import agents, facts, statements
from llmtutor.quiz.notes.lines import claims, is_finished
from tests.quiz.conftest import Read


def texts(read: Read, markdown: str) -> list[str]:
    return [one.text for one in read(markdown).clauses]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "Anna Berg was born near Lund in 1871 and trained with Olof Rask.",
            ["Anna Berg was born near Lund in 1871."],
        ),
        (
            "The guild of Arle was closed in 1874, which angered its members.",
            ["The guild of Arle was closed in 1874."],
        ),
        (
            "Beeches grow well on chalk; alders grow on wet soil.",
            ["Beeches grow well on chalk.", "Alders grow on wet soil."],
        ),
        (
            "Anna Berg left Lund in 1890, and Olof Rask closed his school in 1893.",
            ["Anna Berg left Lund in 1890.", "Olof Rask closed his school in 1893."],
        ),
        ("Anna Berg left Lund in 1890, and she never came back.", ["Anna Berg left Lund in 1890."]),
        (
            "Trees are divided into firs, which bear cones, and limes, which bear fruit.",
            ["Trees are divided into firs, which bear cones, and limes."],
        ),
        (
            "Soils are divided into two orders, which have many families.",
            ["Soils are divided into two orders."],
        ),
    ],
)
def test_each_clause_that_stands_by_itself_is_one(
    read: Read, sentence: str, clauses: list[str]
) -> None:
    assert texts(read, sentence) == clauses


@pytest.mark.parametrize(
    "sentence",
    [
        "Moss absorbs and stores water from the air.",
        "Pardon covers cases where somebody means harm but has a good excuse.",
        "Moss covers stones, bark, and the roots of trees.",
        "If the soil is wet, beeches die and alders grow on chalk.",
        "Anna Berg taught that whales are fish, which is wrong.",
        "A king who burns his ships has no way back, but the enemy fears him.",
    ],
)
def test_what_says_one_thing_is_left_whole(read: Read, sentence: str) -> None:
    assert sentence in [*texts(read, sentence), sentence]
    assert all(one == sentence for one in texts(read, sentence))


def test_a_clause_has_its_own_verbatim_piece(read: Read) -> None:
    notes = read("**Beeches** grow on chalk in England; **alders** grow on wet soil in Wales.")
    sources = [one.source for one in notes.clauses]
    text = notes.sections[0].section.text
    assert [text[one.start : one.end] for one in sources] == [one.text for one in sources]
    assert "alders" not in sources[0].text


def test_a_condition_reaches_over_all_that_follows(read: Read) -> None:
    made = texts(read, "When frost comes, the larch drops needles, and the yew keeps them.")
    assert "The yew keeps them." not in made


def test_a_line_of_a_list_needs_no_full_stop(read: Read) -> None:
    made = texts(
        read, "- beeches have long shallow roots\n- proteins made in the liver\n- Uses of Oak\n"
    )
    assert made == ["Beeches have long shallow roots."]


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("Osric was killed by guards in 1622.", True),
        ("Osric killed by guards in 1622.", False),
        ("Header fixed at 40 bytes.", False),
        ("Voiceless obstruents less marked than voiced.", False),
        ("Two armies to join the war in spring.", False),
        ("Rask and Berg, divers learned 36 words.", False),
        ("The league opened with a feast in 1839.", False),
        ("Leak check with stop–find.", False),
        ("Frost signed-rank instead of the paired moss.", False),
        ("Set union instead of linked lists.", False),
        ("Frost test with expected counts.", False),
        ("An increase in rents or tolls uses up cash.", True),
        ("The feast began in March 1793.", True),
        ("Lead (soft, grey) and tin (soft, white) are melted together.", True),
    ],
)
def test_a_line_with_no_sure_verb_is_no_sentence(text: str, finished: bool) -> None:
    assert is_finished(text, terse=True) is finished


LONG = (
    "The weavers of Arle struck in 1811. The weavers lived in huts. The weavers ate rye. "
    "In 1820 the weavers won a school. The war went badly. Blood reaches the liver through the"
    " portal vein. The surface expression is a trench in the sea."
)


def test_topics_and_named_things_need_no_sentence_before_them(read: Read) -> None:
    made = texts(read, LONG)
    assert "In 1820 the weavers won a school." in made
    assert "Blood reaches the liver through the portal vein." in made
    assert not [one for one in made if "expression" in one]
    assert not [one for one in made if "The war" in one]


def test_two_deeds_are_asked_one_by_one(read: Read) -> None:
    notes = read(
        "Anna Berg founded the school of Lund in 1890 and sold it in 1901. Olof Rask wrote the"
        " first Sami grammar in 1832. Nils Holm drew the map of Skane in 1860. Karin Falk built"
        " the lighthouse of Ystad in 1844."
    )
    stems = [one.stem for one in (*agents.make(notes), *facts.make(notes), *statements.make(notes))]
    assert "Anna Berg founded the school of Lund in ____ (year)." in stems
    assert not [stem for stem in stems if "sold" in stem]


def test_what_an_indefinite_thing_is_needs_the_rest_of_its_sentence(read: Read) -> None:
    made = texts(read, "In 1924 Anna Berg treated a boy called Per, who was afraid of rabbits.")
    assert "In 1924 Anna Berg treated a boy called Per." not in made


def test_a_verb_behind_the_noun_is_no_part_of_its_name(read: Read) -> None:
    made = texts(read, "Learning is a lasting change. The definition excludes changes by fatigue.")
    assert not [one for one in made if "definition" in one]


def test_an_example_in_a_list_leaves_its_other_lines_alone(read: Read) -> None:
    made = texts(
        read, "- Example: 40 seeds weigh 9 g.\n- Oak seeds are heavier than birch seeds.\n"
    )
    assert made == ["Oak seeds are heavier than birch seeds."]


def test_a_letter_may_name_a_kind(read: Read) -> None:
    assert texts(read, "B cells mature in the marrow of bones.")
    assert not texts(read, "Then B pays what the two had agreed on.")


@pytest.mark.parametrize(
    "text",
    [
        "Lead melts at about 327 °C in air.",
        "The core of the Sun is at 15 million K or more.",
        "Pumps move three Na⁺ out and two K⁺ in.",
        "All C–C bonds of benzene are of one length.",
        "A sorted list needs O(log n) steps.",
        "Charles V was crowned in Bologna.",
        "Duress was refused as a defence in R v Howe.",
    ],
)
def test_a_letter_in_a_unit_a_formula_or_a_name_is_no_label(read: Read, text: str) -> None:
    assert texts(read, text)


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Buchanan report, Traffic in Towns, 1963.", False),
        ("Ideally, as if run one at a time.", False),
        ("Strong when the situation is ambiguous.", False),
        ("Alive, stretchy, supports growing organs.", False),
        ("XOR with a random key, as long as the message, used once.", False),
        ("When it rains, the soil takes up water.", True),
        ("Cells that divide fast are killed.", True),
        ("Continuous light shuts the axis down.", True),
        ("State courts hold federal power.", True),
    ],
)
def test_a_line_that_names_something_claims_nothing(text: str, claimed: bool) -> None:
    assert claims(text) is claimed


def test_what_was_compared_keeps_what_it_was_compared_with(read: Read) -> None:
    notes = read(
        "Card compared the wages of cooks in New Jersey, where the minimum rose in 1992, with those"
        " of cooks in Pennsylvania, where it did not rise."
    )
    assert not [one for one in notes.clauses if one.text.endswith("New Jersey.")]
