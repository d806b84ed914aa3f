"""Ends the engine's process at random moments, and looks at what the app has of it.

    python benchmarks/crashes.py [--kills 200] [--seed 1]

Each round lets the engine load, read, write, save or restore a section, and
ends it there by a signal: killed, or as native code ends that crashes. Some
rounds damage a snapshot in between, some end it again after its restart. Then:
the app's event loop never stood still, each request ended with one answer or
one typed error, each answer is the one that an engine gives that is left alone,
every snapshot on disk is whole, and one process is left, not two.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.events import Done, Event, Failed, Loading, Prefill, Restarted, Token, Warmth
from llmtutor.engine.failure import EngineError
from llmtutor.engine.models import ModelShelf
from llmtutor.engine.request import GenerateRequest, Message
from llmtutor.engine.snapshots import SUFFIX, SnapshotStore
from llmtutor.paths import Paths

SIGNALS = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTERM)
"""As if memory ran out, as native code ends that fails, and from outside."""
TOPICS = ("a river", "the moon", "an engine", "a library", "some bread", "the sea")
WORDS = 150
TOKENS = 12
PATIENCE = 120.0
"""Seconds after which a round has failed."""
LONGEST_PAUSE = 2.0
"""Seconds that the app's loop may stand still on a machine that is busy with other things."""


T = TypeVar("T")


class BrokenPromiseError(Exception):
    """Something that must hold after any crash did not."""


def section(topic: str) -> tuple[Message, ...]:
    """The start of a conversation about a topic."""
    sentence = f"This is about {topic}, what is known of it, and why it matters to all. "
    notes = sentence * (WORDS // len(sentence.split()))
    return (Message.of("system", "Answer."), Message.of("user", notes))


def question(topic: str) -> GenerateRequest:
    """A question on the section; the same words always get the same answer."""
    system, notes = section(topic)
    return GenerateRequest((system, Message("user", (*notes.parts, "What is it about?"))), TOKENS)


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
    damaged: set[Path] = field(default_factory=set)
    """Snapshots that were damaged on purpose."""
    longest_pause: float = 0.0
    others: set[psutil.Process] = field(default_factory=_children)
    """Processes that were there before, and are none of the engine's."""
    _last: str = ""

    async def learn(self, topics: Sequence[str] = TOPICS) -> None:
        """The right answers, from the engine while it is left alone."""
        for topic in topics:
            events = [event async for event in self.engine.generate(question(topic))]
            self.right[topic] = text_of(events)
            expect(bool(self.right[topic]), f"no answer to {topic}")

    async def round(self) -> None:
        """One thing that the engine does, ended somewhere in it, and a look at what is left."""
        ways = (
            self.loading,
            self.prefill,
            self.generation,
            self.saving,
            self.restoring,
            self.twice,
        )
        way = self.chance.choice(ways)
        async with asyncio.timeout(PATIENCE):
            await way()
            await self.check(way.__name__)

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
        pid = self.engine.pid
        if pid is None:
            self.counts["came too late"] += 1
            return
        ending = self.chance.choice(SIGNALS)
        try:
            os.kill(pid, ending)
        except ProcessLookupError:
            self.counts["came too late"] += 1
            return
        self.counts["kills"] += 1
        self.counts[ending.name] += 1

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
            self.counts["damaged"] += 1

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
        last = events[-1]
        ends = [event for event in events if isinstance(event, Done | Failed)]
        expect(len(ends) == 1 and ends[0] is last, f"not one end: {events}")
        if isinstance(last, Failed):
            problem = last.problem
            expect(
                isinstance(problem, EngineError) and problem.code == "crashed",
                f"an error of another kind: {problem!r}",
            )
            expect(kills >= 2, f"given up after {kills}: {problem}")
            named = "over this question" in problem.what or "over the model file" in problem.what
            expect(named and bool(problem.where) and "log" in problem.hint, f"unnamed: {problem}")
            self.counts["given up, named"] += 1
            self.engine._supervisor.forgive()
        else:
            expect(text_of(events) == self.right[topic], f"another answer: {text_of(events)!r}")
            self.counts["answered"] += 1

    async def heartbeat(self) -> None:
        """Stands for the app: measures how long its loop was held up."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            self.longest_pause = max(self.longest_pause, time.monotonic() - began - 0.01)


async def gather(stream: AsyncGenerator[T, None], into: list[T]) -> None:
    """All that comes, as it comes."""
    async with aclosing(stream):
        async for item in stream:
            into.append(item)  # noqa: PERF401 (each is looked at meanwhile)


def text_of(events: list[Event]) -> str:
    """The answer, after the last restart."""
    text = ""
    for event in events:
        if isinstance(event, Restarted):
            text = ""
        elif isinstance(event, Token):
            text += event.text
    return text


def count(events: list[Event], kind: type[Event]) -> int:
    return sum(isinstance(event, kind) for event in events)


def seen(events: list[Event], kind: type[Event]) -> bool:
    return count(events, kind) > 0


def ended(events: list[Event]) -> bool:
    return bool(events) and isinstance(events[-1], Done | Failed)


def fresh(events: list[Event]) -> bool:
    """Whether the engine is at work since it was started last."""
    return bool(events) and not isinstance(events[-1], Restarted | Loading)


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise BrokenPromiseError(what)


async def crash(
    kills: int, seed: int, folder: Path, model: Path, tell: Callable[[str], object] = print
) -> Crashes:
    """End an engine that many times.

    Raises:
        BrokenPromiseError: something did not hold.
        TimeoutError: a round never ended.
    """
    snapshots = folder / "snapshots"
    config = WorkerConfig(
        model, folder / "log", context=1024, threads=1, snapshots=snapshots, save_after=0.0,
        meeting=folder / "run",
    )  # fmt: skip
    engine = WorkerEngine(config)
    crashes = Crashes(engine, snapshots, random.Random(seed))
    beat = asyncio.create_task(crashes.heartbeat())
    try:
        await crashes.learn()
        while crashes.counts["kills"] < kills:
            await crashes.round()
            crashes.counts["rounds"] += 1
            if crashes.counts["rounds"] % 20 == 0:
                tell(f"{crashes.counts['kills']} kills: {dict(crashes.counts)}")
        expect(crashes.longest_pause < LONGEST_PAUSE, f"a pause of {crashes.longest_pause:.1f} s")
    finally:
        beat.cancel()
        await engine.close()
    return crashes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    model = ModelShelf.of(load_catalogue(), Paths.from_environment()).resolve("default").path
    folder = Path(tempfile.mkdtemp(prefix="llmtutor-crashes-"))
    began = time.monotonic()
    try:
        crashes = asyncio.run(crash(options.kills, options.seed, folder, model))
    except (BrokenPromiseError, TimeoutError) as error:
        print(f"BROKEN: {str(error) or 'a round never ended'}\nEverything is kept in {folder}.")
        sys.exit(1)
    shutil.rmtree(folder, ignore_errors=True)
    counts = crashes.counts
    kinds = ", ".join(f"{counts[item.name]} {item.name}" for item in SIGNALS)
    print(
        f"{counts['kills']} kills ({kinds}) in {time.monotonic() - began:.0f} s:"
        f" {counts['answered']} right answers, {counts['given up, named']} given up and named,"
        f" {counts['damaged']} damaged snapshots, longest pause of the app"
        f" {crashes.longest_pause * 1000:.0f} ms."
    )


if __name__ == "__main__":
    main()
