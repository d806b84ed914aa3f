"""All rules, in the order they are tried: the cheap ones first, the search last."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.echo_rules import not_echoed, not_shown_above
from llmtutor.quiz.gate.filling_rules import recoverable
from llmtutor.quiz.gate.key_rules import entailed, one_defensible
from llmtutor.quiz.gate.option_rules import distinct, not_alone, not_conspicuous, of_a_kind
from llmtutor.quiz.gate.report import GateReport, Rejection
from llmtutor.quiz.gate.set_rules import explanation_agrees
from llmtutor.quiz.gate.stem_rules import no_tricks, one_idea, stands_alone
from llmtutor.quiz.led import asked_alone
from llmtutor.quiz.models import Question

Rule = Callable[[Question, GateContext], str]
"""Says what is wrong with a question; nothing where it passes."""


def round_trip(question: Question, context: GateContext) -> str:
    """Search, asked the stem, leads to the source, and to no wrong answer first.

    Kept: "Which of these is a passage cut from a document …?" finds "A **chunk** is …".
    Dropped: a stem so general that search ends in another section.
    """
    return context.search(question) if context.search else ""


RULES: tuple[tuple[str, Rule], ...] = (
    ("stands alone", stands_alone),
    ("no tricks", no_tricks),
    ("one idea", one_idea),
    ("options distinct", distinct),
    ("options of a kind", of_a_kind),
    ("key not conspicuous", not_conspicuous),
    ("key not shown by the stem", not_echoed),
    ("key not shown above", not_shown_above),
    ("not told by the options alone", not_alone),
    ("source entails the key", entailed),
    ("explanation agrees", explanation_agrees),
    ("one filling", recoverable),
    ("one answer defensible", one_defensible),
    ("round trip", round_trip),
)

_WITH_LINES = (stands_alone, not_shown_above, round_trip)
"""Rules that look at the lines of the notes above a question, too."""


def verdict(question: Question, context: GateContext) -> Rejection | None:
    """The first rule a question breaks; None where it passes them all."""
    asked = asked_alone(question)
    for name, rule in RULES:
        if reason := rule(question if rule in _WITH_LINES else asked, context):
            return Rejection(question, name, reason)
    return None


def examine(questions: Iterable[Question], context: GateContext) -> GateReport:
    """Every question through every rule; near-duplicates are left to the set."""
    report = GateReport()
    for question in questions:
        rejection = verdict(question, context)
        if rejection is None:
            report.passed.append(question)
        else:
            report.rejected.append(rejection)
    return report
