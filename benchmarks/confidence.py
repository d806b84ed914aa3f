"""How well search knows what the notes answer: calibrated on one half, reported on the other.

    python benchmarks/confidence.py --notes FOLDER [--squad FOLDER] [--vectors] [--fit]

Questions on lecture notes (``benchmarks/data/lecture_questions.yaml``) are asked
of the shipped course and of the notes in FOLDER. With ``--squad``, questions on
encyclopaedia paragraphs (all of them, 300 and 60 of them), forum posts, product
reviews and Chinese paragraphs are asked, too: they are answerable in their own
paragraphs and off topic in the others and in lectures.

``--fit`` calibrates on half a of the lecture questions and of each set's
paragraphs, and prints what ``llmtutor.search.confidence`` then holds. The other
halves are only ever reported on; posts and reviews calibrate nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from confidence_fit import SIGNS, Row, fit, set_of, trade_off
from confidence_sets import Asked, Sets, lecture_sets, paragraph_sets
from llmtutor import settings
from llmtutor.bootstrap import open_embedder
from llmtutor.paths import Paths
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW, measure
from llmtutor.search.evidence import find_evidence


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
    held = [replace(row, source=set_of(row)) for row in held]
    for source in dict.fromkeys(row.source for row in held):
        for cjk in (False, True):
            for kind in dict.fromkeys(row.kind for row in held if row.source == source):
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
        sets = Sets(options.squad, options.n, options.seed) if options.squad else None
        libraries = [*lecture_sets(folder, options.notes, sets)]
        libraries += paragraph_sets(folder, sets) if sets else []
        for asked in libraries:
            if options.only and options.only not in asked.source:
                continue
            rows += asyncio.run(ask(asked, options.vectors))
            print(f"{asked.source}: {len(asked.questions)} questions", flush=True)
    if options.rows:
        options.rows.write_text("".join(json.dumps(asdict(row)) + "\n" for row in rows))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--only", metavar="NAME", help="libraries whose name holds this")
    parser.add_argument("-n", type=int, default=500, help="questions of each half in each role")
    parser.add_argument("--seed", type=int, default=0, help="of the sample of questions")
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
            refused = 0.95 if options.vectors and not cjk else 0.865
            print(name, fit([row for row in known if row.cjk == cjk], signs, refused))
    for name, shares in report(rows).items():
        print(f"{name:55}", shares)
    for half, fitted in (("a", True), ("b", False)):
        print(f"lectures, half {half}, by other thresholds")
        print(*trade_off([row for row in rows if row.fitted == fitted]), sep="\n")


if __name__ == "__main__":
    main()
