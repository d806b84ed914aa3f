"""Rules of matter: said once, defined before use, readable, complete."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from llmtutor.content.checking.finding import CheckedLecture, Finding, readable
from llmtutor.content.identity import meaning
from llmtutor.content.inline import count_words, plain
from llmtutor.content.sentences import sentences

MIN_REPEATED = 8
"""Words; a shorter sentence may well stand twice."""
MAX_GRADE = 15.0
"""Flesch-Kincaid grade of a section; textbooks for beginners stay near 10 to 12."""
MAX_SENTENCE = 60
"""Words."""

_BOLD = re.compile(r"\*\*([^*\n]{2,60})\*\*")
_MARKS = {"Careful:", "Since then:", "Read next"}
_LINK_LINE = re.compile(r"\W*\w*:?\s*\[[^\]]*\]\([^)]*\)\W*\Z")
_VOWELS = re.compile(r"[aeiouy]+")


def repeated(lectures: Sequence[CheckedLecture]) -> Iterator[Finding]:
    """No sentence stands in two sections."""
    seen: dict[str, str] = {}
    for lecture in lectures:
        for section in lecture.lecture.sections:
            place = f"{lecture.lecture.id}/{section.id}"
            for passage in section.passages:
                if passage.kind != "text":
                    continue
                for span in sentences(section.text, passage.start, passage.end):
                    raw = span.of(section.text)
                    words = meaning(plain(raw))
                    if _LINK_LINE.match(raw) or count_words(words) < MIN_REPEATED:
                        continue
                    if (other := seen.setdefault(words, place)) != place:
                        what = f"a sentence that stands in {other}, too: “{words[:60]}…”"
                        yield lecture.finding(section, "repeated", what, span.start)


def early_terms(lectures: Sequence[CheckedLecture]) -> Iterator[Finding]:
    """A term is not used in a lecture before the section that defines it."""
    known: set[str] = set()
    for lecture in lectures:
        defined = _definitions(lecture)
        for number, section in enumerate(readable(lecture)):
            text = f" {meaning(plain(section.text))} "
            for term, place in defined.items():
                if place > number and term not in known and f" {term} " in text:
                    what = f"'{term}' is used before the section that defines it"
                    found = lecture.finding(section, "early term", what)
                    yield Finding(found.file, found.line, found.rule, found.what, advice=True)
        known |= set(defined)


def _definitions(lecture: CheckedLecture) -> dict[str, int]:
    """Bold terms of a lecture, each with the number of the section that has it first."""
    found: dict[str, int] = {}
    for number, section in enumerate(readable(lecture)):
        for match in _BOLD.finditer(section.text):
            if match[1] not in _MARKS and not match[1].startswith("Step"):
                found.setdefault(meaning(match[1]), number)
    return found


def reading(lectures: Sequence[CheckedLecture]) -> Iterator[Finding]:
    """A section reads at most at the level of a first-year textbook."""
    for lecture in lectures:
        for section in readable(lecture):
            grade, longest = reading_level(section.text)
            if grade > MAX_GRADE:
                what = f"reading grade {grade:.1f}, more than {MAX_GRADE:g}"
                yield lecture.finding(section, "reading level", what)
            if longest > MAX_SENTENCE:
                what = f"a sentence of {longest} words, more than {MAX_SENTENCE}"
                yield lecture.finding(section, "sentence", what)


def reading_level(text: str) -> tuple[float, int]:
    """``(Flesch-Kincaid grade, words of the longest sentence)`` of the prose of a section."""
    counts = []
    syllables = words = 0
    for span in sentences(text):
        raw = span.of(text)
        if raw.startswith("|") or "](" in raw:
            continue  # tables and sentences full of names would measure the names
        tokens = re.findall(r"[A-Za-z][A-Za-z'’-]*", plain(raw))
        if len(tokens) < 3:
            continue
        counts.append(len(tokens))
        words += len(tokens)
        syllables += sum(_syllables(token) for token in tokens)
    if not words:
        return 0.0, 0
    return 0.39 * words / len(counts) + 11.8 * syllables / words - 15.59, max(counts)


def _syllables(word: str) -> int:
    found = len(_VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, found - silent)


def topics(
    lectures: Sequence[CheckedLecture], wanted: dict[str, Collection[str]]
) -> Iterator[Finding]:
    """Every topic that the course promises is covered by some section."""
    for lecture in lectures:
        covered = {topic for section in lecture.lecture.sections for topic in section.topics}
        for topic in wanted.get(lecture.lecture.id, ()):
            if topic not in covered:
                yield Finding(str(lecture.path), 1, "topic", f"no section covers '{topic}'")
