"""Makes the pictures of the README from the app itself: ``python docs/screenshots.py``.

The library is the shipped course in a scratch data folder. The model is the
default one where it is on this computer; without it, the ask pane shows quotes alone.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from llmtutor.bootstrap import build
from llmtutor.ui.app import TutorApp

DOCS = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LECTURE = "llm/transformer-and-embeddings"
SECTION = f"{LECTURE}/self-attention"
QUESTION = "Why are attention scores divided by the square root of the key dimension?"
PATIENCE = 120
"""Seconds for an answer of the model; a busy computer is slow."""

Scene = Callable[[Pilot[None], TutorApp], Awaitable[None]]


async def ask_and_open(pilot: Pilot[None], app: TutorApp) -> None:
    """A question is asked, its first quote opened."""
    app.study.go(SECTION)
    await pilot.press("a")
    app.study.ask.field.value = QUESTION
    await pilot.press("enter")
    for _ in range(PATIENCE * 10):
        await pilot.pause(0.1)
        if not app.study.ask.asking:
            break
    await pilot.press("1")
    await pilot.pause(0.5)


async def read(pilot: Pilot[None], app: TutorApp) -> None:
    """A section is read."""
    app.study.go(SECTION)
    await pilot.press("space")
    await pilot.pause(0.5)


async def quiz(pilot: Pilot[None], app: TutorApp) -> None:
    """A question was answered."""
    app.study.go(LECTURE)
    await pilot.press("e")
    await app.workers.wait_for_complete()
    await pilot.pause(0.5)
    await pilot.press("b")
    await pilot.pause(0.5)


async def search(pilot: Pilot[None], app: TutorApp) -> None:
    """Results come while one types."""
    app.study.go(SECTION)
    await pilot.press("slash", *"positional encoding")
    await pilot.pause(1.0)
    await app.workers.wait_for_complete()
    await pilot.pause(0.5)


SCENES: tuple[tuple[str, tuple[int, int], str, Scene], ...] = (
    ("study-wide", (160, 45), "llmtutor-dark", ask_and_open),
    ("study-narrow", (80, 24), "llmtutor-light", read),
    ("quiz", (80, 24), "llmtutor-dark", quiz),
    ("search", (80, 24), "llmtutor-dark", search),
)


async def take(name: str, size: tuple[int, int], theme: str, scene: Scene) -> None:
    """Play a scene in a fresh data folder and save its picture."""
    services = build(overrides={"app.theme": theme})
    for path in services.library.sections()[:24]:
        services.reading.finished(path, NOW)
    services.reading.remember("hints", "ask quiz read")
    services.reading.remember("legend", "seen")
    app = TutorApp(services, now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await scene(pilot, app)
        app.study.notice.hush()
        await pilot.pause()
        (DOCS / f"{name}.svg").write_text(app.export_screenshot(title="llmtutor"))


def main() -> None:
    """Take all pictures, or those that are named."""
    wanted = sys.argv[1:]
    for name, size, theme, scene in SCENES:
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as home:
            os.environ["LLMTUTOR_HOME"] = home
            asyncio.run(take(name, size, theme, scene))


if __name__ == "__main__":
    main()
