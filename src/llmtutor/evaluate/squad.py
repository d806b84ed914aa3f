"""Reading SQuAD v1 and v2 files, and its official way of comparing answers."""

from __future__ import annotations

import json
import random
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
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
    """Read a file in the SQuAD format, version 1 or 2.

    Raises:
        InputFileError: not readable, not JSON, or not in that format; it says
            where in the file.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputFileError(f"the file has more than {MAX_BYTES:,} bytes", where=file)
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputFileError(f"cannot be read ({error.strerror})", where=file) from error
    except UnicodeDecodeError as error:
        raise InputFileError("not a UTF-8 text file", where=file) from error
    except json.JSONDecodeError as error:
        raise InputFileError(f"not JSON ({error.msg})", where=f"{file}:{error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise InputFileError(f"not JSON ({error})", where=file) from error
    try:
        return _question_set(content)
    except ValueError as error:
        raise InputFileError(
            f"not a question set in the SQuAD format: {error}",
            where=file,
            hint="It must hold data → paragraphs → context and qas → question and answers",
        ) from error


def _question_set(content: Any) -> QuestionSet:
    """Check and collect; ValueError names the first thing that is wrong and its place."""
    places: dict[str, int] = {}
    questions: list[AskedQuestion] = []
    names: set[str] = set()
    for where, article in _items(content, "data", "the file"):
        for spot, paragraph in _items(article, "paragraphs", where):
            context = _text(paragraph, "context", spot)
            place = places.setdefault(context, len(places))
            for at, item in _items(paragraph, "qas", spot):
                text = _text(item, "question", at)
                name = _name(item, names, len(questions))
                questions.append(AskedQuestion(name, text, place, _answers(item, at)))
    if not questions:
        raise ValueError("it holds no question")
    return QuestionSet(tuple(places), tuple(questions))


def _name(item: Any, taken: set[str], number: int) -> str:
    """The question's id, made one that no other question has."""
    name = _clean(str(item.get("id", number)))
    if name in taken:
        name = f"{name}#{number}"
    taken.add(name)
    return name


def _answers(item: Any, where: str) -> tuple[str, ...]:
    """Accepted answers; none where version 2 says that there is none."""
    if item.get("is_impossible") is True or item.get("answers") is None:
        return ()
    texts = [_text(answer, "text", at) for at, answer in _items(item, "answers", where)]
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _items(holder: Any, key: str, where: str) -> Iterator[tuple[str, Any]]:
    """The members of a list in a mapping, each with its place in the file."""
    if not isinstance(holder, dict):
        raise ValueError(f"{where} is no object")
    if key not in holder:
        raise ValueError(f"{where} has no '{key}'")
    if not isinstance(holder[key], list):
        raise ValueError(f"'{key}' of {where} is no list")
    start = "" if where == "the file" else f"{where}."
    for number, item in enumerate(holder[key]):
        yield f"{start}{key}[{number}]", item


def _text(holder: Any, key: str, where: str) -> str:
    if not isinstance(holder, dict):
        raise ValueError(f"{where} is no object")
    if not isinstance(holder.get(key), str):
        raise ValueError(f"{where} has no text as '{key}'")
    return _clean(holder[key])


def _clean(text: str) -> str:
    """Text that a database can hold: no half of a character, no null."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def sample(questions: Sequence[AskedQuestion], count: int, seed: int) -> list[AskedQuestion]:
    """``count`` questions in a random order that the seed fixes; 0 is all of them."""
    chosen = list(questions)
    random.Random(seed).shuffle(chosen)  # noqa: S311
    return chosen[:count] if count else chosen


def exact(given: str, answers: Sequence[str]) -> float:
    """100 where an answer is the same after normalisation, else 0.

    Where there is no answer, the right one is to give none.
    """
    if not answers:
        return 100.0 * (not _normal(given))
    return 100.0 * any(_normal(given) == _normal(answer) for answer in answers)


def f1(given: str, answers: Sequence[str]) -> float:
    """Overlap with the closest answer, 0 to 100: of words, or of Chinese characters."""
    if not answers:
        return exact(given, answers)
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
