"""What each technique of asking is worth with the default model: numbers decide the defaults.

    python benchmarks/techniques.py [-n N] [--squad FILE] [--only NAME,…]
        [--set KEY=VALUE] [--json]

Questions are answerable ones of ``data/lecture_questions.yaml`` on the shipped
course and, with ``--squad``, of a question set in the SQuAD format. Figures:
*found*, the gold answer stands in the three quotes; *said*, share of the gold
answer's words in the model's words; *full*, share of its sentences that the
quotes fully bear out; milliseconds of wall clock, to be compared within a run.
Follow-ups and the cache's nearness need no model and take all their questions.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from llmtutor.bootstrap import build
from llmtutor.content.inline import plain
from llmtutor.engine.protocol import Engine
from llmtutor.evaluate.scratch import scratch_library
from llmtutor.evaluate.squad import f1, read_squad, sample
from llmtutor.library.library import EVERYTHING, Library, Scope
from llmtutor.search.analysis import STOPWORDS, term_set
from llmtutor.settings import AskSettings, Settings
from llmtutor.tutor import answer_cache
from llmtutor.tutor.models import Answer
from llmtutor.tutor.tutor import Tutor

DATA = Path(__file__).parent / "data"
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "one quote": {"quotes": 1},
    "few-shot": {"style": "few-shot"},
    "steps": {"style": "steps"},
    "compress": {"compress": True},
    "hyde": {"hyde": True},
    "section": {},
    "section quotes": {"whole_section": False},
    "section, compressed": {"compress": True},
}
"""Settings of each variant; those of a ``section`` ask in the scope of the right one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what counts as right."""

    text: str
    gold: tuple[str, ...]
    scope: Scope = EVERYTHING


def lecture_questions(library: Library, count: int) -> list[Asked]:
    """English answerable questions on the shipped course."""
    items = yaml.safe_load((DATA / "lecture_questions.yaml").read_text(encoding="utf-8"))
    paths = {path.rpartition("/")[2]: path for path in library.sections(Scope("llm"))}
    chosen = [
        Asked(item["q"], (item["answer"],), Scope(*paths[item["section"]].split("/")))
        for item in items
        if (item["source"], item["kind"], item["lang"]) == ("llm", "answerable", "en")
        and item.get("answer")
        and item.get("section") in paths
    ]
    random.Random(7).shuffle(chosen)
    return chosen[:count] if count else chosen


async def run(tutor: Tutor, asked: Asked, *, inside: bool) -> dict[str, float]:
    """Ask one question and measure what came."""
    started = time.perf_counter()
    found = await tutor.find(asked.text, asked.scope if inside else EVERYTHING)
    searched = time.perf_counter()
    answer: Answer | None = None
    async with aclosing(tutor.explain(found)) as events:
        async for event in events:
            answer = event if isinstance(event, Answer) else answer
    assert answer is not None
    prompts = answer.trace.prompts if answer.trace else ()
    quotes = " ".join(plain(quote.text) for quote in found.quotes)
    row = {
        "found": float(any(_squeezed(gold) in _squeezed(quotes) for gold in asked.gold)),
        "search ms": (searched - started) * 1000,
        "answer ms": (time.perf_counter() - searched) * 1000,
        "wrote": float(bool(answer.sentences)),
    }
    if answer.short_answer:
        row["short F1"] = f1(answer.short_answer.text, asked.gold)
    if answer.sentences:
        said = term_set(" ".join(sentence.text for sentence in answer.sentences))
        row["said"] = max(_share(gold, said) for gold in asked.gold)
        row["none"] = mean(sentence.support == "none" for sentence in answer.sentences)
        row["full"] = mean(sentence.support == "full" for sentence in answer.sentences)
        row["prompt tokens"] = prompts[-1].tokens if prompts else 0
    return row


def _squeezed(text: str) -> str:
    return " ".join(plain(text).lower().split())


def _share(gold: str, said: frozenset[str]) -> float:
    words = {term for term in term_set(plain(gold)) if term not in STOPWORDS}
    return len(words & said) / len(words) if words else 0.0


def averages(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {
        name: round(mean(row[name] for row in rows if name in row), 1 if name[-1] == "s" else 2)
        for name in names
    }


async def with_model(
    library: Library, engine: Engine, questions: Sequence[Asked], names: Sequence[str]
) -> dict[str, Any]:
    """Each variant on the same questions, interleaved so that a busy machine is fair to all."""
    ask = AskSettings(cache="off")
    tutors = {
        name: Tutor(library, engine, Settings(ask=replace(ask, **VARIANTS[name]))) for name in names
    }
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for asked in questions:
        for name, tutor in tutors.items():
            rows[name].append(await run(tutor, asked, inside=name.startswith("section")))
    return {name: averages(items) for name, items in rows.items()}


async def follow_ups(library: Library) -> dict[str, Any]:
    """Share of follow-ups whose section is found, alone and with the question before."""
    items = yaml.safe_load((DATA / "follow_ups.yaml").read_text(encoding="utf-8"))
    figures: dict[str, Any] = {"questions": len(items)}
    for name, on in (("off", False), ("on", True)):
        tutor = Tutor(library, None, Settings(ask=AskSettings(follow_ups=on)))
        right = noticed = 0
        for item in items:
            before = tutor.without_model(tutor.look_up(item["before"]))
            found = await tutor.find(item["follow_up"], before=before)
            right += any(item["section"] in quote.path for quote in found.quotes)
            noticed += bool(found.follow_up)
        figures[f"section quoted, {name}"] = round(right / len(items), 2)
        if on:
            figures["noticed"] = round(noticed / len(items), 2)
    alone = lecture_questions(library, 0)
    before = tutor.without_model(tutor.look_up("What is LoRA?"))
    taken = [bool((await tutor.find(asked.text, before=before)).follow_up) for asked in alone]
    figures["stand-alone questions taken for one"] = round(mean(taken), 3)
    return figures


def cache(library: Library) -> dict[str, Any]:
    """Of all pairs of different questions, how many the near cache would take for the same."""
    items = yaml.safe_load((DATA / "lecture_questions.yaml").read_text(encoding="utf-8"))
    questions = [item for item in items if item["kind"] == "answerable"]
    pairs = [
        (one, other)
        for one, other in itertools.combinations(questions, 2)
        if one["source"] == other["source"] and _near(one["q"], other["q"])
    ]
    right = sum(one.get("answer") == other.get("answer") for one, other in pairs)
    tutor = Tutor(library, None, Settings())
    started = time.perf_counter()
    for item in questions[:50]:
        tutor.look_up(item["q"])
    hit = (time.perf_counter() - started) / 50 * 1000
    return {
        "pairs": len(questions) * (len(questions) - 1) // 2,
        "taken for near": len(pairs),
        "of them with the same answer": right,
        "ms of a hit (search alone)": round(hit, 1),
    }


def _near(one: str, other: str) -> bool:
    class Kept:
        def kept(self, _key: str) -> Sequence[Answer]:
            return [_asked(one)]

        def keep(self, _key: str, answer: Answer) -> None: ...

    return answer_cache.look(Kept(), "", other, near=True) is not None


def _asked(question: str) -> Answer:
    from llmtutor.tutor.models import Timings

    return Answer(question, "answered", (), (), "m", Timings(0.0, None, 0.0))


async def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Everything that was asked for, with the engine as the program itself would start it."""
    services = build(overrides=dict(item.split("=", 1) for item in options.set))
    engine, library = services.engine, services.library
    names = options.only.split(",") if options.only else list(VARIANTS)
    report: dict[str, Any] = {"follow-ups": await follow_ups(library), "cache": cache(library)}
    if engine is None or not options.n:
        return report
    model = await engine.start()
    report["model"] = {"name": model.name, "adapter": model.adapter or "none"}
    questions = lecture_questions(library, options.n)
    report["lectures"] = await with_model(library, engine, questions, names)
    if options.squad:
        asked = read_squad(Path(options.squad))
        scratch = scratch_library(folder / "squad.db", asked.passages)
        chosen = [
            Asked(item.text, item.answers)
            for item in sample(asked.questions, options.n, 7)
            if item.answers
        ]
        wide = [name for name in names if not name.startswith("section")]
        report["question set"] = await with_model(scratch, engine, chosen, wide)
    await engine.close()
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=24, help="questions; 0 leaves the model out")
    parser.add_argument("--squad", metavar="FILE")
    parser.add_argument("--only", metavar="NAMES", default="")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["LLMTUTOR_HOME"] = name  # nothing of the user's takes part
        report = asyncio.run(measure(options, Path(name)))
    if options.json:
        print(json.dumps(report, indent=2))
        return
    for title, part in report.items():
        print(f"\n{title}")
        for name, value in part.items():
            shown = value
            if isinstance(value, dict):
                shown = "  ".join(f"{key} {figure}" for key, figure in value.items())
            print(f"  {name:34} {shown}")


if __name__ == "__main__":
    main()
