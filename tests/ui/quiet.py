"""When an app has nothing left to do, asked of its event loop and not of the clock.

Textual's pilot takes an app for idle that used next to no processor for 20 ms: that is
20 ms at each key and each pause for nothing, and wrong where the machine is busy and the
app was not let run. Here an app is idle when nothing is ready, nothing is due soon, no
thread works for it and what changed is painted.
"""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import Future
from concurrent.futures.thread import _WorkItem
from typing import Any
from weakref import WeakSet

import pytest
import textual.app
import textual.pilot
import textual.timer
from textual._context import active_app

_SOON = 0.02
"""Seconds ahead in which a timer still belongs to what is going on, as with the pilot's own."""
_GLANCE = 0.002
"""Seconds between looks at threads that work."""

_sleep = textual.timer.sleep  # type: ignore[attr-defined]
_make, _run = _WorkItem.__init__, _WorkItem.run
_frames: WeakSet[asyncio.TimerHandle] = WeakSet()
"""What wakes a screen to paint its changes; here it does that as soon as all is quiet."""
_working: set[Future[Any]] = set()
"""What threads have to do; done when those who wait for it were told, too."""


def use(patch: pytest.MonkeyPatch) -> None:
    """Let Textual's pilot wait like this."""
    patch.setattr(textual.app, "wait_for_idle", until_quiet)
    patch.setattr(textual.pilot, "wait_for_idle", until_quiet)
    patch.setattr(textual.timer, "sleep", _told_sleep)
    patch.setattr(_WorkItem, "__init__", _told_make)
    patch.setattr(_WorkItem, "run", _told_run)


async def until_quiet(_: float = 0, max_sleep: float = 1) -> None:
    """Return when the app has done what it was given, or after ``max_sleep`` seconds."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + max_sleep
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((it.when() for it in loop._scheduled if _counts(it)), default=math.inf)
        if due - loop.time() < _SOON:
            await asyncio.sleep(max(0, due - loop.time()))
        elif _working or _in_batch():
            await asyncio.sleep(_GLANCE)
        elif not _painted():
            return


def _counts(handle: asyncio.TimerHandle) -> bool:
    return not handle.cancelled() and handle not in _frames


def _in_batch() -> bool:
    """Whether changes are held back to be painted together; painted now they would be lost.

    An app that quits holds them back for good.
    """
    app: Any = active_app.get(None)
    return app is not None and app._batch_count > 0 and not app._exit


def _painted() -> bool:
    """Whether there was something to paint, which is done now."""
    app: Any = active_app.get(None)
    if app is None or not app._screen_stack:
        return False
    screen = app.screen
    if not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True


async def _told_sleep(seconds: float) -> None:
    task = asyncio.current_task()
    if task is None or task.get_name() != "screen_update":
        await _sleep(seconds)
        return
    loop = asyncio.get_running_loop()
    woken = asyncio.Event()
    handle = loop.call_later(seconds, woken.set)
    _frames.add(handle)
    try:
        await woken.wait()
    finally:
        handle.cancel()


def _told_make(item: Any, future: Future[Any], *work: Any) -> None:
    _make(item, future, *work)
    _working.add(future)


def _told_run(item: Any) -> None:
    try:
        _run(item)
    finally:
        _working.discard(item.future)
