"""Putting things in order: the steps of a process, the events of a timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.candidates import is_thing
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Item, ItemList, SectionNotes
from llmtutor.search.analysis import STOPWORDS

LEAST, MOST = 3, 5
_FIRST_YEAR = 300
"""One year of a timeline lies so far from 0 at least; smaller figures may number lines."""
_LONGEST = 22
"""Words, or half as many Chinese characters as this times four, of an event or a step."""
_NAMED_CJK = re.compile(
    r"(?!(?:[三四五六]?[個个]?(?:步[驟骤]|[階阶]段)|如下)[:：])[^，,。]{3,16}[:：]"
)
_ONLY_STEPS = frozenset("step stage phase order procedure process algorithm method".split())
_LEAST_INTRO, _MOST_INTRO = 4, 14
"""Words of a line above a list that can stand for it."""
_PROCESS = re.compile(
    r"\b(?:steps?|stages?|phases?|process|procedure|order|sequence|workflow|pipeline|cycle"
    r"|recipe|algorithm|how to|releasing|life ?cycle)\b|步[驟骤]|[階阶]段|流程|[順顺]序|[過过]程",
    re.IGNORECASE,
)
_NAMES_A_PROCESS = re.compile(
    _PROCESS.pattern
    + r"|^(?:how to|from)\b|^how\b.*\b(?:works?|forms?|happens?|moves?|made|travels?|spreads?|born"
    r"|produced|built|reach(?:es)?|becomes?|gets?|develops?|grows?)\b|\b(?:path|route|journey|life|way|making|test|method|development)\b"
    r"|\b[a-z]{3,}(?:tion|sion|sis|ing|ment|port|fer|thesis|gram|war)s?\b"
    r"|[作反][用應应]|循[環环]|合成|[傳传][導导遞递]|形成|[轉转][換换錄录化]|[發发]育|方法|[繁複复]殖"
    r"|[推演][導导]|[運运][輸输]|分裂|革命|[戰战][爭争]",
    re.IGNORECASE,
)
"""Headings whose steps need no other name: "Protein synthesis", "Path of the blood"."""
_NOT_A_PROCESS = re.compile(
    r"\b(?:considerations?|variants?|types?|kinds?|reasons?|examples?|questions?|ways|methods"
    r"|references|papers|limitations|components|tips|rules|principles|advice|guidelines|habits"
    r"|goals|objectives|aims|tasks|exercises|mistakes|checklist|benefits|advantages|facts)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"From .+ to ", re.IGNORECASE)
_AFTER_COMMAND = frozenset("the a an your each every all any two three for with to at out".split())
_TELLS = re.compile(
    r"^(?:first|second|third|then|next|after|finally|lastly|last|now|again)\b|首先|其次|最[後后]|接[著着]"
    r"|\bsteps? \d|\bstages? \d",
    re.IGNORECASE,
)
_NO_STEP = re.compile(
    r"^(?:on|if|when|unless|otherwise|in case|none|else)\b|^(?:若|如果|否[則则]|[當当])"
    r"|^[^(（]*[→⇒=]|\b(?:is|are) (?:the|an?|only|called)\b",
    re.IGNORECASE,
)
"""What is done in one case only, a formula or a fact: no step that comes after another."""
_LEANS = re.compile(r"(?:it|its|they|their|he|she|his|her|these|those|this|that)\b", re.IGNORECASE)
_CYCLE = re.compile(r"\bcycles?\b|[循迴][環环]|[週周]期", re.IGNORECASE)
_LEAD = re.compile(
    rf"^{OPEN}?([^{OPEN}{CLOSE}:：.]{{2,60}}?)[:：.]?{CLOSE}?[:：.]\s*{CLOSE}?\s*(?=\S)"
)
_ERA = r"(?:\s?(?:BC|BCE|AD|CE))?"
_YEAR_FIRST = re.compile(
    rf"^(?:In )?(?P<year>(?:前|公元前|西元前)?\d{{3,4}}{_ERA}|\d{{1,2}} (?:BC|BCE|AD|CE))(?!\d)"
    rf"(?:\s?[–—-]\s?\d{{2,4}}{_ERA})?(?:\s?年)?(?:起|[前後]後|前[後后]|左右)?[:：,，]?\s*(?:[–—-]\s*)?(?P<event>[^\s年:：,，–—-].{{2,}})$"
)
_YEAR_AFTER = re.compile(
    rf"^(?P<event>[^()（）]{{3,60}}?) ?[(（](?P<year>\d{{3,4}}{_ERA})s?"
    r"(?:\s?[–—-]\s?\d{2,4}s?)?[)）]\s*[:：]"
)
_DAY = re.compile(r"^\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?[,，]?\s*")
_LABEL_END = re.compile(r"[:：]\s*")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_ANY_YEAR = re.compile(r"\d{3,4}")


def make(notes: LectureNotes) -> Iterator[Question]:
    """Ordering questions, and the years of a timeline's events."""
    for section in notes.sections:
        for found in section.lists:
            top = [item for item in found.items if item.depth == found.items[0].depth]
            events = [(item, *event) for item in top if (event := _event(item))]
            dated = any(abs(_value(year)) >= _FIRST_YEAR for _, year, _ in events)
            if dated and len(events) >= LEAST and len(events) * 3 >= len(top) * 2:
                yield from _timeline(notes, section, events)
            elif is_process(section, found, top):
                yield from _steps(notes, section, found, top)


def is_process(section: SectionNotes, found: ItemList, top: Sequence[Item]) -> bool:
    """Whether the lines of a list are steps, each of which comes after the one before."""
    if len(top) < LEAST or not all(item.numbered for item in top):
        return False
    last = re.split(r"(?<=[.。])\s*", found.intro.strip())[-1]
    opening = last if last.endswith((":", "：", ",")) else ""
    if _NOT_A_PROCESS.search(f"{section.section.title} {opening}"):
        return False
    if _PROCESS.search(f"{section.section.title} {opening or last}"):
        return True
    return bool(_FROM_TO.match(section.section.title)) or all(map(_is_order_given, top))


def _is_order_given(item: Item) -> bool:
    """Whether a step tells the reader what to do: "Raise the head of the bed"."""
    first, second = [*words_of(item.text).lower, "", ""][:2]
    if first in STOPWORDS or first.endswith(("s", "ed", "ing", "ly", "tion")):
        return False
    return bool(item.text[:1].isupper()) and second in _AFTER_COMMAND


def _named(notes: LectureNotes, intro: str) -> str:
    """The line above a list, where it says by itself what the list is; else empty."""
    last = re.split(r"(?<=[.。!?])\s*", intro.strip())[-1]
    line = last.rstrip(":： ")
    if is_chinese(line):
        named = _NAMED_CJK.fullmatch(last)
        return line if named and not chinese.leaning(line) else ""
    if (
        re.search(r"\border\b", line)
        or line == last
        or not _LEAST_INTRO <= len(line.split()) <= _MOST_INTRO
    ):
        return ""
    return "" if leaning(line, notes.known, strict=True) else line


def _steps(
    notes: LectureNotes, section: SectionNotes, found: ItemList, top: Sequence[Item]
) -> Iterator[Question]:
    shown = [(item, step_text(item)) for item in top[:MOST]]
    # "It binds to its receptor" says nothing once the steps are mixed: those before it are asked
    shown = list(takewhile(lambda step: not _LEANS.match(step[1]), shown))
    texts = tuple(text for _, text in shown)
    if len(texts) < LEAST or any(
        not text or _TELLS.search(text) or _NO_STEP.search(text) for text in texts
    ):
        return
    place = _named(notes, found.intro) or _process(notes, section, found)
    if not place or not _are_apart(texts):
        return
    source = section.source(shown[0][0].start, shown[-1][0].end)
    wording = wording_for(section.section.text)
    stem = wording.order.format(title=place)
    if _CYCLE.search(place):
        stem = wording.cycle.format(title=place, first=texts[0])
    if "step" in place.lower():
        stem = stem.replace("put these steps", "put these")
    yield draft(
        "order",
        stem,
        texts,
        source,
        "steps: order",
        options=_shuffled(texts, stem),
        explanation=" → ".join(texts),
    )


def _process(notes: LectureNotes, section: SectionNotes, found: ItemList) -> str:
    """What a list of steps is on: its heading, with a word above it ("Deadlock – detection")."""
    heading = notes.place(section)
    label = re.fullmatch(r"([A-Z][a-z]+):", found.intro.strip())
    if label and label[1].rstrip("s").lower() not in _ONLY_STEPS:
        return f"{heading} – {label[1].lower()}"
    return heading if _NAMES_A_PROCESS.search(notes.heading(section)) else ""


def step_text(item: Item) -> str:
    """What a step is called: its label, or its first sentence if that is short; else empty."""
    if lead := _LEAD.match(item.marked):
        return lead[1].strip()
    text = re.split(r"(?<=[.。])\s", item.text)[0].rstrip(".。;；")
    return text if is_short(text) else ""


def _is_person(label: str) -> bool:
    """Whether a label may be who did it: nothing then happens until the colon."""
    words = _ASIDE.sub("", label).split()
    return all(word[:1].isupper() for word in words) and not is_thing(words)


def is_name(text: str) -> bool:
    """Whether what stands before a colon names an event by itself."""
    plain = _ASIDE.sub("", text)
    return 3 <= len(plain) <= 12 if is_chinese(plain) else 1 < len(words_of(plain).shown) <= 6


def is_short(text: str) -> bool:
    """Whether a step or an event can be read at a glance."""
    return len(text) <= 2 * _LONGEST if is_chinese(text) else len(words_of(text).shown) <= _LONGEST


def _are_apart(texts: Sequence[str]) -> bool:
    return len({normal_form(text) or text for text in texts}) == len(texts)


def _shuffled(texts: Sequence[str], seed: str) -> list[str]:
    """An order that is not the right one already."""
    for number in range(20):
        shuffled = mixed(texts, f"{seed}{number}")
        if shuffled != list(texts):
            return shuffled
    return list(reversed(texts))


def _event(item: Item) -> tuple[str, str] | None:
    """``(year, event)`` of a line of a timeline."""
    match = _YEAR_FIRST.match(item.text) or _YEAR_AFTER.match(item.text)
    if not match:
        return None
    event = _DAY.sub("", match["event"].strip())
    label, colon, _ = _LABEL_END.sub("\0", event, count=1).partition("\0")
    if colon and is_name(label) and not _is_person(label):
        event = label  # "1906 Valparaíso earthquake: 8.2, many dead"
    event = _ASIDE.sub("", event).rstrip(".。;；")
    if _ANY_YEAR.search(event) or not is_short(event):
        return None
    return match["year"], event


def _value(year: str) -> int:
    digits = re.search(r"\d+", year)
    value = int(digits[0]) if digits else 0
    return -value if "BC" in year or "前" in year else value


def _timeline(
    notes: LectureNotes, section: SectionNotes, events: Sequence[tuple[Item, str, str]]
) -> Iterator[Question]:
    wording = wording_for(section.section.text)
    rising = _rising(events)[:MOST]
    if len(rising) >= LEAST and _are_apart([event for _, _, event in rising]):
        texts = tuple(event for _, _, event in rising)
        source = section.source(rising[0][0].start, rising[-1][0].end)
        stem = _titled(wording.timeline, notes.place(section))
        yield draft(
            "order",
            stem,
            texts,
            source,
            "timeline: order",
            options=_shuffled(texts, stem),
            explanation=" → ".join(f"{event} ({year})" for _, year, event in rising),
        )
    years = [year for _, year, _ in events]
    for at, (item, year, event) in list(enumerate(events))[1 :: max(2, len(events) // 2)]:
        if not _YEAR_FIRST.match(item.text):
            continue  # what has its year in brackets is a thing, not an event
        stem = _titled(wording.year_of, notes.subject).format(event=event)
        near = sorted(
            {one for one in years if one != year}, key=lambda y: abs(_value(y) - _value(year))
        )
        if others := choose(year, near, stem):
            yield draft(
                "choice",
                stem,
                year,
                section.source(item.start, item.end),
                "timeline: year",
                others=others,
                explanation=events[at][0].text,
            )


def _titled(worded: str, title: str) -> str:
    """A stem behind its title; without one where the notes give none that says anything."""
    if title:
        return worded.replace("{title}", title)
    worded = worded.replace("{title}", "").lstrip(":： ")
    return worded[0].upper() + worded[1:]


def _rising(events: Sequence[tuple[Item, str, str]]) -> list[tuple[Item, str, str]]:
    """The events as they stand, if every one is later than the one before; ties are left out."""
    kept = [events[0]]
    for event in events[1:]:
        if _value(event[1]) > _value(kept[-1][1]):
            kept.append(event)
    falls = any(_value(b[1]) < _value(a[1]) for a, b in pairwise(events))
    return [] if falls else kept
