"""Let the quiz write questions on lectures never trained on: ``python -m adapter.questions``.

What the model offers goes the quiz's way: is it a question for its answer, does the
model answer it so, then the rules of the gate. Counted is what falls where, and how many
passages (paragraphs of prose) get an item. Other notes: import them and name them with
``--scope``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter.lectures import COURSE, lectures
from llmtutor.bootstrap import build
from llmtutor.quiz.gate.report import GateReport
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.writer import NO_QUESTION, STRAYED, Writer

if TYPE_CHECKING:
    from llmtutor.engine.protocol import Engine
    from llmtutor.library.library import Scope
    from llmtutor.quiz.lecture_quiz import LectureQuiz
    from llmtutor.quiz.models import Question
    from llmtutor.services import Services

SEED = 7
FILTER = (NO_QUESTION, STRAYED)
"""What drops a question before the gate's rules."""


def counted(report: GateReport, passages: int) -> dict[str, Any]:
    """How many were offered, what dropped them, and the share of the rest that passes the gate."""
    dropped = report.by_rule()
    held = len(report.passed) + sum(n for rule, n in dropped.items() if rule not in FILTER)
    reasons = Counter(re.sub(r"'.*'", "…", one.reason) for one in report.rejected)
    return {
        "offered": report.offered,
        "dropped": dropped,
        "why": dict(reasons.most_common(8)),
        "passed": len(report.passed),
        "turned by code": sum(one.maker.startswith("model: turned") for one in report.passed),
        "of those through the filter": round(len(report.passed) / held, 3) if held else None,
        "passages of prose": passages,
    }


async def _write(services: Services, engine: Engine, options: argparse.Namespace) -> dict[str, Any]:
    """Write on each scope, and count."""
    asker = Asker(engine, await engine.start())
    report, passages, asked, words, spent = GateReport(), 0, 0, 0, 0.0
    with options.out.open("w", encoding="utf-8") as stream:
        for name in options.scope or [f"{COURSE}/{one}" for one in lectures()]:
            scope = services.library.resolve(name)
            for lecture in services.quizzes.lectures(scope):
                known = [] if options.alone else _known(lecture, scope)
                places = _passages(lecture, scope)
                writer = Writer(asker, lecture.context, known, SEED)
                started = time.perf_counter()
                async with aclosing(writer.write(list(lecture.words(scope)))) as items:
                    async for question in items:
                        stream.write(json.dumps(_row(question), ensure_ascii=False) + "\n")
                        stream.flush()
                        if len(writer.report.passed) == options.most:
                            break
                spent += time.perf_counter() - started
                report.add(writer.report)
                found = {places.get((q.source.path, q.source.start)) for q in writer.report.passed}
                asked += len(found - {None})
                passages += len(set(places.values()))
                words += sum(lecture.words(scope).values())
    more = {"with an item": asked, "words": words, "seconds a passage": round(spent / passages, 2)}
    return counted(report, passages) | more


def _known(lecture: LectureQuiz, scope: Scope) -> list[Question]:
    """What is asked without a model, which is not asked again."""
    return [question for fact in lecture.examined(scope)[1] for question in fact.questions]


def _passages(lecture: LectureQuiz, scope: Scope) -> dict[tuple[str, int], tuple[str, int]]:
    """The paragraph that each statement of prose stands in, by section and place."""
    paths = lecture.words(scope)
    return {
        (one.path, one.start): (one.path, one.block)
        for one in lecture.notes.statements
        if one.form == "prose" and one.path in paths and not one.cjk
    }


def _row(question: Question) -> dict[str, Any]:
    return {
        "stem": question.stem, "options": question.options, "key": question.key,
        "maker": question.maker, "source": question.source.text, "section": question.source.path,
    }  # fmt: skip


async def _main(options: argparse.Namespace) -> None:
    services = build(overrides={"engine.adapter": options.adapter, "ask.cache": "off"})
    try:
        if services.engine is None:
            raise SystemExit(str(services.engine_problem))
        print(json.dumps(await _write(services, services.engine, options), indent=1))
    finally:
        for engine in (services.engine, services.embedder):
            if engine:
                await engine.close()


def main() -> None:
    """Write from the command line; ``LLMTUTOR_HOME`` says which data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file for what passed")
    parser.add_argument("--most", type=int, default=0, help="questions that pass, of a lecture")
    parser.add_argument("--scope", nargs="+", help="parts of a course instead: COURSE/LECTURE")
    parser.add_argument(
        "--alone", action="store_true", help="ask also what is asked without a model"
    )
    parser.add_argument("--adapter", default="auto", help="as the setting engine.adapter")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
