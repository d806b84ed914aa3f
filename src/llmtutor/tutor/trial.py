"""Trying a model out: a few small tasks with known answers, once for each model.

A model's size says what such models usually can, and a server does not even tell
the size. So a model that says of itself nothing is asked eight questions that a few
lines of notes answer, eight that they do not, and to keep to three forms. The notes
are made up: nobody can know the answers from elsewhere, and nothing of the student's
is used.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from llmtutor.engine.protocol import (
    Engine,
    Failed,
    GenerateRequest,
    Message,
    ModelInfo,
    Sampling,
    ScoreRequest,
    SpansRequest,
    Token,
)
from llmtutor.tutor import prompt
from llmtutor.tutor.abilities import PAIRS, REFUSAL, SYSTEM, Outcome, notes_part
from llmtutor.tutor.models import Quote
from llmtutor.tutor.short_answer import choose

VERSION = 1
"""Raised when the tasks change: then models are tried out anew."""
_MOST_TOKENS = 400
"""Room for a model that thinks first; one that talks is cut off after some words."""
_MOST_WORDS = 40
_SPARE_WORDS = 8
"""Words around the right ones that an answer of a few words may have."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Notes, a question that they answer, and one that they do not."""

    notes: str
    asked: str
    key: str
    absent: str


@dataclass(frozen=True, slots=True)
class Form:
    """Notes, something to be written about them in a given form, and whether that was done."""

    notes: str
    task: str
    is_kept: Callable[[str], bool]


_BRIDGE = (
    "The Alder Bridge was opened in 1871 and rebuilt in 1904 after a flood. It carries two railway"
    " tracks and a footpath."
)
_ROCKS = (
    "Basalt forms from lava that cools quickly. Granite forms when magma cools slowly, deep under"
    " the ground."
)
_FERRY = (
    "The ferry leaves the island at noon. In winter it sails only on Mondays, because the harbour"
    " freezes."
)
TASKS = (
    Pair(
        "Mira keeps the seeds in the cellar. Her brother Tom waters the beans, and their aunt"
        " sells the pumpkins at the market.",
        "Who waters the beans?",
        "Tom",
        "How much do the pumpkins cost?",
    ),
    Pair(
        "The Marnau library holds 12,000 books. It lends a book for three weeks; whoever keeps it"
        " longer pays one crown a day.",
        "For how long does the library lend a book?",
        "three weeks",
        "In which street is the library?",
    ),
    Pair(
        "Whales breathe through a blowhole on the top of the head. Fish take oxygen from the"
        " water with their gills.",
        "With what do fish take oxygen from the water?",
        "gills",
        "How long do whales live?",
    ),
    Pair(
        _FERRY,
        "Why does the ferry sail only on Mondays in winter?",
        "the harbour freezes",
        "How many passengers can the ferry carry?",
    ),
    Pair(_BRIDGE, "In which year was the bridge rebuilt?", "1904", "Who designed the bridge?"),
    Pair(
        _ROCKS,
        "Which rock forms from magma that cools slowly?",
        "Granite",
        "At what temperature does basalt melt?",
    ),
    Pair(
        "Each queue holds at most 40 requests. A request that waits longer than 5 seconds is sent"
        " to the second server.",
        "How long may a request wait before it is sent to the second server?",
        "5 seconds",
        "Which language is the server written in?",
    ),
    Pair(
        "A toggle is a switch with two positions. A slider is a switch that can be set to any"
        " value between zero and ten.",
        "What is a toggle?",
        "a switch with two positions",
        "Who invented the toggle?",
    ),
    Form(
        _BRIDGE,
        'Write two lines and nothing else: "Opened: " with the year in which the bridge was'
        ' opened, then "Rebuilt: " with the year in which it was rebuilt.',
        lambda text: text.split() == ["Opened:", "1871", "Rebuilt:", "1904"],
    ),
    Form(
        _ROCKS,
        "Reply with the names of the two rocks in alphabetical order, a comma between them, and"
        " nothing else.",
        lambda text: re.fullmatch(r"basalt, *granite\.?", text.lower()) is not None,
    ),
    Form(
        _FERRY,
        'Reply with nothing but a JSON object with the keys "season" and "day", which say when the'
        " ferry sails rarely.",
        lambda text: _is_object(text, {"season": "winter", "day": "monday"}),
    ),
)
"""``PAIRS`` and ``FORMS`` of them. The thresholds of ``Outcome`` are told by these very ones.

Those come first that a model gets wrong which cannot do it: it is left in peace the sooner."""


class TrialLog(Protocol):
    """Remembers what trials came to; ``storage`` provides it."""

    def outcome(self, model: ModelInfo) -> Outcome | None:
        """Of the trial of exactly this file or server's model; None where there was none."""
        ...

    def keep(self, model: ModelInfo, outcome: Outcome) -> None: ...


class Trial:
    """One model being tried out; it can be left after any task, and taken up again."""

    def __init__(self, engine: Engine, model: ModelInfo) -> None:
        self._engine, self._model = engine, model
        self.done = 0
        """Tasks behind it, of all in :data:`TASKS`."""
        self._copied = self._refused = self._withheld = self._formed = 0

    @property
    def outcome(self) -> Outcome:
        """As far as it got."""
        return Outcome(self._copied, self._refused, self._withheld, self._formed)

    async def steps(self) -> AsyncGenerator[int, None]:
        """Do the tasks that are left; tells how many are done after each.

        Ends early where the rest cannot change what is expected of the model.

        Raises:
            TutorError: the model cannot be asked.
        """
        for task in TASKS[self.done :]:
            if self.outcome.is_settled(max(0, PAIRS - self.done)):
                return
            if isinstance(task, Pair):
                right, withheld = await self._asked(task.notes, task.asked, task.key)
                _, refused = await self._asked(task.notes, task.absent, "")
                self._copied += right
                self._withheld += withheld
                self._refused += refused
            else:
                user = Message.of("user", notes_part(task.notes), "\n" + task.task)
                text = await self._written((Message.of("system", SYSTEM), user))
                self._formed += task.is_kept(_unfenced(text))
            self.done += 1
            yield self.done

    async def _asked(self, notes: str, question: str, key: str) -> tuple[bool, bool]:
        """Whether the right words of the notes were given, and whether the question was refused."""
        if "answer" in self._model.taught:
            messages = prompt.taught("answer", notes, question=question)
        else:
            messages = prompt.fill("small", "short", notes=notes, question=question)
        if not {"spans", "score"} <= self._model.abilities:
            text = await self._written(messages)
            return _is_right(text, key), REFUSAL in text.upper()
        found = await self._engine.spans(SpansRequest(messages, (notes,)))
        best = choose(question, (Quote(notes, "", "", 0, len(notes)),), found)
        (score,) = await self._engine.score(ScoreRequest(messages, (REFUSAL,), ends=True))
        refusal = math.exp(max(score.total, -700.0))
        return (
            best is not None and _is_right(best.text, key),
            refusal > (best.probability if best else 0.0),
        )

    async def _written(self, messages: tuple[Message, ...]) -> str:
        request = GenerateRequest(
            messages, _MOST_TOKENS, Sampling(temperature=0.0, repeat_penalty=1.0)
        )
        text = ""
        async with aclosing(self._engine.generate(request)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    raise event.problem
                text += event.text if isinstance(event, Token) else ""
                if len(text.split()) > _MOST_WORDS:
                    break
        return text.strip()


def _is_right(text: str, key: str) -> bool:
    """Whether an answer of a few words holds the right ones."""
    said, wanted = text.lower(), key.lower()
    return bool(key) and wanted in said and len(said.split()) <= len(wanted.split()) + _SPARE_WORDS


def _unfenced(text: str) -> str:
    """Text without the fence that many models set around what is no prose."""
    return re.sub(r"^```\w*\n(.*?)\n?```$", r"\1", text, flags=re.DOTALL).strip()


def _is_object(text: str, wanted: dict[str, str]) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return (
        isinstance(value, dict)
        and value.keys() == wanted.keys()
        and all(word in str(value[key]).lower() for key, word in wanted.items())
    )
