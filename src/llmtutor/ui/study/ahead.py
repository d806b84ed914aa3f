"""The model reads the open section while the student does, so that it answers in an instant."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from llmtutor.library.library import Scope
from llmtutor.ui.desk import Desk

SETTLE_SECONDS = 0.6
"""Leafing through sections starts nothing."""


async def read_ahead(desk: Desk, scope: Scope) -> None:
    """Let the model read a section, for as long as this is not cancelled.

    Questions interrupt it by themselves. How far it is stands in the engine's status.
    """
    engine = desk.services.engine
    if engine is None or not scope.section:
        return
    await asyncio.sleep(SETTLE_SECONDS)
    messages = await desk.services.tutor.ahead(scope)
    if messages is None:
        return
    async with aclosing(engine.warm(messages)) as steps:
        async for _ in steps:
            pass
