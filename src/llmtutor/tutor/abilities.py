"""What a model can do for the tutor, told by what it says it was taught and by its size.

Nothing here knows a model's name. A file or an adapter lists the tasks it was
trained for in its metadata (``llmtutor.tasks``, see ``engine.adapterfile``); of
a model that lists none, its size says how much of a prompt it follows.

The words of the tasks are those the tutor adapter was trained on, exactly
(``models/adapter``); changing one means training again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from llmtutor.engine.protocol import ModelInfo

SYSTEM = "You are a tutor. Use only the notes."
REFUSAL = "NOT IN NOTES"

_TASKS = {
    "answer": "Question: {question}\nAnswer with words of the notes.",
    "explain": "Question: {question}\nExplain in one sentence.",
    "question": "Ask a question whose answer is: {span}",
    "false": "Make this false by changing one thing: {statement}",
    "judge": "Question: {question}\nKey: {key}\nStudent: {given}\nJudge the student's answer.",
    "rewrite": "Before: {before}\nAnswer: {answer}\nNext: {follow_up}\nRewrite the next question.",
}
TASKS = (*_TASKS, "refuse")
"""Every task there is. ``refuse``: asked as ``answer``, says :data:`REFUSAL` where the notes
do not hold the answer."""

Family = Literal["tiny", "small", "capable", "taught"]
"""Which prompt file a model is given, ``prompts/{family}.md``."""

SMALL_FROM = 500_000_000
"""Parameters from which a model follows an instruction of several clauses."""
CAPABLE_FROM = 3_000_000_000
"""Parameters from which it also keeps to a form and can be asked to say "not in the notes"."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the tutor may expect of the model that answers."""

    family: Family
    spans: bool
    """Whether its short answers, held to the words of the notes, are worth showing."""
    abstains: bool
    """Whether its own verdict "not in the notes" means something."""
    rewrites: bool
    """Whether it can put a follow-up question so that it stands alone."""
    sentences: int
    """After how many sentences it wanders off from the notes."""

    @classmethod
    def of(cls, model: ModelInfo) -> Abilities:
        """What a model can do."""
        taught = model.taught
        size = model.parameters if model.kind == "chat" else 0
        small, capable = size >= SMALL_FROM, size >= CAPABLE_FROM
        plain: Family = "capable" if capable else "small" if small else "tiny"
        return cls(
            family="taught" if "explain" in taught else plain,
            spans="answer" in taught or small,
            abstains="refuse" in taught or small,
            rewrites="rewrite" in taught or small,
            sentences=4 if capable else 3 if small else 1,
        )


def notes_part(notes: str) -> str:
    """The shared start of the student's message."""
    return f"Notes:\n{notes}\n"


def task_part(task: str, fields: Mapping[str, str]) -> str:
    """The rest of the student's message: one thing asked. A refusal is asked as an answer is."""
    return "\n" + _TASKS["answer" if task == "refuse" else task].format_map(fields)
