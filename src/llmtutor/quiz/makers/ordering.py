"""What steps and events have in common: texts that can be told apart when they are mixed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from llmtutor.quiz.likeness import is_inside
from llmtutor.quiz.makers.drafting import draft, mixed
from llmtutor.quiz.models import Question, Source
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.leaning import pointing
from llmtutor.quiz.notes.pronouns import loose_pronoun
from llmtutor.quiz.notes.script import is_chinese

LEAST, MOST = 3, 5
"""Texts to be put in order."""
_LONGEST = 22
"""Words of an event or a step, or twice as many Chinese characters."""
_LEANS = re.compile(
    r"^(?:it|its|they|their|he|she|his|her|these|those|this|that)\b"
    r"|^(?!.*(?:,|\band\b|\bthat\b|\bwhich\b).*\b(?:it|them)\b)"
    r".*\b(?:along|with|to|from|into|onto|of|on|in|at|for|by|over) (?:it|them)\b",
    re.IGNORECASE,
)
"""What goes back to the line before: "It binds", "Choose places along it"."""
_LEANS_CJK = re.compile("[它此該该]|其(?![他它餘余中實实次])|前者|[後后]者")
_TO_A_READER = re.compile(r"\byour?\b", re.IGNORECASE)


_GOES_ON = re.compile(r"^(?:But|And|So|Also|Or)\b|->|→")
"""Opens what follows from the step before, or is a row of steps itself."""


def leans(text: str) -> bool:
    """Whether a step or an event cannot be met without the line before it."""
    if is_chinese(text):
        return bool(_LEANS_CJK.search(text))
    plain = _TO_A_READER.sub("", text)
    if _GOES_ON.search(plain):
        return True
    return bool(_LEANS.search(plain) or pointing(plain) or loose_pronoun(words_of(plain)))


def is_short(text: str) -> bool:
    """Whether a step or an event can be read at a glance."""
    return len(text) <= 2 * _LONGEST if is_chinese(text) else len(words_of(text).shown) <= _LONGEST


def ordered(
    stem: str, texts: Sequence[str], source: Source, maker: str, explanation: str
) -> Question | None:
    """A question on the order of texts; None where one stands in another."""
    if any(is_inside(one, other) for one, other in combinations(texts, 2)):
        return None
    return draft(
        "order",
        stem,
        tuple(texts),
        source,
        maker,
        options=_shuffled(texts, stem),
        explanation=explanation,
    )


def _shuffled(texts: Sequence[str], seed: str) -> list[str]:
    """An order that is not the right one already."""
    for number in range(20):
        shuffled = mixed(texts, f"{seed}{number}")
        if shuffled != list(texts):
            return shuffled
    return list(reversed(texts))
