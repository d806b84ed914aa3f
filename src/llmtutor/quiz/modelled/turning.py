"""One clause on its way to a question: its words, and the answer that is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmtutor.quiz.modelled.clauses import Clause
from llmtutor.quiz.modelled.noun_phrases import COMPARED
from llmtutor.quiz.modelled.spans import Sort, Span
from llmtutor.quiz.modelled.verb_forms import BE, bases, is_past
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.english_words import PERSONAL, POINTED_NOUNS
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.quantities import Quantity
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import STOPWORDS

ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
CLAUSE = re.compile(r"\b(?:that|which|who|whose|when|where|called|because|whether)\b")
"""Behind these stands a clause of its own, whose time and place are not the sentence's."""
_LEAST, _LEAST_SPECIFIC, _LEAST_DATED = 4, 3, 2
"""Words of meaning of what is said of the answer; fewer where a figure or a name is among them,
fewer still where a year or a number is asked for."""
_SPECIFIC = re.compile(r"\d| [A-Z]")
_OF_ONE_NAMED = re.compile(r"(?<= did [A-Z])(?P<name>[\w'’ -]*?) (?:his|her)\b")
_ROOT = 6
"""Letters that two words of one root have in common."""
_LOOSE = PERSONAL - {"its", "their"}
_DATED = re.compile(r" (?:before|after|since|in|by|until|around) \d")
_ONLY_ASKING = frozenset(
    "year century decade mani percentag hundred thousand million peopl".split()
)
_NUMBERS = frozenset("on two three four five six seven eight nine ten".split())
"""Stems; that of "one" is "on"."""
_POINTED = re.compile(
    r"\b[Tt]he (?:same )?(?P<noun>[A-Za-z]+)(?: (?P<next>[\w-]+(?: [A-Z])?)|(?P<end>[?,]))"
)
_OF_MANY = frozenset(
    """country city town state region government king queen emperor pope party church university
    college school company council court museum institute board club team war battle book film
    play treaty act law system army province district village group newspaper paper band
    department organization organisation arguments claims findings conclusions""".split()
)
"""Nouns of which there are many: "the country" is the one that was spoken of."""
_WHICH_ONE = frozenset("of that which who whose for called".split())
_SAID_BEFORE = re.compile(
    r"\b(?:the|an?) \S+ ones?\b|\bones\b|\b(?:both|all|either|each|some|most|such) cases?\b"
    r"|^(?!.* and ).*\bboth\b|\bcloser\b(?! to)"
    r"|\b(?:the (?:former|latter)|in turn|respectively|likewise|any)\b"
    r"|\bthe [A-Z]?[a-z]+ (?:word|term|name)\b(?! [A-Z])|(?<=[a-z0-9]) [b-z](?=[ ?])"
)
"""Words that go back to what another sentence named."""
_SOME = re.compile(
    rf"An? (?:complete|full|whole|total|further|similar|typical|single) |{COMPARED}"
    r"|(?:About|Around|Roughly|Over|Nearly|Almost|\d)",
    re.IGNORECASE,
)
"""A whole, an amount or a kind of something: "A complete circuit takes …"."""
_WHEN = re.compile(
    r"\d|\b(?:century|decade|age|era)\b|^(?:By|After|Before|During|Around|Throughout|Within)\b"
)
"""What may stand at the end of a question though its sentence opens with it."""
_OTHER_DEED = re.compile(r" (?:before|after|when|while|until|that|which|who) ")
"""What brings a deed that may have been at another time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the piece of its sentence that answers it."""

    stem: str
    span: Span
    accept: tuple[str, ...] = ()
    """Other ways to write the answer."""


@dataclass(frozen=True, slots=True)
class Turning:
    """A clause of a statement, about to be asked."""

    notes: LectureNotes
    statement: Statement
    clause: Clause

    def asked(
        self, asking: str, rest: str, span: Span, *, front: str | None = None
    ) -> Iterator[Asked]:
        """The question word, the verb before its subject, and the rest, in each likely form.

        Args:
            asking: how it begins: "In which year".
            rest: what stands behind the verb, the answer left out.
            span: the answer.
            front: what the sentence opens with, where it is not the clause's own.
        """
        clause = self.clause
        if _DATED.search(clause.subject) or _SOME.match(clause.subject):
            return  # "How many people did France before 1789 have?"
        opening = clause.front if front is None else front
        verbs = [(clause.verb, "")]
        if not (clause.is_linked or clause.verb in BE):
            past = clause.is_past
            helper = "did" if past else "do" if clause.is_plural else "does"
            verbs = [(helper, base) for base in bases(clause.verb)]
        forms = [
            Asked(put(f"{asking} {before} {subject} {clause.first} {behind} {rest}", opening), span)
            for subject in self._subjects()
            for before, behind in verbs
        ]
        # a first word that may be no name makes nothing definite
        if all(is_fit(one) for one in forms):
            yield from forms

    def _subjects(self) -> list[str]:
        """The subject as it may stand inside a sentence; a first word may be a name or not."""
        subject = self.clause.subject
        first = subject.partition(" ")[0]
        lowered = subject[0].lower() + subject[1:]
        if first.lower() in STOPWORDS:
            return [lowered]
        inside = re.search(rf"[a-z,] {re.escape(first)}\b", self.notes.text)
        if inside and f" {first.lower()} " not in self.notes.text:
            return [subject]
        if re.search("[A-Z0-9]", subject[1:]):
            plain = f" {first.lower()} " in self.notes.text and first.lower() != first
            return [lowered, subject] if plain else [subject]
        return [lowered] if f" {lowered.split(' ')[0]}" in self.notes.text else [lowered, subject]

    def is_thing(self, key: str) -> bool:
        """Whether a phrase is a thing of the notes: a name, or a term they come back to."""
        if not key or not is_term(self.notes.shown(key)):
            return False
        if any(char.isupper() or char.isdigit() for char in key[1:]):
            return True
        return self.notes.concept_of(key) is not None or self.notes.mentions(key) > 1

    def span(self, text: str, sort: Sort, quantity: Quantity | None = None) -> Span:
        """An answer as it stands inside a sentence; as written where the notes never show it so."""
        shown = self.notes.shown(text)
        inside = shown if f" {shown}" in self.notes.text else text
        if inside not in self.statement.text:  # behind a semicolon: x86-64
            inside = inside[:1].lower() + inside[1:]
        return Span(inside, sort, self.statement, quantity)

    def leaves_time_open(self, before: str) -> bool:
        """Whether a time or place behind these words is not that of the clause's own deed."""
        if CLAUSE.search(before):
            return True
        return not self.clause.is_linked and is_past(before.rpartition(" ")[2])


def put(words: str, front: str) -> str:
    """A question with what its sentence opens with: at its end, where that is its only time.

    "In Berlin, who modelled the gate on one in Athens?"
    """
    line = " ".join(words.split())
    if front and (not _WHEN.search(front) or _OTHER_DEED.search(line)):
        return f"{front}, {line[0].lower()}{line[1:]}?"
    return f"{line} {front[:1].lower()}{front[1:]}".rstrip() + "?"


def is_fit(asked: Asked) -> bool:
    """Whether a question says enough, and leans on nothing before it."""
    stem = asked.stem
    if leans(stem) or _shows(stem, asked.span.text):
        return False
    said = content_stems(stem) - _ONLY_ASKING
    if asked.span.sort == "term":
        said -= _NUMBERS  # "What sees one stream of tokens?"
    least = _LEAST_SPECIFIC if _SPECIFIC.search(stem) else _LEAST
    return len(said) >= (_LEAST_DATED if asked.span.sort in {"year", "number"} else least)


def _shows(stem: str, key: str) -> bool:
    """Whether a question holds its answer, or a word made of the same root: "trypsin"."""
    if key_of(key) in key_of(stem):
        return True
    asked, told = words_of(stem).lower, words_of(key).lower
    roots = (word[:_ROOT] for word in told if len(word) >= _ROOT and word not in asked)
    return any(word.startswith(root) for root in roots for word in asked)


def leans(stem: str) -> bool:
    """Whether a question speaks of "her", or of "the idea" without saying which one."""
    # "In which year did Borromini take his own life?" says whose
    loose = _LOOSE & set(words_of(_OF_ONE_NAMED.sub(" ", stem)).lower)
    if loose or _SAID_BEFORE.search(stem):
        return True
    return any(
        match["noun"].lower() in POINTED_NOUNS | _OF_MANY
        for match in _POINTED.finditer(stem)
        if _is_open(match["next"])
    )


def _is_open(following: str | None) -> bool:
    """Whether what follows a noun does not say which one is meant."""
    if following in _WHICH_ONE:
        return False
    return not following or following in STOPWORDS or following in BE or is_past(following)


def joined(before: str, after: str) -> str:
    """What stood around an answer, as one text."""
    return " ".join(f"{before} {after}".replace(" ,", ",").split()).strip(" ,")
