"""One answer: check the length, read the prompt, write token by token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from llmtutor.engine.events import Event, Figures, Prefill, StopReason, Token
from llmtutor.engine.request import GenerateRequest
from llmtutor.engine.text import THINK, THINK_END, AnswerText
from llmtutor.engine.worker.cache import Cache, CancelledByUser
from llmtutor.engine.worker.model import Model
from llmtutor.engine.worker.picking import Picker, picker
from llmtutor.engine.worker.prompting import Prompter
from llmtutor.engine.worker.rules import make_rule

_MARKS = {THINK, THINK_END}

Say = Callable[[Event], None]


@dataclass(slots=True)
class _Count:
    """What is learnt while answering; figures also exist when it is cut short."""

    prompt: int
    cached: int = 0
    new: int = 0
    hidden: int = 0
    restored: int = 0
    redrawn: int = 0
    started: float = 0.0
    read: float = 0.0
    """Clock when the prompt was in; 0 until then."""

    def figures(self, reason: StopReason) -> Figures:
        now = perf_counter()
        read = self.read or now
        return Figures(
            prompt_tokens=self.prompt,
            cached_tokens=self.cached,
            new_tokens=self.new,
            hidden_tokens=self.hidden,
            prefill_ms=1000 * (read - self.started),
            decode_ms=1000 * (now - read),
            stop_reason=reason,
            restored_tokens=self.restored,
            redrawn_tokens=self.redrawn,
        )


class Writer:
    """Answers conversations with one model."""

    def __init__(self, model: Model, cache: Cache, prompter: Prompter) -> None:
        self._model = model
        self._cache = cache
        self._prompter = prompter

    def answer(self, request: GenerateRequest, say: Say) -> Figures:
        """Write an answer, handing each event to ``say`` as it happens.

        Raises:
            EngineError: ``too_long``, ``template``, ``constraint`` or ``native``.
        """
        words = self._model.vocabulary
        layout = self._model.format.layout(request.messages)
        prompt = words.prompt(layout, request.messages, request.opening)
        self._prompter.check_length(prompt.tokens, request.max_tokens)
        rule = None
        if request.constraint is not None:
            rule = make_rule(self._model.library, words, request.constraint)
        text = AnswerText((*request.stop, *layout.stop), thinking=layout.thinking)
        count = _Count(len(prompt.tokens), started=perf_counter())
        try:
            with picker(self._model.library, words, request.sampling, rule) as chosen:
                count.cached = self._prompter.read(
                    prompt, lambda done: say(Prefill(done, count.prompt))
                )
                count.restored = min(self._cache.restored, count.cached)
                count.read = perf_counter()
                reason = self._write(request.max_tokens, text, count, chosen, say)
        except CancelledByUser:
            return count.figures("cancelled")
        _say_text(text.finish(), say)
        return count.figures(reason)

    def _write(
        self, max_tokens: int, text: AnswerText, count: _Count, chosen: Picker, say: Say
    ) -> StopReason:
        words, context = self._model.vocabulary, self._model.context
        while count.new < max_tokens:
            token = chosen.pick(context)
            count.redrawn = chosen.redrawn
            if token is None or words.ends_answer(token):
                return "end"
            count.new += 1
            _say_text(text.feed(self._bytes(token)), say)
            count.hidden += text.thinking
            if text.stopped:
                return "stop"
            if count.new < max_tokens:
                self._cache.append(token)
        return "length"

    def _bytes(self, token: int) -> bytes:
        """A token's bytes; of control tokens only the marks around thinking count."""
        words = self._model.vocabulary
        if words.is_control(token):
            name = words.name(token)
            return name.encode() if name in _MARKS else b""
        return words.piece(token)


def _say_text(text: str, say: Say) -> None:
    if text:
        say(Token(text))
