"""Which models a server has, and what is known of the one that answers."""

from __future__ import annotations

import difflib
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import ModelInfo
from llmtutor.engine.server.address import ServerAddress
from llmtutor.engine.server.link import Link

_EVERY_SCRIPT = frozenset({"latin", "cjk", "cyrillic", "arabic", "devanagari"})
_CONTEXTS = ("max_model_len", "n_ctx", "max_context_length", "context_length", "n_ctx_train")
"""What servers call the tokens that their model sees at once, in ``/models``."""
_LONGEST_NAME = 200
_SHOWN = 5

Named = dict[str, Any]
"""A server's entry for a model; ``id`` is its name."""


async def choose(link: Link, wanted: str) -> Named:
    """The entry of the model that is to answer.

    Args:
        link: to the server.
        wanted: its name there; empty takes the first.

    Raises:
        EngineError: ``server``: it cannot be reached, or has no such model.
    """
    listed = await link.get("/models")
    items = listed.get("data") if isinstance(listed, dict) else None
    models: list[Named] = (
        [item for item in items if _is_named(item)] if isinstance(items, list) else []
    )
    if not models:
        raise EngineError(
            "server", "it names no model", where=link.address.place, hint="Load one there first"
        )
    if not wanted:
        return models[0]
    for model in models:
        if model["id"] == wanted:
            return model
    names = [model["id"] for model in models]
    near = difflib.get_close_matches(wanted, names, n=_SHOWN, cutoff=0.3) or names[:_SHOWN]
    raise EngineError(
        "server",
        f"it has no model '{wanted}'",
        where=link.address.place,
        hint=f"Set engine.server_model to one that it has: {', '.join(near)}",
    )


def model_info(named: Named, address: ServerAddress, context: int) -> ModelInfo:
    """What the rest of the program is told of a model that cannot be looked into.

    It is taken to write every script: who sets up a server knows its model.

    Args:
        named: the server's entry.
        address: of the server.
        context: tokens, where the server does not say.
    """
    meta = named.get("meta")
    places = (named, meta if isinstance(meta, dict) else {})
    told = [_tokens(place.get(key)) for key in _CONTEXTS for place in places]
    context = next((tokens for tokens in told if tokens), context)
    return ModelInfo(
        name=named["id"],
        path=address.base,
        size=0,
        kind="chat",
        architecture="",
        parameters=0,
        context=context,
        context_trained=context,
        dimensions=0,
        vocabulary=0,
        device=address.place,
        threads=0,
        languages=(),
        scripts=_EVERY_SCRIPT,
        template="own",
        abilities=frozenset({"json"}),
    )


def _is_named(item: Any) -> bool:
    name = item.get("id") if isinstance(item, dict) else None
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME


def _tokens(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
