"""Which of several questions on one statement reads best, by the model's own probabilities.

Code makes them of the sentence's words, so they ask what it says; that "did Switzerland"
is better English than "did switzerland", and "Who painted" than "What painted", a language
model knows better than rules do.
"""

from __future__ import annotations

from collections.abc import Sequence

from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.turning import Asked

_FLOOR = -2.0
"""Mean log-probability of a token below which a question is no English."""


async def best_read(asker: Asker, offered: Sequence[Asked]) -> list[Asked]:
    """One question an answer, the best read first; none that reads like no English."""
    by_key: dict[str, list[Asked]] = {}
    for one in offered:
        by_key.setdefault(one.span.text, []).append(one)
    best: list[tuple[float, Asked]] = []
    for key, forms in by_key.items():
        sentence = forms[0].span.statement.text
        read = await asker.readings([one.stem for one in forms], key, sentence)
        best.append(max(zip(read, forms, strict=True), key=lambda pair: pair[0]))
    return [one for mean, one in sorted(best, key=lambda pair: -pair[0]) if mean > _FLOOR]
