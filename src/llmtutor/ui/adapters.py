"""LoRA adapters by name, put on and taken off while the model runs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from llmtutor.errors import TutorError
from llmtutor.settings import of_models
from llmtutor.ui.commands import Command
from llmtutor.ui.desk import Desk
from llmtutor.ui.notice import NoticeLine

if TYPE_CHECKING:
    from llmtutor.engine.protocol import OpenEngine

Run = Callable[[Coroutine[Any, Any, None]], object]
"""Lets something run beside the app."""


def adapter_commands(desk: Desk, notice: NoticeLine, run: Run) -> Iterator[Command]:
    """One for each adapter that is here, and one that takes it off."""
    engine = desk.services.engine
    model = engine.status.model if engine else None
    if model is None or "adapter" not in model.abilities:
        return
    for path in desk.services.shelf.adapters():
        if path.stem != model.adapter:
            change = _change(desk, notice, path)
            words = "Put this LoRA adapter on the model, now and from now on"
            yield Command(f"adapter: {path.stem}", words, partial(_start, run, change))
    if model.adapter:
        change = _change(desk, notice, None)
        words = f"Take the adapter {model.adapter} off the model"
        yield Command("adapter: none", words, partial(_start, run, change))


def _start(run: Run, change: Callable[[], Coroutine[Any, Any, None]]) -> None:
    run(change())


def _change(
    desk: Desk, notice: NoticeLine, path: Path | None
) -> Callable[[], Coroutine[Any, Any, None]]:
    async def change() -> None:
        services = desk.services
        scale = services.settings.engine.adapter_scale if path else 1.0
        try:
            await cast("OpenEngine", services.engine).use_adapter(path, scale)
        except TutorError as problem:
            notice.say(f"The model stays as it was. {problem}")
            return
        name = path.stem if path else None
        save = partial(
            of_models.save, services.paths.settings, services.settings.engine.model,
            {"adapter": name or "none"},
        )  # fmt: skip
        desk.recorder.write(save)
        said = f"The model answers with the adapter {name}." if name else "The adapter is off."
        notice.say(said, good=True)

    return change
