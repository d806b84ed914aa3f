"""Who does it, what does it, which of its kind does it: questions for a clause's subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.agents import GROUP
from llmtutor.quiz.modelled.clauses import Clause
from llmtutor.quiz.modelled.noun_phrases import (
    COMPARED,
    OF_NAME,
    PREPOSITIONS,
    VAGUE_HEADS,
    sort_of,
)
from llmtutor.quiz.modelled.spans import Sort
from llmtutor.quiz.modelled.turning import ARTICLE, Asked, Turning, is_fit, put
from llmtutor.quiz.modelled.verb_forms import BE, HAVE, MODALS, is_participle
from llmtutor.quiz.notes.english import content_stems
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import stem

NAME = re.compile(r"(?:[A-Z]\. )*[^\W\d_a-z][^\W\d_]*[^\W\d_A-Z](?:[ '’.-]|$)")
_CLASSES = frozenset(
    """war battle treaty act constitution rebellion revolution university museum institute party
    church company council court congress senate union kingdom college committee association bank
    foundation agency department temple palace river lake mountain peak survey expedition school
    dynasty empire cycle law theory effect equation principle theorem organization organisation
    convention commission conference assembly estate order canal club society ministry army navy
    league alliance movement reform crisis plan programme project administration government republic
    parliament""".split()
)
"""What the last word of a name may say that it is."""
_ONE_ONLY = re.compile(r"the (?:\w+est|first|last|only|most|second|third) ")
_HUMAN = frozenset(
    """painted introduced wrote discovered invented proposed published founded coined studied
    measured showed argued designed composed sculpted carved claimed translated defined observed
    noticed distinguished called described developed proved formulated identified isolated
    demonstrated derived patented conquered married founded suggested explained drafted""".split()
)
"""Deeds by which one capitalised word is known for a person."""
_NO_DEED = frozenset("refers refer means mean meant includes include".split())
_NO_PERSON = re.compile(r"\w+(?:ical|ern|ish|ese|ient|onal|ental|ieval) ")
"""An adjective in capitals: "Classical Latin distinguished …"."""
_ROMAN = re.compile("[IVX]+$")
_DATE = re.compile(r"\b(?:in|on) .*\d{3,4}\b")
_NOTHING_TOLD = re.compile(r"(?<!\S)\.\d|^(?:less|more|fewer) than |^since ")
"""A figure of a worked example, ".83", or one that much else has: "less than 5 g/kg"."""
_ROLE = re.compile(
    r"[Tt]he (?P<role>(?:[A-Z][a-z]+ )?"
    rf"(?!(?:{PREPOSITIONS}|called|named|word|term|surname)\b)[a-z]{{3,}})"
    r" (?P<name>[A-Z][\w'’.-]+(?: (?:(?:de|van|von|der|le|la) )?[A-Z][\w'’.-]+)*)$"
)
"""What a name says before it that it is: "the Greek historian Polybius"."""
_PREPOSITIONAL = re.compile(
    rf" (?:(?:{PREPOSITIONS}) \w|of [a-z])|percent |^\w+ing [A-Z]|^[a-z]\w+s of "
)
_DATED = re.compile(r" \d{4}$")
_NUMBERED = re.compile(r"(?:Figure|Table|Chapter|Section|Part) \d")
_UNFIT = re.compile(
    r"(?:more|most|less|fewer|other|others|another|new|early|modern|too|multiple|moderate|high|low|strong|weak"
    r"|regular|normal|usual|average|mean|maximum|minimum|total|present|current|main|major|single|complete|full|whole|total|further|similar|typical|various|different|certain)\b"
    rf"|{COMPARED}|\w+ly ",
    re.IGNORECASE,
)
_ANYBODY = frozenset("adult person people child man woman patient student human body".split())
"""Of whom much is said that is no idea of a course: "An adult has about 70 mL per kilogram"."""
_LATIN = re.compile("(?:is|ae|eus|icus|icum|escens)$")
_PEOPLE = re.compile(r"(?:people|men|women|children|police|peasantry|nobility|clergy)$")
_LEAST_OF_A_KIND = 2
"""Words of meaning, dates aside, without which others fit: "Which party was formed in 1980?"."""
_LEAST_SAID = 5
"""Words of meaning that must be said of a thing that the notes name only once."""


def for_subject(turning: Turning) -> Iterator[Asked]:
    """Questions that a clause's subject answers."""
    clause = turning.clause
    if clause.verb in MODALS | _NO_DEED or _NOTHING_TOLD.search(clause.rest):
        return
    if clause.verb in BE and not _tells_one(clause.rest):
        return  # what a term is, the makers ask
    key = ARTICLE.sub("", clause.subject)
    said = f"{clause.first} {clause.verb} {clause.rest}".lstrip()
    sort: Sort = "term"
    accept: tuple[str, ...] = ()
    if role := _ROLE.match(clause.subject):
        forms, key, sort = [f"Which {role['role']} {said}"], role["name"], "name"
    elif (named := OF_NAME.fullmatch(clause.subject)) and _tells_of_its_kind(said):
        accept = (key,)
        forms, key, sort = [f"Which {named['noun'].lower()} {said}"], named["name"], "name"
    elif not _can_be_asked(turning, key):
        return
    elif _is_named(turning, key):
        # "What defeated China?" and "Who had a million inhabitants?" ask badly
        did = clause.is_past and clause.verb not in BE
        told = did and (" " in key or clause.verb in _HUMAN) and not _NO_PERSON.match(key)
        forms, sort = [f"Who {said}"] if told else [], "person"
    else:
        forms = list(_which_or_what(turning, key, said))
    every = (Asked(put(form, clause.front), turning.span(key, sort), accept) for form in forms)
    yield from (one for one in every if is_fit(one))


def _which_or_what(turning: Turning, key: str, said: str) -> Iterator[str]:
    """Ways to ask for a thing by what is said of it."""
    told = _tells_of_its_kind(said)
    if not told and key.islower():
        return  # "Extended support ended on April 8, 2014"
    sorts = [one for one in _sorts(turning, key) if told and f" {one} " not in said]
    yield from (f"Which {sort} {said}" for sort in sorts)
    of_its_kind = sorts and (" of " in key or key.rpartition(" ")[2].lower() in _CLASSES)
    if not of_its_kind and _may_be_what(turning.clause, key):
        yield f"What {said}"


def _tells_of_its_kind(said: str) -> bool:
    """Whether a deed tells more than when it was."""
    return len(content_stems(_DATE.sub("", said))) >= _LEAST_OF_A_KIND


def _may_be_what(clause: Clause, key: str) -> bool:
    """Whether "what" asks for a subject: not for groups of people, nor for several things."""
    head = key.partition(" of ")[0]
    if clause.is_plural or GROUP.search(key) or head.endswith("s") or _PEOPLE.search(head):
        return False
    did = clause.is_past or (clause.verb in HAVE and not clause.rest.startswith("been "))
    return not (key.isupper() and did and clause.verb not in BE)  # "FDA banned …"


def _can_be_asked(turning: Turning, key: str) -> bool:
    """Whether a subject is one thing, which what is said of it can tell."""
    if key.lower() in _ANYBODY or (" and " in key and key.partition(" and ")[0].istitle()):
        return False  # "The French and Piedmontese won"
    if _PREPOSITIONAL.search(key) or _UNFIT.match(key) or not is_term(turning.notes.shown(key)):
        return False
    if (
        _NUMBERED.match(key)
        or _DATED.search(key)
        or (" and " in key and " " not in key.partition(" and ")[2])
    ):
        return False
    said = len(content_stems(turning.clause.rest))
    if not _is_of_the_course(turning, key):
        return False
    if " and " in key and not _is_named(turning, key):
        return False
    definite = turning.clause.subject.lower().startswith("the ")
    return turning.is_thing(key) or (not definite and said >= _LEAST_SAID)


def _is_of_the_course(turning: Turning, key: str) -> bool:
    """Not so: "A crowd stormed the Bastille", "The report states …", "Accuracy kept rising"."""
    clause, bare = turning.clause, " " not in key and turning.notes.shown(key).islower()
    if turning.notes.concept_of(key) is not None:
        return True
    if clause.subject.lower().startswith(("a ", "an ")) and clause.is_past:
        return False
    definite = clause.subject.lower().startswith("the ")
    if key.istitle() and key.isalpha() and (definite or turning.notes.named(key)):
        # "The Convention covers …", "Derrida implies …"; but "Liszt invented …"
        return not definite and clause.verb in _HUMAN
    if clause.verb in _HUMAN and key == clause.subject and " " not in key:
        return not key.endswith("s") and turning.notes.mentions(key) > 1
    if definite and turning.notes.shown(key).islower():
        return False  # "The normal pH value ranges …": of what, another sentence said
    return not (bare and clause.is_past)


def _is_named(turning: Turning, key: str) -> bool:
    """Whether a subject is the name of a person, a country or the like."""
    if key != turning.clause.subject or not NAME.match(key) or GROUP.search(key):
        return False
    if any(word.isupper() and len(word) > 1 and not _ROMAN.match(word) for word in key.split(" ")):
        return False  # "Constitutional AI"; but Louis XVI
    if key.rpartition(" ")[2].lower() in _CLASSES:
        return False
    if " " in key:
        return any(word[0].isupper() for word in key.split(" ")[1:])
    known = turning.notes.concept_of(key) or f" {key.lower()}" in turning.notes.text
    return not known and turning.clause.is_past


def _tells_one(rest: str) -> bool:
    """Whether "is" goes on with a deed, or with what only one thing is: "the oldest …"."""
    return is_participle(rest.partition(" ")[0]) or bool(_ONE_ONLY.match(rest))


def _sorts(turning: Turning, key: str) -> Iterator[str]:
    """What a thing is, by its own last word or by how the notes define it."""
    words = key.partition(" of ")[0].split(" ")
    last = words[-1]
    says = last.isalpha() and (last.islower() or last.lower() in _CLASSES)
    species = len(words) > 1 and words[-2][0].isupper() and _LATIN.search(last)
    says = says and not species
    if key != last and says and "and" not in words and stem(last.lower()) not in VAGUE_HEADS:
        yield last.lower()
    concept = turning.notes.concept_of(key)
    for one in concept.definitions if concept else ():
        if not one.does and one.term.lower() == key.lower() and (head := sort_of(one.meaning)):
            yield head
