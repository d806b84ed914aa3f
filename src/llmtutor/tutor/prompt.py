"""Prompts are files one can read and change; this fills them in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from llmtutor.content.inline import plain
from llmtutor.engine.protocol import Message, Role
from llmtutor.errors import InputFileError
from llmtutor.tutor.models import Quote

_PART = re.compile(r"^## (system|user|assistant)(?:: *\w+)?\n", re.MULTILINE)


@lru_cache(maxsize=8)
def prompt_file(name: str) -> tuple[tuple[Role, str], ...]:
    """The parts of a prompt file in order: ``(role, text with {blanks})``.

    Parts of one role that follow each other make one message, cut where its
    tokens may be shared with another prompt.

    Raises:
        InputFileError: the file has no parts.
    """
    source = resources.files("llmtutor.tutor") / "prompts" / f"{name}.md"
    text = source.read_text(encoding="utf-8")
    cuts = list(_PART.finditer(text))
    if not cuts:
        raise InputFileError("the prompt has no '## system' or '## user' part", where=str(source))
    ends = [*(cut.start() for cut in cuts[1:]), len(text)]
    return tuple(
        (_role(cut[1]), text[cut.end() : end].rstrip("\n"))
        for cut, end in zip(cuts, ends, strict=True)
    )


def fill(name: str, *, notes: str, question: str) -> tuple[Message, ...]:
    """Messages for the model, what changes least first.

    Notes are evidence: they are put in as they are, and nothing in them can
    add a part to the prompt.
    """
    messages: list[Message] = []
    for role, text in prompt_file(name):
        filled = text.replace("{notes}", "\x00").replace("{question}", question)
        part = filled.replace("\x00", notes)
        if messages and messages[-1].role == role:
            messages[-1] = Message.of(role, *messages[-1].parts, part)
        else:
            messages.append(Message.of(role, part))
    return tuple(messages)


def notes_from(quotes: Sequence[Quote]) -> str:
    """Quotes as the notes of a prompt: markup off, one to a line, each with its section."""
    return "\n".join(f"- {quote.title}: {' '.join(plain(quote.text).split())}" for quote in quotes)


def _role(name: str) -> Role:
    return "system" if name == "system" else "user" if name == "user" else "assistant"
