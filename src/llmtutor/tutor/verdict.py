"""Joining two opinions on whether the notes hold an answer: search's and the model's."""

from __future__ import annotations

import math

from llmtutor.tutor.lookup import LookUp, verdict_of
from llmtutor.tutor.models import Verdict

NEUTRAL = 0.5
"""Probability of a refusal that says nothing either way."""
MOST_GAIN = 3.0
"""Log-odds that a model which does not refuse can add: with them search's "not in the notes" can
become a "perhaps" from a confidence of .03. It was chosen while reading figures of ten held-out
articles, :data:`NEUTRAL` on 231 questions about eight lectures held back and with the test articles
in view, so the test flatters a little (``python -m adapter.joined``)."""
SILENT = 0.7
"""Probability of a refusal from which the model has the last word: it is shown no more then, and
the verdict is its own even where search is sure, which near misses often make it. On 250 questions
of held-out articles and as many near misses .5 refuses .064 of those with an answer, .7 .044, and
both .960 of near misses. Of 77 near misses about the eight lectures .5 refuses 66, .7 60."""
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

    Only a model that is all but certain of its refusal (:data:`SILENT`) has the last word.
    Notes can tell a model to say that they do not hold the answer. They cannot make the
    app hide what search found (:func:`shows_quotes`), nor answer what search is sure is
    not there.
    """
    if refusal is not None and refusal >= SILENT:
        return "not_in_notes"
    alone = TIERS.index(verdict_of(confidence))
    together = TIERS.index(verdict_of(joined(confidence, refusal)))
    return TIERS[max(alone - 1, min(together, alone + 1))]


def shows_quotes(found: LookUp, verdict: Verdict) -> bool:
    """Whether the quotes belong to the answer: what search found stays, whatever a model judges."""
    return found.verdict != "not_in_notes" or verdict != "not_in_notes"


def is_for_the_model(found: LookUp) -> bool:
    """Whether a model's word could make an answer of what was found.

    Below the threshold of search a model that does not refuse is worth
    asking; far below it, nothing that it says would count.
    """
    return bool(found.quotes) and joined_verdict(found.confidence, 0.0) != "not_in_notes"


def _log_odds(share: float) -> float:
    share = min(1 - _LEAST, max(_LEAST, share))
    return math.log(share / (1 - share))
