"""Lines that say how many there are of something, and name them: "3 flows: material, money, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.before import REMARK
from llmtutor.quiz.notes.english import content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_words import NEGATIVES
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import SectionNotes, Statement

_MOST_WORDS, _MOST_CHARACTERS = 4, 10
_LINE = re.compile(r"^(?P<label>[^:：=;.?!]{2,60}?)(?:\s*[:：=]| [–—-])\s*(?P<parts>[^:：=]+)$")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]")
_BETWEEN = tuple(map(re.compile, (r";|；", r"、|，", r", ", r" ?/ ?", r" \+ ")))
"""What may stand between parts; the first that is found does, whatever stands inside a part."""
_AND = re.compile(r",? (?:and|or|plus|&|及|和) |[及和與与]")
"""Before the last."""
_OPENING = re.compile(r"^(?:and|or) ")
_UNFIT = re.compile(r"[=→←⇒<>≈~?!…\"“”|{}\[\]×÷²³^_\\*@#/]|->|\d|\b[A-Z]\.$|^\W|[.:]")
_NUMBERS = {word: at for at, word in enumerate("three four five six seven".split(), start=3)} | {
    **{str(count): count for count in range(3, 8)},
    **{word: at for at, word in enumerate("三四五六七", start=3)},
    **dict.fromkeys(("triad", "triangle", "trilogy", "trio"), 3),
}
_COUNT_CJK = re.compile("([三四五六七3-7])[大個个種种類类項项座條条步]")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A line that counts what it names."""

    line: str
    """As it was written, on one line."""
    parts: tuple[str, ...]
    source: Source


def enumerations(section: SectionNotes) -> Iterator[Enumeration]:
    """Those of a section, in order."""
    for statement in section.statements:
        text = f"{statement.lead}: {statement.text}" if statement.lead else statement.text
        match = _LINE.match(_ASIDE.sub("", text).rstrip(" .。;；"))
        if match and not REMARK.search(text):
            parts = _parts(match["parts"])
            if len(parts) in _counts(match["label"]) and all(map(_is_fit, parts)):
                yield Enumeration(text, parts, _source(section, statement))


def _source(section: SectionNotes, statement: Statement) -> Source:
    """With the label that stands before it."""
    text = section.section.text
    begin = text.rfind("\n", 0, statement.start) + 1 if statement.lead else statement.start
    return section.source(begin, statement.end)


def _parts(text: str) -> tuple[str, ...]:
    between = next((one for one in _BETWEEN if one.search(text)), None)
    *others, last = between.split(text) if between else [text]
    named = [_OPENING.sub("", part.strip(" .,;。")) for part in (*others, *_AND.split(last, 1))]
    different = frozenset(map(normal_form, named))
    return tuple(named) if len(different) == len(named) else ()


def _counts(label: str) -> frozenset[int]:
    """How many a label says there are: "Only three Greek poleis", "3 flows", "the triad"."""
    found = [*words_of(label).lower, *_COUNT_CJK.findall(label)]
    return frozenset(_NUMBERS[word] for word in found if word in _NUMBERS)


def _is_fit(part: str) -> bool:
    """Whether a part names something in a few words."""
    if _UNFIT.search(part):
        return False
    if is_chinese(part):
        return 2 <= len(part) <= _MOST_CHARACTERS
    words = words_of(part).lower
    if not 0 < len(words) <= _MOST_WORDS or not content_stems(part) or NEGATIVES & {*words}:
        return False
    second = words[1] if len(words) > 2 else ""
    return not (is_verb(second) or (second.endswith("s") and is_finite(second)))
