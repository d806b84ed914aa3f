"""Lists whose lines explain one set-off label each, so that the labels can be told apart.

A line need not be a definition to be asked about: "Prepayment – paid but not yet used" fits one
label of its list, and no other. So these are asked with all labels in sight, never with a gap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from llmtutor.quiz.likeness import is_inside
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.glosses import THE_TWO
from llmtutor.quiz.notes.leaning import pointing
from llmtutor.quiz.notes.pronouns import loose_pronoun
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Item, ItemList, SectionNotes
from llmtutor.quiz.notes.terms import is_term

LEAST = 3
"""Lines of a family that tell their labels apart."""
_LINE = re.compile(
    rf"^{OPEN}(?P<label>[^{OPEN}{CLOSE}:：=()（）]{{2,50}}?)\s*(?:[(（](?P<paren>[^()（）]{{1,60}})[)）])?"
    rf"\s*[:：]?{CLOSE}\s*(?:[(（](?P<after>[^()（）]{{1,60}})[)）])?"
    rf"\s*(?P<sign>[:：=]|[–—-](?=\s))?\s*(?P<text>\S.*)$"
)
_PLAIN = re.compile(
    rf"{OPEN}?([^{OPEN}{CLOSE}:：=()（）–—]{{2,40}}?){CLOSE}?\s*"
    rf"(?:[(（][^()（）]{{1,60}}[)）])?\s*{CLOSE}?(?:[:：=]|\s[–—-]\s)"
)
_LONG_LIST = 7
"""Lines of a list that is more than one kind of thing: cram notes on a whole topic."""
_NEXT_SENTENCE = re.compile(r"(?<=[\w)%])[.!?]\s+(?=[A-Z\d])|[。！？]|[;；]\s*")
_CJK = re.compile("[㐀-鿿]")
_CLAUSE_CJK = re.compile("(?<=[㐀-鿿])[,，]")
_ASIDE = re.compile(r"(?:\s+|(?<![A-Za-z–-]))[(（][^()（）]*[)）]")
_EXAMPLE = re.compile(r"[,，]?\s*(?:\be\.g\.|\bi\.e\.|\bsuch as\b|\bfor example\b|例如|比如).*$")
_SAYS = re.compile(r"^(?:(?:is|are|means(?: that)?|refers to)\b|[是指]+)\s*")
_UNFIT = re.compile(
    r"[→←↔⇒=≈≠<>|?？!！…\"“”「」{}\[\]×÷²³^_\\]|--|(?<![a-z)] )\+|\+(?! [a-z])"
    r"|\b(?:now|today|currently|I|my|me|we|our|us|you|your|exam|prof"
    r"|professor|lecturer|slides?|lecture|note to|see)\b|\d{4}|\d\D+\d|\bw/"
    r"|老[師师]|考試|考试|[會会]考|[課课]本"
)
"""Formulas, quotations, years, several figures, the writer's own words: none describes a label."""
_LEFT_OUT = frozenset("none some any all both neither many few several instead too either".split())
"""Ends that leave to another line what is meant: "generally none"."""
_LEANS = frozenset("this these those same other others".split())
_MOST_WORDS, _MOST_CHARACTERS = 20, 36
_LEAST_WORDS, _LEAST_CHARACTERS = 2, 4
_NEARLY_THE_SAME, _FEW = 0.5, 5
"""Share of words that two lines may have in common, where they have so many."""
_BEGINNING = 5
"""Letters that two words of one root share."""
_OF_A_CODE = re.compile(r"(?<=[^\W\d])-?(\d+)")
"""The 17 of Th17 and of IL-17."""
_WORD = re.compile(r"[a-z]{3}")
_DANGLING = frozenset(
    """if when that and or but of by to the a an with for from as is are like than into onto between
    until at on in its their such via per""".split()
)
_COUNT = re.compile(
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|\d+)(?: [a-z-]+)?"
    r" (?:parts?|types?|kinds?|steps?|stages?|phases?|forms?|groups?|classes|components?|elements?"
    r"|properties|features|rules|points|levels|layers|variants|cases|conditions|reasons)"
)
"""How many there are of what is listed below it: that describes nothing."""
_BROKEN_OFF = re.compile(
    r"[a-z\d)][.;] [a-z]|\w\(|[/+×÷=*^–-]$|\b(?:e\.g|i\.e)$|^(?:one|those) (?:that|which|who)\b"
    r"|^(?:good|bad|better|worse|best|worst|nice|useful|important|easy|hard|fine|ok)\b|"
    + THE_TWO.pattern
)
"""Two notes in one, "attribute(s)", half a formula, praise, and what leaves open what it is."""
_PERSON = re.compile(r"^[A-Z][\w'’-]+(?:(?: &|,| and)? [A-Z][\w'’-]+)*$")
_YEAR = re.compile(r"^\D{0,3}\d{4}")


_Marked = tuple[str, int, int]
"""A line with its set-off terms marked, and where it stands in its section."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what its line says of it."""

    label: str
    text: str
    start: int
    end: int


def families(section: SectionNotes) -> Iterator[list[Line]]:
    """The families of a section, each with the lines that can be told apart."""
    for held in (*_of_lists(section), _of_prose(section)):
        kept = apart([line for one in held if (line := _line(*one))])
        if len(kept) >= LEAST:
            yield kept


def _of_lists(section: SectionNotes) -> Iterator[list[_Marked]]:
    for found in section.lists:
        for siblings in _siblings(found):
            yield [(line, one.start, one.end) for one, line in _set_off(siblings)]


def _set_off(items: Sequence[Item]) -> Iterator[tuple[Item, str]]:
    """Lines with their labels set off, also where each line of a list has one that is plain."""
    labels = [_PLAIN.match(item.marked) for item in items[: _LONG_LIST + 1]]
    listed = len(items) <= _LONG_LIST and all(labels)
    for at, item in enumerate(items):
        end = label.end(1) if listed and (label := labels[at]) else 0
        plain = end and not item.marked.startswith(OPEN)
        yield item, f"{OPEN}{item.marked[:end]}{CLOSE}{item.marked[end:]}" if plain else item.marked


def _of_prose(section: SectionNotes) -> list[_Marked]:
    """Sentences that open with their label: "**Schedule**: an order of operations."."""
    found: list[_Marked] = []
    for one in section.statements:
        if one.form == "prose" and one.verbatim.startswith("*"):
            lead = f"{OPEN}{one.lead}{CLOSE}: " if one.lead else ""
            found.append((lead + one.marked, one.start, one.end))
    return found


def _siblings(found: ItemList) -> Iterator[list[Item]]:
    """Lines of a list that hang under the same line."""
    above: list[Item] = []
    placed: list[tuple[int, Item]] = []
    for item in found.items:
        while above and above[-1].depth >= item.depth:
            above.pop()
        placed.append((above[-1].start if above else -1, item))
        above.append(item)
    placed.sort(key=lambda one: one[0])
    for _, group in groupby(placed, key=lambda one: one[0]):
        yield [item for _, item in group]


def _line(marked: str, start: int, end: int) -> Line | None:
    """A line's label and first clause, where both are fit to be shown; else None."""
    match = _LINE.match(marked)
    if match is None:
        return None
    label, aside = match["label"].strip(" .,"), match["paren"] or match["after"] or ""
    if not is_term(label, set_off=True) or (_PERSON.match(label) and _YEAR.match(aside)):
        return None
    text = _NEXT_SENTENCE.split(match["text"].replace(OPEN, "").replace(CLOSE, ""))[0]
    joined = match["sign"] or marked[match.end("label") :].startswith((f":{CLOSE}", f"：{CLOSE}"))
    if not (joined or _SAYS.match(text)):
        return None
    text = _ASIDE.sub("", _EXAMPLE.sub("", text)).strip(" .,:，。：、")
    head, _, _ = text.partition(": ")
    text = _SAYS.sub("", head if len(words_of(head).shown) >= _LEAST_WORDS else text)
    clauses = (text, _CLAUSE_CJK.split(text)[0])
    fit = next((one for one in clauses if _is_fit(one)), "")
    if not fit or _spells(label, fit) or fit.rpartition(" ")[2] in _DANGLING:
        return None
    return Line(label, fit, start, end)


def _spells(label: str, text: str) -> bool:
    """Whether the words of a text open with the letters of its label: "airway, …" for ABC."""
    initials = "".join(word[0] for word in words_of(text).lower)
    return label.isupper() and label.lower() in initials


def _is_fit(text: str) -> bool:
    """Whether a line's clause describes something in words that need nothing beside them."""
    if _UNFIT.search(text) or _BROKEN_OFF.search(text) or _COUNT.fullmatch(text):
        return False
    if text.count("(") != text.count(")"):
        return False
    if _CJK.search(text):
        fits = _LEAST_CHARACTERS <= len(text) <= _MOST_CHARACTERS
        return fits and not chinese.leaning(text)
    words = words_of(text).lower
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or len(content_stems(text)) < _LEAST_WORDS:
        return False
    if not (text[:1].islower() or text[:1].isdigit()) or not _WORD.search(text):
        return False
    left_out = words[-1] in _LEFT_OUT or bool(_LEANS & set(words))
    return not (left_out or pointing(text) or loose_pronoun(words_of(text)))


def apart(lines: Sequence[Line]) -> list[Line]:
    """Lines of which each fits its own label alone, and shows no part of it."""
    labels = Counter(mark for line in lines for mark in _marks(line.label))
    kept: list[Line] = []
    for line in lines:
        # what several labels have in common tells none of them: "current liabilities"
        shown = any(labels[mark] == 1 for mark in _marks(line.label) & _marks(line.text))
        if not shown and not any(_alike(line, other) for other in kept):
            kept.append(line)
    return kept


def _marks(text: str) -> frozenset[str]:
    """What of a text the eye finds again in another: its words, and their beginnings."""
    long = (word for word in words_of(text).lower if len(word) >= _BEGINNING)
    figures = (f"#{figure}" for figure in _OF_A_CODE.findall(text))
    return content_terms(text) | {f"{word[:_BEGINNING]}-" for word in long} | {*figures}


def _alike(one: Line, other: Line) -> bool:
    """Whether one line would do for the other's label."""
    if key_of(one.label) == key_of(other.label) or is_inside(one.text, other.text):
        return True
    mine, its = content_terms(one.text), content_terms(other.text)
    few = min(len(mine), len(its))
    return mine == its or (few >= _FEW and len(mine & its) > _NEARLY_THE_SAME * few)
