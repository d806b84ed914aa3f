"""Which of these does it: statements whose subject is a thing of the lecture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.likeness import form, is_inside
from llmtutor.quiz.makers.agents import GROUP
from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.claims import is_single, is_weak
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.rivals import are_of_one_sort
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import content_stems, is_verb
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.notes.terms import is_term

_SAYS = re.compile(
    r"^(?P<subject>(?:(?:An?|The) )?[^\s,;:()][^,;:()]{1,50}?)(?: \([^()]{2,60}\))? "
    r"(?P<said>(?:is|was|[a-z]{3,15}[^s\W]s|[a-z]{3,15}ed) .{20,200})\.$"
)
_ARTICLE = re.compile(r"^(?:An?|The) ")
_NO_VERB = frozenset("its this thus plus towards models times others always besides".split())
_AFTER_VERB = frozenset(
    "a an the its their each every all any to into from on with by which that how what one".split()
)
_LEAST_CONTENT = 8
"""Words of meaning that what is said must have, to fit one thing only."""
_LEAST_SPECIFIC = 5
"""The same where a figure, a name or a quotation is among them."""
_SPECIFIC = re.compile(r"\d|[\"“]| [A-Z]")


def make(notes: LectureNotes) -> Iterator[Question]:
    """A choice of subjects, for statements that say enough to tell one from another."""
    found = [
        (statement, subject, said)
        for statement in dict.fromkeys([*notes.standing, *notes.clauses])
        if not statement.cjk and (parts := _parts(notes, statement))
        for subject, said in [parts]
    ]
    names = list(dict.fromkeys(subject for _, subject, _ in found))
    names += [name for concept in notes.concepts for name in concept.names[:1]]
    kinds = " ".join(f" {key_of(one.meaning)} " for one in notes.definitions)
    # what other things are kinds of ("a pre-trained LLM") fits where any of them does
    names = [name for name in names if f" {key_of(name)} " not in kinds]
    for statement, subject, said in found:
        least = _LEAST_SPECIFIC if _SPECIFIC.search(said) else _LEAST_CONTENT
        if len(content_stems(said)) < least or is_weak(statement.text):
            continue
        stem = f"Which of these {said}?"
        near = _near(notes, statement, subject, said, names)
        if others := choose(subject, near, stem):
            yield draft(
                "choice", stem, subject, statement.source, "subject: which does", others=others
            )


def _parts(notes: LectureNotes, statement: Statement) -> tuple[str, str] | None:
    """``(subject, what is said)`` where the subject is a term or a name of the lecture."""
    match = _SAYS.match(statement.text)
    if not match or not is_single(statement.text):
        return None
    verb, following = match["said"].lower().split()[:2]
    if verb in _NO_VERB or not (is_verb(verb) or following in _AFTER_VERB):
        return None
    subject = notes.shown(_ARTICLE.sub("", match["subject"]))
    if not is_term(subject) or not is_of_the_notes(notes, subject):
        return None
    return subject, match["said"]


def is_of_the_notes(notes: LectureNotes, subject: str) -> bool:
    """Whether a subject is a defined term, or a name written in capitals that comes again."""
    key = key_of(subject)
    if any(key in concept.keys for concept in notes.concepts):
        return True
    name = any(char.isupper() for char in subject[1:]) or any(char.isdigit() for char in subject)
    return name and notes.mentions(subject) > 1


def _near(
    notes: LectureNotes, statement: Statement, subject: str, said: str, names: Sequence[str]
) -> list[str]:
    """Other subjects of which no sentence says the same; those of the same section first."""
    about = content_terms(said)
    company = bool(GROUP.search(subject))
    fit = [
        name
        for name in names
        if bool(GROUP.search(name)) == company
        and form(name) == form(subject)
        and not is_inside(name, statement.text)
        and are_of_one_sort(notes, subject, name)
        and notes.said.of(about, name, statement.verbatim) is None
    ]
    here = {name for name in fit if _stands_in(notes, name, statement.path)}
    return sorted(fit, key=lambda name: name not in here)


def _stands_in(notes: LectureNotes, name: str, path: str) -> bool:
    return any(said.statement.path == path for said in notes.said.holding(key_of(name)))
