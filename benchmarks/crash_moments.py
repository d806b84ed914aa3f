"""Moments at which the engine is ended: it loads, reads, writes, saves, restores, begins anew."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from crash_verdict import (
    count,
    ended,
    expect,
    fresh,
    gather,
    judge,
    question,
    section,
    seen,
    text_of,
)
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.events import Event, Prefill, Restarted, Token, Warmth
from llmtutor.engine.snapshots import SUFFIX, SnapshotStore

SIGNALS = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTERM)
"""As if memory ran out, as native code ends that fails, and from outside."""
TOPICS = ("a river", "the moon", "an engine", "a library", "some bread", "the sea")
MOMENTS = ("loading", "prefill", "generation", "saving", "restoring", "twice")
"""Methods of :class:`Crashes`."""
PATIENCE = 120.0
"""Seconds after which a round has failed."""


def _children() -> set[psutil.Process]:
    """Processes of this one; a killed one may be a zombie until its thread has waited for it."""
    return {one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE}


@dataclass
class Crashes:
    """An engine that is ended again and again, and what it should have said.

    Args:
        engine: shares its worker, saves sections at once.
        snapshots: where it saves them.
        chance: decides all moments.
    """

    engine: WorkerEngine
    snapshots: Path
    chance: random.Random
    right: dict[str, str] = field(default_factory=dict)
    """The answer to each topic's question."""
    counts: Counter[str] = field(default_factory=Counter)
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The same for each moment by its name."""
    damaged: set[Path] = field(default_factory=set)
    """Snapshots that were damaged on purpose."""
    longest_pause: float = 0.0
    others: set[psutil.Process] = field(default_factory=_children)
    """Processes that were there before, and are none of the engine's."""
    _last: str = ""
    _moment: str = ""

    async def learn(self, topics: Sequence[str] = TOPICS) -> None:
        """The right answers, from the engine while it is left alone."""
        for topic in topics:
            events = [event async for event in self.engine.generate(question(topic))]
            self.right[topic] = text_of(events)
            expect(bool(self.right[topic]), f"no answer to {topic}")

    async def round(self) -> None:
        """One thing that the engine does, ended somewhere in it, and a look at what is left."""
        self._moment = self.chance.choice(MOMENTS)
        async with asyncio.timeout(PATIENCE):
            await getattr(self, self._moment)()
            await self.check(self._moment)

    async def check(self, way: str) -> None:
        topic = self._last or TOPICS[0]
        events = [event async for event in self.engine.generate(question(topic))]
        self.judge(topic, events, kills=0)
        whole = SnapshotStore(self.snapshots, 10**9)
        for snapshot in whole.all():
            owner, _, key = snapshot.path.name.removesuffix(SUFFIX).rpartition("-")
            if snapshot.path not in self.damaged:
                with whole.load(owner, key) as state:
                    expect(state is not None, f"a snapshot is damaged after {way}")
        workers = _children() - self.others
        expect(len(workers) <= 1, f"{len(workers)} workers are left after {way}")

    # Moments

    async def loading(self) -> None:
        """While the model file is read."""
        await self.end_idle()
        topic = self.topic()
        async with self.asked(topic, kills=1) as events:
            await self.until(lambda: self.engine.pid is not None or ended(events))
            await self.kill(0.15)

    async def prefill(self) -> None:
        """While the prompt is read."""
        topic = self.topic()
        async with self.asked(topic, kills=1) as events:
            await self.until(lambda: seen(events, Prefill) or ended(events))
            await self.kill(0.5)

    async def generation(self) -> None:
        """While the answer is written."""
        topic = self.topic()
        async with self.asked(topic, kills=1) as events:
            await self.until(lambda: seen(events, Token) or ended(events))
            await self.kill(0.1)

    async def saving(self) -> None:
        """While a section that was read ahead is written to disk."""
        shutil.rmtree(self.snapshots, ignore_errors=True)
        async with self.warmed(self.topic()) as said:
            await self.until(lambda: any(step.is_warm for step in said))
            await self.kill(0.04)

    async def restoring(self) -> None:
        """While a section comes back from disk, now and then a damaged one."""
        topic = self.topic()
        async with self.warmed(topic) as said:
            await self.until(lambda: any(step.saved for step in said))
        await self.end_idle()
        if self.chance.random() < 0.5:
            self.damage()
        async with self.warmed(topic) as said:
            await self.until(lambda: self.engine.pid is not None)
            await self.kill(0.3)

    async def twice(self) -> None:
        """Again over the same question: then it is given up, and the question is named."""
        topic = self.topic()
        async with self.asked(topic, kills=2) as events:
            for life in (0, 1):
                await self.until(
                    lambda life=life: (
                        (count(events, Restarted) == life and fresh(events))  # type: ignore[misc]
                        or ended(events)
                    )
                )
                await self.kill(0.2)

    # What the moments are made of

    def topic(self) -> str:
        """Another than last time: its section is not in the worker's memory."""
        self._last = self.chance.choice([topic for topic in self.right if topic != self._last])
        return self._last

    async def kill(self, within: float) -> None:
        """End the worker within some seconds, if it is there."""
        await asyncio.sleep(within * self.chance.random())
        ending = self.chance.choice(SIGNALS)
        try:
            if (pid := self.engine.pid) is None:
                raise ProcessLookupError
            os.kill(pid, ending)
        except ProcessLookupError:
            self.note("came too late")
            return
        self.counts["kills"] += 1
        self.note(ending.name)

    async def end_idle(self) -> None:
        """End the worker while nothing is wanted from it."""
        while (pid := self.engine.pid) is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.01)

    def damage(self) -> None:
        """Cut a snapshot short, or flip one of its bytes: disks and people do that."""
        for path in self.snapshots.glob(f"*{SUFFIX}"):
            size = path.stat().st_size
            at = self.chance.randrange(size)
            with path.open("r+b") as stream:
                if self.chance.random() < 0.5:
                    stream.truncate(at)
                else:
                    stream.seek(at)
                    byte = stream.read(1)
                    stream.seek(at)
                    stream.write(bytes([byte[0] ^ 0xFF]))
            self.damaged.add(path)
            self.note("damaged")

    async def until(self, test: Callable[[], bool]) -> None:
        while not test():  # noqa: ASYNC110 (nothing tells of it)
            await asyncio.sleep(0.005)

    @asynccontextmanager
    async def asked(self, topic: str, kills: int) -> AsyncGenerator[list[Event], None]:
        """A question on its way; judged when it has ended."""
        events: list[Event] = []

        task = asyncio.create_task(gather(self.engine.generate(question(topic)), events))
        try:
            yield events
            await task
        finally:
            task.cancel()
        self.judge(topic, events, kills)

    @asynccontextmanager
    async def warmed(self, topic: str) -> AsyncGenerator[list[Warmth], None]:
        """A section that is wanted; after the crash it must become warm, or say why not."""
        said: list[Warmth] = []

        task = asyncio.create_task(gather(self.engine.warm(section(topic)), said))
        try:
            yield said
            await self.until(lambda: bool(said) and said[-1].state in {"warm", "off"})
            expect(said[-1].is_warm, f"a section stays cold: {said[-1].why}")
        finally:
            task.cancel()
            await asyncio.wait([task])

    def judge(self, topic: str, events: list[Event], kills: int) -> None:
        """What came of a question, given how often the engine was ended meanwhile."""
        if judge(events, self.right[topic], kills):
            self.note("answered")
        else:
            self.note("given up, named")
            self.engine._supervisor.forgive()

    def note(self, what: str) -> None:
        self.counts[what] += 1
        self.matrix[self._moment, what] += 1

    async def heartbeat(self) -> None:
        """Stands for the app: measures how long its loop was held up."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            self.longest_pause = max(self.longest_pause, time.monotonic() - began - 0.01)
