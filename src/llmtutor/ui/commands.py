"""The command palette: everything by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from llmtutor.ui.page.ink import harmless

_HIDDEN = frozenset(
    (
        "page contents quote links search inspector earlier help choice order match typing chooser"
        " setup result rest report overview day"
    ).split()
)
"""Namespaces of keys that only move about."""


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the palette."""

    name: str
    """Namespaced: "study: next"."""
    help: str
    run: Callable[[], Any]


def commands_of(app: App[Any], nodes: list[DOMNode]) -> Iterator[Command]:
    """The actions that the bindings of some places offer now."""
    for node in nodes:
        for binding in _bindings(node):
            space = (binding.id or "").partition(".")[0]
            offered = space and space not in _HIDDEN
            if offered and app._check_action_state(binding.action, node):
                run = partial(app.run_action, binding.action, node)
                yield Command(f"{space}: {binding.description}", binding.tooltip, run)


def _bindings(node: DOMNode) -> Iterator[Binding]:
    seen: set[str] = set()
    for binding in Binding.make_bindings(node.BINDINGS):
        if binding.action not in seen:
            seen.add(binding.action)
            yield binding


class Commands(Provider):
    """Offers what the app has to offer."""

    def _commands(self) -> Iterator[Command]:
        offered = getattr(self.app, "offered_commands", None)
        if offered is not None:
            yield from offered(self.screen)

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(Content(harmless(command.name)), command.run, command.name,
                               command.help)  # fmt: skip

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            name = harmless(command.name)
            if (score := matcher.match(name)) > 0:
                yield Hit(score, _marked(name, query), command.run, name, command.help)


def _marked(name: str, query: str) -> Content:
    """The name, the typed words shown in it; the name is never read as markup."""
    content = Content(name)
    for word in query.split():
        at = name.casefold().find(word.casefold())
        if at >= 0:
            content = content.stylize("bold underline", at, at + len(word))
    return content
