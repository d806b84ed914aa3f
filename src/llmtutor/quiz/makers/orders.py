"""Putting the steps of a process in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.makers.ordering import LEAST, MOST, is_short, leans, ordered
from llmtutor.quiz.makers.wording import as_title, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Item, ItemList, SectionNotes
from llmtutor.search.analysis import STOPWORDS

_NAMED_CJK = re.compile(
    r"(?!(?:[三四五六]?[個个]?(?:步[驟骤]|[階阶]段)|如下)[:：])[^，,。]{3,16}[:：]"
)
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]$")
_BARE = re.compile(
    r"(?:the )?(?:steps?|stages?|phases?|order|sequence|procedure|process|algorithm|method)[:：]"
    r"|[^.:]{0,20}\bin (?:the right )?order:|(?:步[驟骤]|流程|[過过]程|[順顺]序)[:：]",
    re.IGNORECASE,
)
"""A line above a list that leaves to its heading what the steps are of."""
_OF_ONE_WORD = re.compile(
    r"(?:the )?(?:steps|stages|phases|order|sequence) (?:in|of) [\w-]+", re.IGNORECASE
)
_LEAST_TEXT = 4
_EXAMPLE = re.compile(r",? (?:e\.g\.|for example,?) .*$")
_LEAST_INTRO, _MOST_INTRO = 4, 14
"""Words of a line above a list that can stand for it."""
_PROCESS = re.compile(
    r"\b(?:steps?|stages?|phases?|process|procedure|order|sequence|workflow|pipeline|cycle"
    r"|recipe|algorithm|how to|releasing|life ?cycle)\b|步[驟骤]|[階阶]段|流程|[順顺]序|[過过]程",
    re.IGNORECASE,
)
_NAMES_A_PROCESS = re.compile(
    _PROCESS.pattern + r"|^(?:how to|from)\b|^how\b.*\b(?:made|born|produced|built|formed)\b"
    r"|\b(?:path|route|journey|life|way|making|test|method|development)\b"
    r"|\b[a-z]{3,}(?:tion|sion|sis|ing|ment|port|fer|thesis|gram|war)s?\b"
    r"|[作反][用應应]|循[環环]|合成|[傳传][導导遞递]|形成|[轉转][換换錄录化]|[發发]育|方法|[繁複复]殖"
    r"|[推演][導导]|[運运][輸输]|分裂|革命|[戰战][爭争]",
    re.IGNORECASE,
)
"""Headings whose steps need no other name: "Protein synthesis", "Path of the blood"."""
_NOT_A_PROCESS = re.compile(
    r"\b(?:considerations?|variants?|types?|kinds?|reasons?|examples?|questions?|ways|methods"
    r"|references|papers|limitations|components|tips|rules|principles|advice|guidelines|habits"
    r"|problem (?:sets?|q|questions?)|exams?|answering|essays?|homework|assignments?"
    r"|goals|objectives|aims|tasks|exercises|mistakes|checklist|benefits|advantages|facts)\b"
    r"|\bsteps? in$|\b\d-steps?\b"
    r"|\b(?:two|three|four|five|six|seven|several|\d) (?:[a-z-]+ ){0,2}(?:routes|paths|pathways"
    r"|options|choices|possibilities|forms|classes|cases|mechanisms|sources|parts|models|theories|views)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"From .+ to ", re.IGNORECASE)
_HOW = re.compile(r"(?:\d[\d.]*\s+)?How (?!(?:many|much|often|long|far|big|to)\b)")
_STATE = re.compile(r"\b(?:is|are|was|were|we|you|I|can|may)\b")
_CAN = re.compile(r"\b(?:can|may)\b")
"""In a heading "How …": what it is like, and not what happens."""
_AFTER_COMMAND = frozenset("the a an your each every all any two three for with to at out".split())
_TELLS = re.compile(
    r"^(?:first|second|third|then|next|after|finally|lastly|last|now|again)\b|首先|其次|最[後后]|接[著着]"
    r"|\b(?:steps?|stages?|repeat) \d|\b(?:last|final|initial)\b|\bfirst$"
    r"|(?<![\d.,])(?:1\d{3}|20[0-2]\d)(?![\d,.])",
    re.IGNORECASE,
)
_NO_STEP = re.compile(
    r"^(?:on|if|when|unless|otherwise|in case|none|else|which|what|who|where|why|how|any|is|are)\b"
    r"|^(?:若|如果|否[則则]|[當当])"
    r"|\b(?:isn't|aren't|isn’t|aren’t|is not|are not|not included)\b"
    r"|^[^(（]*[→⇒=]|\b(?:is|are) (?:the|an?|only|called)\b",
    re.IGNORECASE,
)
"""What is done in one case only, a question, a formula or a fact: no step after another."""
_CYCLE = re.compile(r"\bcycles?\b|[循迴][環环]|[週周]期", re.IGNORECASE)
_LABELLED = re.compile(rf"^{OPEN}?[^{CLOSE}:：.–—]{{2,40}}(?:[:：]|\s[–—-]\s|[.:：]?{CLOSE})")
"""Lines that each name a thing of their own: ways of doing something, side by side."""
_DOER = re.compile(r"[A-Z]{2,5}s?")
"""A label that says who takes a step, and not which: "MMU", "OS"."""
_LEAD = re.compile(
    rf"^{OPEN}?([^{OPEN}{CLOSE}:：.]{{2,60}}?)[:：.]?{CLOSE}?"
    # no decimal, and no "e.g."
    rf"(?:[:：]|\.(?=[\s{CLOSE}]))\s*{CLOSE}?\s*(?=\S)"
)


def make(notes: LectureNotes) -> Iterator[Question]:
    """Ordering questions on numbered steps; :mod:`timelines` has dated lines."""
    for section in notes.sections:
        for found in section.lists:
            top = [item for item in found.items if item.depth == found.items[0].depth]
            if is_process(section, found, top):
                yield from _steps(notes, section, found, top)


def is_process(section: SectionNotes, found: ItemList, top: Sequence[Item]) -> bool:
    """Whether the lines of a list are steps, each of which comes after the one before."""
    if len(top) < LEAST or not all(item.numbered for item in top):
        return False
    title, last = section.section.title, re.split(r"(?<=[.。])\s*", found.intro.strip())[-1]
    opening = last if last.endswith((":", "：", ",")) else ""
    if _NOT_A_PROCESS.search(f"{title} {opening}"):
        return False
    if _PROCESS.search(f"{title} {opening or last}"):
        return True
    if _FROM_TO.match(title):
        return True
    told = _tells_how(title) or (_HOW.match(opening) and not _CAN.search(opening))
    if told and not all(_LABELLED.match(item.marked) for item in top):
        return True
    return sum(map(_is_order_given, top)) * 4 >= len(top) * 3


def _tells_how(title: str) -> bool:
    """Whether a heading says that its section tells how something happens: "How bread rises"."""
    return bool(_HOW.match(title)) and not _STATE.search(title)


def _is_order_given(item: Item) -> bool:
    """Whether a step tells the reader what to do: "Raise the head of the bed"."""
    first, second = [*words_of(item.text).lower, "", ""][:2]
    if first in STOPWORDS or first.endswith(("s", "ed", "ing", "ly", "tion")):
        return False
    return bool(item.text[:1].isupper()) and second in _AFTER_COMMAND


def _named(notes: LectureNotes, section: SectionNotes, intro: str) -> str:
    """The line above a list, where it says by itself what the list is; else empty."""
    last = re.split(r"(?<=[.。!?])\s*", intro.strip())[-1]
    line = _BRACKETS.sub("", last.rstrip(":： "))
    if is_chinese(line):
        named = _NAMED_CJK.fullmatch(last)
        return line if named and not chinese.leaning(line) else ""
    if (
        re.search(r"\border\b", line)
        or not last.endswith((":", "："))
        or not _LEAST_INTRO <= len(line.split()) <= _MOST_INTRO
    ):
        return ""
    said = leaning(line, notes.known, strict=True, opening=not _HOW.match(last))
    if said:
        return ""
    # "The steps in synthesis": of what, the heading says
    return f"{notes.heading(section)} – {line}" if _OF_ONE_WORD.fullmatch(line) else line


def _steps(
    notes: LectureNotes, section: SectionNotes, found: ItemList, top: Sequence[Item]
) -> Iterator[Question]:
    """One question, on the steps that can be read by themselves; most of them must be."""
    kept = [(item, text) for item in top if (text := step_text(item)) and is_step(text)]
    if len(kept) < LEAST or len(kept) * 3 < len(top) * 2:
        return
    place = _named(notes, section, found.intro) or _process(notes, section, found)
    if not place:
        return
    kept = kept[:MOST]
    texts = [text for _, text in kept]
    source = section.source(kept[0][0].start, kept[-1][0].end)
    wording = wording_for(section.section.text)
    stem = wording.order.format(title=as_title(place))
    if _CYCLE.search(place):
        stem = wording.cycle.format(title=as_title(place), first=texts[0])
    if "step" in place.lower():
        stem = stem.replace("put these steps", "put these")
    if made := ordered(stem, texts, source, "steps: order", " → ".join(texts)):
        yield made


def is_step(text: str) -> bool:
    """Whether a step always follows, and does not say itself which one it is."""
    return not (_TELLS.search(text) or _NO_STEP.search(text) or leans(text))


def _process(notes: LectureNotes, section: SectionNotes, found: ItemList) -> str:
    """What a list of steps is on: its heading, with a word above it ("Deadlock – detection")."""
    heading = notes.place(section)
    last = re.split(r"(?<=[.。])\s*", found.intro.strip())[-1]
    if _BARE.fullmatch(last):
        numbered = [one for one in section.lists if any(item.numbered for item in one.items)]
        return heading if len(numbered) == 1 else ""
    label = re.fullmatch(r"([A-Z][a-z]+):", found.intro.strip())
    if label:
        return f"{heading} – {label[1].lower()}"
    title = notes.heading(section)
    return heading if names_a_process(title) else ""


def names_a_process(title: str) -> bool:
    """Whether a heading says what the steps below it are of."""
    return bool(_NAMES_A_PROCESS.search(title)) or _tells_how(title)


_WHEN = re.compile(r" [–—-] .*(?:\d|\b(?:minute|hour|day|wk|week|month|year)s?\b).*$")
"""When a step comes, which would tell its place: "Haemostasis – minutes"."""


def step_text(item: Item) -> str:
    """What a step is called: its label, or its first sentence if that is short; else empty.

    What comes of it ("→ red and hot") is left out.
    """
    if lead := _LEAD.match(item.marked):
        label = lead[1].strip()
        return "" if _DOER.fullmatch(label) else label
    text = _EXAMPLE.sub("", re.split(r"(?<=[^g][.。])\s", item.text)[0])
    if is_chinese(text):
        text = re.split(r"\s*→\s*", text)[0]
    text = _WHEN.sub("", text.rstrip(" .。;；"))
    whole = text.count("(") == text.count(")")
    return text if whole and is_short(text) and len(text) >= _LEAST_TEXT else ""
