"""Stretches of time in words."""

from __future__ import annotations

from datetime import timedelta


def span(time: timedelta) -> str:
    """A stretch of time as one says it: ``10 min``, ``1 day``, ``3 months``."""
    seconds = time.total_seconds()
    days = seconds / 86_400
    if seconds < 3600:
        return f"{max(1, round(seconds / 60))} min"
    if days < 1:
        return _counted(seconds / 3600, "hour")
    if days < 60:
        return _counted(days, "day")
    if days < 365:
        return _counted(days / 30.4, "month")
    return f"{days / 365:.1f} years"


def _counted(number: float, word: str) -> str:
    whole = round(number)
    return f"{whole} {word}" if whole == 1 else f"{whole} {word}s"
