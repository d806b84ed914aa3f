"""Fitting FSRS to the student's own history. An extra: it needs torch, which is large."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from llmtutor.errors import MissingError, NothingFoundError
from llmtutor.review.models import Event
from llmtutor.review.scheduling import Weights, checked_weights
from llmtutor.review.stats import counted_reviews

ENOUGH = 512
"""Reviews a day or more apart that the fit needs; with fewer it would give the defaults back."""
INSTALL = "pip install 'llmtutor[optimise]'"
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)


def fit(log: Sequence[Event]) -> Weights:
    """Parameters that predict this history best. Takes minutes.

    Raises:
        NothingFoundError: there are too few reviews yet.
        MissingError: the extra is not installed.
    """
    reviews = counted_reviews(log)
    usable = _spaced(reviews)
    if usable < ENOUGH:
        raise NothingFoundError(
            f"{usable} reviews can be learnt from; {ENOUGH} are needed",
            hint="The defaults fit most people; come back after some weeks of reviews",
        )
    try:
        import torch  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
        from fsrs import Optimizer
        from fsrs import Rating as FsrsRating
        from fsrs import ReviewLog as FsrsLog
    except ImportError as error:
        raise MissingError("the optimiser is not installed", hint=f"Run: {INSTALL}") from error
    numbers = {card: number for number, card in enumerate({event.card for event in reviews})}
    first = min(event.day for event in reviews)
    logs = [
        # one moment a day, so that days are counted as the student had them; fsrs keeps the order
        FsrsLog(
            numbers[event.card],
            FsrsRating(int(event.rating or 1)),
            _FIRST + timedelta(days=(event.day - first).days),
            None,
        )
        for event in reviews
    ]
    try:
        return checked_weights(Optimizer(logs).compute_optimal_parameters())
    except ImportError as error:  # fsrs says so itself where pandas or tqdm is missing
        raise MissingError("the optimiser is not installed", hint=f"Run: {INSTALL}") from error


def _spaced(reviews: Sequence[Event]) -> int:
    latest: dict[str, object] = {}
    count = 0
    for event in reviews:
        count += event.card in latest and latest[event.card] != event.day
        latest[event.card] = event.day
    return count
