"""Time as it can be trusted: study days of the student, and logs written by clocks that jumped.

Everything is stored in UTC. What "today" means is the student's own day, which
begins at an hour of their choosing in whatever zone they are in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Clocks outside these are broken; without a bound, dates computed from them would overflow."""


@dataclass(frozen=True, slots=True)
class Days:
    """Study days: from ``starts_at`` o'clock to the same hour on the morrow."""

    zone: tzinfo | None = None
    """None is the zone of this computer, with its own summer time."""
    starts_at: int = 4
    """Hour, 0 to 23: who studies past midnight is still in the same day."""

    def of(self, at: datetime) -> date:
        """The study day that a moment belongs to."""
        return (at.astimezone(self.zone).replace(tzinfo=None) - self._offset).date()

    def start(self, day: date) -> datetime:
        """The moment a study day begins, in UTC."""
        local = datetime.combine(day, time()) + self._offset
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """The moment a study day ends, in UTC."""
        return self.start(day + timedelta(days=1))

    @property
    def _offset(self) -> timedelta:
        return timedelta(hours=self.starts_at)


def stamp(at: datetime) -> datetime:
    """A moment as the log keeps it: UTC, whole milliseconds, within sane years."""
    moment = min(max(at.astimezone(UTC), EARLIEST), LATEST)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def believed(stamps: Sequence[datetime]) -> list[int]:
    """For each line of a log, the index of the line whose time to believe.

    The order of the lines is certain; the times may not be, where the clock was
    wrong for a while. The newest time is taken as right; of the others, the
    largest set that runs forward up to it is believed. A line outside that
    set takes the time of the believed line before it, or after it where there
    is none. So a session under a wrong date, early or late, moves no schedule
    by more than its own gap once the clock is right again, and nothing is lost.

    Args:
        stamps: times in the order of the log.

    Returns:
        As many indices as there are stamps; the identity where nothing jumped.
    """
    if all(earlier <= later for earlier, later in zip(stamps, stamps[1:], strict=False)):
        return list(range(len(stamps)))
    kept = _longest_forward(stamps)
    result: list[int] = []
    current = kept[0]
    trusted = set(kept)
    for index in range(len(stamps)):
        if index in trusted:
            current = index
        result.append(current)
    return result


def _longest_forward(stamps: Sequence[datetime]) -> list[int]:
    """Indices of a longest non-decreasing run of times that ends with the last one."""
    newest = stamps[-1]
    tails: list[datetime] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for index, at in enumerate(stamps):
        if at > newest:
            continue
        place = bisect_right(tails, at)
        before[index] = last[place - 1] if place else None
        if place == len(tails):
            tails.append(at)
            last.append(index)
        else:
            tails[place], last[place] = at, index
    chain: list[int] = []
    step: int | None = last[-1]
    while step is not None:
        chain.append(step)
        step = before[step]
    return chain[::-1]
