"""Lines that name what belongs to something, one after another: "Amides: lidocaine, prilocaine"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.before import REMARK
from llmtutor.quiz.notes.english import content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import OPPOSITE_QUALITIES
from llmtutor.quiz.notes.english_words import NEGATIVES, PERSONAL
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import ItemList, SectionNotes, Statement

LEAST = 3
"""Parts of what is worth asking about."""
_MOST, _MOST_WORDS, _MOST_LABEL = 9, 4, 6
_MOST_CHARACTERS = 10
_LINE = re.compile(r"^(?P<label>[^:：=;.?!]{2,60}?)(?:\s*[:：=]| [–—-])\s*(?P<parts>[^:：=]+)$")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]")
_BETWEEN = tuple(map(re.compile, (r";|；", r"、|，", r", ", r" ?/ ?", r" \+ ")))
"""What may stand between parts; the first that is found does, whatever stands inside a part."""
_AND = re.compile(r",? (?:and|or|plus|&|及|和) |[及和與与]")
"""Before the last."""
_OPENING = re.compile(r"^(?:and|or) ")
_OPEN_END = re.compile(r",? (?:and so on|and others?|and more|etc\.?)$|(?:\.\.\.|…|等)$")
_UNFIT = re.compile(r"[=→←⇒<>≈~?!…\"“”|{}\[\]×÷²³^_\\*@#/]|->|\d|\b[A-Z]\.$|^\W|[.:]")
_OPENS = frozenset(
    """no not so but then also only still very too just mainly mostly sometimes usually often always
    more less most least some any all both each every other others same this that these those it
    they he she its their his her e.g eg ie i.e incl including etc esp as if when where which who
    whose with without by from to for in on at of than into via per like such now later early
    the""".split()
)
_UNFIT_LABELS = re.compile(
    r"\b(?:and|anyway|e\.?g|examples?|exceptions?|notes?|remember|also|others?|later|then|so|but|because|fix"
    r"|check|add|see|cf|vs|still|now|today|compare|contrast|here|this|these|those|it|they|why|how"
    r"|what|when|which|who|if|not|no|essays?|exam|test|project|reading|sources?|abbrev\w*|seen"
    r"|ask|key|summary|data|old|new|result|results?|conclusion|idea|point|problem|though)\b"
    r"|[?!…→=\"“”]|\d\d|例|注|[備备][註注]",
    re.IGNORECASE,
)


_QUALITIES = frozenset(chain.from_iterable(OPPOSITE_QUALITIES)) | frozenset("poor good bad".split())
"""Of a thing that the label does not name."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A label, and what is named under it."""

    label: str
    parts: tuple[str, ...]
    source: Source
    block: int
    """Of its section; lines of one list share it."""
    line: str
    """As it was written, on one line."""
    closed: bool
    """Whether it says how many there are, and names as many."""
    listed: bool = False
    """Whether its parts are the lines of a list."""

    @property
    def names(self) -> frozenset[str]:
        """Its parts as they are compared."""
        return frozenset(map(normal_form, self.parts))


def enumerations(section: SectionNotes) -> list[Enumeration]:
    """Those of a section, in order: each on one line, or a list under the line that names it."""
    found = [one for each in section.statements if (one := _on_a_line(each))]
    found += [one for each in section.lists for one in _listed(section, each)]
    return sorted(found, key=lambda one: one.source.start)


def _on_a_line(statement: Statement) -> Enumeration | None:
    text = f"{statement.lead}: {statement.text}" if statement.lead else statement.text
    match = _LINE.match(_ASIDE.sub("", text).rstrip(" .。;；"))
    if not match or REMARK.search(text):
        return None
    return _made(match["label"], _split(match["parts"]), statement.source, statement.block, text)


def _split(text: str) -> list[str]:
    between = next((one for one in _BETWEEN if one.search(text)), None)
    parts = between.split(text) if between else [text]
    *others, last = parts
    return [*others, *_AND.split(last, maxsplit=1)]


def _listed(section: SectionNotes, found: ItemList) -> Iterator[Enumeration]:
    label = _ASIDE.sub("", found.intro).rstrip()
    if not label.endswith((":", "：")) or found.items[0].numbered:
        return
    depth = found.items[0].depth
    lines = [_ASIDE.sub("", one.text) for one in found.items if one.depth == depth]
    source = section.source(found.items[0].start, found.items[-1].end)
    led = next((one for one in reversed(section.statements) if one.end <= source.start), None)
    if led is not None:
        source = section.source(led.start, source.end)
    if made := _made(label.rstrip(" :："), lines, source, found.block, label):
        yield replace(made, listed=True)


def _made(
    label: str, parts: Sequence[str], source: Source, block: int, line: str
) -> Enumeration | None:
    label = label.strip(" -–—*•")
    cut = (_OPENING.sub("", _OPEN_END.sub("", part.strip(" .,;。"))) for part in parts)
    named = [part.strip() for part in cut]
    kept = tuple(dict.fromkeys(part for part in named if part and _is_fit(part)))
    if not LEAST <= len(kept) <= _MOST or len(kept) * 3 < len(named) * 2 or not _names(label):
        return None
    closed = len(kept) == len(named) and len(kept) in _counts(label)
    return Enumeration(label, kept, source, block, line, closed)


def _counts(label: str) -> frozenset[int]:
    """How many a label says there are: "Only three Greek poleis", "3 flows", "the triad"."""
    words = words_of(label).lower
    return frozenset(_NUMBERS[word] for word in words if word in _NUMBERS)


_NUMBERS = {word: at for at, word in enumerate("three four five six seven".split(), start=3)} | {
    **{str(count): count for count in range(3, 8)},
    **dict.fromkeys(("triad", "triangle", "trilogy", "trio"), 3),
}


def _names(label: str) -> bool:
    """Whether a label names what its parts belong to, and claims nothing itself."""
    if is_chinese(label):
        return 2 <= len(label) <= _MOST_CHARACTERS and not _UNFIT_LABELS.search(label)
    words = words_of(label).lower
    if not 0 < len(words) <= _MOST_LABEL or _UNFIT_LABELS.search(label):
        return False
    if label.lower() in _QUALITIES or not content_stems(label) or (PERSONAL | NEGATIVES) & {*words}:
        return False
    return not any(is_verb(word) for word in words[1:]) and words[0] not in _OPENS - {"the", "only"}


def _is_fit(part: str) -> bool:
    """Whether a part names something in a few words."""
    if _UNFIT.search(part):
        return False
    if is_chinese(part):
        return 2 <= len(part) <= _MOST_CHARACTERS
    words = words_of(part).lower
    if not 0 < len(words) <= _MOST_WORDS or words[0] in _OPENS or not content_stems(part):
        return False
    if words[-1] in _OPENS or words[-1].endswith("ly") or NEGATIVES & {*words}:
        return False
    second = words[1] if len(words) > 2 else ""
    return not (is_verb(second) or (second.endswith("s") and is_finite(second)))
