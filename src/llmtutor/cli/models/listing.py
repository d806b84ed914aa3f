"""``llmtutor models list``: what is here, what can be got, and what suits this computer."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from llmtutor.cli.models.shelf import chosen, shelf
from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_DONE

if TYPE_CHECKING:
    from llmtutor.engine.models import FoundModel
    from llmtutor.engine.recommend import Advice, Machine

_UNVERIFIED = (
    "~ is an estimate: of these models only the repository is known. The file is chosen from"
    " its list when you get it, and checked against the sha256 published there."
)
_FITS = {"good": "yes", "slow": "slow", "no": "no"}


def add_to(below: Any) -> None:
    """Add the command."""
    listing = below.add_parser("list", help="models here, and models that can be got")
    listing.add_argument("--all", action="store_true", help="older and larger models, too")
    add_json(listing)
    listing.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List what is here and what can be got."""
    from llmtutor.engine.recommend import advise, best, this_machine

    folders, paths = shelf()
    machine = this_machine()
    here = {model.entry.id: model for model in folders.found() if model.entry}
    others = [model for model in folders.found() if model.entry is None]
    advice = [advise(entry, machine) for entry in folders.catalogue.entries]
    tips = {kind: best(folders.catalogue.entries, kind, machine) for kind in ("chat", "embedding")}  # type: dict[str, Advice | None]
    if options.json:
        print_json(
            {
                "chosen": chosen(paths),
                "machine": asdict(machine),
                "recommended": {kind: tip.entry.id if tip else None for kind, tip in tips.items()},
                "catalogue": [_row(item, here) for item in advice],
                "other_files": [{"file": str(m.path), "size": m.size} for m in others],
            }
        )
        return EXIT_DONE
    shown = [item for item in advice if options.all or item.entry.rank or item.entry.id in here]
    _print(shown, here, others, len(advice))
    _advise(machine, tips, chosen(paths))
    return EXIT_DONE


def _row(advice: Advice, here: dict[str, FoundModel]) -> dict[str, Any]:
    entry = advice.entry
    found = here.get(entry.id)
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "parameters": entry.parameters,
        "file": found.path.name if found else entry.file,
        "size": found.size if found else entry.size,
        "needs": entry.needs,
        "licence": entry.licence,
        "languages": list(entry.languages),
        "context": entry.context,
        "family": entry.family,
        "verified": entry.verified,
        "sources": [str(source) for source in entry.sources],
        "here": str(found.path) if found else None,
        "fits": _FITS[advice.fit],
        "why": advice.why,
    }


def _print(
    shown: list[Advice], here: dict[str, FoundModel], others: list[FoundModel], known: int
) -> None:
    from rich.table import Table

    from llmtutor.engine.recommend import gigabytes

    table = Table(box=None, pad_edge=False)
    for name in ("", "id", "download", "memory", "here"):
        table.add_column(name, no_wrap=True)
    table.add_column("licence")
    for item in shown:
        entry, found = item.entry, here.get(item.entry.id)
        size = f"{found.size / 1e6:,.0f} MB" if found else f"{_about(item)} MB"
        sign = "✓" if found else "·" if item.fit == "good" else " "
        table.add_row(sign, entry.id, size, gigabytes(entry.needs), item.how, entry.licence)
    for model in others:
        size = f"{model.size / 1e6:,.0f} MB"
        table.add_row("✓", model.path.name, size, "", "a file of yours", "")
    out = console()
    out.print(table)
    left = known - len(shown)
    more = f" llmtutor models list --all shows {left} more." if left else ""
    out.print(f"\n✓ is on this computer, · would do well here.{more}", soft_wrap=True)
    if not all(item.entry.size or item.entry.id in here for item in shown):
        out.print(_UNVERIFIED, soft_wrap=True)


def _advise(machine: Machine, tips: dict[str, Advice | None], in_use: str) -> None:
    out = console()
    out.print(f"In use: {in_use}. This computer: {machine}.", soft_wrap=True)
    for kind, does in (("chat", "To answer"), ("embedding", "To find by meaning")):
        tip = tips[kind]
        if tip is None:
            out.print(f"{does}: nothing fits into the free memory; close other programs.")
        else:
            words = f"{does}: {tip.entry.title}, {tip.why}"
            out.print(f"{words}. Run: llmtutor models get {tip.entry.id}", soft_wrap=True)


def _about(advice: Advice) -> str:
    entry = advice.entry
    return f"{entry.size / 1e6:,.0f}" if entry.size else f"~{entry.download / 1e6:,.0f}"
