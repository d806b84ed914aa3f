"""``kill -9`` at random moments of everything that writes, and a look at what is left.

    python benchmarks/soak.py [--kills 1000] [--seed 1]

A child process takes quizzes, sits exams, reviews, undoes, imports notes and
cards, writes backups and restores them, and says so on a pipe after each
thing that returned. It is killed without warning. Then: the database is
whole, everything that was said is there, every schedule is what the log gives,
every archive and every imported file is whole. The killing goes on in the same
data folder, so that what one kill leaves behind is what the next one meets.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from soak_check import Said, check
from soak_child import Child

FRESH_EVERY = 100
"""Kills after which a new data folder is begun, so that checking stays quick."""
LONGEST = 0.6
"""Seconds a child lives at most."""


def in_a_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork, and run ``work`` with the writing end of a pipe; the child and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(writing)
        except BaseException as error:
            os.write(writing, (json.dumps(["failed", repr(error)]) + "\n").encode())
            import traceback

            traceback.print_exc()
        os._exit(1)
    os.close(writing)
    return child, reading


def kill_one(home: Path, seed: int, said: Said, counts: Counter[str]) -> None:
    """One child, one kill."""
    chance = random.Random(seed)
    child, pipe = in_a_child(lambda writing: Child(home, seed, writing).run())
    time.sleep(LONGEST * chance.random() ** 2)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(pipe, "rb") as stream:
        lines = stream.read().decode().split("\n")[:-1]
    for line in lines:
        value = json.loads(line)
        if value[0] == "failed":
            raise AssertionError(f"the child of seed {seed} failed by itself: {value[1]}")
        said.take(value)
        counts[value[0]] += 1
    counts["kills"] += os.WIFSIGNALED(status)


def soak(kills: int, seed: int, folder: Path, *, tell: bool = True) -> Counter[str]:
    """Kill that many children and check after each.

    Raises:
        AssertionError: something is broken or lost; the data folder is left for a look.
    """
    counts: Counter[str] = Counter()
    said = Said()
    home = folder / "home"
    for number in range(kills):
        if number % FRESH_EVERY == 0:
            home = folder / f"home-{number // FRESH_EVERY}"
            home.mkdir()
            said = Said()
        kill_one(home, seed * 10_000 + number, said, counts)
        check(home, said)
        if tell and (number + 1) % 50 == 0:
            print(f"{number + 1} kills: {dict(counts)}", flush=True)
        if (number + 1) % FRESH_EVERY == 0:
            shutil.rmtree(home)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="llmtutor-soak-"))
    began = time.monotonic()
    try:
        counts = soak(options.kills, options.seed, folder)
    except AssertionError as error:
        print(f"BROKEN: {error}\nThe data folder is kept in {folder}.")
        sys.exit(1)
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
    answers = sum(counts[kind] for kind in ("review", "attempt", "exam"))
    print(
        f"{counts['kills']} kills in {time.monotonic() - began:.0f} s: integrity ok each time,"
        f" {answers} acknowledged answers all there, {counts['backup']} backups,"
        f" {counts['notes']} imports, {counts['card']} cards, {counts['moved']} moves."
    )


if __name__ == "__main__":
    main()
