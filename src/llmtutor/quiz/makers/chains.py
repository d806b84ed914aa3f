"""Putting a line of arrows in order: "Way of the urine: minor calyx → major calyx → …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.makers.ordering import MOST, leans, ordered
from llmtutor.quiz.makers.orders import is_step, names_a_process
from llmtutor.quiz.makers.wording import as_title, wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import is_finite, is_verb, words_of
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import SectionNotes, one_line

_LEAST = 4
"""Links of a chain: of three, one is nearly always told by the other two."""
_ARROW = re.compile(r"\s*(?:→|⇒|->)\s*")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"(?<=[\w)])[.;]\s|[。；]")
_MARKER = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LABEL = re.compile(r"^(?P<label>[^:：,，]{3,50})[:：]\s*(?P<first>\S.*)$")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_WORD = re.compile(r"[^\W\d]{3}|[㐀-鿿]{2}")
_UNFIT = re.compile(r"(?<![\w+])\+|[=≠≈<>/|?!？！↑↓~…:：\"“”「」\[\]]|\d{2}|(?<=[㐀-鿿])[,，]")
_NO_WAY = re.compile(
    r"\b(?:levels?|hierarchy|ranks?|scales?|sizes?|kinds?|types?|class(?:es)?|groups?)$"
    r"|(?:[層层等][級级次]|[種种][類类]|分[類类]|大小)$",
    re.IGNORECASE,
)
"""Labels of what lies beside or above one another: nobody says where it begins."""
_CUT_SHORT = re.compile(r"[a-z]{1,5}")
"""A label of a few small letters: "photo", "act"."""
_FURNITURE = re.compile(
    r"(?:the )?(?:overview|summary|recap|in (?:short|brief)|order|sequence|way|path|route|chain"
    r"|flow|cycle|(?:\w+ )?(?:steps|stages|phases|parts))(?: is| are)?"
    r"|概[覽览要]|[順顺]序|流程|[總总][結结]",
    re.IGNORECASE,
)
"""Labels that leave to the heading what the links are of."""
_SERIES = re.compile(
    r"\b(?:series|fault|failure|response|reflex|release|growth|decay|loss|repair|uptake|start-?up)\b"
    r"|[系序]列",
    re.IGNORECASE,
)
"""What has an order of its own, or goes on in time."""
_THINGS = (("these steps", "these"), ("下列步驟", "下列各項"), ("下列步骤", "下列各项"))
_MOST_WORDS, _MOST_CHARACTERS = 7, 18


def make(notes: LectureNotes) -> Iterator[Question]:
    """One question on every line of arrows whose label says what it is on."""
    for section in notes.sections:
        for match in _LINE.finditer(section.section.text):
            if not match[0].lstrip().startswith("|"):
                yield from _asked(notes, section, match)


def _asked(notes: LectureNotes, section: SectionNotes, line: re.Match[str]) -> Iterator[Question]:
    for sentence in _SENTENCE.split(one_line(_MARKER.sub("", line[0]))):
        label, links = _chain(sentence)
        place = notes.place(section)
        if not links or not place:
            continue
        named = names_a_process(notes.heading(section))
        if _FURNITURE.fullmatch(label):
            if not named:
                continue
        elif not (named or _SERIES.search(label) or names_a_process(label) or _happen(links)):
            continue  # index minerals: in what order they come, only their heading may say
        elif label.lower() not in place.lower():
            place = f"{place} – {label}"
        stem = wording_for(section.section.text).order.format(title=as_title(place))
        for steps, things in _THINGS:  # vessels are no steps
            stem = stem.replace(steps, things)
        source = section.source(line.start(), line.end())
        if made := ordered(stem, links, source, "chain: order", " → ".join(links)):
            yield made


def _chain(sentence: str) -> tuple[str, list[str]]:
    """``(label, links)`` of a sentence; no links without a label, or where one cannot be shown."""
    links = _ARROW.split(sentence.strip(" ."))
    labelled = _LABEL.match(links[0])
    label = labelled["label"] if labelled else ""
    if labelled is None or is_verb(label.split()[0]) or _CUT_SHORT.fullmatch(label):
        return "", []  # "builds simplex: point → line"
    label, links[0] = labelled.group("label", "first")
    links = [_ASIDE.sub("", link).strip(" ,，.") for link in links]
    begins = not (leans(label) or _NO_WAY.search(label))
    fit = len(links) >= _LEAST and all(map(_is_link, links)) and begins
    return label, links[:MOST] if fit else []


def _happen(links: list[str]) -> bool:
    """Whether most links tell what happens, one after another: "the gate opens"."""
    verbs = (
        any(is_verb(word) or is_finite(word) for word in words_of(link).lower) for link in links
    )
    return sum(verbs) * 2 > len(links)


def _is_link(text: str) -> bool:
    long = len(text) > _MOST_CHARACTERS if is_chinese(text) else False
    if long or len(words_of(text).shown) > _MOST_WORDS or not _WORD.search(text):
        return False
    if text.count("(") != text.count(")") or re.fullmatch(r"[a-z]+ed", text):
        return False  # "degraded": what is
    return not _UNFIT.search(text) and is_step(text)
