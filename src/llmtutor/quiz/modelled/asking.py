"""Asking a model for one small thing about some notes, in the words it was taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from math import exp

from llmtutor.engine.protocol import (
    Constraint,
    Done,
    Engine,
    Excerpt,
    Failed,
    GenerateRequest,
    Message,
    ModelInfo,
    Sampling,
    ScoreRequest,
    SpansRequest,
    Token,
)
from llmtutor.tutor.abilities import CAPABLE_FROM, SMALL_FROM, SYSTEM, notes_part, task_part

_MOST_TOKENS = 60
_NO_PENALTY = Sampling(repeat_penalty=1.0)
"""What is asked for repeats the notes on purpose."""


@dataclass(frozen=True, slots=True)
class QuizAbilities:
    """What a quiz may expect of the model; what it was not taught yields nothing."""

    asks: bool
    """Says which question for an answer reads best, and answers one with words of the notes."""
    phrases: bool
    """Writes a question for an answer in words of its own."""
    falsifies: bool
    """Turns a true statement false in one place."""
    misleads: bool
    """Thinks of wrong answers that stand for misunderstandings."""
    judges: bool
    """Compares an answer with the key and names what is missing."""
    hears: bool
    """Tells whether a statement is clear to somebody who reads it by itself."""

    @classmethod
    def of(cls, model: ModelInfo) -> QuizAbilities:
        """Told by the tasks a file says it was taught, else by the model's size."""
        taught, size = model.taught, model.parameters if model.kind == "chat" else 0
        small, capable = size >= SMALL_FROM, size >= CAPABLE_FROM
        return cls(
            asks={"question", "answer"} <= taught or small,
            phrases=small,
            falsifies={"false", "judge"} <= taught or capable,
            misleads=capable,
            judges="judge" in taught or small,
            hears="alone" in taught and "score" in model.abilities,
        )

    @property
    def writes(self) -> bool:
        """Whether it can add a question at all."""
        return self.asks or self.falsifies


class Asker:
    """One model, asked about notes; an answer that fails is empty.

    Args:
        engine: the model.
        model: as it was loaded.
        background: whether nobody waits: a student's question then goes first.
    """

    def __init__(self, engine: Engine, model: ModelInfo, *, background: bool = False) -> None:
        self._engine = engine
        self._background = background
        self.model = model
        self.abilities = QuizAbilities.of(model)

    async def words(
        self,
        task: str,
        fields: Mapping[str, str],
        notes: str,
        *,
        constraint: Constraint | None = None,
        opening: str = "",
        sampling: Sampling = _NO_PENALTY,
    ) -> str:
        """What the model says to a task of :mod:`llmtutor.tutor.abilities`, on one line.

        Args:
            task: its name.
            fields: what it is given.
            notes: what it reads.
            constraint: what the answer must be.
            opening: how the answer begins; part of what comes back.
            sampling: how its words are picked.
        """
        asked = task_part(task, fields)
        return await self.free(
            asked, notes, constraint=constraint, opening=opening, sampling=sampling
        )

    async def free(
        self,
        asked: str,
        notes: str,
        *,
        constraint: Constraint | None = None,
        max_tokens: int = _MOST_TOKENS,
        opening: str = "",
        sampling: Sampling = _NO_PENALTY,
    ) -> str:
        """What the model says to words of one's own about the notes."""
        request = GenerateRequest(
            messages=_messages(asked, notes),
            max_tokens=max_tokens,
            sampling=sampling,
            stop=("\n",),
            constraint=constraint if self._keeps(constraint) else None,
            opening=opening,
            background=self._background,
        )
        text = f"{opening} "
        async with aclosing(self._engine.generate(request)) as events:
            async for event in events:
                if isinstance(event, Token):
                    text += event.text
                elif isinstance(event, Failed):
                    return ""
                elif isinstance(event, Done):
                    break
        return " ".join(text.split())

    async def answer(self, question: str, notes: str) -> str:
        """The piece of the notes that the model answers a question with."""
        if "spans" in self.model.abilities:
            asked = task_part("answer", {"question": question})
            found = await self._engine.spans(
                SpansRequest(_messages(asked, notes), (notes,), background=self._background)
            )
            best = max(found, key=lambda one: one.total, default=None)
            return notes[best.start : best.end] if best else ""
        return await self.words(
            "answer", {"question": question}, notes, constraint=Excerpt((notes,))
        )

    async def likeliest(self, question: str, answers: Sequence[str], notes: str) -> str:
        """Which of several answers the model would give; empty where it cannot weigh them."""
        if "score" not in self.model.abilities:
            return ""
        asked = task_part("answer", {"question": question})
        found = await self._engine.score(
            ScoreRequest(
                _messages(asked, notes), tuple(answers), ends=True, background=self._background
            )
        )
        best = max(range(len(answers)), key=lambda at: found[at].mean)
        return answers[best]

    async def readings(self, questions: Sequence[str], answer: str, notes: str) -> list[float]:
        """How well several questions for one answer read, as log-probability of a token.

        All alike where the model cannot weigh them.
        """
        if "score" not in self.model.abilities:
            return [0.0] * len(questions)
        asked = task_part("question", {"span": answer})
        found = await self._engine.score(
            ScoreRequest(_messages(asked, notes), tuple(questions), background=self._background)
        )
        return [one.mean for one in found]

    async def clear(self, statement: str, above: str) -> float:
        """Probability that a statement is clear by itself, under what stands above it."""
        asked = task_part("alone", {"statement": statement})
        yes, no = await self._engine.score(
            ScoreRequest(_messages(asked, above), ("yes", "no"), background=self._background)
        )
        return 1 / (1 + exp(no.total - yes.total))

    def _keeps(self, constraint: Constraint | None) -> bool:
        if constraint is None:
            return False
        wanted = {"Excerpt": "excerpt", "Grammar": "grammar", "JsonSchema": "json"}
        return wanted[type(constraint).__name__] in self.model.abilities


def _messages(asked: str, notes: str) -> tuple[Message, ...]:
    return (Message.of("system", SYSTEM), Message.of("user", notes_part(notes), asked))
