"""Statements with the lines before them: what leans on them can be asked, what does not is clearer.

``benchmarks/standing.py`` has the labels: of statements that lean on others and fit readers found
nine in ten clear under the two lines before them, of those that stand alone nineteen in twenty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from llmtutor.quiz.led import led, lines_of, shown_above
from llmtutor.quiz.makers import coinages, facts, statements
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.heard_alone import ENOUGH_UNDER_LINES, signs_chinese, signs_under_lines
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.before import Before
from llmtutor.quiz.notes.english import BLANK
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.periods import period_of
from llmtutor.quiz.told import told

_YEAR = re.compile(r"\d{3}")
LEANING = "leaning"
"""How the names of makers begin that ask what cannot be met alone."""


def with_lines(notes: LectureNotes, question: Question) -> Question:
    """A question with the lines that stand before its statement in the same paragraph or list.

    As it is where it says nothing by itself, where it defines its term in a whole sentence, where a
    model vouches for it, where nothing stands before it, and where the lines hold its answer.
    """
    said, source = told(question), question.source
    if question.maker.startswith("definition") and not question.stem.startswith(f"{BLANK}:"):
        return question  # a sentence that says what something is; a label may need its list
    if not said or is_chinese(said) or notes.alone.is_clear(source.path, said):
        return question
    shown = under_its_lines(notes, question)
    if question.kind == "choice" and _YEAR.search(lines_of(shown)):
        return question  # which leaves few of the years to choose from
    return question if shown_above(shown) else shown


def under_its_lines(notes: LectureNotes, question: Question) -> Question:
    """A question with the lines before its source, where there are any."""
    before = notes.before(question.source.path, question.source.start)
    return _led(notes, question, before) if before else question


def leaning(notes: LectureNotes) -> Iterator[Question]:
    """Questions on statements that lean on the lines before them, which are shown."""
    everywhere = facts.by_unit(notes)
    # the lines above may leave no other year open, so none is offered to choose from
    numbers = {unit: found for unit, found in everywhere.items() if unit != "year"}
    steps = set(statements.led_lists(notes))
    for statement, before in notes.following.askable:
        if statement.form == "item" and (statement.path, statement.block) in steps:
            continue
        made = (
            coinages.of(notes, statement),
            facts.of(statement, numbers),
            statements.under_lines(statement, everywhere.get("year", ())),
        )
        for question in chain(*made):
            yield _led(notes, replace(question, maker=f"{LEANING}, {question.maker}"), before)


def best_under_lines(notes: LectureNotes) -> Iterator[Question]:
    """Of each section the statement that is clearest under its lines, for want of another."""
    for section in notes.sections:
        met = [
            (signs_chinese(one) if one.cjk else signs_under_lines(notes, one), one)
            for one in section.statements
        ]
        found, best = max(met, key=lambda each: each[0], default=(0, None))
        if best and found >= ENOUGH_UNDER_LINES:
            plain = draft("truefalse", best.text, True, best.source, statements.PLAIN, harder=-0.1)
            led_one = under_its_lines(notes, plain)
            if best.cjk or lines_of(led_one):
                yield led_one


def is_in_period(notes: LectureNotes, question: Question) -> bool:
    """Whether a false statement's year lies in those that its lecture's title names."""
    if question.key is not False:
        return True
    period, told = period_of(notes.title), set(_YEARS.findall(question.explanation))
    return all(float(one) in period for one in _YEARS.findall(question.stem) if one not in told)


_YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")


def _led(notes: LectureNotes, question: Question, before: Before) -> Question:
    section = next(one for one in notes.sections if one.path == question.source.path)
    source = section.source(before.start, question.source.end)
    return led(question, before.text, source)
