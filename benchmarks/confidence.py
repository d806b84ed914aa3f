"""How well search knows what the notes answer: calibrated on one half, reported on the other.

    python benchmarks/confidence.py --notes FOLDER [--squad FOLDER] [--vectors] [--fit]

Questions on lecture notes (``benchmarks/data/lecture_questions.yaml``) are asked
of the shipped course and of the notes in FOLDER. With ``--squad``, questions on
encyclopaedia paragraphs, forum posts and Chinese paragraphs are asked, too: they
are answerable in their own paragraphs and off topic in the others.

``--fit`` calibrates on half a of the lecture questions and of each set's
paragraphs, and prints what ``llmtutor.search.confidence`` then holds. The other
halves are only ever reported on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from llmtutor import settings
from llmtutor.bootstrap import open_embedder
from llmtutor.evaluate.scratch import scratch_library
from llmtutor.evaluate.squad import QuestionSet, read_squad
from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.paths import Paths, shipped
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW, Signs, measure, weigh
from llmtutor.search.evidence import find_evidence
from llmtutor.search.text_index import TextIndexer

QUESTIONS = Path(__file__).parent / "data" / "lecture_questions.yaml"
WIKI, FORUM = "squadshifts_new_wiki.json", "squadshifts_reddit.json"
CHINESE = "drcd_dev_zh_hant.json"
_LARGE = 100
"""Off-topic questions that make a share of them mean something."""
_WEIGHTS = {"paragraphs: forum": 0.2}
"""Of a set against the others: no lecture reads like a forum, and few questions on one do."""
SIGNS = ("coverage", "adjacency", "relevance", "heading", "defined", "cosine")


@dataclass(frozen=True)
class Row:
    """One question, asked."""

    source: str
    kind: str
    """answerable, near_miss or off_topic."""
    cjk: bool
    fitted: bool
    """Whether it may calibrate."""
    signs: dict[str, float | None]
    """Empty where nothing was found."""

    @property
    def confidence(self) -> float:
        return weigh(Signs(**self.signs), cjk=self.cjk) if self.signs else 0.0  # type: ignore[arg-type]


@dataclass(frozen=True)
class Asked:
    """Questions for one library."""

    source: str
    library: Library
    questions: list[tuple[str, str, bool]]
    """``(question, kind, fitted)``."""


def lecture_sets(folder: Path, notes: Path) -> Iterator[Asked]:
    """The lecture questions, by the notes that they are on."""
    listed = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    for source in sorted({item["source"] for item in listed}):
        courses = shipped() / "content"
        if source != "llm":
            courses = folder / source
            import_files([_notes_file(notes, source)], courses)
        index = Index(folder / f"{source}.db", [("notes", courses)], TextIndexer())
        index.refresh()
        mine = [item for item in listed if item["source"] == source]
        asked = [(item["q"], item["kind"], item["half"] == "a") for item in mine]
        yield Asked(f"lectures: {source}", Library(index), asked)


def _notes_file(notes: Path, source: str) -> Path:
    (file,) = (path for path in notes.iterdir() if path.stem == source)
    return file


def squad_sets(folder: Path, data: Path, count: int) -> Iterator[Asked]:
    """Paragraphs with their own questions and those of others."""
    wiki, forum = read_squad(data / WIKI), read_squad(data / FORUM)
    chinese = _halves(read_squad(data / CHINESE))
    for name, own, other in (
        ("wiki", _halves(wiki), _halves(forum)),
        ("forum", _halves(forum), _halves(wiki)),
        ("Chinese", chinese, chinese[::-1]),
    ):
        for number, fitted in ((0, True), (1, False)):
            library = scratch_library(folder / f"{name}-{number}.db", own[number].passages)
            asked = [(text, "answerable", fitted) for text in _sample(own[number], count)]
            asked += [(text, "off_topic", fitted) for text in _sample(other[number], count)]
            yield Asked(f"paragraphs: {name}, half {'ab'[number]}", library, asked)


def _halves(whole: QuestionSet) -> list[QuestionSet]:
    """A set cut in two between its paragraphs."""
    middle, end = len(whole.passages) // 2, len(whole.passages)
    return [_part(whole, 0, middle), _part(whole, middle, end)]


def _part(whole: QuestionSet, start: int, end: int) -> QuestionSet:
    kept = tuple(item for item in whole.questions if start <= item.passage < end)
    # a question's passage still counts from the start of the whole set
    return QuestionSet(whole.passages[start:end], kept)


def _sample(whole: QuestionSet, count: int) -> list[str]:
    texts = [item.text for item in whole.questions if item.answers]
    random.Random(0).shuffle(texts)
    return texts[:count]


async def ask(asked: Asked, vectors: bool) -> list[Row]:
    """Take the signs of every question."""
    paths = Paths.from_environment()
    chosen, _ = settings.load(paths.settings)
    embedder = open_embedder(chosen, asked.library, paths, patience=60) if vectors else None
    connection = asked.library.connection
    rows = []
    try:
        if embedder:
            await embedder.fill()
        for text, kind, fitted in asked.questions:
            similarity = await embedder.similarity(text) if embedder else None
            evidence = find_evidence(connection, text, similarity=similarity)
            signs = asdict(measure(connection, evidence)) if evidence.sentences else {}
            rows.append(Row(asked.source, kind, evidence.query.cjk, fitted, signs))
    finally:
        if embedder:
            await embedder.close()
    return rows


def fit(rows: Sequence[Row], signs: Sequence[str], refused: float) -> dict[str, float]:
    """A logistic model whose lower threshold is that of the program.

    Every set counts alike, however many questions it has, and so do answerable
    and other questions; a near miss counts a quarter, a forum post a fifth.

    Args:
        rows: to calibrate on.
        signs: that are weighed.
        refused: share of the off-topic questions of every large set that must
            stay below the lower threshold.
    """
    import numpy as np

    table = np.array([[row.signs[name] or 0.0 for name in signs] + [1.0] for row in rows])
    right = np.array([row.kind == "answerable" for row in rows], dtype=float)
    weight = np.array([0.25 if row.kind == "near_miss" else 1.0 for row in rows])
    groups = [(_set_of(row), row.kind == "answerable") for row in rows]
    for group in set(groups):
        chosen = np.array([item == group for item in groups])
        weight[chosen] *= _WEIGHTS.get(group[0], 1.0) / weight[chosen].sum()
    weight *= len(rows) / weight.sum()
    solved = np.zeros(table.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-table @ solved))
        slope = table.T @ (weight * (right - guess)) - solved
        curve = (table * (weight * guess * (1 - guess))[:, None]).T @ table
        solved += np.linalg.solve(curve + np.eye(len(solved)), slope)
    off_topic: dict[str, list[float]] = {}
    for row, score in zip(rows, table @ solved, strict=True):
        if row.kind == "off_topic":
            off_topic.setdefault(row.source, []).append(float(score))
    shares = [np.quantile(item, refused) for item in off_topic.values() if len(item) >= _LARGE]
    least = float(max(shares, default=0.0))
    solved[-1] += math.log(REFUSED_BELOW / (1 - REFUSED_BELOW)) - least
    return dict(zip([*signs, "base"], (round(float(v), 2) for v in solved), strict=True))


def _set_of(row: Row) -> str:
    """All lectures together; each set of paragraphs for itself."""
    return "lectures" if row.source.startswith("lectures") else row.source.partition(",")[0]


def report(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Shares by source and kind, of those that did not calibrate."""
    table: dict[str, dict[str, float]] = {}
    held = [row for row in rows if not row.fitted]
    for source in dict.fromkeys(row.source for row in held):
        for cjk in (False, True):
            for kind in ("answerable", "near_miss", "off_topic"):
                sure = [
                    row.confidence
                    for row in held
                    if (row.source, row.cjk, row.kind) == (source, cjk, kind)
                ]
                if sure:
                    name = f"{source}, {'Chinese' if cjk else 'English'}, {kind}"
                    table[name] = _tiers(sure)
    return table


def _tiers(sure: Sequence[float]) -> dict[str, float]:
    refused = sum(value < REFUSED_BELOW for value in sure)
    hedged = sum(REFUSED_BELOW <= value < HEDGED_BELOW for value in sure)
    return {
        "questions": len(sure),
        "answered": round((len(sure) - refused - hedged) / len(sure), 3),
        "hedged": round(hedged / len(sure), 3),
        "not in notes": round(refused / len(sure), 3),
    }


def collect(options: argparse.Namespace) -> list[Row]:
    """Ask everything; a file of rows from before is read instead."""
    if options.rows and options.rows.exists():
        return [Row(**json.loads(line)) for line in options.rows.read_text().splitlines()]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sets = [*lecture_sets(folder, options.notes)]
        if options.squad:
            sets += squad_sets(folder, options.squad, options.n)
        for asked in sets:
            rows += asyncio.run(ask(asked, options.vectors))
            print(f"{asked.source}: {len(asked.questions)} questions", flush=True)
    if options.rows:
        options.rows.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("-n", type=int, default=1000, help="questions of each set in each role")
    parser.add_argument("--vectors", action="store_true", help="with the embedding model")
    parser.add_argument("--rows", type=Path, help="keep what was measured here, for another fit")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    rows = collect(options)
    if options.fit:
        known = [row for row in rows if row.fitted and row.signs]
        for cjk, name in ((False, "Latin"), (True, "Chinese")):
            signs = SIGNS if options.vectors and not cjk else SIGNS[:-1]
            refused = 0.82 if cjk else 0.982 if options.vectors else 0.9
            print(name, fit([row for row in known if row.cjk == cjk], signs, refused))
    for name, shares in report(rows).items():
        print(f"{name:55}", shares)


if __name__ == "__main__":
    main()
