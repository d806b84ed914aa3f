"""How a conversation is laid out for a model: rendered once with slots where the words will go.

A chat template is a program from a file that somebody else made. It never sees
what the student wrote: it is rendered, sandboxed and timed, over slots, and
the words are put in afterwards. So its result can be kept for every
conversation of the same shape, and no text can pose as a control token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Message, Role
from llmtutor.engine.text import THINK, THINK_END

Turn = tuple[Role, str]
Renderer = Callable[[Sequence[Turn]], str]
"""Lays out turns, ready for the assistant's next; raises whatever it likes."""

Kind = Literal["own", "builtin", "plain"]


class Style(NamedTuple):
    """One way to lay out conversations."""

    kind: Kind
    render: Renderer
    stop: tuple[str, ...] = ()
    """Texts that mean the model has begun the user's next turn."""


_SLOT = re.compile("\ue000(\\d+)\\.(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one part of one message goes."""

    message: int
    part: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Fixed text and slots, in order."""

    pieces: tuple[str | Slot, ...]
    stop: tuple[str, ...] = ()
    """Texts that mean the model has begun the user's next turn."""

    @property
    def thinking(self) -> bool:
        """Whether the layout itself opens a ``<think>`` block for the answer."""
        last = self.pieces[-1] if self.pieces else ""
        return isinstance(last, str) and last.rfind(THINK) > last.rfind(THINK_END)

    def fill(self, messages: Sequence[Message]) -> Iterator[tuple[str, bool]]:
        """Texts in order, each with whether it is fixed text that may hold control tokens."""
        for piece in self.pieces:
            if isinstance(piece, str):
                yield piece, True
            else:
                yield messages[piece.message].parts[piece.part], False


@dataclass(slots=True)
class ChatFormat:
    """Lays out conversations in the first style that can."""

    name: str
    """The model file, for errors."""
    styles: tuple[Style, ...]
    _layouts: dict[tuple[tuple[Role, int], ...], Layout] = field(default_factory=dict)

    def layout(self, messages: Sequence[Message]) -> Layout:
        """The layout of conversations of this shape.

        Raises:
            EngineError: ``template``: nothing can lay out this conversation.
        """
        shape = tuple((message.role, len(message.parts)) for message in messages)
        if shape not in self._layouts:
            self._layouts[shape] = self._find(shape)[1]
        return self._layouts[shape]

    def kind(self) -> Kind | Literal["none"]:
        """Which kind of style lays out a question with notes."""
        try:
            return self._find((("system", 1), ("user", 2)))[0]
        except EngineError:
            return "none"

    def _find(self, shape: tuple[tuple[Role, int], ...]) -> tuple[Kind, Layout]:
        turns = [(role, _slots(index, parts)) for index, (role, parts) in enumerate(shape)]
        wanted = {
            Slot(index, part) for index, (_, parts) in enumerate(shape) for part in range(parts)
        }
        reasons = []
        for kind, render, stop in self.styles:
            for candidate in _variants(turns):
                try:
                    pieces = _split(render(candidate))
                except Exception as error:
                    reasons.append(f"{kind}: {str(error) or type(error).__name__}")
                    continue
                if wanted <= set(pieces):
                    return kind, Layout(pieces, stop)
                reasons.append(f"{kind}: it leaves out some of the conversation")
        reason = reasons[0] if reasons else "there is none"
        raise EngineError(
            "template",
            f"the model's chat template cannot be used ({reason})",
            where=self.name,
            hint="Choose another model; llmtutor models list shows some",
        )


def own_template(source: str, bos: str, eos: str) -> Renderer:
    """The template from the model file."""

    def render(turns: Sequence[Turn]) -> str:
        from llmtutor.engine.worker.jinja import render_jinja

        messages = [{"role": role, "content": text} for role, text in turns]
        # Templates that can think are asked not to: a small model has no tokens to spare for it.
        return render_jinja(
            source,
            {
                "messages": messages,
                "add_generation_prompt": True,
                "enable_thinking": False,
                "bos_token": bos,
                "eos_token": eos,
            },
        )

    return render


PLAIN_STOP = ("\nQuestion:", "\nUser:")


def plain_text(turns: Sequence[Turn]) -> str:
    """For models that were taught no chat format: something they can continue."""
    lines = []
    for role, text in turns:
        lines.append(f"Answer: {text}" if role == "assistant" else text)
    return "\n\n".join([*lines, "Answer:"])


def _slots(message: int, parts: int) -> str:
    return "".join(f"\ue000{message}.{part}\ue001" for part in range(parts))


def _variants(turns: list[Turn]) -> Iterator[list[Turn]]:
    """The turns as they are, and with the system's words in the first question.

    Some templates know no system role: they refuse it, or drop it in silence.
    """
    yield turns
    if len(turns) > 1 and turns[0][0] == "system" and turns[1][0] == "user":
        yield [("user", f"{turns[0][1]}\n\n{turns[1][1]}"), *turns[2:]]


def _split(rendered: str) -> tuple[str | Slot, ...]:
    pieces: list[str | Slot] = []
    end = 0
    for match in _SLOT.finditer(rendered):
        if match.start() > end:
            pieces.append(rendered[end : match.start()])
        pieces.append(Slot(int(match[1]), int(match[2])))
        end = match.end()
    if end < len(rendered):
        pieces.append(rendered[end:])
    return tuple(pieces)
