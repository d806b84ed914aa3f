"""``llmtutor models try``: what a model can do, by a few small tasks with known answers."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from llmtutor.cli.output import add_json, console, error_console, print_json
from llmtutor.errors import EXIT_DONE, InputFileError, MissingError, visible

if TYPE_CHECKING:
    from llmtutor.engine.protocol import Engine, ModelInfo
    from llmtutor.services import Services
    from llmtutor.tutor.abilities import Abilities, Outcome


def add_to(below: Any) -> None:
    """Add the command."""
    parser = below.add_parser("try", help="find out what a model can do, with a few small tasks")
    parser.add_argument("model", nargs="?", default="", metavar="MODEL", help="(the one in use)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Try a model out and remember what came of it; Ctrl-C ends it and keeps nothing."""
    from llmtutor.bootstrap import build

    chosen = {"engine.model": options.model} if options.model else {}
    services = build(overrides={**options.overrides, "ask.generate": True, **chosen})
    model, outcome = asyncio.run(_tried(services))
    can = services.tutor.can(model)
    if options.json:
        print_json(_as_json(model, outcome, can))
    else:
        console().print(f"{visible(model.name)}: {outcome.told()}.", soft_wrap=True)
        console().print(f"{told(can)}.", soft_wrap=True)
    return EXIT_DONE


def told(can: Abilities) -> str:
    """What is expected of a model, in a line."""
    parts = [
        f"Asked with the {can.family} prompts",
        f"short answers: {'yes' if can.spans else 'no'}",
        f"its word on what is not in the notes: {'counts' if can.abstains else 'does not count'}",
    ]
    return "; ".join(parts)


def _engine(services: Services) -> Engine:
    if services.engine is None:
        raise services.engine_problem or MissingError("there is no model that answers")
    return services.engine


async def _tried(services: Services) -> tuple[ModelInfo, Outcome]:
    from llmtutor.tutor.trial import TASKS, Trial

    engine = _engine(services)
    try:
        if away := engine.status.away:
            error_console().print(f"A few made-up questions are sent to {away}.", soft_wrap=True)
        model = await engine.start()
        if model.kind == "embedding":
            raise InputFileError("is an embedding model: there is nothing to try", where=model.name)
        trial = Trial(engine, model)
        out = error_console()
        with out.status("starting") as status:
            async for done in trial.steps():
                status.update(f"task {done} of {len(TASKS)}   ctrl+c stops")
        services.tutor.learn(model, trial.outcome)
        return model, trial.outcome
    finally:
        await engine.close()


def _as_json(model: ModelInfo, outcome: Outcome, can: Abilities) -> dict[str, Any]:
    from llmtutor.tutor.abilities import FORMS, PAIRS

    return {
        "model": model.name,
        "adapter": model.adapter,
        "pairs": PAIRS,
        "copied": outcome.copied,
        "refused": outcome.refused,
        "withheld": outcome.withheld,
        "forms": FORMS,
        "formed": outcome.formed,
        "level": outcome.level,
        "prompts": can.family,
        "short_answers": can.spans,
        "own_verdict": can.abstains,
    }
