"""What stands above a question: the titles of its lecture and section, without its answer."""

from __future__ import annotations

import re

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import MONTHS
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.periods import period_of
from llmtutor.search.analysis import STOPWORDS

_SHORT_FORM = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Za-z]{2,6}")
"""Letters that may stand for words: "DoF", under "Depth of field"."""
_PART = 3
"""Letters from which a word and its plural are taken for the same."""
_SURNAME = re.compile(r"(?<= )([A-Z][\w'’-]{2,})(?= and\b|,|$)")
_YEAR = r"\d{3,4}(?: ?(?:[–—-]|to) ?\d{1,4})?(?: (?:BCE?|AD|CE))?"
_DATED = re.compile(rf"(?:,| of| in| from|:)? \(?{_YEAR}\)?$|^{_YEAR}[:,]? (?:[–—-] )?")
"""The years that a title ends or opens with: "The rising of 1791", "The crisis (1920–23)"."""
_ONE_YEAR = re.compile(r"\d{4}")
_FEW_YEARS = 3
"""From the first year of a title to its last, which nearly tell one between them."""


def about(question: Question) -> str:
    """What a question is about, to stand above its stem: the titles of lecture and section.

    A title that holds the answer is left out: it waits until there is one. Of one that only
    dates its matter, the years are.
    """
    source = question.source
    titles = dict.fromkeys(filter(None, (source.lecture, source.title)))
    return " › ".join(filter(None, (_hidden(title, question) for title in titles)))


def is_placed(question: Question) -> bool:
    """Whether a title above a question, or a name in its stem, says what it is on."""
    named = (word for word in words_of(question.stem).shown[1:] if word[:1].isupper())
    return (
        bool(about(question))
        or is_chinese(question.stem)
        or any(word not in MONTHS for word in named)
    )


def _hidden(title: str, question: Question) -> str:
    """A title as it may be shown before the answer is given; empty where it may not be."""
    if not _shows(title, question):
        return title
    undated = _DATED.sub("", title)
    says = any(word.isalpha() and word not in STOPWORDS for word in words_of(undated).lower)
    return undated if says and not _shows(undated, question) else ""


def _shows(heading: str, question: Question) -> bool:
    """Whether a heading holds the answer, or the surname of somebody it names."""
    return _gives_away(heading, question) or bool(
        {*words_of(heading).lower} & {name.lower() for name in _surnames(question.key)}
    )


def _surnames(key: object) -> list[str]:
    """The last of each row of capitals: Sand and Lin of "Ada Sand and Li Lin"."""
    return _SURNAME.findall(key) if isinstance(key, str) else []


def _leaves_few(heading: str, key: object) -> bool:
    """Whether a title spans so few years that the one asked for is nearly told: "1848-49"."""
    if not (isinstance(key, str) and _ONE_YEAR.fullmatch(key)):
        return False
    told = period_of(heading)
    return int(key) in told and told.last - told.first <= _FEW_YEARS


def _gives_away(heading: str, question: Question) -> bool:
    if _leaves_few(heading, question.key):
        return True
    keys = question.key if isinstance(question.key, tuple) else (question.key,)
    names = [key for key in (*keys, *question.accept) if isinstance(key, str)]
    return any(_names(heading, name) for name in names)


def _names(heading: str, name: str) -> bool:
    """Whether a heading holds a name, in the singular or the plural, or what its letters say."""
    if is_chinese(name):
        return len(name) > 1 and name in heading
    title, words = normal_form(heading).split(), normal_form(name).split()
    places = range(len(title) - len(words) + 1) if words else ()
    if any(all(map(_is_same, words, title[at:])) for at in places):
        return True
    shown = words_of(heading).lower
    letters = name.lower() if _SHORT_FORM.fullmatch(name) else ""
    return bool(letters) and any(
        "".join(word[0] for word in shown[at : at + len(letters)]) == letters
        for at in range(len(shown))
    )


def _is_same(word: str, other: str) -> bool:
    """Whether two words are one in different numbers: stems of "virus" and "viruses" differ."""
    short, long = sorted((word, other), key=len)
    return word == other or (
        len(short) >= _PART and len(long) - len(short) <= len("es") and long.startswith(short)
    )
