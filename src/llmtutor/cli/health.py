"""Whether the model works on this computer, and on what it runs: a part of ``llmtutor doctor``."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from llmtutor.errors import TutorError, visible

if TYPE_CHECKING:
    from llmtutor.engine.models import FoundModel, ModelShelf
    from llmtutor.engine.protocol import Engine, ModelInfo
    from llmtutor.paths import Paths
    from llmtutor.settings import Settings

Found = tuple[dict[str, str], list[str]]
"""What the report says, and the problems."""


def health(shelf: ModelShelf, settings: Settings, paths: Paths) -> Found:
    """Load the model that answers and tell of it.

    Raises:
        TutorError: there is no such file, or it is none that can answer.
    """
    from llmtutor.bootstrap import open_engine
    from llmtutor.engine.modelfile import inspect, memory_needed

    found = shelf.resolve(settings.engine.model)
    facts = inspect(found.path)
    told = {
        "answers": visible(found.title),
        "file": str(found.path),
        "kind": facts.kind,
        "free memory": _memory(memory_needed(facts.header, settings.engine.context)),
        **_better(shelf, found),
    }
    try:
        info, seconds = asyncio.run(_loaded(open_engine(settings, paths)))
    except TutorError as error:
        return {**told, "health": "does not load"}, [str(error)]
    able = {"can do": abilities_told(info, settings, paths)}
    return {**told, **_running(info), **able, "health": f"sound; ready after {seconds:.1f} s"}, []


def abilities_told(info: ModelInfo, settings: Settings, paths: Paths) -> str:
    """What is expected of a model, and how that is known."""
    from llmtutor.cli.models.trying import told
    from llmtutor.storage.trials import StoredTrials
    from llmtutor.tutor.abilities import Abilities

    outcome, level = StoredTrials(paths.trials).outcome(info), settings.engine.ability
    if level != "auto":
        known = "engine.ability says so"
    elif info.taught:
        known = "its metadata names what it was taught"
    elif outcome:
        known = f"tried out: {outcome.told()}"
    elif info.kind == "chat":
        known = "by its size; the app tries it out after a first answer, llmtutor models try now"
    else:
        known = "it has no chat format"
    return f"{told(Abilities.of(info, outcome, level))} ({known})"


async def _loaded(engine: Engine) -> tuple[ModelInfo, float]:
    begun = time.perf_counter()
    try:
        return await engine.start(), time.perf_counter() - begun
    finally:
        await engine.close()


def _running(info: ModelInfo) -> dict[str, str]:
    threads = f"{info.threads} thread{'s' * (info.threads != 1)}"
    formats = {
        "own": "the file's own",
        "builtin": "one of llama.cpp's",
        "plain": "none: plain text; it was not taught to answer",
        "none": "none",
    }
    return {
        "device": f"{info.device}, {threads}",
        "instructions": info.instructions or "unknown",
        "context": f"{info.context} of {info.context_trained} tokens",
        "chat format": formats[info.template],
        "adapter": visible(info.adapter) or "none",
    }


def _memory(needed: int) -> str:
    from llmtutor.engine.recommend import this_machine

    return f"{this_machine().free / 1e9:.1f} GB; the model needs about {needed / 1e9:.1f} GB"


def _better(shelf: ModelShelf, found: FoundModel) -> dict[str, str]:
    """A model that would answer better here, where there is one."""
    from llmtutor.engine.recommend import best, this_machine

    tip = best(shelf.catalogue.entries, "chat", this_machine())
    rank = found.entry.rank if found.entry else 0
    if tip is None or not rank or tip.entry.rank <= rank:
        return {}
    words = f"{tip.entry.title} ({tip.why}). Run: llmtutor models get {tip.entry.id}"
    return {"better here": words}
