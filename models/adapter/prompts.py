"""The one prompt family that the adapter is trained on and used with.

System and notes come first and are the same for every task, so that many
questions about the same notes share their tokens. The tutor reads the same
file at run time: ``src/llmtutor/tutor/abilities.py`` holds the words, and this
module only puts ChatML around them, as the base model's own template does.
"""

from __future__ import annotations

from llmtutor.tutor import abilities

START, END = "<|im_start|>", "<|im_end|>"


def opening(notes: str) -> list[tuple[str, bool]]:
    """The shared start as ``(text, is control)`` pieces; each piece is tokenised apart."""
    return [
        (START, True),
        ("system\n", False),
        (abilities.SYSTEM, False),
        (END, True),
        ("\n", False),
        (START, True),
        ("user\n", False),
        (abilities.notes_part(notes), False),
    ]


def branch(task: str, fields: dict[str, str]) -> list[tuple[str, bool]]:
    """What follows the notes, up to where the answer starts."""
    return [
        (abilities.task_part(task, fields), False),
        (END, True),
        ("\n", False),
        (START, True),
        ("assistant\n", False),
    ]


def target(text: str) -> list[tuple[str, bool]]:
    """The answer and its end."""
    return [(text, False), (END, True)]
