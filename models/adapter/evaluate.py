"""Test the adapter with the engine that the app uses (see ``make eval-adapter``).

The same things are asked of the base model and of the model with the adapter:
questions on Wikipedia articles that were held out, and our own blocks of
invented notes and of lectures that were never trained on. Every answer is
written to a record, from which an interrupted run goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from adapter.examples import Block, Branch, own_blocks, squad_blocks
from adapter.figures import figures
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.protocol import (
    GenerateRequest,
    Grammar,
    Message,
    Sampling,
    ScoreRequest,
    SpansRequest,
    Token,
    WeighedSpan,
)
from llmtutor.tutor.abilities import REFUSAL, SYSTEM, notes_part, task_part
from llmtutor.tutor.models import Quote
from llmtutor.tutor.short_answer import choose
from llmtutor.tutor.support import check

HERE = Path(__file__).parent
SEED = 7
_PIECES = 40
"""Likeliest pieces that are recorded of an answer."""
_ON_AND_ON = Grammar('root ::= [^#]+ "#"')
"""Keeps a model writing that was taught to be brief."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask."""

    set: str
    block: Block
    branch: Branch
    number: int

    @property
    def id(self) -> str:
        return f"{self.block.id}:{self.number}:{self.branch.task}"


def everything(squad: Path | None, seed: int, most: int, split: str = "test") -> list[list[Asked]]:
    """All that is asked, by block of notes; of the Wikipedia set ``most`` of a task.

    The sets are mixed, so that a run which stops early has asked of each. Of the
    articles to tune on (``split`` is ``tune``) nothing else is asked.
    """
    groups = []
    for block in own_blocks(HERE / "data", "test") if split == "test" else []:
        name = "lectures" if block.id.startswith("lecture-") else "invented notes"
        groups.append([Asked(name, block, b, n) for n, b in enumerate(block.branches)])
    left = {"answer": most, "refuse": most, "off topic": most}
    for block in _with_off_topic(squad_blocks(squad, split, seed), seed) if squad else []:
        chosen = []
        for number, branch in enumerate(block.branches):
            if left.get(branch.task, 0) > 0:
                left[branch.task] -= 1
                chosen.append(Asked("held-out articles", block, branch, number))
        groups.append(chosen)
    random.Random(seed).shuffle(groups)
    return [group for group in groups if group]


def _with_off_topic(blocks: list[Block], seed: int) -> list[Block]:
    """The blocks in random order, each with two questions of another article."""
    rng = random.Random(seed)
    rng.shuffle(blocks)
    questions = [(b.id, branch) for b in blocks for branch in b.branches if branch.task == "answer"]
    for block in blocks:
        article = block.id.rsplit("-", 1)[0]
        others = [q for name, q in questions if name.rsplit("-", 1)[0] != article]
        for other in rng.sample(others, 2):
            block.branches.append(Branch("off topic", other.fields, REFUSAL))
    return blocks


class Examiner:
    """Asks one model."""

    def __init__(self, engine: WorkerEngine) -> None:
        self._engine = engine

    async def ask(self, item: Asked) -> dict[str, Any]:
        """What came of it, as :mod:`adapter.figures` reads it."""
        branch, notes = item.branch, item.block.notes
        row = {
            "id": item.id, "set": item.set, "task": branch.task, "target": branch.target,
            "accepted": branch.accepted, **branch.fields,
        }  # fmt: skip
        if branch.task in {"answer", "refuse", "off topic"}:
            asked = _messages(notes, task_part("answer", branch.fields))
            first = await self._engine.score(ScoreRequest(asked, (REFUSAL,)))
            row["refusal"] = round(math.exp(first[0].first), 5)
            if branch.task == "answer":
                row["pieces"] = await self._pieces(branch.fields["question"], notes)
            return row
        row["said"] = await self._write(_messages(notes, task_part(branch.task, branch.fields)))
        if branch.task == "explain":
            quote = Quote(notes, "", "", 0, len(notes))
            found = check(row["said"], branch.fields["question"], [quote])
            row["support"] = found[0].support if found else "none"
        elif branch.task == "question":
            row["pieces"] = await self._pieces(row["said"], notes)
        return row

    async def _pieces(self, question: str, notes: str) -> list[dict[str, Any]]:
        """What the app chooses a short answer from: the record need not be asked for again."""
        messages = _messages(notes, task_part("answer", {"question": question}))
        found = await self._engine.spans(SpansRequest(messages, (notes,)))
        return [asdict(span) for span in found[:_PIECES]]

    async def _write(self, messages: tuple[Message, ...], most: int = 64) -> str:
        request = GenerateRequest(messages, most, Sampling(repeat_penalty=1.0), stop=("\n",))
        async with aclosing(self._engine.generate(request)) as events:
            return "".join([e.text async for e in events if isinstance(e, Token)]).strip()

    async def decode_ms(self, tokens: int) -> float:
        """Processor milliseconds of writing one token after some 250 others."""
        messages = _messages("Notes are short. " * 60, "\nWrite about notes at length.")
        await self._write(messages, 2)
        worker = psutil.Process(self._engine.pid)
        spent = []
        for most in (4, 4 + tokens):
            before = sum(worker.cpu_times()[:2])
            written = 0
            request = GenerateRequest(messages, most, constraint=_ON_AND_ON)
            async with aclosing(self._engine.generate(request)) as events:
                async for event in events:
                    written += isinstance(event, Token)
            spent.append((sum(worker.cpu_times()[:2]) - before, written))
        return 1000 * (spent[1][0] - spent[0][0]) / max(1, spent[1][1] - spent[0][1])


def with_choice(row: dict[str, Any], notes: str) -> dict[str, Any]:
    """What was recorded, with the short answer that the app would show of those pieces."""
    if "pieces" not in row:
        return row
    asks = row["task"] == "question"
    spans = [WeighedSpan(**piece) for piece in row["pieces"]]
    question = row["said"] if asks else row["question"]
    short = choose(question, (Quote(notes, "", "", 0, len(notes)),), spans)
    text = short.text if short else ""
    if asks:
        return row | {"back": text}
    around = notes[short.start - 1 : short.start] + notes[short.end :][:1] if short else "none"
    return row | {"said": text, "verbatim": not any(map(str.isalnum, around))}


def _messages(notes: str, asked: str) -> tuple[Message, ...]:
    return (Message.of("system", SYSTEM), Message.of("user", notes_part(notes), asked))


def recorded(record: Path) -> Iterator[dict[str, Any]]:
    """What an earlier run wrote."""
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:
            continue  # cut off by an interruption


async def examine(
    base: Path,
    adapter: Path | None,
    groups: Sequence[Sequence[Asked]],
    record: Path,
    minutes: float = math.inf,
) -> list[dict[str, Any]]:
    """Ask everything of one model, or what there is time for; the record is not asked again."""
    end = time.monotonic() + 60 * minutes
    done = {row["id"]: row for row in recorded(record)}
    engine = _engine(base, adapter, record.with_suffix(".log"))
    examiner, rows = Examiner(engine), []
    try:
        with record.open("a", encoding="utf-8") as stream:
            for number, group in enumerate(groups, start=1):
                if time.monotonic() > end:
                    break
                for item in group:
                    if item.id not in done:
                        done[item.id] = await examiner.ask(item)
                        stream.write(json.dumps(done[item.id], ensure_ascii=False) + "\n")
                    rows.append(with_choice(done[item.id], item.block.notes))
                stream.flush()
                print(f"\r{number} of {len(groups)} notes", end="", file=sys.stderr, flush=True)
    finally:
        await engine.close()
    return rows


def _engine(base: Path, adapter: Path | None, log: Path) -> WorkerEngine:
    return WorkerEngine(WorkerConfig(base, log, threads=1, adapter=adapter))


async def speed(base: Path, adapter: Path, rounds: int, log: Path) -> float:
    """Decoding speed with the adapter over that without: the median of rounds side by side."""
    plain, worn = _engine(base, None, log), _engine(base, adapter, log)
    try:
        ratios = []
        for _ in range(rounds):
            without = await Examiner(plain).decode_ms(120)
            ratios.append(without / await Examiner(worn).decode_ms(120))
        return round(statistics.median(ratios), 3)
    finally:
        await plain.close()
        await worn.close()


async def _main(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    groups = everything(options.squad, SEED, options.most, options.split)
    report: dict[str, Any] = {}
    for name, adapter in (("before", None), ("after", options.adapter)):
        if name not in options.models:
            continue
        record = options.out / f"{name}.jsonl"
        rows = await examine(options.base, adapter, groups, record, options.minutes)
        report[name] = figures(rows)
    if options.rounds:
        report["speed"] = await speed(
            options.base, options.adapter, options.rounds, options.out / "speed.log"
        )
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (options.out / "report.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def main() -> None:
    """Evaluate from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="the default model's .gguf")
    parser.add_argument("--adapter", type=Path, default=HERE / "tutor-smollm2-135m.gguf")
    parser.add_argument(
        "--squad", type=Path, help="the set whose held-out articles are asked about"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for records and report")
    parser.add_argument("--most", type=int, default=500, help="held-out items of a task")
    parser.add_argument("--minutes", type=float, default=math.inf, help="at most, of a model")
    parser.add_argument("--rounds", type=int, default=5, help="of measuring the speed; 0 does not")
    parser.add_argument("--split", choices=("test", "tune"), default="test")
    parser.add_argument("--models", nargs="+", default=["before", "after"])
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
