"""Rules on the stem alone: it stands alone, plays no tricks, and tests one idea."""

from __future__ import annotations

import re

from llmtutor.quiz.gate.context import GateContext, right_options, wrong_options
from llmtutor.quiz.gate.frames import content, is_framed
from llmtutor.quiz.led import lines_of
from llmtutor.quiz.models import AUTHOR, COUNTED, Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.dangling import dangling
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import ABSOLUTES, STRONG_ABSOLUTES
from llmtutor.quiz.notes.leaning import leaning, pointing
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.told import told
from llmtutor.search.kinds import is_reference

MOST_WORDS, MOST_CHARACTERS = 42, 110
_MOST_TRUE_FALSE = 30
_MOST_FIGURES = 2
_FIGURE = re.compile(r"(?<![\w-])\d[\d,.]*")
_NEGATIVE = re.compile(
    r"(?<![\w-])(?:not|never|cannot|no|none|neither|nor|except|nobody|nothing|without|unlike|hardly|isn't|aren't|doesn't"
    r"|don't|can't|won't|wasn't|didn't)(?![\w-])"
)
_IN_A_NAME = re.compile(r"\b[A-Z]\w+ $")
_CLAUSE = re.compile(r"\b(?:that|which|who|whose|where|when|if|so|how|whether|what|by)\b")
_OF_THE_ABOVE = re.compile(
    r"\b(?:all|none|both|any|neither) of (?:the|these)\b|\bboth [a-d] and [a-d]\b"
    r"|以上皆|以上都|皆非|皆是|都不是",
    re.IGNORECASE,
)
_SOURCE_TALK = re.compile(
    r"\b(?:according to|as (?:stated|described|said|shown) in|(?:mentioned|given|stated|described)"
    r" in) (?:the|this|these) (?:\w+ )?(?:passage|text|section|excerpt|notes|paragraph|author"
    r"|article|figure|table|lecture)s?\b|(?:根據|根据|依據|依据|按照)(?:文章|本文|課文|课文|筆記|笔记|段落)",
    re.IGNORECASE,
)
"""A stem that speaks of where it was taken from."""
_FURNITURE = re.compile(
    r"\bread next\b|\bsee also\b|\bexam\b|\bhomework\b|\blast updated\b|\bclick\b|\bslides?\b"
    r"|\blectures?\b|\btable of contents\b|\bgithub\b|\bkaggle\b|\bvideo\b|\bblog\b"
    r"|\breferences?\b|\bnotebooks?\b"
    r"|(?<![\w-])articles?\b|\btutorials?\b|\bdiagrams?\b"
    r"|\b(?:last|next|previous|earlier) sections?\b"
    r"|\b(?:takes?|loses?|deducts?) marks\b"
    r"|(?-i:\b(?:Dr|Prof)\.? [A-Z]\w+ (?:says|wants|likes|hates))"
    r"|\bto-?do\b|(?-i:\bask [A-Z][a-z]+$)"
    r"|\bthis (?:lecture|course|section|chapter)\b|\brepository\b.*\bhttp",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"\b(?:still )?to[- ]?do\b|\bto (?:check|ask|look up)\b", re.IGNORECASE)
_TO_A_READER = re.compile(r"\byour?\b|\bthis (?:year|month|week)\b", re.IGNORECASE)
_ROMAN = re.compile(r"(?<=[a-z] )I\b(?! [a-z]+(?:ed)?\b (?:the|a|it)\b)|\bI(?=/O)")
_PRAISE = re.compile(
    r"\b(?:impressive|state[- ]of[- ]the[- ]art|groundbreaking|remarkable|crucial|essential|vital"
    r"|revolutioni[sz]\w+|important(?:ly)?|significant(?:ly)?|interesting|powerful|promising)\b",
    re.IGNORECASE,
)


def stands_alone(question: Question, context: GateContext) -> str:
    """The stem and options can be read with nothing beside them.

    Kept: "Which of these is a list of numbers of a fixed length?"
    Dropped: "Which of these divides them by this?", "The price is the number of ____."
    """
    if match := _SOURCE_TALK.search(question.stem):
        return f"'{match[0]}' points elsewhere"
    # what a statement leans on may stand above it, and a line that counts is on what it names
    closed = lines_of(question) or question.maker == COUNTED
    found = "" if closed else _leaning(question, context)
    return found or _option_leans(question)


def _leaning(question: Question, context: GateContext) -> str:
    """What a stem leans on that is not there."""
    text, source = content(question.stem), question.source
    if is_chinese(question.stem):
        return chinese.leaning(text)
    if is_framed(question.stem) or question.stem.endswith("?"):
        return leaning(text, context.notes.known, opening=False)
    if context.notes.alone.is_clear(source.path, told(question)):
        return ""
    found = leaning(text, context.notes.known_at(source.path, source.start))
    return found if found or question.maker == AUTHOR else dangling(text)


def _option_leans(question: Question) -> str:
    for option in question.options or ():
        # steps tell their reader what to do, and photosystem I is no "I"
        plain = _TO_A_READER.sub("", option) if question.kind == "order" else option
        if found := pointing(_ROMAN.sub("1", plain)):
            return f"an option leans: {found}"
        if option.rstrip().endswith((",", ";", ":", " –", " -", "，", "、", "：")):
            return f"an option breaks off: '{option}'"
    return ""


def no_tricks(question: Question, _context: GateContext) -> str:
    """No "all of the above", no negative that is easy to miss, no word that gives a lie away.

    Kept: "Which of these is NOT an encoder-only model?" (marked by an author)
    Dropped: "Which of these is not …?", a true-or-false with "always", one option with "only".
    """
    options = question.options or ()
    for text in (question.stem, *options):
        if match := _OF_THE_ABOVE.search(content(text)):
            return f"'{match[0]}'"
    if found := _negative(question):
        return f"an unmarked negative: '{found}'"
    if question.kind == "truefalse":
        words = ABSOLUTES & set(words_of(question.stem).lower)
        if words or (is_chinese(question.stem) and chinese.is_absolute(question.stem)):
            return f"an absolute gives it away: {', '.join(sorted(words)) or question.stem}"
    return _absolute_option(question)


def _negative(question: Question) -> str:
    if is_chinese(question.stem):
        negative = question.kind == "truefalse" and chinese.is_negative(question.stem)
        return question.stem if negative else ""
    text = content(question.stem)
    for match in _NEGATIVE.finditer(text):
        if _IN_A_NAME.search(text[: match.start()]) and text[match.end() :][1:2].isupper():
            continue  # Minamoto no Yoritomo
        # in a clause of its own it describes the thing; it does not turn the question
        inner = question.kind != "truefalse" and _CLAUSE.search(text[: match.start()])
        beside = question.kind == "cloze" and text[: match.start()].endswith(" but ")
        if (
            not inner
            and not beside
            and not (match[0] == "without" and question.kind != "truefalse")
        ):
            return match[0]
    return ""


def _absolute_option(question: Question) -> str:
    if question.kind not in {"choice", "multi"}:
        return ""
    options = (*right_options(question), *wrong_options(question))
    marked = [option for option in options if STRONG_ABSOLUTES & set(words_of(option).lower)]
    if marked and len(marked) < len(options):
        return f"an absolute in some options only: '{marked[0]}'"
    return ""


def one_idea(question: Question, context: GateContext) -> str:
    """It tests one idea of the course: no heading, page furniture, link or praise.

    Kept: "Overlap is the number of tokens that two neighbouring chunks share."
    Dropped: "The slides are on page ____", "GPT has impressive capabilities.", a link's title.
    """
    source, stem = question.source, question.stem
    if is_reference(source.text) or source.text.lstrip().startswith("#"):
        return "its source is a heading or a link"
    text = f"{content(stem)} {' '.join(right_options(question))}"
    for pattern in (_FURNITURE, _PRAISE):
        if match := pattern.search(text):
            return f"'{match[0]}'"
    section = context.sections.get(source.path)
    links = {link.title for link in section.section.links} if section else set()
    if question.maker != AUTHOR and _TO_DO.search(source.title):
        return f"'{source.title}' is a list of things to do"
    if isinstance(question.key, str) and question.key in links:
        return "its key is the title of a link"
    return _too_much(question)


def _too_much(question: Question) -> str:
    """More than can be held in mind at once."""
    stem = question.stem
    if is_chinese(stem):
        return f"{len(stem)} characters to read" if len(stem) > MOST_CHARACTERS else ""
    truth = question.kind == "truefalse"
    figures = len(_FIGURE.findall(stem))
    if truth and figures > _MOST_FIGURES:
        return f"{figures} figures in one statement"
    count = len(words_of(stem).shown)
    return f"{count} words to read" if count > (_MOST_TRUE_FALSE if truth else MOST_WORDS) else ""
