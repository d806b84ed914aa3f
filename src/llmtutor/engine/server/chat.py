"""One answer over the OpenAI protocol: what is asked, and what its events mean."""

from __future__ import annotations

import json
import time
from typing import Any

from llmtutor.engine.events import Figures, StopReason
from llmtutor.engine.failure import EngineError
from llmtutor.engine.request import GenerateRequest, JsonSchema
from llmtutor.engine.text import AnswerText

_SPARE = 16
"""Chunks beyond the limit, for servers that count otherwise."""


def chat_body(request: GenerateRequest, model: str, *, old_json: bool = False) -> dict[str, Any]:
    """What is posted to ``/chat/completions``.

    A penalty for repeating is not sent: servers would apply it to the notes, too.

    Args:
        request: what is asked.
        model: its name on the server.
        old_json: for servers that take a schema only in its older form.

    Raises:
        EngineError: ``unsupported``: the protocol has no way to ask for that.
    """
    constraint = request.constraint
    if request.opening or not (constraint is None or isinstance(constraint, JsonSchema)):
        raise EngineError(
            "unsupported",
            "a server's model can be held to a JSON schema, not to a text, grammar or beginning",
        )
    sampling = request.sampling
    body: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": item.role, "content": "".join(item.parts)} for item in request.messages
        ],
        "max_tokens": request.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if sampling.temperature > 0:
        body |= {"top_k": sampling.top_k, "min_p": sampling.min_p}
    if request.stop:
        body["stop"] = list(request.stop)
    if isinstance(constraint, JsonSchema):
        schema = json.loads(constraint.schema)
        named = {"name": "answer", "schema": schema, "strict": True}
        body["response_format"] = (
            {"type": "json_object", "schema": schema}
            if old_json
            else {"type": "json_schema", "json_schema": named}
        )
    return body


class Reply:
    """Puts an answer together from the stream's events.

    Args:
        request: that is answered.
        asked_at: ``time.perf_counter()`` when it was sent.
    """

    def __init__(self, request: GenerateRequest, asked_at: float) -> None:
        self._limit = 2 * request.max_tokens + _SPARE
        self._constraint = request.constraint
        self._text = AnswerText(request.stop)
        self._asked_at = asked_at
        self._first_at = 0.0
        self._chunks = self._hidden = 0
        self._usage: dict[str, Any] = {}
        self._reason: StopReason | None = None
        self._whole = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is wanted, though the server may go on."""
        return self._text.stopped or self._chunks > self._limit

    def take(self, event: dict[str, Any]) -> str:
        """The text that an event adds, possibly none."""
        usage = event.get("usage")
        if isinstance(usage, dict):
            self._usage = usage
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return ""
        if choice.get("finish_reason"):
            self._reason = "length" if choice["finish_reason"] == "length" else "end"
        delta = choice.get("delta")
        delta = delta if isinstance(delta, dict) else {}
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        said = delta.get("content")
        if thought or said:
            self._first_at = self._first_at or time.perf_counter()
            self._chunks += 1
            self._hidden += bool(thought) or self._text.thinking
        return self._shown(self._text.feed(_bytes(said)))

    def finish(self) -> str:
        """The rest of the text, once no more events come.

        Raises:
            EngineError: it is not what was asked for.
        """
        rest = self._shown(self._text.finish())
        if self._constraint is not None and self._reason != "length":
            try:
                json.loads(self._whole)
            except (ValueError, RecursionError):
                raise EngineError(
                    "constraint", "the server was asked for JSON and answered otherwise"
                ) from None
        return rest

    def figures(self) -> Figures:
        """What it cost: as the server counts where it does, else one token a chunk."""
        now = time.perf_counter()
        first = self._first_at or now
        details = self._usage.get("prompt_tokens_details")
        reason: StopReason = self._reason or "length"
        return Figures(
            prompt_tokens=_count(self._usage, "prompt_tokens"),
            cached_tokens=_count(details, "cached_tokens"),
            new_tokens=_count(self._usage, "completion_tokens") or self._chunks,
            hidden_tokens=self._hidden,
            prefill_ms=(first - self._asked_at) * 1000,
            decode_ms=(now - first) * 1000,
            stop_reason="stop" if self._text.stopped else reason,
        )

    def _shown(self, text: str) -> str:
        if self._constraint is not None:
            self._whole += text
        return text


def _bytes(said: Any) -> bytes:
    return said.encode("utf-8", "replace") if isinstance(said, str) else b""


def _count(counts: Any, name: str) -> int:
    value = counts.get(name) if isinstance(counts, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
