"""Reading SQuAD v1 and v2 files, and its official way of comparing answers."""

from __future__ import annotations

import json
import random
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmtutor.errors import InputFileError
from llmtutor.search.analysis import is_cjk

MAX_BYTES = 500_000_000
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the set."""

    id: str
    text: str
    passage: int
    """Index of its paragraph in :attr:`QuestionSet.passages`."""
    answers: tuple[str, ...]
    """Accepted short answers; empty where the set says that there is none."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A whole file."""

    passages: tuple[str, ...]
    """Each different paragraph once."""
    questions: tuple[AskedQuestion, ...]


def read_squad(file: Path) -> QuestionSet:
    """Read a file in the SQuAD format.

    Raises:
        InputFileError: not readable, not JSON, or not in that format.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputFileError(f"the file has more than {MAX_BYTES:,} bytes", where=file)
        articles = json.loads(file.read_text(encoding="utf-8"))["data"]
        return _question_set(articles)
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=file) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputFileError(
            f"not a question set in the SQuAD format ({error!r})",
            where=file,
            hint="It must hold data → paragraphs → context and qas",
        ) from error


def _question_set(articles: Any) -> QuestionSet:
    places: dict[str, int] = {}
    questions: list[AskedQuestion] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            place = places.setdefault(str(paragraph["context"]), len(places))
            for item in paragraph["qas"]:
                answers = () if item.get("is_impossible") else item.get("answers") or ()
                texts = tuple(dict.fromkeys(str(answer["text"]) for answer in answers))
                name = str(item.get("id", len(questions)))
                questions.append(AskedQuestion(name, str(item["question"]), place, texts))
    return QuestionSet(tuple(places), tuple(questions))


def sample(questions: Sequence[AskedQuestion], count: int, seed: int) -> list[AskedQuestion]:
    """``count`` questions in a random order that the seed fixes; 0 is all of them."""
    chosen = list(questions)
    random.Random(seed).shuffle(chosen)  # noqa: S311
    return chosen[:count] if count else chosen


def exact(given: str, answers: Sequence[str]) -> float:
    """100 where an answer is the same after normalisation, else 0."""
    return 100.0 * any(_normal(given) == _normal(answer) for answer in answers)


def f1(given: str, answers: Sequence[str]) -> float:
    """Overlap with the closest answer, 0 to 100: of words, or of Chinese characters."""
    return max((_overlap(_tokens(given), _tokens(answer)) for answer in answers), default=0.0)


def _overlap(given: list[str], answer: list[str]) -> float:
    common = sum((Counter(given) & Counter(answer)).values())
    if not common:
        return 100.0 * (given == answer)
    precision, recall = common / len(given), common / len(answer)
    return 100.0 * 2 * precision * recall / (precision + recall)


def _normal(text: str) -> str:
    """Lower case, no punctuation, no articles, single spaces: the official way."""
    text = "".join(char for char in text.lower() if not _is_sign(char))
    return " ".join(_ARTICLES.sub(" ", text).split())


def _is_sign(char: str) -> bool:
    return char in _PUNCTUATION or (not char.isascii() and unicodedata.category(char)[0] == "P")


def _tokens(text: str) -> list[str]:
    normal = _normal(text)
    return list(normal.replace(" ", "")) if is_cjk(normal) else normal.split()
