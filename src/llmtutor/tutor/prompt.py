"""Prompts are files one can read and change; this fills them in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from llmtutor.content.inline import plain
from llmtutor.engine.protocol import Message, Role
from llmtutor.errors import InputFileError
from llmtutor.tutor import abilities
from llmtutor.tutor.models import Quote

Task = Literal["explain", "short", "steps"]
"""An answer in its own words; in a few words of the notes; in its own words, thought over."""
_TASKS = get_args(Task)
_PART = re.compile(r"^## (system|user|assistant)(?:: *(\w+))?\n", re.MULTILINE)
_WRAP = re.compile(r"(?<!\n)\n(?=[^\s\-*+•|#>`~\d(（])")
"""A line end inside a paragraph: what follows begins no item, row, heading or fence."""
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prompt file under one heading."""

    role: Role
    name: str
    """What it is for; one named after a task is left out of prompts for other tasks."""
    text: str
    """With ``{blanks}``."""


@lru_cache(maxsize=16)
def prompt_file(name: str) -> tuple[Part, ...]:
    """The parts of a prompt file in order.

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
        Part(_role(cut[1]), cut[2] or "", text[cut.end() : end].rstrip("\n"))
        for cut, end in zip(cuts, ends, strict=True)
    )


def fill(
    name: str, task: Task = "explain", /, *, examples: str = "", **blanks: str
) -> tuple[Message, ...]:
    """Messages for the model, what changes least first.

    What goes into a blank is put in as it is: nothing in notes or a question
    can add a part to the prompt or fill another blank.

    Args:
        name: of the prompt file.
        task: what is asked about the notes.
        examples: a prompt file whose turns are shown before the notes; none if empty.
        blanks: by name, such as ``notes`` and ``question``.
    """
    parts = [part for part in prompt_file(name) if part.name not in _TASKS or part.name == task]
    shown = prompt_file(examples) if examples else ()
    system = [part for part in parts if part.role == "system"]
    rest = [part for part in parts if part.role != "system"]
    messages: list[Message] = []
    for part in (*system, *shown, *rest):
        text = _BLANK.sub(lambda blank: blanks.get(blank[1], blank[0]), part.text)
        if messages and messages[-1].role == part.role:
            messages[-1] = Message.of(part.role, *messages[-1].parts, text)
        else:
            messages.append(Message.of(part.role, text))
    return tuple(messages)


def taught(task: str, notes: str, **fields: str) -> tuple[Message, ...]:
    """Messages in the words that the tutor adapter was trained on."""
    return (
        Message.of("system", abilities.SYSTEM),
        Message.of("user", abilities.notes_part(notes), abilities.task_part(task, fields)),
    )


def beginning(messages: Sequence[Message]) -> tuple[Message, ...]:
    """What all prompts on the same notes share: everything before the last part."""
    *before, last = messages
    return (*before, Message(last.role, last.parts[:-1]))


def unwrapped(text: str) -> str:
    """Text whose paragraphs are lines; its length stays the same.

    Where an editor broke a line means nothing, and a model that reads the break
    takes it for the end of something.
    """
    return _WRAP.sub(" ", text)


def notes_from(quotes: Sequence[Quote]) -> str:
    """Quotes as the notes of a prompt: markup off, one to a line, each with its section."""
    return "\n".join(f"- {quote.title}: {' '.join(plain(quote.text).split())}" for quote in quotes)


def _role(name: str) -> Role:
    return "system" if name == "system" else "user" if name == "user" else "assistant"
