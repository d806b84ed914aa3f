"""Ask the whole tutor about lectures never trained on: ``python -m adapter.lectures --out FILE``.

What the file holds already is not asked again. With ``--split tune`` the lectures of
``subjects.jsonl`` are asked about that were held back to choose by; they become a course of the
data folder.

Search finds the evidence in the whole lecture, as ``llmtutor ask --in LECTURE``
does; a question without an answer is asked about the section it was written for,
since another section may hold its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from contextlib import aclosing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from adapter.evaluate import recorded
from adapter.examples import Block, Branch, own_blocks
from adapter.excerpts import by_lecture, headed
from llmtutor.bootstrap import build
from llmtutor.evaluate.squad import f1
from llmtutor.library.importing import import_files
from llmtutor.tutor.models import Answer

if TYPE_CHECKING:
    from llmtutor.services import Services

DATA = Path(__file__).parent / "data"
COURSE = "llm"
HELD_BACK = "Held back"
Placed = list[tuple[str, Block]]
"""Blocks, each with the path of its section in the library."""


def lectures() -> list[str]:
    """The lectures never trained on."""
    lines = (DATA / "lectures.jsonl").read_text(encoding="utf-8").splitlines()
    sources = [json.loads(line)["source"].removeprefix("course:") for line in lines]
    return list(dict.fromkeys(source.split("/")[0] for source in sources))


def tested() -> Placed:
    """The blocks of the lectures never trained on."""
    rows = []
    for line in (DATA / "lectures.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        rows.append((item["id"], item["source"].removeprefix("course:")))
    paths = dict(rows)
    blocks = [block for block in own_blocks(DATA, "test") if block.id in paths]
    return [(f"{COURSE}/{paths[block.id]}", block) for block in blocks]


def held_back(services: Services) -> Placed:
    """The blocks held back to choose by, imported as a course of lectures."""
    by_name = by_lecture(own_blocks(DATA, "tune"))
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{name}.md" for name in by_name]
        for file, blocks in zip(files, by_name.values(), strict=True):
            file.write_text(_markdown(file.stem, blocks), encoding="utf-8")
        course = import_files(files, services.paths.courses, title=HELD_BACK).course
    services.index.refresh()
    placed: Placed = []
    for name, blocks in by_name.items():
        sections = services.library.sections(services.library.resolve(f"{course}/{name}"))
        placed += zip(sections, blocks, strict=True)
    return placed


def _markdown(name: str, blocks: list[Block]) -> str:
    parts = [headed(block.notes) for block in blocks]
    titled = [(title or f"Part {n}", body) for n, (title, body) in enumerate(parts, start=1)]
    return f"# {name}\n\n" + "\n\n".join(f"## {title}\n\n{body}" for title, body in titled)


def asked(placed: Placed, most: int) -> list[tuple[str, Branch]]:
    """``(path of the section, what is asked)``: of every block first one, then the next."""
    chosen: list[tuple[str, Branch]] = []
    for task, share in (("answer", 2), ("refuse", 1)):
        turns = [(path, [b for b in block.branches if b.task == task]) for path, block in placed]
        mixed = [
            (path, turn[place])
            for place in range(max(len(turn) for _, turn in turns))
            for path, turn in turns
            if place < len(turn)
        ]
        chosen += mixed[: most * share // 3]
    return chosen


def outcome(branch: Branch, answer: Answer) -> str:
    """``right``, ``wrong``, ``refused``; of what is not there also ``hedged`` or ``answered``.

    ``quotes only`` is "perhaps", with not a word of the model's.
    """
    if answer.verdict == "not_in_notes":
        return "refused"
    if branch.task == "refuse":
        claims = answer.short_answer or answer.sentences
        return answer.verdict if claims else "quotes only"
    said = answer.short_answer.text if answer.short_answer else ""
    near = round(f1(said, [branch.target]), 6) >= 50
    inside = branch.target.lower() in answer.text.lower()
    return "right" if near or (answer.sentences and inside) else "wrong"


async def ask(services: Services, path: str, branch: Branch) -> dict[str, Any]:
    """One question, through search, short answer, verdict and explanation."""
    where = path if branch.task == "refuse" else path.rsplit("/", 1)[0]
    tutor = services.tutor
    found = await tutor.find(branch.fields["question"], services.library.resolve(where))
    answer = tutor.without_model(found)
    async with aclosing(tutor.explain(found)) as events:
        async for event in events:
            if isinstance(event, Answer):
                answer = event
    short = answer.short_answer.text if answer.short_answer else ""
    row: dict[str, Any] = {
        "lecture": path.split("/")[1], "task": branch.task,
        "question": branch.fields["question"], "target": branch.target,
        "outcome": outcome(branch, answer), "short": short,
        "sentences": [[item.text, item.support] for item in answer.sentences],
    }  # fmt: skip
    if answer.trace:
        row |= {"confidence": answer.trace.confidence, "refusal": answer.trace.refusal}
    return row


async def _main(options: argparse.Namespace) -> None:
    services = build(overrides={"engine.adapter": options.adapter, "ask.cache": "off"})
    counts: dict[str, dict[str, int]] = {"answer": {}, "refuse": {}}
    rows = []
    done = {(row["lecture"], row["question"]): row for row in recorded(options.out)}
    try:
        with options.out.open("a", encoding="utf-8") as stream:
            placed = held_back(services) if options.split == "tune" else tested()
            for path, branch in asked(placed, options.most):
                row = done.get((path.split("/")[1], branch.fields["question"]))
                if row is None:
                    row = await ask(services, path, branch)
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                    stream.flush()
                rows.append(row)
                of_task = counts[branch.task]
                of_task[row["outcome"]] = of_task.get(row["outcome"], 0) + 1
    finally:
        for engine in (services.engine, services.embedder):
            if engine:
                await engine.close()
    marks = Counter(mark for row in rows for _, mark in row["sentences"])
    print(json.dumps({**counts, "sentences": marks}, indent=1))


def main() -> None:
    """Ask from the command line; ``LLMTUTOR_HOME`` says which data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file for the record")
    parser.add_argument("--split", choices=("tune", "test"), default="test")
    parser.add_argument("--most", type=int, default=140)
    parser.add_argument("--adapter", default="auto", help="as the setting engine.adapter")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
