"""Saying what "it", "he" and "this method" stand for, where the sentences before leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from llmtutor.content.inline import count_words
from llmtutor.quiz.notes.antecedents import (
    Subject,
    is_plural_noun,
    said_of,
    subject_of,
)
from llmtutor.quiz.notes.candidates import ROLES, is_thing, rival_person, rival_thing
from llmtutor.quiz.notes.chinese_lines import chinese_reading
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.leads import KINDS, happens_by_name, labelled
from llmtutor.quiz.notes.namesakes import MOST_QUOTED, named_in_full
from llmtutor.quiz.notes.pronouns import loose_pronoun
from llmtutor.quiz.notes.statements import SectionNotes, Statement

_NEXT = 2
"""Code points between a sentence and the next."""
_PRONOUN = re.compile(
    r"^(?P<before>(?:(?:When|After|Before|While|As|Although|Because|Since|Until) "
    r"|(?:While|When|After|Before|By|On) [a-z]+ing\b[^,;:]{0,60}?,? "
    r"|(?:In|On|At|By|From|Between|During|Around|Under|After|Before|Until|For|With)\b"
    r"[^,;:]{0,50}?,? )?)"
    r"(?P<pronoun>[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Ii]ts?|[Tt]hey|[Tt]heir"
    rf"|This (?:{KINDS})) (?=[\w\"'“])"
)
_EXPLETIVE = re.compile(
    r"^[Ii]t (?:(?:is|was|has been|may be|might be|can be|would be|will be|isn't|wasn't) "
    r"(?!an? |one )(?:(?:[\w'’-]+ ){0,4}?(?:that|whether|how|why|who|because|when|where)\b"
    r"|(?!(?:[a-z]+ly )?(?:used|designed|able|unable|likely|meant|trained|required|made|intended"
    r"|built|limited|similar|due|equal|related|prone|close|sensitive|subject|proportional"
    r"|identical|connected|linked|attached|bound) to\b)"
    r"(?:[\w'’-]+ ){1,4}?to (?!the\b|an?\b|their\b|its\b|[A-Z0-9]))"
    r"|(?:seems?|seemed|appears?|appeared|follows?|followed|turns|turned|took|takes|rains|matters"
    r"|helps|remains|means|might seem|may seem)\b)"
)
_NOTHING_ELSE = re.compile(
    r"(?:In|By|From|Around|Until|Between|After|Before|Over|At)"
    r"(?: (?:\d+s?|[A-Z][a-z]+|the|and|to|of|about|around|[a-z]{2,}[^s\W]s|that|time|first|last"
    r"|early|late|century|year))*,? "
)
"""A phrase with nothing in it that "it" may mean: dates, and things in the plural."""
_MARKER = re.compile(r"\n[ \t]*[-*+•][ \t]+")
_THIS_WAY = re.compile(r"\bin this way(?=[,.;]| and\b)")
_PLURAL_BEFORE = re.compile(r"\b(?:they|their|and|[a-z]{2,}[^s\W]s)\b")
_DOINGS = frozenset("technique approach method process practice".split())
_NO_TOPIC = frozenset("output result results input example step first second".split())
_HAS_PHRASE = re.compile(r" (?:of|in|on|for|with|from|at|to) ")
_GENDER = {"he": "he", "his": "he", "she": "she", "her": "she"}


@dataclass(frozen=True, slots=True)
class _Topic:
    """What the sentences of a paragraph have been about so far."""

    subject: Subject
    start: int
    """Where the sentence begins that names it."""
    gender: str = ""
    """``he`` or ``she``, once a pronoun has told."""


@dataclass(frozen=True, slots=True)
class _Topics:
    """The one person, and the one thing, that a pronoun of the next sentence may stand for."""

    person: _Topic | None = None
    thing: _Topic | None = None
    said: _Topic | None = None
    """What the last sentence is about, whatever else it names; for "this technique" only."""


def readings(section: SectionNotes) -> Iterator[Statement]:
    """The statements of a section, with what their pronouns stand for in their place.

    Only where the sentences before have one thing or person of that kind and
    number: then the notes, as they stand from the sentence that names it to the
    statement's end, entail the statement. Else it is given as it was written.
    """
    topics = _Topics()
    before: Statement | None = None
    alone = True
    text = section.section.text
    for written in section.statements:
        if written.cjk:
            follows = before is not None and _follows(before, written)
            yield chinese_reading(before if follows else None, written, text)
            before, topics = written, _Topics()
            continue
        goes_on = before is not None and _follows(before, written)
        if before is None or not (goes_on or (alone and _next_line(before, written, text))):
            topics = _Topics()
        if not goes_on:
            before = None
        alone = not goes_on
        statement = labelled(before, written, text)
        if statement is written:
            statement = _resolved(topics, written, text)
        if statement is written:
            statement = _resolved_inside(topics, written, text)
        topics = _next(topics, written, statement, text)
        before = written
        yield named_in_full(statement, section)


def _follows(before: Statement, statement: Statement) -> bool:
    """Whether a statement is the next sentence of the same paragraph or line."""
    same = before.block == statement.block and before.form == statement.form
    return same and 0 <= statement.start - before.end <= _NEXT


def _next_line(before: Statement, statement: Statement, text: str) -> bool:
    """Whether a statement opens the line of a list right after one that is one sentence."""
    between = text[before.end : statement.start]
    same = before.block == statement.block and before.form == statement.form == "item"
    return same and bool(_MARKER.fullmatch(between)) and before.text.endswith(".")


def _resolved(topics: _Topics, statement: Statement, text: str) -> Statement:
    match = _PRONOUN.match(statement.marked)
    topic = _meant(topics, match, statement) if match else None
    if not match or not topic:
        return statement
    quoted = text[topic.start : statement.end]
    if count_words(quoted) > MOST_QUOTED:
        return statement
    name = _name_inside(topic.subject)
    if match["pronoun"].lower() in {"his", "her", "its", "their"}:
        if _HAS_PHRASE.search(name) and not topic.subject.proper:
            return statement  # "the phenomenon of reciprocity in nature's function"
        name = _owner(name)
    if not match["before"]:
        name = name[0].upper() + name[1:]
    marked = match["before"] + name + statement.marked[match.end("pronoun") :]
    return replace(statement, marked=marked, verbatim=quoted, start=topic.start)


def _name_inside(subject: Subject) -> str:
    """A subject's name as inside a sentence; a lone plural has its capital from its place."""
    name = subject.name
    lowers = name.startswith("The ") or (subject.plural and not subject.proper)
    return name[0].lower() + name[1:] if lowers else name


def _owner(name: str) -> str:
    return f"{name}’" if is_plural_noun(name) else f"{name}’s"


def _named_for(match: re.Match[str], name: str) -> str:
    """What stands for "them", "their" or "their discovery"."""
    if match[0] == "them":
        return name
    return f"the {match['noun']} of {name}" if match["noun"] else _owner(name)


def _resolved_inside(topics: _Topics, statement: Statement, text: str) -> Statement:
    """The same for "their" and "in this way" further on in a sentence without a plural."""
    if topics.said and (match := _THIS_WAY.search(statement.marked)):
        topic, said = topics.said, f"by {_name_inside(topics.said.subject)}"
        if not happens_by_name(topic.subject.name):
            return statement
    elif topics.thing and topics.thing.subject.plural and loose_pronoun(words_of(statement.text)):
        topic, said = topics.thing, _name_inside(topics.thing.subject)
        found = re.search(
            r"(?<=[a-z] )(?:their(?: (?P<noun>[a-z]+)(?=[.,;]))?|them)\b", statement.marked
        )
        if not found or _PLURAL_BEFORE.search(statement.marked[: found.start()]):
            return statement
        match, said = found, _named_for(found, said)
    else:
        return statement
    quoted = text[topic.start : statement.end]
    if count_words(quoted) > MOST_QUOTED:
        return statement
    marked = statement.marked[: match.start()] + said + statement.marked[match.end() :]
    return replace(statement, marked=marked, verbatim=quoted, start=topic.start)


def _meant(topics: _Topics, match: re.Match[str], statement: Statement) -> _Topic | None:
    """What a pronoun stands for, if it agrees in kind and number with what was named."""
    word, before = match["pronoun"].lower(), match["before"]
    if word in _GENDER:
        fits = _fits_somebody(topics.person, word, statement, match)
        return topics.person if fits else None
    if word.startswith("this "):
        said = topics.said
        return said if said and _is_of_kind(said.subject, word.removeprefix("this ")) else None
    topic = topics.thing
    if topic is None or (before and not _is_apart(before, topic.subject)):
        return None
    if _EXPLETIVE.search(statement.text[len(before) :][:60]):
        return None
    return topic if topic.subject.plural == (word in {"they", "their"}) else None


def _fits_somebody(
    topic: _Topic | None, word: str, statement: Statement, match: re.Match[str]
) -> bool:
    if topic is None or topic.gender not in {"", _GENDER[word]}:
        return False
    if word == "her" and re.match(r" [a-z]+ing\b", statement.marked[match.end("pronoun") :]):
        return False
    return not rival_person(topic.subject.name, replace(statement, marked=match["before"]))


def _is_apart(before: str, subject: Subject) -> bool:
    """Whether a phrase before a pronoun names nothing of the number that it has."""
    if not subject.plural:
        return bool(_NOTHING_ELSE.fullmatch(before))
    return not any(is_plural_noun(word.lower()) for word in words_of(before).shown)


def _is_of_kind(subject: Subject, kind: str) -> bool:
    """Whether a sentence says of its subject that it is a method, or names it so."""
    head = subject.name.partition(" of ")[0].rpartition(" ")[2].lower()
    if kind == head or (head.endswith("ing") and kind in _DOINGS and not subject.plural):
        return True
    said = re.match(
        rf"(?:an?|the|one of the) (?:[\w-]+ ){{0,5}}?(?:{KINDS}|form|way|type)s?\b", subject.rest
    )
    return subject.verb in {"is", "was"} and bool(said)


def _next(topics: _Topics, written: Statement, statement: Statement, text: str) -> _Topics:
    """What the sentence after a statement may go back to."""
    match = _PRONOUN.match(written.marked)
    word = match["pronoun"].lower() if match else ""
    if match and statement.start != written.start and word in _GENDER and topics.person:
        same = replace(topics.person, gender=_GENDER[word])
        return _Topics(None if rival_person(same.subject.name, statement, same.gender) else same)
    if match and (statement.start == written.start or word in {"its", "their"}):
        return _Topics()
    found, start = subject_of(statement), statement.start
    if match and topics.thing:
        found = said_of(topics.thing.subject, written.text[match.end("pronoun") :])
    person = topics.person
    if found and not found.plural and (somebody := _somebody(found)):
        person = _Topic(somebody, start, _gender_in(statement.text))
    if person is not None and rival_person(person.subject.name, statement, person.gender):
        person = None
    thing = said = None
    told = _GENDER.keys() & {*words_of(statement.text).lower}
    if found and not told and not rival_thing(found) and not _is_somebody(found, text):
        thing = _Topic(found, start)
    if found and not found.plural and not _NO_TOPIC & {*words_of(found.name).lower}:
        said = _Topic(found, start)
    return _Topics(person, thing, said)


def _gender_in(text: str) -> str:
    """Which pronouns a sentence has for its subject: "she" in "Ada left her son"; else empty."""
    found = {_GENDER[word] for word in words_of(text).lower if word in _GENDER}
    return found.pop() if len(found) == 1 else ""


def _somebody(subject: Subject) -> Subject | None:
    """A subject as a person, if it holds a name: Ramesses II of the Nineteenth Dynasty."""
    name, _, _ = subject.name.partition(" of the ")
    words = name.split()
    owned = any(word.endswith(("'s", "’s", "s'", "s’")) for word in words)
    if not words[-1][:1].isupper() or words[0] == "The" or owned or is_thing(words):
        return None
    return replace(subject, name=name)


def _is_somebody(subject: Subject, text: str) -> bool:
    """Whether a subject looks like somebody, of whom no "it" is said."""
    words = subject.name.split()
    if words[0] in {"the", "The", "a", "an", "A", "An"} and not words[-1][:1].isupper():
        return words[-1] in ROLES
    if subject.set_off or subject.plural or any(word.isupper() for word in words):
        return False
    lowered = re.search(rf"(?<!\w){re.escape(subject.name.lower())}(?!\w)", text)
    return bool(_somebody(subject)) and not lowered and subject.verb not in {"is", "are"}
