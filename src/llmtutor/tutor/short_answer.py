"""The short answer: a piece of the evidence, chosen by the model, verbatim by construction."""

from __future__ import annotations

import math
from collections.abc import Sequence

from llmtutor.content.inline import plain
from llmtutor.engine.protocol import WeighedSpan
from llmtutor.search.analysis import STOPWORDS, term_set
from llmtutor.search.kinds import answer_kind, holds_kind
from llmtutor.tutor.models import Quote, ShortAnswer
from llmtutor.tutor.prompt import unwrapped

KIND = 1.0
"""Nats that a piece gains which holds what was asked for: a number for "how many"."""
ECHO = 2.0
"""Nats that a piece loses which only says words of the question again."""
EDGE = 1.0
"""Nats that a piece loses at each end where a phrase is cut: "of the", "dimension and"."""
_ARTICLES = frozenset({"the", "a", "an"})


def choose(
    question: str, quotes: Sequence[Quote], spans: Sequence[WeighedSpan]
) -> ShortAnswer | None:
    """The best whole piece; None where there is none.

    Args:
        question: what was asked.
        quotes: the texts that were searched for pieces, in that order.
        spans: pieces of the quotes' texts.
    """
    asked, kind = term_set(question), answer_kind(question)
    weighed = [
        (span.total + _plausible(quotes[span.text].text[span.start : span.end], asked, kind), span)
        for span in spans
    ]
    whole = [(score, span) for score, span in weighed if score > -math.inf]
    if not whole:
        return None
    _, best = max(whole, key=lambda item: item[0])
    quote = quotes[best.text]
    return ShortAnswer(
        quote.text[best.start : best.end],
        quote.path,
        quote.start + best.start,
        quote.start + best.end,
        math.exp(best.total),
    )


def _plausible(text: str, asked: frozenset[str], kind: str) -> float:
    """What speaks for a piece beside the model's own weight, in nats."""
    text = unwrapped(text)
    if plain(text) != text or "\n" in text:
        return -math.inf  # markup is nothing to read out
    words = text.lower().split()
    found = term_set(text)
    score = KIND * bool(kind and holds_kind(kind, text))
    score -= ECHO * (len(found & asked) / len(found) if found else 1.0)
    score -= EDGE * (words[0] in STOPWORDS - _ARTICLES) + EDGE * (words[-1] in STOPWORDS)
    return score
