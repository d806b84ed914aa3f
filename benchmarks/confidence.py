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
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import yaml

from confidence_fit import SIGNS, Row, fit, set_of, trade_off
from llmtutor import settings
from llmtutor.bootstrap import open_embedder
from llmtutor.evaluate.scratch import scratch_library
from llmtutor.evaluate.squad import QuestionSet, read_squad
from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.paths import Paths, shipped
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW, measure
from llmtutor.search.evidence import find_evidence
from llmtutor.search.text_index import TextIndexer

QUESTIONS = Path(__file__).parent / "data" / "lecture_questions.yaml"
WIKI, FORUM = "squadshifts_new_wiki.json", "squadshifts_reddit.json"
CHINESE = "drcd_dev_zh_hant.json"
COURSE = "llm"
LECTURES = [
    "history-and-landscape",
    "transformer-and-embeddings",
    "classic-model-families",
    "pre-training-and-fine-tuning",
    "alignment-and-rlhf",
    "scaling-and-emergence",
    "prompting",
    "rag-and-llm-systems",
]
"""Of the shipped course, when the questions were written."""


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
        courses = folder / source
        if source == COURSE:
            _lectures_of_then(courses / source)
        else:
            import_files([_notes_file(notes, source)], courses)
        index = Index(folder / f"{source}.db", [("notes", courses)], TextIndexer())
        index.refresh()
        mine = [item for item in listed if item["source"] == source]
        asked = [(item["q"], item["kind"], item["half"] == "a") for item in mine]
        yield Asked(f"lectures: {source}", Library(index), asked)


def _lectures_of_then(folder: Path) -> None:
    """The shipped course without the lectures that came after the questions."""
    shutil.copytree(shipped() / "content" / COURSE, folder, dirs_exist_ok=True)
    file = folder / "course.yaml"
    course = yaml.safe_load(file.read_text(encoding="utf-8")) | {"lectures": LECTURES}
    file.write_text(yaml.safe_dump(course, allow_unicode=True), encoding="utf-8")


def _notes_file(notes: Path, source: str) -> Path:
    folders = (notes, shipped() / "content" / COURSE)
    (file, *_) = (path for place in folders for path in place.iterdir() if _is(path, source))
    return file


def _is(path: Path, source: str) -> bool:
    return path.stem == source and path.suffix in {".md", ".txt"}


def squad_sets(folder: Path, data: Path, count: int) -> Iterator[Asked]:
    """Paragraphs with their own questions and those of others; off topic are another set's.

    Of the Chinese set, there being no other, one half is off topic to the other.
    """
    wiki, forum = read_squad(data / WIKI), read_squad(data / FORUM)
    for name, own, other in (("wiki", wiki, forum), ("forum", forum, wiki)):
        library = scratch_library(folder / f"{name}.db", own.passages)
        asked = [
            (text, kind, fitted)
            for kind, whole in (("answerable", own), ("off_topic", other))
            for half, fitted in zip(_halves(whole), (True, False), strict=True)
            for text in _sample(half, count)
        ]
        yield Asked(f"paragraphs: {name}", library, asked)
    chinese = _halves(read_squad(data / CHINESE))
    for number, fitted in ((0, True), (1, False)):
        library = scratch_library(folder / f"Chinese-{number}.db", chinese[number].passages)
        asked = [(text, "answerable", fitted) for text in _sample(chinese[number], count)]
        asked += [(text, "off_topic", fitted) for text in _sample(chinese[1 - number], count)]
        yield Asked(f"paragraphs: Chinese, half {'ab'[number]}", library, asked)


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


def report(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Shares by source and kind, of those that did not calibrate."""
    table: dict[str, dict[str, float]] = {}
    held = [row for row in rows if not row.fitted]
    held += [replace(row, source="lectures: all") for row in held if set_of(row) == "lectures"]
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
        folder = options.folder or Path(name)
        sets = [*lecture_sets(folder, options.notes)]
        if options.squad:
            paragraphs = squad_sets(folder, options.squad, options.n)
            sets += [one for one in paragraphs if not options.only or options.only in one.source]
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
    parser.add_argument("--only", metavar="NAME", help="of the paragraphs: wiki, forum or Chinese")
    parser.add_argument("-n", type=int, default=1000, help="questions of each set in each role")
    parser.add_argument("--vectors", action="store_true", help="with the embedding model")
    parser.add_argument(
        "--folder", type=Path, help="keep libraries and vectors here, to go on with"
    )
    parser.add_argument("--rows", type=Path, help="keep what was measured here, for another fit")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    rows = collect(options)
    if options.fit:
        known = [row for row in rows if row.fitted and row.signs]
        for cjk, name in ((False, "Latin"), (True, "Chinese")):
            signs = SIGNS if options.vectors and not cjk else SIGNS[:-2]
            refused = 0.94 if options.vectors and not cjk else 0.86
            print(name, fit([row for row in known if row.cjk == cjk], signs, refused))
    for name, shares in report(rows).items():
        print(f"{name:55}", shares)
    for half, fitted in (("a", True), ("b", False)):
        print(f"lectures, half {half}, by other thresholds")
        print(*trade_off([row for row in rows if row.fitted == fitted]), sep="\n")


if __name__ == "__main__":
    main()
