"""Joining two opinions on whether the notes hold an answer: search's and the model's."""

from __future__ import annotations

import math

from llmtutor.tutor.lookup import LookUp, verdict_of
from llmtutor.tutor.models import Verdict

NEUTRAL = 0.1
"""Probability of a refusal that says nothing either way."""
MOST_GAIN = 3.0
"""Log-odds that a model which does not refuse can add: with them search's "not in the notes" can
become a "perhaps" from a confidence of .03. Both were chosen on 350 questions of four held-out
articles, each asked of its passage: of those that it does not answer 89 % are refused, of the
others 2 %. On 482 of six other articles: 95 % and 3 % (``python -m adapter.joined``)."""
SILENT = 0.9
"""Probability of a refusal from which the model is shown no more where search is sure: it says
itself that the notes do not hold it. Of 310 short answers on held-out notes 23 fall away, 6 of
them right ones, of 140 near misses 111."""
_LEAST = 1e-4
TIERS: tuple[Verdict, ...] = ("not_in_notes", "hedged", "answered")


def joined(confidence: float, refusal: float | None) -> float:
    """Confidence that the notes hold the answer, 0 to 1, once the model was asked too.

    Args:
        confidence: search's, 0 to 1.
        refusal: the probability that the model gives to "not in the notes"
            against its best answer, 0 to 1; None where it was not asked.
    """
    if refusal is None:
        return confidence
    opinion = _log_odds(NEUTRAL) - _log_odds(refusal)
    score = _log_odds(confidence) + min(MOST_GAIN, opinion)
    return 1 / (1 + math.exp(-score))


def joined_verdict(confidence: float, refusal: float | None) -> Verdict:
    """The tier of the joined confidence, at most one below or above search's own.

    Notes can tell a model to say that they do not hold the answer. They cannot
    make the app hide what search is sure of, nor answer what search is sure is
    not there.
    """
    alone = TIERS.index(verdict_of(confidence))
    together = TIERS.index(verdict_of(joined(confidence, refusal)))
    return TIERS[max(alone - 1, min(together, alone + 1))]


def is_silent(refusal: float | None) -> bool:
    """Whether whatever else the model says would contradict its own "not in the notes"."""
    return refusal is not None and refusal >= SILENT


def is_for_the_model(found: LookUp) -> bool:
    """Whether a model's word could make an answer of what was found.

    Below the threshold of search a model that does not refuse is worth
    asking; far below it, nothing that it says would count.
    """
    return bool(found.quotes) and joined_verdict(found.confidence, 0.0) != "not_in_notes"


def _log_odds(share: float) -> float:
    share = min(1 - _LEAST, max(_LEAST, share))
    return math.log(share / (1 - share))
