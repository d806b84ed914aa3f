"""What a model can do for the tutor: told by what it was taught, by a trial, or by its size.

Nothing here knows a model's name. A file or an adapter lists the tasks it was
trained for in its metadata (``llmtutor.tasks``, see ``engine.adapterfile``). One
that lists none is tried out once (``tutor.trial``); until then its size says how
much of a prompt it follows.

The words of the tasks are those the tutor adapter was trained on, exactly
(``models/adapter``); changing one means training again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from llmtutor.engine.protocol import ModelInfo

SYSTEM = "You are a tutor. Use only the notes."
REFUSAL = "NOT IN NOTES"

_TASKS = {
    "answer": "Question: {question}\nAnswer with words of the notes.",
    "explain": "Question: {question}\nExplain in one sentence.",
    "question": "Ask a question whose answer is: {span}",
    "false": "Make this false by changing one thing: {statement}",
    "judge": "Question: {question}\nKey: {key}\nStudent: {given}\nJudge the student's answer.",
    "alone": "Statement: {statement}\nIs it clear by itself?",
    "rewrite": "Before: {before}\nAnswer: {answer}\nNext: {follow_up}\nRewrite the next question.",
}
TASKS = (*_TASKS, "refuse")
"""Every task there is. ``refuse``: asked as ``answer``, says :data:`REFUSAL` where the notes
do not hold the answer."""

Family = Literal["tiny", "small", "capable", "taught"]
"""Which prompt file a model is given, ``prompts/{family}.md``."""

Level = Literal["tiny", "small", "capable"]
"""How much of a prompt a model follows."""

SMALL_FROM = 500_000_000
"""Parameters from which a model follows an instruction of several clauses."""
CAPABLE_FROM = 3_000_000_000
"""Parameters from which it also keeps to a form and can be asked to say "not in the notes"."""


PAIRS, FORMS = 8, 3
"""Tasks of a trial: a question that some notes answer and one that they do not; a form to keep."""
_COPIES_FROM, _REFUSES_FROM, _FORMS_FROM = 5, 5, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model made of the tasks of ``tutor.trial``."""

    copied: int
    """Questions that it answered with the right words of the notes, of :data:`PAIRS`."""
    refused: int
    """Questions without an answer in the notes that it refused, of as many."""
    withheld: int
    """Questions with an answer in the notes that it refused, of as many."""
    formed: int
    """Tasks in which it kept to the form that was asked for, of :data:`FORMS`."""

    @property
    def spans(self) -> bool:
        return self.copied >= _COPIES_FROM

    @property
    def abstains(self) -> bool:
        """Whether it tells one sort of question from the other; to refuse all is no art."""
        return self.refused - self.withheld >= _REFUSES_FROM

    @property
    def level(self) -> Level:
        """A model that keeps to no form follows no prompt of several clauses."""
        if not (self.spans and self.formed):
            return "tiny"
        return "capable" if self.abstains and self.formed >= _FORMS_FROM else "small"

    def is_settled(self, left: int) -> bool:
        """Whether it can do nothing even if it gets all the pairs right that are left."""
        return (
            self.copied + left < _COPIES_FROM
            and self.refused - self.withheld + left < _REFUSES_FROM
        )

    def told(self) -> str:
        """What came of it, in a line."""
        return (
            f"{self.copied} of {PAIRS} answered from notes, {self.refused} of {PAIRS} rightly and"
            f" {self.withheld} wrongly refused, {self.formed} of {FORMS} forms kept"
        )


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
    def of(cls, model: ModelInfo, outcome: Outcome | None = None, level: str = "auto") -> Abilities:
        """What a model can do.

        Args:
            model: the model.
            outcome: of its trial; None where it was not tried out.
            level: what the settings say it is; ``auto`` where they leave it open.
        """
        if level in get_args(Level):
            return cls._plain(cast("Level", level))
        taught = model.taught
        if outcome and not taught:
            can = cls._plain(outcome.level)
            return replace(can, spans=outcome.spans, abstains=outcome.abstains)
        can = cls._plain(by_size(model))
        return replace(
            can,
            family="taught" if "explain" in taught else can.family,
            spans=can.spans or "answer" in taught,
            abstains=can.abstains or "refuse" in taught,
            rewrites=can.rewrites or "rewrite" in taught,
        )

    @classmethod
    def _plain(cls, level: Level) -> Abilities:
        more = level != "tiny"
        sentences = {"tiny": 1, "small": 3, "capable": 4}[level]
        return cls(level, spans=more, abstains=more, rewrites=more, sentences=sentences)


def by_size(model: ModelInfo) -> Level:
    """How much of a prompt a model of its size usually follows; of one unknown, little."""
    size = model.parameters if model.kind == "chat" else 0
    return "capable" if size >= CAPABLE_FROM else "small" if size >= SMALL_FROM else "tiny"


def is_unknown(model: ModelInfo) -> bool:
    """Whether only a trial can tell: it chats, and says of no task that it was taught it."""
    return model.kind == "chat" and not model.taught


def notes_part(notes: str) -> str:
    """The shared start of the student's message."""
    return f"Notes:\n{notes}\n"


def task_part(task: str, fields: Mapping[str, str]) -> str:
    """The rest of the student's message: one thing asked. A refusal is asked as an answer is."""
    return "\n" + _TASKS["answer" if task == "refuse" else task].format_map(fields)
