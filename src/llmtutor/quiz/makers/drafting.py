"""Putting a question together; its id comes from what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from llmtutor.content.identity import meaning_id
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Key, Kind, Question, Source
from llmtutor.quiz.notes.statements import one_line

_BASE = {
    "truefalse": 0.3,
    "choice": 0.4,
    "match": 0.45,
    "order": 0.5,
    "multi": 0.55,
    "cloze": 0.6,
    "short": 0.65,
}
_LONG = 25
"""Words of a stem that make it harder to read."""


def falsehood(stem: str, text: str, source: Source, maker: str, *, harder: float = 0.0) -> Question:
    """A statement that is false, with what the notes say in its place as its explanation."""
    said = wording_for(text).said.format(quote=text)
    return draft("truefalse", stem, False, source, maker, explanation=said, harder=harder)


def draft(
    kind: Kind,
    stem: str,
    key: Key,
    source: Source,
    maker: str,
    *,
    others: Sequence[str] = (),
    options: Sequence[str] | None = None,
    explanation: str = "",
    accept: Sequence[str] = (),
    harder: float = 0.0,
) -> Question:
    """A question that has yet to pass the gate.

    Args:
        kind: what the student does.
        stem: what is asked.
        key: the right answer.
        source: the verbatim piece of the notes that entails the key.
        maker: who made it.
        others: the wrong answers of a choice; the key is mixed in among them.
        options: what is shown, where it is not the key and the others.
        explanation: why; the source's words unless given.
        accept: other texts that are as right as the key.
        harder: added to the estimate of difficulty, from -0.3 to 0.3.
    """
    identity = meaning_id(kind, stem, _key_text(key))
    return Question(
        id=identity,
        kind=kind,
        stem=stem,
        options=_shown(key, others, options, identity),
        key=key,
        explanation=explanation or one_line(source.text).replace("**", ""),
        source=source,
        topic=source.path,
        difficulty=_difficulty(kind, stem, harder),
        maker=maker,
        accept=tuple(accept),
    )


def _shown(
    key: Key, others: Sequence[str], options: Sequence[str] | None, identity: str
) -> tuple[str, ...] | None:
    if options is not None:
        return tuple(options)
    if not others:
        return None
    keys = [str(part) for part in key] if isinstance(key, tuple) else [str(key)]
    return tuple(mixed([*keys, *others], identity))


def mixed(options: Sequence[str], identity: str) -> list[str]:
    """Options in an order that depends on the question alone; the quiz shuffles them again."""
    shuffled = sorted(options)
    Random(identity).shuffle(shuffled)  # noqa: S311 (an order, not a secret)
    return shuffled


def _key_text(key: Key) -> str:
    if isinstance(key, tuple):
        return "\n".join(part if isinstance(part, str) else " = ".join(part) for part in key)
    return str(key)


def _difficulty(kind: Kind, stem: str, harder: float) -> float:
    long = 0.1 if len(stem.split()) > _LONG else 0.0
    return round(min(1.0, max(0.0, _BASE[kind] + long + harder)), 2)
