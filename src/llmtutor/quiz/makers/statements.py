"""True or false from statements that stand alone: as written, or turned in one word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from llmtutor.quiz.makers.claims import (
    is_single,
    is_uncertain,
    is_weak,
    is_weighed,
    is_whole,
    tells_one,
)
from llmtutor.quiz.makers.drafting import draft, falsehood
from llmtutor.quiz.makers.facts import by_unit
from llmtutor.quiz.makers.heard_alone import ENOUGH, signs
from llmtutor.quiz.makers.misfigured import misfigured
from llmtutor.quiz.makers.turning import turned
from llmtutor.quiz.makers.worth import DATES_A_NAME
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import content_stems, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import IRREGULAR, VERBS_IN_S
from llmtutor.quiz.notes.english_words import PERSONAL, VAGUE_ADJECTIVES
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.lines import claims
from llmtutor.quiz.notes.narrowing import narrowed
from llmtutor.quiz.notes.quantities import Quantity
from llmtutor.quiz.notes.standing import stands
from llmtutor.quiz.notes.statements import OPEN, Statement

LONGEST = 28
_LEAST_WORDS, _LEAST_CONTENT = 8, 6
"""Of a true statement that says something."""
_MOST_UNDER_LINES = 24
_LEAST_PLAIN, _LEAST_PLAIN_CONTENT = 6, 4
"""Words of a short statement that is heard where a section has nothing else."""
_LEAST_BARE, _MOST_BARE, _NAMES, _LEAST_COPULA = 4, 24, 2, 3
"""Words of a bare fact; names and terms that tell a thing that once happened from others."""
_IS = re.compile(r"(?!In |At |On |By )(?:[\w'’/.-]+ ){1,5}(?:is|are|was|were|has|have|weighs?) ")
"""At the head of a sentence that says what its subject is."""
_CONDITION = re.compile(
    r"\b(?:when|if|once|suppose)\b[^.]*:$|(?:如果|若|[當当])[^。]*：$", re.IGNORECASE
)
"""A line above a list, without which its lines may be untrue."""
_NAMED = re.compile(f"(?:The |An? )?{OPEN}")
"""A line that opens with what it is on, set off: one of several things, and no step."""
_SUBJECT = 6
"""Words at the head of a sentence that hold its subject, if no verb ends it sooner."""
_VAGUE = frozenset(
    """still already yet something everything anything things trouble door sort kind way ways
    usual matter story twice once somehow somewhere lesson trick bookkeeping""".split()
)
"""Words of statements that tell a story rather than a fact."""
_TAIL = re.compile(
    r"\b(?:instead|later|earlier)\.?$|\b(?:do|does|did|doing) (?:so|the same|this)\b"
    r"|\bthe same\b(?!.* as )|, which is (?:its|why|how)\b"
    r"|\b(?:from|of|in|on|by|with) them\b"
    r"|(?<!broke )(?<!died )\b(?:through|across|in|out|over)(?: [a-z]+ly)?\.$"
)
_FIGURE = re.compile(r"(?<![\w-])(?!(?:1\d|20)\d\ds?\b)\d[\d.,]*")
"""A number that is no year."""
_PAST = frozenset("was were had did became began found made took gave went came saw".split())
_UNSETTLED = (
    frozenset("must should would could may need needs somebody just too bc ppl".split()) | _VAGUE
)
_PRESENT = frozenset("is are has have can must may do does".split())
_WHOLE_CJK = re.compile(
    "(?<!則)(?<!则)是[^，的]{3,}$|位[於于][^，]{2,}$|由[^，]+(?:[組组构構]成|[創创]立|[發发]明|提出|完成)$"
    "|[約约][^，]*(?:公里|公尺|[米人年天度%％])$|年[^，]{3,}(?<![的時时後后前])(?<!建[議议])$"
)
"""Ends of a clause that need nothing behind them."""
PLAIN = "statement: plain"
_LOOSE = frozenset("the much most many some several few other another various more".split())


def make(notes: LectureNotes) -> Iterator[Question]:
    """One true statement for each that says something definite, and one turned false.

    The statements of a section that say most about the lecture's own things come first.
    """
    led, years = set(led_lists(notes)), by_unit(notes).get("year", ())
    for _, group in groupby(notes.clauses, key=lambda one: one.path):
        held = [one for one in group if (one.path, one.block) not in led or one.form != "item"]
        for statement in sorted(held, key=lambda one: -_weight(notes, one)):
            yield from _of(notes, statement, years)
        yield from _heard_alone(notes, held)


def led_lists(notes: LectureNotes) -> Iterator[tuple[str, int]]:
    """Lists whose lines are true only where they stand: steps, and what a condition leads."""
    for section in notes.sections:
        for found in section.lists:
            steps = all(item.numbered and not _NAMED.match(item.marked) for item in found.items)
            if steps or _CONDITION.search(found.intro):
                yield section.path, found.block


def _of(notes: LectureNotes, statement: Statement, years: Sequence[Quantity]) -> Iterator[Question]:
    statement = _head_cjk(notes, statement) or statement
    text, source = statement.text, statement.source
    if not _tells_a_whole(statement):
        return
    definite = statement.cjk or (is_definite(notes, statement) and is_single(text))
    definite = definite or notes.alone.is_clear(statement.path, text)
    if not definite and not is_fact(notes, statement):
        return
    false = misfigured(statement, years) or turned(text)
    if false:
        yield falsehood(false, text, source, "statement: turned", harder=0.15)
    named = definite or held(notes, _subject(text), first=True) > 0
    if named or statement.cjk or _comes_back(notes, statement):
        maker = "statement: true" if named else PLAIN
        yield draft("truefalse", text, True, source, maker, harder=-0.1)


def under_lines(statement: Statement, years: Sequence[Quantity]) -> Iterator[Question]:
    """The same of a statement whose subject the lines before it may name."""
    text, source = statement.text, statement.source
    if not is_whole(text) or is_weighed(text) or len(words_of(text).shown) > _MOST_UNDER_LINES:
        return
    if (false := misfigured(statement, years)) and not is_uncertain(text):
        yield falsehood(false, text, source, "statement: turned", harder=0.15)
    yield draft("truefalse", text, True, source, PLAIN, harder=-0.1)


def _tells_a_whole(statement: Statement) -> bool:
    """Whether a statement tells one fact, in words enough and not too many."""
    text = statement.text
    if not tells_one(text):
        return False
    if statement.cjk:
        labelled = re.search("[;；→]|^[^，,]{1,12}[:：]|^[^，]{1,4}越", text)
        return chinese.is_definite(text) and not (labelled or DATES_A_NAME.search(text))
    return len(words_of(text).shown) <= LONGEST and is_whole(text) and claims(text)


def _heard_alone(notes: LectureNotes, held: Sequence[Statement]) -> Iterator[Question]:
    """Of a section the statement with the most signs that it says all by itself."""
    whole = [(signs(notes, one), one) for one in held if not one.cjk and _tells_a_whole(one)]
    found, best = max(whole, key=lambda one: one[0], default=(0, None))
    if best and found >= ENOUGH:
        yield draft("truefalse", best.text, True, best.source, PLAIN, harder=-0.1)


def _comes_back(notes: LectureNotes, statement: Statement) -> bool:
    """Whether what a statement is on stands in a heading, or all of it in another sentence, too."""
    subject = content_stems(_subject(statement.text))
    titles = content_stems(f"{notes.title} {statement.source.title}")
    again = bool(subject) and all(len(notes.said.holding(one)) > 1 for one in subject)
    return again or bool(subject & titles)


def _head_cjk(notes: LectureNotes, statement: Statement) -> Statement | None:
    """What a Chinese sentence of several parts says first, where that is whole by itself."""
    head, comma, _ = statement.text.partition("，")
    text = f"{head}。"
    if not (statement.cjk and comma and _WHOLE_CJK.search(head)) or tells_one(statement.text):
        return None
    source = narrowed(statement.source, head)
    if source == statement.source or not stands(text, notes.known, notes.text):
        return None
    return replace(statement, marked=text, verbatim=source.text, start=source.start, end=source.end)


def is_fact(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement that is heard for want of better says something of the lecture."""
    text = statement.text
    if is_uncertain(text):
        return False
    if text.startswith("Each ") and not re.search(r"\d|illion\b|\b(?:one|two|three|four)\b", text):
        return False
    return is_bare_fact(notes, statement)


def _weight(notes: LectureNotes, statement: Statement) -> int:
    """How much a statement says of the lecture's own things; terms and names count double."""
    return 2 * counted(notes, statement) + len(content_stems(statement.text) & notes.keywords)


def is_definite(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement claims something that could be wrong, about things of the lecture.

    Its subject must be one of them, and it must say something of another, or hold a figure.
    """
    text = statement.text
    words = words_of(text)
    if is_weak(text) or len(words.shown) < _LEAST_WORDS or is_anecdote(text):
        return False
    if len(_FIGURE.findall(text)) > 1 or _TAIL.search(text) or _VAGUE & set(words.lower):
        return False
    if not held(notes, _subject(text), first=True):
        return False
    figures = bool(re.search(r"\d", text))
    return len(content_stems(text)) >= _LEAST_CONTENT and counted(notes, statement) + figures >= 2


def is_anecdote(text: str) -> bool:
    """Whether a sentence tells what once happened, with no date or figure to know it by."""
    return _is_past(text) and not re.search(r"\d", text)


def _is_past(text: str) -> bool:
    described = True
    for before, word in pairwise(words_of(text).lower):
        # "A randomised controlled trial", "voltage-gated channels"
        described = before in {"a", "an", "the"} or (described and before.endswith("ed"))
        quality = word.endswith("ed") and (described or "-" in word)
        past = not quality and (word.endswith("ed") or word in _PAST or word in IRREGULAR)
        # "Stars form inside clouds"; "rule" is no verb in "strong central rule allowed"
        plain = is_verb(word) and not word.endswith("ed") and not past and before.endswith("s")
        if word in _PRESENT or word in VERBS_IN_S or plain:
            return False
        if past:
            return True
    return False


def is_bare_fact(notes: LectureNotes, statement: Statement) -> bool:
    """Whether a statement that stands alone says something of a thing the lecture is on."""
    text = statement.text
    words = words_of(text).lower
    if statement.cjk or not _LEAST_BARE <= len(words) <= _MOST_BARE or not is_single(text):
        return False
    if _UNSETTLED & {*words} or _TAIL.search(text) or words[0] in {"for", "if"}:
        return False
    if " + " in text or not _is_on_topic(notes, text) or words[-1] in VAGUE_ADJECTIVES:
        return False
    named = held(notes, _subject(text), first=True) > 0
    says_what = named and bool(_IS.match(text))  # "Arterioles are the resistance vessels"
    least = _LEAST_COPULA if says_what else _LEAST_PLAIN_CONTENT
    figures = bool(re.search(r"\d", text))
    if len(content_stems(text)) < least - figures or (
        figures and len(words) < _LEAST_PLAIN and not says_what
    ):
        return False
    # "An original printout was found in an archive": one of many, of which it is no fact
    if words[0] in {"a", "an", "one"} and _is_past(text):
        return False
    told = named and ", " not in text and counted(notes, statement) >= _NAMES
    return told or not is_anecdote(text)


def _subject(text: str) -> str:
    """The words of a sentence before its verb."""
    words = words_of(text)
    verb = next((at for at, word in enumerate(words.lower) if at and is_verb(word)), _SUBJECT)
    return " ".join(words.shown[:verb])


def _is_on_topic(notes: LectureNotes, text: str) -> bool:
    """Whether the subject of a sentence holds a name, or a noun that the lecture comes back to."""
    subject = words_of(_subject(text)).shown
    named = any(word[:1].isupper() or any(map(str.isdigit, word)) for word in subject[1:])
    first = bool(subject) and (notes.named(subject[0]) > 0 or any(map(str.isupper, subject[0][1:])))
    known = any(
        len(notes.said.holding(one)) > 1 for one in content_stems(" ".join(subject))
    ) or held(notes, " ".join(subject), first=False)
    # "Pepsinogen is activated to pepsin by HCl"
    alone = len(subject) == 1 and len(subject[0]) > _SUBJECT and held(notes, text, first=False) > 0
    again = sum(len(notes.said.holding(one)) > 1 for one in content_stems(text)) > 1
    loose = words_of(text).lower[0] in _LOOSE | PERSONAL | VAGUE_ADJECTIVES
    return named or first or bool(known) or alone or (again and not loose)


def counted(notes: LectureNotes, statement: Statement) -> int:
    """Names and terms of the notes that a statement holds."""
    return held(notes, statement.text, first=False)


def held(notes: LectureNotes, text: str, *, first: bool) -> int:
    """Names and terms of the notes in a text.

    Args:
        notes: the lecture.
        text: a sentence, or its head.
        first: whether a capital makes its first word a name, as it does of a known name only.
    """
    shown = words_of(text).shown
    named = sum(word[:1].isupper() for word in shown[1:])
    if shown and (any(char.isupper() or char.isdigit() for char in shown[0][1:])):
        named += 1
    elif first and shown and shown[0][:1].isupper():
        named += notes.named(shown[0]) > 0
    stems = content_stems(text)
    return named + sum(set(known.split()) <= stems for known in notes.known if known)
