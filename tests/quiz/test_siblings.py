"""Sister kinds exchanged, small numbers in words, bare facts."""

from __future__ import annotations

from llmtutor.quiz.makers import facts, siblings, statements
from tests.quiz.conftest import Read

BARKS = (
    "Inner bark carries sugar from the leaves to the roots. Outer bark keeps insects and frost"
    " away. Old bark is rough."
)


def test_a_sister_kind_told_of_next_makes_a_statement_false(read: Read) -> None:
    made = list(siblings.make(read(BARKS)))
    assert "Outer bark carries sugar from the leaves to the roots." in [one.stem for one in made]
    assert all(one.key is False for one in made)


def test_kinds_told_of_far_apart_may_be_kinds_of_one_another(read: Read) -> None:
    notes = read(
        "Channel doors let water in and out of a lock. Moss is green. Steel doors rust in the sea."
    )
    assert list(siblings.make(notes)) == []


def test_a_number_whose_things_are_counted_out_is_not_asked(read: Read) -> None:
    text = "The charter of Arle set up three courts, the High, the Low and the Free."
    assert list(facts.make(read(text))) == []


GRAINS = "Grains are low in lysine and in zinc."


def test_a_bare_fact_is_heard_but_no_opinion(read: Read) -> None:
    made = [one.stem for one in statements.make(read(f"{GRAINS} Beans balance grains."))]
    assert made == [GRAINS]
    assert not list(statements.make(read("Grains should probably be eaten with beans.")))


def test_a_bare_fact_is_no_remark(read: Read) -> None:
    for text in ("Hotspots are a separate matter.", "Hertz made radio waves 1887."):
        assert not list(statements.make(read(text)))
    stars = "Stars form inside cold clouds called giant nurseries. Stars shine."
    assert list(statements.make(read(stars)))
