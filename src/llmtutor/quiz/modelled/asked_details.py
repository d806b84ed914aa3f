"""When, where, how many, by whom, and what is done to: questions for the rest of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from llmtutor.quiz.makers.agents import is_person
from llmtutor.quiz.makers.worth import is_worth_asking
from llmtutor.quiz.modelled.asked_subjects import NAME
from llmtutor.quiz.modelled.clauses import MONTH
from llmtutor.quiz.modelled.noun_phrases import (
    COMPARED,
    OF_NAME,
    PREPOSITIONS,
    STOP,
    counted_noun,
    noun_phrase,
)
from llmtutor.quiz.modelled.spans import Span, spans
from llmtutor.quiz.modelled.turning import ARTICLE, CLAUSE, Asked, Turning, joined
from llmtutor.quiz.modelled.verb_forms import BE, is_participle
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.quantities import Quantity, quantities
from llmtutor.quiz.notes.statements import CLOSE, OPEN
from llmtutor.quiz.notes.terms import is_term

_CENTURY = re.compile(r"\b[Ii]n the (?P<when>(?:[a-z]+|\d{1,2}(?:st|nd|rd|th)) century|\d{3}0s)\b")
_NAMED = re.compile(r"(?:called|known as|termed) (?P<name>.+)$")
_WORDS = "three four five six seven eight nine ten eleven twelve".split()
_WORDED = {word: str(at) for at, word in enumerate(_WORDS, 3)}
_ABOUT = r"(?:(?:about|around|roughly|approximately|some|nearly|almost) )?"
_PLACED = re.compile(rf"\b(?:in|at) (?:the )?(?:\w+ of )?(?!{MONTH})[A-Z]")
_ABOUT_SOME = re.compile(r"\b(?:about|around|roughly|approximately|nearly|almost) ")
_MEASURE = re.compile(r"^(?:long|high|tall|deep|wide|thick|old|heavy|away|across)\b")
_PERCENT = re.compile(r"^(?:%|percent) ?")
_SAYS_WHOSE = re.compile(r"[Tt]he .*(?: of | between .* and |[A-Z])")
"""Not "the maximum temperature in the summer months"."""
_MOST_NAME, _MOST_FIGURES = 4, 2
_FIGURES = re.compile(r"\d[\d,.]*")
_SO_CALLED = re.compile(
    r"the (?P<noun>word|term|expression|phrase) (?P<name>[\w’'-]+(?: [\w’'-]+)??)"
    r"(?= (?:in|for|to|by|as|after) |$)"
)
_SIMPLE = re.compile(
    r"(?!\S+ly\b|(?:back|away|up|down|off|out|ahead|on|towards|upwards|values|several|many|much|more"
    r"|less|fewer|most|some|various|different|new|other|another|higher|lower|great|large|small|two"
    r"|three|four|five|its|their|his|her|no|all|every|each|any|part|the|advantages?|benefits?|support|help|attention|problems?|results?|changes?"
    r"|effects?|ways|access|opportunities|room|place|war|peace)\b)"
    r"(?:an? )?[a-z-]{4,}(?: [a-z-]{4,})?"
)
"""An object that names a thing and picks none out."""
_COMPARED_OR_COUNTED = re.compile(
    rf"{COMPARED}|^\w+ing\b| free$| (?:named|called) |ly$|^(?:two|three|four) \w+ ", re.IGNORECASE
)
"""What is compared, done or counted."""
_ITS_OWN = re.compile(
    r"(?:between|about|against|over|among|towards?|into|for) |to (?:the |an? |\w+ing\b)"
)
"""What may belong to an object: "resistance to knocking"."""
_EMPTY = frozenset(
    """had has have become becomes became kept keeps keep lets let left leaves leave ran runs run
    called calls call sees see saw made makes make took takes take gave gives give put puts played
    plays play means mean meant offers offer offered declared""".split()
)
"""Verbs whose object is not what they are done to."""


def for_details(turning: Turning) -> Iterator[Asked]:
    """Questions that a clause answers with something else than its subject."""
    yield from _year(turning)
    yield from _century(turning)
    yield from _numbers(turning)
    yield from _doer(turning)
    yield from _place(turning)
    yield from _object(turning)
    yield from _called(turning)


def _year(turning: Turning) -> Iterator[Asked]:
    clause = turning.clause
    for quantity in quantities(turning.statement.text):
        if quantity.unit != "year" or not is_worth_asking(turning.statement, quantity):
            continue
        when = re.compile(rf"\b[Ii]n (?:[A-Z][a-z]+ )?{re.escape(quantity.text)}(?!\w)")
        span = turning.span(quantity.text, "year", quantity)
        if when.fullmatch(clause.front):
            yield from turning.asked("In which year", clause.rest, span, front="")
        elif match := when.search(clause.rest):
            before = clause.rest[: match.start()].rstrip()
            if not turning.leaves_time_open(before):
                rest = joined(before, clause.rest[match.end() :])
                yield from turning.asked("In which year", rest, span)


def _century(turning: Turning) -> Iterator[Asked]:
    rest = turning.clause.rest
    match = _CENTURY.search(rest)
    if match is None:
        return
    before = re.sub(r" (?:early|late)$", "", rest[: match.start()].rstrip())
    if turning.leaves_time_open(before):
        return
    when = "In which decade" if match["when"].endswith("s") else "In which century"
    span = turning.span(match["when"].removesuffix(" century"), "year")
    accept = (match["when"], f"the {match['when']}")
    for one in turning.asked(when, joined(before, rest[match.end() :]), span):
        yield replace(one, accept=accept)


def _numbers(turning: Turning) -> Iterator[Asked]:
    for quantity in quantities(turning.statement.text):
        if quantity.unit != "year" and is_worth_asking(turning.statement, quantity):
            yield from _counted(turning, quantity.text, quantity)
    for word in words_of(turning.clause.rest).lower:
        if word in _WORDED:
            yield from _counted(turning, word, None)


def _counted(turning: Turning, number: str, quantity: Quantity | None) -> Iterator[Asked]:
    """How many there are of what stands behind a number."""
    clause = turning.clause
    found = _around_number(clause.rest, number)
    if found is None:
        return
    before, by, after = found
    if quantity is not None and quantity.unit in {"%", "percent"}:
        yield from () if by else _share(turning, number, quantity, after)
        return
    counted, rest = counted_noun(after.strip(), quantity.unit if quantity else "")
    if quantity is None and " " in counted.partition(" of ")[0]:
        return  # "three other goods", "two trillion tokens"
    span, full = turning.span(number, "number", quantity), f"{number} {counted}"
    if clause.verb in BE and not by:
        yield from _measured(turning, counted, rest, replace(span, text=full))
    elif clause.verb in BE and not is_participle(clause.rest.partition(" ")[0]):
        return  # "S waves are shear waves, about 3.5 km/s"
    elif counted and not rest.startswith(("and ", "or ", "to ")):
        asking = f"{by}how many {counted}"
        accept = (full, *([_WORDED[number]] if number in _WORDED else []))
        for one in turning.asked(asking[0].upper() + asking[1:], joined(before, rest), span):
            yield replace(one, accept=accept)


def _around_number(rest: str, number: str) -> tuple[str, str, str] | None:
    """What stands before a number, its preposition, and what follows; None where it is unsure."""
    at = re.search(
        rf"(?:^|(?P<by>\b(?:{PREPOSITIONS}|of) )){_ABOUT}{re.escape(number)}(?P<after> ?%.*| .*|)$",
        rest,
    )
    if at is None or at["by"] in {"to ", "with "} or re.match(r" (?:to|or|and) ", at["after"]):
        return None
    if len(_FIGURES.findall(rest)) > _MOST_FIGURES or _ABOUT_SOME.search(rest[: at.start()]):
        return None  # "58% after 20 minutes, 44% after 1 hour": which of them?
    before, by = rest[: at.start()].strip(), at["by"] or ""
    if before and by == "of ":
        return None  # "an elevation of 6,961 m"
    return None if CLAUSE.search(before) or (before and not by) else (before, by, at["after"])


def _measured(turning: Turning, counted: str, rest: str, span: Span) -> Iterator[Asked]:
    """How high it is, or what its length is."""
    subject = turning.clause.subject
    if (match := _MEASURE.match(rest)) and " " in subject:
        yield from turning.asked(f"How {match[0]}", rest[match.end() :].strip(), span)
    elif counted and not rest and _SAYS_WHOSE.match(subject):
        yield from turning.asked("What", "", span)


def _share(turning: Turning, number: str, quantity: Quantity, after: str) -> Iterator[Asked]:
    """What percentage of a whole."""
    share = _PERCENT.sub("", after.strip())
    if not share.startswith("of ") or turning.clause.verb in BE:
        return
    sign = after[: len(after) - len(share)].rstrip()
    whole, _, rest = share.partition(" in ")
    span = turning.span(number + sign, "number", quantity)
    yield from turning.asked(f"What percentage {whole}", f"in {rest}" if rest else "", span)


def _doer(turning: Turning) -> Iterator[Asked]:
    clause = turning.clause
    if clause.verb not in BE or not is_participle(clause.rest.split(" ")[0]):
        return
    for span in spans(turning.notes, turning.statement):
        match = re.search(rf"^(?P<done>.*?) by {re.escape(span.text)}(?= (?!and )|$)", clause.rest)
        if (
            span.sort == "person"
            and match
            and not re.search(r" by |\b(?:that|which|who)\b", match["done"])
        ):
            rest = joined(match["done"], clause.rest[match.end() :])
            yield from turning.asked("By whom", rest, replace(span, verb=""))


_OF_THE_NOUN = re.compile(r" (?:of|as|for|with|about) ")
"""Before a noun that a place behind it belongs to, and not to what was done."""
_NOWHERE = frozenset(
    """means meant mean includes included include concerns concerned involves involved requires
    required resembles resembled describes described names named calls called""".split()
)
"""Verbs of what happens in no place."""


def _place(turning: Turning) -> Iterator[Asked]:
    clause = turning.clause
    if clause.verb in BE and not is_participle(clause.rest.split(" ")[0]):
        return
    for span in spans(turning.notes, turning.statement):
        match = re.search(rf"\b(?:in|at) {re.escape(span.text)}(?= |$)", clause.rest)
        set_off = f"{OPEN}{span.text}{CLOSE}" in turning.statement.marked
        if span.sort != "place" or not match or set_off or re.search("[A-Z]{2}", span.text):
            continue
        before, after = clause.rest[: match.start()].rstrip(), clause.rest[match.end() :]
        ranges = f" {before}".find(" from ") >= 0 or re.match(r" (?:and|or|to) ", after)
        if before.rpartition(" ")[2][:1].isupper() or _PLACED.search(joined(before, after)):
            continue  # "the policy of Socialism in One Country", "in Quebec in Canada"
        if _OF_THE_NOUN.search(f" {before} ") or clause.verb in _NOWHERE:
            continue  # "as convenor of a council in Kashmir", "meant a parliament in Dublin"
        if not ranges and not CLAUSE.search(clause.rest):
            yield from turning.asked("Where", joined(before, after), span)


def _object(turning: Turning) -> Iterator[Asked]:
    """What is done to: the first noun phrase behind the verb."""
    clause = turning.clause
    if clause.is_linked or clause.verb in BE or clause.verb in _EMPTY:
        return
    if match := OF_NAME.match(clause.rest) or _SO_CALLED.match(clause.rest):
        left = clause.rest[match.end() :].strip()
        if not left or STOP.match(left.split(" ")[0]):
            asking, span = f"Which {match['noun']}", turning.span(match["name"], "name")
            yield from turning.asked(asking, left, span)
        return
    phrase, rest = noun_phrase(clause.rest)
    key = ARTICLE.sub("", phrase)
    whose = rest or re.search("[A-Z]", clause.subject[1:])
    if not whose or not is_term(key) or is_person(key) or _is_unsure(turning, phrase, rest):
        return
    simple = phrase.islower() and bool(_SIMPLE.fullmatch(phrase)) and bool(rest)
    if simple or turning.is_thing(key):
        yield from turning.asked("What", rest, turning.span(key, "name"))


def _is_unsure(turning: Turning, phrase: str, rest: str) -> bool:
    """Whether an object may be cut off too early, or nothing tells which or of what sort it is."""
    key = ARTICLE.sub("", phrase)
    if re.search(r" of (?![A-Z]\S*$)", key) or _COMPARED_OR_COUNTED.search(phrase):
        return True
    if _ITS_OWN.match(rest) or re.match(r"(?:\w+ )?(?:that|which|who|whom|and|or|but) ", rest):
        return True
    if " " in key:
        return False
    if not phrase.islower() or phrase.startswith("the "):
        return True  # "invaded Korea": neither what nor whom; "the state": which one
    return not re.match("to ", rest) and turning.notes.concept_of(key) is None


def _called(turning: Turning) -> Iterator[Asked]:
    """What it is called, and what the highest peak is."""
    clause = turning.clause
    if clause.verb not in BE or clause.front:
        return
    name = _NAMED.match(clause.rest)
    text = name["name"] if name else clause.rest
    key = ARTICLE.sub("", text)
    if not is_term(key) or len(key.split()) > _MOST_NAME:
        return
    if name:
        yield from turning.asked("What", "called", turning.span(key, "term"))
    elif _SAYS_WHOSE.match(clause.subject) and (NAME.match(text) or turning.notes.concept_of(key)):
        for asking in ("What", "Who") if is_person(text) else ("What",):
            yield from turning.asked(asking, "", turning.span(key, "name"))
