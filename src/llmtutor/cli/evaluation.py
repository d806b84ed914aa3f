"""``llmtutor eval``: measure search and answers on a question set."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, error_console, print_json
from llmtutor.errors import EXIT_DONE, TutorError

if TYPE_CHECKING:
    from llmtutor.engine.protocol import Engine
    from llmtutor.evaluate.outcome import Outcome
    from llmtutor.evaluate.squad import AskedQuestion
    from llmtutor.paths import Paths
    from llmtutor.settings import Settings


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("eval", help="measure search and answers on a question set")
    below = parser.add_subparsers(title="commands", dest="eval", metavar="COMMAND", required=True)
    squad = below.add_parser("squad", help="a file in the SQuAD format")
    squad.add_argument("file", type=Path, metavar="FILE")
    squad.add_argument("-n", type=int, default=0, metavar="N", help="ask this many (all)")
    squad.add_argument("--seed", type=int, default=0, metavar="S", help="which ones, in what order")
    squad.add_argument(
        "--off-topic",
        type=Path,
        metavar="FILE",
        help="another set, whose questions this one cannot answer",
    )
    squad.add_argument("--no-model", dest="no_model_here", action="store_true", help="use no model")
    squad.add_argument(
        "--record", type=Path, metavar="FILE", help="go on from the outcomes in this file"
    )
    add_json(squad)
    squad.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask every question and report."""
    from llmtutor.evaluate.run import group_of, summarise
    from llmtutor.evaluate.squad import read_squad, sample

    questions = read_squad(options.file)
    asked = [
        (group_of(item), item) for item in sample(questions.questions, options.n, options.seed)
    ]
    if options.off_topic:
        others = read_squad(options.off_topic).questions
        asked += [("off_topic", item) for item in sample(others, options.n, options.seed)]
    outcomes = asyncio.run(_ask_all(options, questions.passages, asked))
    report = summarise(outcomes, len(questions.passages))
    if options.json:
        print_json(report)
    else:
        _print(report)
    return EXIT_DONE


async def _ask_all(
    options: argparse.Namespace,
    passages: Sequence[str],
    asked: Sequence[tuple[str, AskedQuestion]],
) -> list[Outcome]:
    from llmtutor import settings
    from llmtutor.bootstrap import open_embedder
    from llmtutor.evaluate.record import Record
    from llmtutor.evaluate.run import ask_all
    from llmtutor.evaluate.scratch import scratch_library
    from llmtutor.paths import Paths
    from llmtutor.storage.trials import StoredTrials
    from llmtutor.tutor.tutor import Tutor

    paths = Paths.from_environment()
    paths.prepare()
    chosen, _ = settings.load(paths.settings, command_line=options.overrides)
    model = not (options.no_model or options.no_model_here)
    engine = await _engine(chosen, paths) if model and chosen.ask.generate else None
    run = _identity(passages, chosen, engine is not None, model)
    record = Record(options.record, run) if options.record else None
    with tempfile.TemporaryDirectory(prefix="llmtutor-") as folder:
        # beside a record, so that a run that goes on finds its vectors
        index = Path(f"{options.record}.{run}.index" if record else f"{folder}/index.db")
        library = scratch_library(index, passages)
        embedder = open_embedder(chosen, library, paths, patience=60.0) if model else None
        try:
            if embedder:
                await embedder.fill(_progress("passages embedded"))
            trials = StoredTrials(paths.trials)
            tutor = Tutor(library, engine, chosen, embedder, trials=trials)
            shown = _progress("questions asked")
            return await ask_all(
                tutor, asked, short=engine is not None, record=record, progress=shown
            )
        finally:
            for part in (engine, embedder):
                if part:
                    await part.close()


async def _engine(chosen: Settings, paths: Paths) -> Engine | None:
    """The model, where it gives short answers or a verdict of its own."""
    from llmtutor.bootstrap import open_engine
    from llmtutor.storage.trials import StoredTrials
    from llmtutor.tutor.abilities import Abilities

    engine = None
    try:
        engine = open_engine(chosen, paths)
        model = await engine.start()
        outcome = StoredTrials(paths.trials).outcome(model)
        can = Abilities.of(model, outcome, chosen.engine.ability)
        if can.spans or can.abstains:
            return engine
    except TutorError as problem:
        error_console().print(f"No short answers. {problem}", markup=False)
    if engine is not None:
        await engine.close()
    return None


def _identity(passages: Sequence[str], chosen: Settings, *models: bool) -> str:
    """What the outcomes of a run depend on, beside the questions themselves."""
    digest = blake2b(digest_size=8)
    for passage in passages:
        digest.update(passage.encode() + b"\0")
    digest.update(repr((models, (chosen.ask, chosen.engine) if any(models) else ())).encode())
    return digest.hexdigest()


def _progress(what: str) -> Callable[[int, int], None]:
    """A line on stderr that says how far it is, where somebody is looking."""
    out = error_console()

    def show(done: int, total: int) -> None:
        if out.is_terminal and (done % 20 == 0 or done == total):
            end = "\n" if done == total else "\r"
            out.print(f"{done} of {total} {what}", end=end)

    return show


def _print(report: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in report.items():
        if isinstance(value, dict):
            for inner, figure in value.items():
                table.add_row(f"{name} {inner}", str(figure))
        else:
            table.add_row(name, "–" if value is None else str(value))
    console().print(table)
