"""The screens as pictures, in both sizes, dark and light."""

from __future__ import annotations

from typing import Any, Protocol

import pytest

from llmtutor.ui.app import TutorApp
from tests.engine.scripted import ScriptedEngine

from . import scenes
from .conftest import NARROW, WIDE, MakeApp
from .test_ask import ANSWER


class Compare(Protocol):
    """``snap_compare`` of pytest-textual-snapshot."""

    def __call__(
        self, app: TutorApp, *, terminal_size: tuple[int, int], run_before: Any
    ) -> bool: ...


PICTURES = [
    ("reading", NARROW, "llmtutor-dark", scenes.reading),
    ("reading", WIDE, "llmtutor-light", scenes.reading),
    ("contents", NARROW, "llmtutor-light", scenes.contents),
    ("asked", NARROW, "llmtutor-dark", scenes.asked),
    ("asked", WIDE, "llmtutor-dark", scenes.asked),
    ("cited", WIDE, "llmtutor-light", scenes.cited),
    ("searching", NARROW, "llmtutor-dark", scenes.searching),
    ("quizzed", NARROW, "llmtutor-dark", scenes.quizzed),
    ("quizzed", WIDE, "llmtutor-light", scenes.quizzed),
    ("under-lines", NARROW, "llmtutor-dark", scenes.under_lines),
    ("helped", NARROW, "llmtutor-light", scenes.helped),
    ("today", NARROW, "llmtutor-dark", scenes.today),
    ("today", WIDE, "llmtutor-light", scenes.today),
    ("exam-day", NARROW, "llmtutor-light", scenes.exam_day),
    ("reviewing", NARROW, "llmtutor-light", scenes.reviewing),
    ("reviewing", WIDE, "llmtutor-dark", scenes.reviewing),
    ("exam", NARROW, "llmtutor-dark", scenes.examined),
    ("exam", WIDE, "llmtutor-light", scenes.examined),
    ("exam-report", NARROW, "llmtutor-light", scenes.handed_in),
    ("exam-report", WIDE, "llmtutor-dark", scenes.handed_in),
    ("progress", NARROW, "llmtutor-dark", scenes.progressed),
    ("progress", WIDE, "llmtutor-light", scenes.progressed),
]


@pytest.mark.parametrize(
    ("size", "theme", "before"),
    [
        pytest.param(size, theme, before, id=f"{name}-{size[0]}")
        for name, size, theme, before in PICTURES
    ],
)
def test_the_screen_looks_as_it_did(
    snap_compare: Compare,
    make_app: MakeApp,
    size: tuple[int, int],
    theme: str,
    before: Any,
) -> None:
    # nothing is read to its end while the picture is taken, however long that takes
    settings = {"app.theme": theme, "app.read_seconds": 600, "ask.quotes": 1}
    app = make_app(ScriptedEngine(ANSWER), **settings)
    assert snap_compare(app, terminal_size=size, run_before=before)
