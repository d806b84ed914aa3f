"""``llmtutor models bench``: how fast a model is on this computer."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from llmtutor.cli.data import size_text
from llmtutor.cli.models.shelf import chosen, shelf
from llmtutor.cli.output import add_json, console, error_console, print_json
from llmtutor.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from llmtutor.engine.bench import Measured
    from llmtutor.engine.config import WorkerConfig


LEAST_TOKENS = 160
"""Of a shorter section no snapshot is ever saved, and it would be waited for."""


def add_to(below: Any) -> None:
    """Add the command."""
    parser = below.add_parser("bench", help="measure a model on this computer")
    parser.add_argument("model", nargs="?", default="", metavar="MODEL", help="(the one in use)")
    parser.add_argument(
        "--tokens", type=int, default=800, metavar="N", help="length of the section read (800)"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="medians of so many (3)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    import asyncio

    from llmtutor.engine.bench import measure

    if options.tokens < LEAST_TOKENS or options.rounds < 1:
        raise UsageError(f"--tokens starts at {LEAST_TOKENS}, --rounds at 1")
    config = _config(options)
    out = error_console()
    _tell_of_windows(config)
    loud = sys.stderr.isatty()
    if loud:
        with out.status("starting") as status:
            found = asyncio.run(measure(config, options.tokens, options.rounds, status.update))
    else:
        found = asyncio.run(measure(config, options.tokens, options.rounds, lambda _: None))
    if options.json:
        print_json(_as_json(found))
    else:
        _print(found)
    return EXIT_DONE


def _tell_of_windows(config: WorkerConfig) -> None:
    """A measurement has a worker of its own: what a window has loaded is then there twice."""
    from llmtutor.engine.meeting import is_loaded
    from llmtutor.paths import Paths

    if is_loaded(config.model, Paths.from_environment().meeting):
        error_console().print(
            "A window has this model loaded, too: it is in memory twice meanwhile, and what"
            " the window does slows the measurement.",
            soft_wrap=True,
        )


def _config(options: argparse.Namespace) -> WorkerConfig:
    from llmtutor import settings
    from llmtutor.engine.config import WorkerConfig

    folders, paths = shelf()
    model = options.model or chosen(paths)
    overrides = {**options.overrides, "engine.model": model}
    loaded, _ = settings.load(paths.settings, command_line=overrides)
    found = folders.resolve(model)
    entry = found.entry
    return WorkerConfig.from_settings(
        loaded.engine,
        found.path,
        paths.engine_log,
        entry.languages if entry else (),
        family=entry.family if entry else "",
        adapter=folders.adapter(loaded.engine.adapter, found),
    )


def _as_json(found: Measured) -> dict[str, Any]:
    model = found.model
    return {
        "model": model.name,
        "file": model.path,
        "device": model.device,
        "threads": model.threads,
        "context": model.context,
        "adapter": model.adapter or None,
        "section_tokens": found.section,
        "load_ms": round(found.load_ms, 1),
        "prefill_tokens_per_s": round(found.prefill, 1),
        "decode_tokens_per_s": round(found.decode, 1),
        "first_token_ms": {
            "cold": round(found.cold_ms, 1),
            "warm": round(found.warm_ms, 1),
            "snapshot": round(found.snapshot_ms, 1) or None,
        },
        "memory_bytes": found.memory,
        "snapshot_bytes": found.snapshot_bytes or None,
    }


def _print(found: Measured) -> None:
    from rich.table import Table

    model = found.model
    threads = f"{model.threads} thread{'s' * (model.threads != 1)}"
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_row("loads in", f"{found.load_ms:,.0f} ms", "from nothing to ready")
    table.add_row("reads", f"{found.prefill:,.0f} tokens/s", f"a section of {found.section}")
    table.add_row("writes", f"{found.decode:,.1f} tokens/s", "one question at a time")
    table.add_row("first word, cold", f"{found.cold_ms:,.0f} ms", "of a section never read")
    table.add_row("first word, warm", f"{found.warm_ms:,.0f} ms", "of the section that is open")
    if found.snapshot_ms:
        note = f"read on another day; {size_text(found.snapshot_bytes)} on disk"
        table.add_row("first word, kept", f"{found.snapshot_ms:,.0f} ms", note)
    table.add_row("memory", size_text(found.memory), f"of which the file {size_text(model.size)}")
    out = console()
    out.print(f"{model.name} on {model.device}, {threads}, context {model.context}:")
    out.print(table)
