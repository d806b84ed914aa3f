"""Charts made of text: columns in eighths of a cell, and bars. They fit any width, and ASCII.

The plot widgets there are draw whole cells in a heavy frame, need numpy, and
cannot do without block characters; a column of days needs none of that.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import PLAIN, Signs

_PARTS = " ▁▂▃▄▅▆▇█"
_PLAIN_PARTS = " .:|"


def columns(
    values: Sequence[int], labels: tuple[str, str], width: int, height: int, signs: Signs
) -> Content:
    """Counts as columns, the greatest one named at the left, the ends named below.

    Args:
        values: one a day; more than there is room for are added up in groups.
        labels: what the first and the last column are.
        width: cells there are.
        height: lines of the columns themselves.
        signs: to draw with.
    """
    most_digits = len(str(max(values, default=0))) + 1
    room = max(1, width - most_digits - 2)
    group = -(-len(values) // room)
    sums = [sum(values[at : at + group]) for at in range(0, len(values), group)]
    top = max(sums, default=0)
    most_digits = max(most_digits, len(str(top)) + 1)
    cells = max(1, min(4, (width - most_digits - 2) // max(1, len(sums))))
    rows: list[Content] = []
    for line in reversed(range(height)):
        axis = f"{top:>{most_digits}} " if line == height - 1 else " " * (most_digits + 1)
        drawn = "".join(_column(value, top, line, height, cells, signs) for value in sums)
        rows.append(Content.assemble((axis, "$text-muted"), (drawn, "$accent")))
    across = len(sums) * cells
    rows.append(Content.assemble((f"{0:>{most_digits}} ", "$text-muted"),
                                 (signs.line * across, "$text-muted")))  # fmt: skip
    first, last = labels
    below = first + " " * max(1, across - cell_len(first) - cell_len(last)) + last
    rows.append(Content.styled(" " * (most_digits + 1) + below, "$text-muted"))
    return Content("\n").join(rows)


def _column(value: int, top: int, line: int, height: int, cells: int, signs: Signs) -> str:
    """One line of one column; what is more than nothing shows at least a trace."""
    parts = _PLAIN_PARTS if signs is PLAIN else _PARTS
    steps = len(parts) - 1
    full = -(-value * height * steps // top) if top else 0
    part = parts[max(0, min(steps, full - line * steps))]
    return part * max(1, cells - 1) + " " * (cells > 1)


def bars(
    rows: Sequence[tuple[str, float, str]], width: int, signs: Signs, goal: float | None = None
) -> Content:
    """Shares as bars, with a name before and words behind each.

    Args:
        rows: ``(name, share 0 to 1, words)``.
        width: cells there are.
        signs: to draw with.
        goal: a share that is marked in each bar.
    """
    words = max((cell_len(row[2]) for row in rows), default=0)
    name = min(max((cell_len(row[0]) for row in rows), default=0), max(12, (width - words) // 2))
    room = max(8, min(30, width - name - words - 4))
    lines = []
    for title, share, said in rows:
        full = round(min(max(share, 0.0), 1.0) * room)
        bar = signs.full * full + signs.empty * (room - full)
        parts: list[str | tuple[str, str]] = [_fit(harmless(title), name, signs), "  "]
        if goal is None:
            parts.append((bar, "$accent"))
        else:
            at = min(room - 1, round(goal * room))
            parts += [(bar[:at], "$accent"), (signs.evidence, "bold"), (bar[at + 1 :], "$accent")]
        lines.append(Content.assemble(*parts, (f"  {said}", "$text-muted")))
    return Content("\n").join(lines)


def _fit(text: str, width: int, signs: Signs) -> str:
    if cell_len(text) > width:
        text = set_cell_size(text, max(0, width - len(signs.dots))).rstrip() + signs.dots
    return set_cell_size(text, width)
