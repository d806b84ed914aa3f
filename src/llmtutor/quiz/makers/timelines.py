"""Putting dated lines in order of time, and the years of a timeline's events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.ordering import LEAST, MOST, is_short, leans, ordered
from llmtutor.quiz.makers.wording import as_title, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.candidates import is_thing
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import SectionNotes, Table
from llmtutor.quiz.periods import period_around

_FIRST_YEAR = 300
"""One year of a timeline lies so far from 0 at least; smaller figures may number lines."""
_QUESTIONS = 2
"""Of one timeline, on events that lie apart."""
_ERA = r"(?:\s?(?:BCE?|AD|CE))?"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = rf"(?:前|公元前|西元前)?\d{{3,4}}{_ERA}|\d{{1,2}} (?:BCE?|AD|CE)"
_WRITTEN = r"[./](?:1[0-2]|0?[1-9])(?:[./]\d{1,2})?(?![\d./])|-(?:1[0-2]|0?[1-9])-\d{1,2}(?!\d)"
"""Month and day behind a year: 1931.2.7, 1931/2, 1931-02-07."""
_DATED = re.compile(
    rf"^(?:In |c\. ?|ca\. ?|circa |around |[约約])?(?:(?P<day>\d{{1,2}}) )?"
    rf"(?:(?P<month>{_MONTH})[ ,]+)?"
    rf"(?P<year>{_YEAR})(?!\d|[a-z])(?P<written>{_WRITTEN})?(?:\s?[–—-]\s?\d{{2,4}}{_ERA})?(?:\s?年)?"
    r"(?:起|[前後]後|前[後后]|左右)?(?: onwards?)?[:：,，]?\s*(?:[–—-]\s*)?"
    r"(?P<event>[^\s年:：,，./–—-].{2,})$",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(
    rf"^(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: (?P<year>\d{{2}})(?!\w))?[:,]?\s*(?:[–—-]\s*)?"
    r"(?P<event>[^\W\d].{2,})$",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    rf"^(?P<event>[^()（）]{{3,60}}?) ?[(（](?P<year>\d{{3,4}}{_ERA})s?"
    r"(?:\s?[–—-]\s?\d{2,4}s?)?[)）]\s*(?:[:：]|[–—] )"
)
_DAY_CJK = re.compile(r"^\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?[,，]?\s*")
_LABEL_END = re.compile(r"[:：]\s*")
_NEXT = re.compile(r"(?<=[a-z])\. (?=[A-Z])|(?<=[A-Z]{3})\. (?=[A-Z])|; ")
_OUTCOME = re.compile(r"\s*→ ?")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_ANY_DATE = re.compile(
    rf"\d{{3,4}}|\b[A-Z][a-z]+ \d\d$|^(?:[约約]|about )?\d|\b\d{{1,2}} {_MONTH}\b", re.IGNORECASE
)
"""Another date in an event would place it; one that opens with a figure is no event."""
_SPAN = re.compile(rf"^\D{{0,8}}\d{{3,4}}{_ERA}\s?[–—-]\s?\d")
"""A line that opens with the years from which to which something lasted."""
_DATE_HEADER = re.compile(r"\b(?:yrs?|years?|dates?|when|time)\b|[年时時日]", re.IGNORECASE)
_PLACES = frozenset("where place city 地點 地点".split())


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, when, and the line that says so."""

    year: str
    """As written; empty where only a day is given."""
    day: float
    """Months and days as a part of a year, from 0 to 1."""
    text: str
    line: str
    start: int
    end: int
    dated_first: bool
    """Whether the line opens with its date."""

    @property
    def when(self) -> float:
        return value(self.year) + self.day


def make(notes: LectureNotes) -> Iterator[Question]:
    """Ordering questions on lists and tables of dated lines, and years to choose."""
    for section in notes.sections:
        for found in section.lists:
            top = [item for item in found.items if item.depth == found.items[0].depth]
            lines = [(item.text, item.start, item.end) for item in top]
            if events := timeline(lines):
                yield from _ordered(notes, section, events)
                yield from _years(notes, section, events)
        for table in section.tables:
            if events := timeline(list(_rows(table))):
                header = table.header[0].strip()
                named = "" if _DATE_HEADER.search(header) or not header else f" – {header}"
                yield from _ordered(notes, section, events, named)


def _rows(table: Table) -> Iterator[tuple[str, int, int]]:
    """Each row as a line: its first cell, and what happened; where it did, with the outcome."""
    placed = table.header[1].strip().lower() in _PLACES and len(table.header) > 2
    for row, span in zip(table.rows, table.spans, strict=True):
        text = f"{row[0]}: {row[1]}" + (f" – {row[2]}" if placed else "")
        yield text, span.start, span.end


def timeline(lines: Sequence[tuple[str, int, int]]) -> list[Event]:
    """The events of lines of which most are dated; else none.

    Args:
        lines: text, and where each stands.
    """
    events: list[Event] = []
    year = ""
    for line, start, end in lines:
        if event := _event(line, start, end, year):
            events.append(event)
            year = event.year
    sure = any(abs(value(one.year)) >= _FIRST_YEAR or one.day for one in events)
    enough = len(events) >= LEAST and len(events) * 3 >= len(lines) * 2
    return events if sure and enough else []


def _event(line: str, start: int, end: int, last: str) -> Event | None:
    """What a line says happened, and when; without a year of its own it is of the one before."""
    match = _DATED.match(line) or _ON_A_DAY.match(line) or _YEAR_AFTER.match(line)
    if not match:
        return None
    found = match.groupdict()
    text = _DAY_CJK.sub("", match["event"].strip())
    label, colon, _ = _LABEL_END.sub("\0", text, count=1).partition("\0")
    if colon and _is_name(label) and not (_is_person(label) or label.startswith("the ")):
        text = label  # "1906 Valparaíso earthquake: 8.2, many dead"
    text = _NEXT.split(text)[0]
    first = _OUTCOME.split(text)[0]
    text = _ASIDE.sub("", first if " " in first or is_chinese(first) else text).rstrip(".。;；")
    if _ANY_DATE.search(text) or not is_short(text) or leans(text):
        return None
    if re.fullmatch(r"[a-z]+|[A-Z]\S* [IVX]+|.* [a-z]", text):
        return None  # "1555 return": of whom; "1587 Abbas I", "1629 Abbas d.": what of him
    if match.re is _YEAR_AFTER and _is_person(text):
        return None  # "Moray (1959): own name in the unattended ear"
    day = 0.0
    if month := found.get("month"):
        day = (_MONTHS.index(month[:3].lower()) * 31 + int(found.get("day") or 0)) / 400
    elif written := found.get("written"):
        month, day_of, *_ = *re.findall(r"\d+", written), "0"
        day = ((int(month) - 1) * 31 + int(day_of)) / 400
    first = match.re is not _YEAR_AFTER
    return Event(found.get("year") or last, day, text, line, start, end, first)


def value(year: str) -> int:
    """A year as a number; before our era it is negative."""
    digits = re.search(r"\d+", year)
    number = int(digits[0]) if digits else 0
    return -number if "BC" in year or "前" in year else number


def _is_person(label: str) -> bool:
    """Whether a label may be who did it: nothing then happens until the colon."""
    words = _ASIDE.sub("", label).split()
    return all(word[:1].isupper() for word in words) and not is_thing(words)


def _is_name(text: str) -> bool:
    """Whether what stands before a colon names an event by itself."""
    plain = _ASIDE.sub("", text)
    return 3 <= len(plain) <= 12 if is_chinese(plain) else 1 < len(words_of(plain).shown) <= 6


def _ordered(
    notes: LectureNotes, section: SectionNotes, events: Sequence[Event], of: str = ""
) -> Iterator[Question]:
    """A few events at a time, where most of them stand in order of time.

    Args:
        notes: the lecture.
        section: where they stand.
        events: dated.
        of: which of their dates is meant, with its sign: " – Born"; empty where there is one.
    """
    rising = _rising(events)
    stem = _titled(wording_for(section.section.text).timeline, notes.place(section) + of)
    for start in range(0, len(rising), MOST)[:_QUESTIONS]:
        few = rising[start : start + MOST]
        if len(few) < LEAST:
            continue
        source = section.source(few[0].start, few[-1].end)
        said = " → ".join(f"{one.text} ({_shown(one)})" for one in few)
        if made := ordered(stem, [one.text for one in few], source, "timeline: order", said):
            yield made


def _shown(event: Event) -> str:
    return event.year if not event.day else event.line[: event.line.find(event.text)].strip(" :,–")


def _rising(events: Sequence[Event]) -> list[Event]:
    """The most events that are each later than the one before; none where many are not."""
    best: list[list[Event]] = []
    for event in events:
        before = [one for one in best if one[-1].when < event.when]
        best.append([*max(before, key=len, default=[]), event])
    kept = max(best, key=len)
    return kept if len(kept) * 3 >= len(events) * 2 else []


def _years(
    notes: LectureNotes, section: SectionNotes, events: Sequence[Event]
) -> Iterator[Question]:
    wording = wording_for(section.section.text)
    years = [one.year for one in events]
    for event in events[1 :: max(2, len(events) // 2)]:
        brief = " " not in event.text and not is_chinese(event.text)
        if brief or not event.dated_first or event.day or _SPAN.search(event.line):
            continue  # a year in brackets is that of a thing; "Kyushu" does not say what was there
        stem = _titled(wording.year_of, notes.subject).format(event=event.text)
        source = section.source(event.start, event.end)
        within = period_around(value(event.year), source)
        near = sorted(
            {one for one in years if one != event.year and value(one) in within},
            key=lambda year: abs(value(year) - value(event.year)),
        )
        if others := choose(event.year, near, stem):
            yield draft(
                "choice",
                stem,
                event.year,
                source,
                "timeline: year",
                others=others,
                explanation=event.line,
            )


def _titled(worded: str, title: str) -> str:
    """A stem behind its title; without one where the notes give none that says anything."""
    if title:
        return worded.replace("{title}", as_title(title))
    worded = worded.replace("{title}", "").lstrip(":： ")
    return worded[0].upper() + worded[1:]
