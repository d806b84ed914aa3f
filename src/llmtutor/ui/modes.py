"""The modes beside Study, each screen made when it is first wanted."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from llmtutor.ui.desk import Desk

LATER_MODES = ("today", "review", "exam", "progress")


def make_screen(mode: str, desk: Desk) -> Screen[Any]:
    """The screen of one of :data:`LATER_MODES`; its modules are imported now."""
    if mode == "today":
        from llmtutor.ui.today.screen import TodayScreen

        return TodayScreen(desk)
    if mode == "review":
        from llmtutor.ui.review.screen import ReviewScreen

        return ReviewScreen(desk)
    if mode == "exam":
        from llmtutor.ui.exam.screen import ExamScreen

        return ExamScreen(desk)
    from llmtutor.ui.progress.screen import ProgressScreen

    return ProgressScreen(desk)
