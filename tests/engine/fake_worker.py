"""A worker without a model, for the behaviour that a real one shows only when things go wrong.

Run as ``python fake_worker.py HABIT COUNTER``. COUNTER is a file that counts
the starts, so that a habit can differ from one life to the next.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

INFO = {
    "name": "fake", "path": "/fake.gguf", "size": 1, "kind": "chat", "architecture": "llama",
    "parameters": 1, "context": 512, "context_trained": 512, "dimensions": 1, "vocabulary": 1,
    "device": "CPU", "threads": 1, "languages": [], "scripts": ["latin"], "template": "own",
}  # fmt: skip
FIGURES = {
    "prompt_tokens": 1, "cached_tokens": 0, "new_tokens": 1, "hidden_tokens": 0,
    "prefill_ms": 1.0, "decode_ms": 1.0, "stop_reason": "end",
}  # fmt: skip


def say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def life(counter: Path) -> int:
    """Which start this is, from 1."""
    counter.write_text(counter.read_text() + "x" if counter.exists() else "x")
    return len(counter.read_text())


def answer(number: int, text: str = "hello") -> None:
    say(id=number, say="token", text=text)
    say(id=number, say="done", value=FIGURES)


def load(habit: str, born: int, number: int) -> None:
    if habit == "dies-loading" or (habit == "dies-loading-once" and born == 1):
        os.kill(os.getpid(), signal.SIGABRT)
    if habit == "bad-model":
        say(id=number, say="failed", code="bad_file", what="is bad", where="/fake.gguf")
        return
    say(id=number, say="loading", progress=0.5)
    say(id=number, say="done", value=INFO)


def generate(habit: str, born: int, number: int) -> None:
    if habit == "dies-answering" or (habit == "dies-answering-once" and born == 1):
        say(id=number, say="token", text="hel")
        os.kill(os.getpid(), signal.SIGSEGV)
    if habit == "noisy":
        sys.stdout.write("ggml: 42 GB\n\n{broken\n[1]\n{}\n" + "x" * 300_000 + "\n")
        sys.stdout.buffer.write(b"\xff\xfe\n")
    if habit == "slow":
        time.sleep(30)
    answer(number, "y" * 5_000_000 if habit == "long-line" else "hello")


def main() -> None:
    habit, born = sys.argv[1], life(Path(sys.argv[2]))
    if habit == "mute":
        time.sleep(60)
    if habit == "no-library":
        say(say="failed", code="no_library", what="no llama.cpp", hint="install it")
        sys.exit(3)
    say(say="hello", protocol=99 if habit == "other-version" else 2)
    work: dict[str, Callable[[str, int, int], None]] = {"load": load, "generate": generate}
    for raw in sys.stdin:
        line = json.loads(raw)
        if line["do"] in work:
            work[line["do"]](habit, born, line["id"])
        elif line["do"] == "count":
            say(id=line["id"], say="done", value=[len(text) for text in line["texts"]])
    if habit == "clings":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)


if __name__ == "__main__":
    main()
