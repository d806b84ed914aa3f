"""A quiz question as JSON and back: how cards, exam papers and the log of attempts keep it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from llmtutor.quiz.models import Given, Key, Question, Source

_FIELDS = {field.name for field in fields(Question)}


def question_to_json(question: Question) -> str:
    """One line; options and keys in the order they have."""
    return json.dumps(asdict(question), ensure_ascii=False)


def question_from_json(text: str) -> Question:
    """The question that :func:`question_to_json` wrote; unknown fields are passed over.

    Raises:
        ValueError: not a question.
    """
    return question_from_value(json.loads(text))


def question_from_value(value: Any) -> Question:
    """The same from JSON that was parsed already.

    Raises:
        ValueError: not a question.
    """
    try:
        known = {name: item for name, item in value.items() if name in _FIELDS}
        options = known.get("options")
        known["source"] = Source(**known["source"])
        known["options"] = None if options is None else tuple(options)
        known["key"] = _tuples(known["key"])
        known["accept"] = tuple(known.get("accept", ()))
        return Question(**known)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a question: {error}") from error


def given_to_json(given: Given | None) -> str:
    """What a student answered, as JSON; ``null`` for a pass."""
    return json.dumps(given, ensure_ascii=False)


def given_from_json(text: str) -> Given | None:
    """The answer that :func:`given_to_json` wrote."""
    value = json.loads(text)
    return None if value is None else _tuples(value)


def _tuples(value: Any) -> Key:
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value  # type: ignore[no-any-return]
