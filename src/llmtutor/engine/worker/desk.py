"""What a loaded model does for those who ask: one handler for each kind of request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol

from llmtutor.engine import wire
from llmtutor.engine.events import Event, Prefill, Token, Warmth
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import ModelInfo, PromptSize
from llmtutor.engine.snapshots import SnapshotStore
from llmtutor.engine.worker.adapter import Adapters
from llmtutor.engine.worker.cache import Cache, CancelledByUser
from llmtutor.engine.worker.embedding import Embedder
from llmtutor.engine.worker.generation import Writer
from llmtutor.engine.worker.identity import owner
from llmtutor.engine.worker.inbox import Inbox
from llmtutor.engine.worker.looks import Looker, pieces
from llmtutor.engine.worker.model import Model
from llmtutor.engine.worker.prompting import Prompter
from llmtutor.engine.worker.scoring import Scorer
from llmtutor.engine.worker.spans import SpanFinder
from llmtutor.engine.worker.warming import Warmer, WarmRules, check_fits
from llmtutor.errors import TutorError

Line = wire.Line
Send = Callable[[Line], None]
Handler = Callable[[Line], Any]

SAVED = "saved"
"""What the worker asks of itself when a snapshot has been written."""


class StaysOpen(Exception):  # noqa: N818 (not an error: the answer comes bit by bit)
    """The request is not done; more is said about it until it is cancelled."""


class Desk(Protocol):
    """Serves a loaded model."""

    model: Model
    work: dict[str, Handler]

    def patience(self) -> float | None:
        """Seconds until there is something to do unasked; None is never."""
        ...

    def idle(self) -> None:
        """Do it, until done or interrupted.

        Raises:
            CancelledByUser: somebody waits for something else.
        """
        ...

    def close(self) -> None: ...


class WritingDesk:
    """Serves a model that writes.

    Args:
        model: the model.
        inbox: of the requests, for those that stay open.
        send: says a line.
        store: of snapshots; None keeps none.
        rules: for reading ahead.
    """

    def __init__(
        self,
        model: Model,
        inbox: Inbox,
        send: Send,
        store: SnapshotStore | None,
        rules: WarmRules,
    ) -> None:
        self.model = model
        self._inbox = inbox
        self._send = send
        self._cache = Cache(model)
        self._warmer = Warmer(
            self._cache, store, rules, lambda: inbox.accept({"id": 0, "do": SAVED})
        )
        self._prompter = Prompter(model, self._cache, self._warmer)
        self._writer = Writer(model, self._cache, self._prompter)
        self._scorer = Scorer(model, self._cache, self._prompter)
        self._spans = SpanFinder(model, self._prompter, self._scorer)
        self._looker = Looker(model, self._cache, self._prompter)
        self._adapters = Adapters(model)
        self._claim()
        self.work: dict[str, Handler] = {
            "generate": self._generate,
            "warm": self._warm,
            "cancel": self._cancel,
            SAVED: lambda _: self._warmer.refresh(),
            "score": self._score,
            "spans": self._find_spans,
            "count": lambda line: count(model, line),
            "measure": self._measure,
            "pieces": self._pieces,
            "next": self._next,
            "surprise": self._surprise,
            "adapter": lambda line: self.use_adapter(line["path"], line["scale"]),
        }

    def use_adapter(self, path: str, scale: float) -> Line:
        """Put an adapter on the model, or with an empty path take it off.

        Raises:
            TutorError: it cannot serve.
        """
        self._adapters.use(Path(path) if path else None, scale)
        self._cache.forget()
        self._claim()
        return wire.info_to_wire(self.info)

    @property
    def worn(self) -> tuple[str, float]:
        """The path of the adapter in use, empty for none, and its scale."""
        return (str(self._adapters.path or ""), self._adapters.scale)

    @property
    def info(self) -> ModelInfo:
        """The model with what it wears."""
        return replace(self.model.info, adapter=self._adapters.name, taught=self._adapters.tasks)

    def patience(self) -> float | None:
        return self._warmer.patience()

    def idle(self) -> None:
        try:
            self._warmer.work()
        except TutorError as error:
            self._warmer.give_up(str(error))

    def close(self) -> None:
        self._cache.close()
        self.model.close()

    def _claim(self) -> None:
        """Say whose the snapshots are from now on."""
        worn = self._adapters
        self._warmer.belong_to(
            owner(
                self.model.library,
                self.model.file.path,
                worn.path,
                worn.scale,
                on_gpu=self.model.is_on_gpu,
            )
        )

    def _generate(self, line: Line) -> Line:
        request, held = wire.request_from_wire(line), []

        def say(event: Event) -> None:
            match event:
                case Token(text) if request.background:
                    held.append(text)
                case Token(text):
                    self._send({"id": line["id"], "say": "token", "text": text})
                case Prefill(done, total):
                    self._send({"id": line["id"], "say": "prefill", "done": done, "total": total})

        figures = self._writer.answer(request, say)
        if request.background and figures.stop_reason == "cancelled":
            raise CancelledByUser  # begun anew, it may not say the same words twice
        if held:
            self._send({"id": line["id"], "say": "token", "text": "".join(held)})
        return asdict(figures)

    def _warm(self, line: Line) -> None:
        tokens = self._prompter.beginning(wire.messages_from_wire(line["messages"]))
        check_fits(tokens, self.model.info.context, self.model.info.name)
        number = line["id"]

        def say(warmth: Warmth) -> None:
            self._send({"id": number, "say": "warmth", **asdict(warmth)})

        if self._inbox.stand(number):
            self._warmer.wish(number, tokens, say)
        raise StaysOpen

    def _cancel(self, line: Line) -> None:
        self._inbox.standing.discard(line["id"])
        self._warmer.withdraw(line["id"])

    def _score(self, line: Line) -> list[list[float]]:
        scores = self._scorer.score(wire.score_from_wire(line))
        return [list(score.steps) for score in scores]

    def _find_spans(self, line: Line) -> list[Line]:
        return [asdict(span) for span in self._spans.find(wire.spans_from_wire(line))]

    def _measure(self, line: Line) -> Line:
        prompt = self._prompter.prompt(wire.messages_from_wire(line["messages"]))
        return asdict(PromptSize(len(prompt.tokens), self.model.info.context))

    def _pieces(self, line: Line) -> list[Line]:
        if "text" in line:
            found = self._looker.pieces(line["text"])
        else:
            found = self._looker.pieces(wire.messages_from_wire(line["messages"]))
        return [wire.piece_to_wire(piece) for piece in found]

    def _next(self, line: Line) -> Line:
        return wire.next_to_wire(self._looker.next_tokens(wire.peek_from_wire(line)))

    def _surprise(self, line: Line) -> list[Line]:
        return [wire.surprise_to_wire(item) for item in self._looker.surprise(line["text"])]


class EmbeddingDesk:
    """Serves a model that makes vectors."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._embedder = Embedder(model)
        words = model.vocabulary
        self.work: dict[str, Handler] = {
            "embed": lambda line: wire.vectors_to_wire(self._embedder.embed(line["texts"])),
            "count": lambda line: count(model, line),
            "pieces": lambda line: [
                wire.piece_to_wire(piece) for piece in pieces(words, words.tokens(line["text"]))
            ],
        }

    def patience(self) -> float | None:
        return None

    def idle(self) -> None: ...

    def close(self) -> None:
        self._embedder.close()
        self.model.close()


def count(model: Model, line: Line) -> list[int]:
    """Tokens of each text alone."""
    return [len(model.vocabulary.tokens(text)) for text in line["texts"]]


def refuse(desk: Desk | None, do: str) -> EngineError:
    """Why nothing here serves a request."""
    if desk is None:
        return EngineError("fault", "no model is loaded")
    name = desk.model.info.name
    if desk.model.info.can_generate:
        return EngineError("wrong_kind", f"this model writes; it does not {do}", where=name)
    return EngineError("wrong_kind", "this model embeds; it cannot write", where=name)
