"""Questions that an author wrote beside a lecture: ``<lecture>.questions.yaml``.

.. code-block:: yaml

    questions:
      - section: self-attention        # id of a section of the lecture
        kind: choice                   # choice, multi, truefalse, cloze, short, order, match
        stem: What keeps the softmax from saturating when keys grow longer?
        options: [dividing the scores, masking, …]   # choice and multi: all, the key among them
        key: dividing the scores
        explanation: Dividing by the square root of the key dimension keeps …
        quote: The scores are divided by `sqrt(d_k)`  # verbatim from the section
        accept: [scaling]              # cloze and short: other right answers
        topic: self-attention          # default: the section
        difficulty: 0.4                # default: by kind
        aim: 1                         # which of the lecture's aims it tests, if one

They pass the same gate as all others, and are preferred to them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from llmtutor.errors import InputFileError
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.models import AUTHOR, KINDS, Key, Kind, Question, Source
from llmtutor.quiz.notes.statements import SectionNotes
from llmtutor.yamlfile import YamlDocument, read_yaml

SUFFIX = ".questions.yaml"
_KEYS = (
    "section",
    "kind",
    "stem",
    "options",
    "key",
    "explanation",
    "quote",
    "accept",
    "topic",
    "difficulty",
    "aim",
)
_REQUIRED = ("section", "kind", "stem", "key", "explanation", "quote")


def questions_file(lecture: Path) -> Path:
    """Where the questions of a lecture's Markdown file lie."""
    return lecture.with_name(lecture.stem + SUFFIX)


@dataclass(frozen=True, slots=True)
class Written:
    """A question with what only its author knows."""

    question: Question
    line: int
    """Of the file."""
    aim: int
    """1-based number of the lecture's aim that it tests; 0 for none."""


def read_questions(file: Path, sections: Mapping[str, SectionNotes]) -> list[Question]:
    """The questions of a file; see :func:`read_written`."""
    return [written.question for written in read_written(file, sections)]


def read_written(file: Path, sections: Mapping[str, SectionNotes]) -> list[Written]:
    """Read and check a file of questions; whether they are good the gate decides.

    Args:
        file: the YAML.
        sections: the lecture's sections by their ids.

    Raises:
        InputFileError: unreadable, or a value is missing, wrong or unknown; with
            the file, the line and the key.
    """
    document = read_yaml(file)
    value = document.value
    if not isinstance(value, dict) or not isinstance(value.get("questions"), list):
        raise InputFileError(
            "the file must hold a list under 'questions:'", where=document.where("questions")
        )
    for key in value:
        if key != "questions":
            raise _unknown(document, key, ("questions",), key)
    return [
        _Reader(document, number, item, sections).written()
        for number, item in enumerate(value["questions"])
    ]


def _unknown(
    document: YamlDocument, name: str, known: tuple[str, ...], *key: str | int
) -> InputFileError:
    near = get_close_matches(str(name), known, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}"
    return InputFileError(f"'{name}' is not known", where=document.where(*key), hint=hint)


class _Reader:
    """Checks one question, and says where it is wrong."""

    def __init__(
        self,
        document: YamlDocument,
        number: int,
        item: Any,
        sections: Mapping[str, SectionNotes],
    ) -> None:
        self._document = document
        self._at = ("questions", number)
        self._item = item
        self._sections = sections

    def written(self) -> Written:
        made = self._question()
        aim = self._item.get("aim", 0)
        if isinstance(aim, bool) or not isinstance(aim, int) or aim < 0:
            raise self._wrong("'aim' must be the number of one of the lecture's aims", "aim")
        return Written(made, self._document.lines[self._at], aim)

    def _question(self) -> Question:
        if not isinstance(self._item, dict):
            raise self._wrong("a question is a list of 'key: value' lines")
        for name in self._item:
            if name not in _KEYS:
                raise _unknown(self._document, name, _KEYS, *self._at, name)
        for name in _REQUIRED:
            if self._item.get(name) in (None, ""):
                raise self._wrong(f"'{name}' is missing", name)
        kind, source = self._kind(), self._source()
        key = self._key(kind)
        made = draft(
            kind,
            self._text("stem"),
            key,
            source,
            AUTHOR,
            options=self._options(kind, key),
            explanation=self._text("explanation"),
            accept=self._texts("accept"),
        )
        return self._with_choices(made)

    def _with_choices(self, made: Question) -> Question:
        difficulty = self._item.get("difficulty", made.difficulty)
        number = isinstance(difficulty, int | float) and not isinstance(difficulty, bool)
        if not number or not 0 <= difficulty <= 1:
            raise self._wrong("'difficulty' must be a number from 0 to 1", "difficulty")
        topic = self._text("topic") if self._item.get("topic") else made.topic
        return replace(made, difficulty=float(difficulty), topic=topic)

    def _wrong(self, what: str, *name: str) -> InputFileError:
        return InputFileError(what, where=self._document.where(*self._at, *name))

    def _text(self, name: str) -> str:
        value = self._item.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._wrong(f"'{name}' must be a text", name)
        return " ".join(str(value).split())

    def _texts(self, name: str) -> tuple[str, ...]:
        value = self._item.get(name) or []
        if not isinstance(value, list) or any(isinstance(one, dict | list) for one in value):
            raise self._wrong(f"'{name}' must be a list of texts", name)
        return tuple(" ".join(str(one).split()) for one in value)

    def _kind(self) -> Kind:
        kind = self._text("kind")
        if kind not in KINDS:
            raise _unknown(self._document, kind, KINDS, *self._at, "kind")
        return kind

    def _source(self) -> Source:
        name = self._text("section")
        if name not in self._sections:
            known = tuple(self._sections)
            raise _unknown(self._document, name, known, *self._at, "section")
        notes = self._sections[name]
        words = self._text("quote").split()
        # a quotation may run over line ends that YAML folds
        pattern = r"\s+".join(re.escape(word) for word in words)
        match = re.search(pattern, notes.section.text)
        if match is None:
            raise self._wrong(f"the quote is not in the section '{name}', word for word", "quote")
        return notes.source(match.start(), match.end())

    def _key(self, kind: Kind) -> Key:
        readers: dict[Kind, Callable[[], Key]] = {
            "truefalse": self._truth,
            "multi": self._list,
            "order": self._list,
            "match": self._pairs,
        }
        return readers.get(kind, lambda: self._text("key"))()

    def _truth(self) -> bool:
        value = self._item["key"]
        if not isinstance(value, bool):
            raise self._wrong("'key' must be true or false", "key")
        return value

    def _list(self) -> tuple[str, ...]:
        texts = self._texts("key")
        if len(texts) < 2:
            raise self._wrong("'key' must be a list of at least two texts", "key")
        return texts

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        value = self._item["key"]
        good = isinstance(value, list) and all(
            isinstance(one, list) and len(one) == 2 for one in value
        )
        if not good or len(value) < 3:
            raise self._wrong("'key' must be a list of at least three [left, right] pairs", "key")
        return tuple((str(left), str(right)) for left, right in value)

    def _options(self, kind: Kind, key: Key) -> list[str] | None:
        if kind == "match" and isinstance(key, tuple):
            return mixed([part[1] for part in key], str(key))
        texts = [str(part) for part in key] if isinstance(key, tuple) else [str(key)]
        if kind == "order":
            return mixed(texts, str(key))
        if kind not in {"choice", "multi"}:
            return None
        given = list(self._texts("options"))
        missing = [text for text in texts if text not in given]
        if missing:
            raise self._wrong(f"the key '{missing[0]}' is not among the options", "options")
        if len(given) < len(texts) + 2:
            raise self._wrong("'options' needs at least two wrong answers", "options")
        return given
