"""The first frame of Today in the real app, on a given record: CPU from the key to the list.

Used by ``year.py``. The data folder is a scratch one beside the record, so the
course that comes with the program is what is read.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

WIDTH, HEIGHT = 80, 24


def first_frame_ms(record: Path, now: datetime, times: int = 7) -> float:
    """Median CPU milliseconds of all threads until Today stands, in an app just opened.

    Args:
        record: a ``progress.db`` that no one has open; it is copied.
        now: what the app takes for the time.
        times: apps that are opened.
    """
    before = os.environ.get("LLMTUTOR_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LLMTUTOR_HOME"] = folder
        try:
            shutil.copy(record, Path(folder) / "progress.db")
            taken = [asyncio.run(_one(now)) for _ in range(times + 1)]
        finally:
            os.environ.pop("LLMTUTOR_HOME")
            if before is not None:
                os.environ["LLMTUTOR_HOME"] = before
    return round(statistics.median(taken[1:]), 1)  # the first one makes the index


async def _one(now: datetime) -> float:
    from llmtutor.bootstrap import build
    from llmtutor.ui.app import TutorApp
    from llmtutor.ui.today.screen import TodayScreen

    app = TutorApp(build(model=False), now=lambda: now)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        began = time.process_time()
        await pilot.press("1")
        while not (isinstance(app.screen, TodayScreen) and app.screen.lines.option_count):
            await pilot.pause(0.002)
        await pilot.pause()
        return (time.process_time() - began) * 1000
