"""Who did it: sentences that open with a name, and deeds done "by" somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.claims import VAGUE_TALK, is_uncertain, tells_one
from llmtutor.quiz.makers.drafting import draft, falsehood
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK, content_stems
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import content_terms
from llmtutor.quiz.notes.statements import Statement

_PART = r"[A-Z][\w'’\-]+\.?"
_ONE = rf"(?:{_PART}|[A-Z]\.)(?: (?:{_PART}|[A-Z]\.|de|van|von|der|the|of|al|ibn|da|di))*"
_NAME = rf"(?P<agent>{_ONE}(?:, {_ONE})*(?:,? and {_ONE})?(?: et al\.)?)"
_IRREGULAR = (
    "wrote|found|built|led|won|began|became|brought|taught|drew|made|gave|took|held|broke|sank"
    "|saw|fought|set up|put|cut|beat|chose|flew|forbade|sent|lost|left|ran|threw|laid|bought|sold"
)
_DID = re.compile(
    rf"^{_NAME}(?: \([^()]{{4,40}}\))?(?:, [^,]{{3,50}},)?"
    r"(?: (?:first|later|independently|then|also))? "
    rf"(?P<rest>(?:[a-z]{{3,}}ed|{_IRREGULAR}) .+)\.$"
)
_BY = re.compile(
    rf"\b(?:written|introduced|developed|invented|discovered|proposed|founded|designed|built"
    rf"|created|published|composed|painted|coined|described|led|formulated|proved) by {_NAME}"
    r"(?= in |\.|,| and )"
)
_NO_NAME = re.compile(
    r"^(?:The|A|An|In|On|At|By|For|With|From|After|Before|During|Most|Many|Some|Several|All|Each"
    r"|Every|Both|This|These|It|They|He|She|We|One|Two|Three|Its|Their|His|Her|When|While|Since"
    r"|First|Second|Third|Finally|Next|Then|Meanwhile|However|As|If|Because|Although|According|Modern|Early|Later|Other|Such)\b"
)
GROUP = re.compile(
    r"\b(?:University|Institute|Party|Church|Army|Empire|Company|Council|Court|Congress|Senate"
    r"|Union|Republic|Kingdom|Inc|Corp|Ltd|College|Group|Committee|Association|Museum|Times"
    r"|Government|Parliament|States|League|Society|Bank|Foundation|Act|War|Agency|Department"
    r"|OpenAI|Google|Meta|Microsoft|Nvidia|Anthropic)\b"
)
_HUMAN = frozenset(
    """introduced released published proposed announced invented discovered wrote founded developed
    defeated crossed marched conquered unveiled launched argued signed declared patented opened
    established created designed coined bought acquired fought built led won""".split()
)
"""What only people, or groups of people, do."""
_ONCE = frozenset(
    """introduced published proposed invented discovered wrote founded created designed coined
    painted composed formulated""".split()
)
"""What one person does once, and no other again."""
_GOES_ON = re.compile(
    r", (?:and|but|which|who|so|where|while|when|after|before)\b|; |: | because "
    # another who did something else
    r"| and (?=[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* [a-z]+(?:ed|ught|ook|ade|ote|ound|ew|ave)\b)"
)
_LEAST_DEED = 5
"""Words of meaning of a deed without a name or a figure."""
_AGE = 80
"""Years between the dates of two people of whom one may be mistaken for the other."""
_FAR = 6
"""Sections apart up to which people may have worked on the same thing; a glossary has hundreds."""
_YEAR = re.compile(r"\b(\d+)( BCE?)\b|\b(1\d{3}|20\d{2})(?=s?\b)")
_FITS_ANY = content_stems("different other another new own first later many same great")
_CAPITALS = re.compile(r"[A-Z][\w'’-]+")
_PERSON = re.compile(r"^[A-Z][\w'’\-.]+(?: [a-z]{2,3})?(?: [A-Z][\w'’\-.]+){1,3}$")


@dataclass(frozen=True, slots=True)
class Deed:
    """A name, what it did, and where that is said."""

    agent: str
    stem: str
    """What was done, with the verb first; a sentence with a blank for a deed done "by"."""
    statement: Statement
    is_gap: bool


def make(notes: LectureNotes) -> Iterator[Question]:
    """A choice for each deed, among the other names of the lecture."""
    deeds = [deed for statement in notes.clauses for deed in _deeds(notes, statement)]
    everywhere = (deed.agent for one in notes.statements for deed in _deeds(notes, one))
    names = list(dict.fromkeys([*(deed.agent for deed in deeds), *everywhere]))
    places = {section.path: at for at, section in enumerate(notes.sections)}
    for deed in deeds:
        about = content_terms(deed.stem)
        near = [
            name
            for name in names
            if _is_another(name, deed.agent)
            and not set(_CAPITALS.findall(name)) & set(_CAPITALS.findall(deed.stem))
            and (" and " in name) == (" and " in deed.agent)
            and is_person(name) == is_person(deed.agent)
        ]
        near = [n for n in near if notes.said.of(about, n, deed.statement.verbatim) is None]
        far = {name: _distance(notes, name, deed, places) for name in near}
        near.sort(key=lambda name: far[name])
        stem = deed.stem if deed.is_gap else _question(deed)
        fit = [n for n in near if far[n] <= _FAR and _is_of_that_age(notes, n, deed)]
        if others := choose(deed.agent, fit, stem):
            yield _asked(deed, stem, others)
        yield from _of_another(deed, fit)


def _asked(deed: Deed, stem: str, others: tuple[str, ...]) -> Question:
    """The name to write, if it is a person's: of others their office or time would tell them."""
    written = is_person(deed.agent)
    return draft(
        "choice" if not written else "cloze" if deed.is_gap else "short",
        stem,
        deed.agent,
        deed.statement.source,
        "who: did it",
        others=() if written else others,
        accept=[deed.agent.rpartition(" ")[2]] if written and " and " not in deed.agent else [],
    )


def _of_another(deed: Deed, others: Sequence[str]) -> Iterator[Question]:
    """A false statement: what one person did first, said of another of the lecture."""
    text = deed.statement.text
    if not is_person(deed.agent) or not others or not tells_one(text) or is_uncertain(text):
        return
    if {"his", "her", "their"} & set(deed.stem.split()):
        return
    if not deed.is_gap and deed.stem.split()[0] not in _ONCE:
        return
    false = deed.stem.replace(BLANK, others[0]) if deed.is_gap else f"{others[0]} {deed.stem}."
    yield falsehood(false, text, deed.statement.source, "who: another", harder=0.1)


def _is_of_that_age(notes: LectureNotes, name: str, deed: Deed) -> bool:
    """Whether the dates beside two names are near: a historian of kings is no rival of a king."""
    mine = _years(deed.statement.verbatim) or _dates(notes, deed.agent)
    return not mine or any(
        abs(one - its) <= _AGE for one in mine for its in _dates(notes, name) or mine
    )


def _dates(notes: LectureNotes, name: str) -> set[int]:
    found = (_years(one.statement.verbatim) for one in notes.said.holding(key_of(name)))
    return set().union(*found)


def _years(text: str) -> set[int]:
    return {int(year) if year else -int(before) for before, _, year in _YEAR.findall(text)}


def _distance(notes: LectureNotes, name: str, deed: Deed, places: dict[str, int]) -> int:
    """Sections between a deed and where a name stands nearest to it."""
    here = places[deed.statement.path]
    found = (one.statement.path for one in notes.said.holding(key_of(name)))
    return min((abs(places[path] - here) for path in found), default=len(places))


def _deeds(notes: LectureNotes, statement: Statement) -> Iterator[Deed]:
    text = statement.text
    match = _DID.match(text)
    if match and not _NO_NAME.match(text) and is_name(notes, match["agent"]):
        rest = _one_deed(match["rest"])
        human = is_person(match["agent"]) or match["rest"].split()[0] in _HUMAN
        if rest and human and _says_enough(rest) and not VAGUE_TALK.search(rest):
            yield Deed(match["agent"], rest, statement, is_gap=False)
    if (match := _BY.search(text)) and is_name(notes, match["agent"]):
        start, end = match.span("agent")
        yield Deed(match["agent"], text[:start] + BLANK + text[end:], statement, is_gap=True)


def _says_enough(rest: str) -> bool:
    """Whether a deed is told so that one person did it: "argued for four" fits anybody."""
    specific = bool(re.search(r"\d| [A-Z]", rest))
    return specific or len(content_stems(rest) - _FITS_ANY) >= _LEAST_DEED


def _one_deed(rest: str) -> str:
    """What was done, without what the sentence goes on to say; empty where that is unclear."""
    cut = _GOES_ON.search(rest)
    if not cut:
        return rest
    head = rest[: cut.start()]
    return head if "," not in head and len(head.split()) >= 4 else ""


def is_name(notes: LectureNotes, text: str) -> bool:
    """Whether words with capitals name somebody, and are no sentence's first word only."""
    if re.search(r"['’]s\b", text):
        return False  # "Beethoven's Third Symphony" is nobody
    if " " in text or any(char.isupper() for char in text[1:]):
        return True
    return notes.shown(text) == text and notes.named(text) > 0


def _is_another(name: str, agent: str) -> bool:
    """Whether two names share no word: "Vaswani" and "Vaswani et al." are one."""
    plain = {"and", "et", "al", "de", "of", "the", "van", "von"}
    mine = set(re.findall(r"\w+", name)) - plain
    return not mine & (set(re.findall(r"\w+", agent)) - plain)


def _question(deed: Deed) -> str:
    return f"{'Who' if is_person(deed.agent) else 'Which of these'} {deed.stem}?"


_CASE = re.compile(r"^(?:Re|In re|Ex parte) | v\.? ")
"""A case of a court: "Re Denley", "Knight v Knight"."""


def is_person(name: str) -> bool:
    """Whether a name looks like a person's, or several persons'."""
    if GROUP.search(name) or _CASE.search(name):
        return False
    return bool(_PERSON.match(name)) or " and " in name or name.endswith("et al.")
