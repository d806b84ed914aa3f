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
articles, so these flatter a little (``python -m adapter.joined``)."""
SILENT = 0.68
"""Probability of a refusal from which the notes are said not to hold the answer, however sure
search is, which near misses often make it; below it the answer is at least "perhaps". Of 336
questions about eight lectures held back, search's doubt would refuse seven more, six of them with
the right piece, and no more of the near misses; of 100 about another lecture it would refuse three.
On 250 questions of held-out articles and as many near misses .6 refuses .060 of those with an
answer, .68 .044, .7 .036; of near misses .952, .952 and .948."""
SURE = 0.3
"""Probability of a refusal below which an answer counts that a model found only on a second look,
further down search's list. Of the 336 that answered 15, eleven of them right; of near misses two of
77 asked in the whole lecture. With .2 it is the same, from .5 on more of the near misses."""
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
    """The tier of the joined confidence, at most one above search's own.

    Whether the notes hold the answer is the model's word wherever it is asked. Notes can
    tell a model to say that they do not. They cannot make the app hide what search found
    (:func:`shows_quotes`), nor answer what search is sure is not there.
    """
    if refusal is None:
        return verdict_of(confidence)
    if refuses(refusal) or not _is_open(confidence):
        return "not_in_notes"
    highest = TIERS.index(verdict_of(confidence)) + 1
    together = TIERS.index(verdict_of(joined(confidence, refusal)))
    return TIERS[max(1, min(together, highest))]


def refuses(refusal: float | None) -> bool:
    """Whether a model that was asked finds no answer in what it read."""
    return refusal is not None and refusal >= SILENT


def finds_it(refusal: float | None) -> bool:
    """Whether a model that refused before is sure of what it found on a second look."""
    return refusal is not None and refusal < SURE


def shows_quotes(found: LookUp, verdict: Verdict) -> bool:
    """Whether the quotes belong to the answer: what search found stays, whatever a model judges."""
    return found.verdict != "not_in_notes" or verdict != "not_in_notes"


def is_for_the_model(found: LookUp) -> bool:
    """Whether a model's word could make an answer of what was found.

    Below the threshold of search a model that does not refuse is worth
    asking; far below it, nothing that it says would count.
    """
    return bool(found.quotes) and _is_open(found.confidence)


def _is_open(confidence: float) -> bool:
    """Whether search leaves it to the model if the notes hold an answer."""
    return verdict_of(joined(confidence, 0.0)) != "not_in_notes"


def _log_odds(share: float) -> float:
    share = min(1 - _LEAST, max(_LEAST, share))
    return math.log(share / (1 - share))
