"""From token bytes to the text a reader sees: whole characters, no thinking, no stop strings."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

THINK, THINK_END = "<think>", "</think>"

_CONTROL = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Terminal escapes in an answer would act on the terminal."""


class AnswerText:
    """Feed it bytes as they are decoded; it hands out what may be shown.

    Args:
        stop: texts that end the answer.
        thinking: whether the prompt itself ended inside a ``<think>`` block.
    """

    def __init__(self, stop: Iterable[str] = (), *, thinking: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = tuple(text for text in stop if text)
        self._held = ""
        self._started = False
        self.thinking = thinking
        self.stopped = False

    def feed(self, data: bytes) -> str:
        """The text that is now certain, possibly empty."""
        self._held += self._decoder.decode(data).translate(_CONTROL)
        return self._visible(final=False)

    def finish(self) -> str:
        """The rest, once no more bytes come. Half a character at the end is dropped."""
        return self._visible(final=True)

    def _visible(self, *, final: bool) -> str:
        shown = ""
        while not self.stopped:
            mark = THINK_END if self.thinking else THINK
            before, found, after = self._held.partition(mark)
            if not self.thinking:
                shown += self._certain(before, whole=final or bool(found))
            elif not found:
                self._held = "" if final else before[-len(mark) :]
            if not found:
                break
            self._held, self.thinking = after, not self.thinking
        return shown

    def _certain(self, text: str, *, whole: bool) -> str:
        """``text`` up to a stop string, or to where one could begin; the rest is held."""
        if not self._started:
            text = text.lstrip()
        ends = [(at + len(stop), at) for stop in self._stops if (at := text.find(stop)) >= 0]
        if ends:
            self.stopped = True
            text = text[: min(ends)[1]]
        keep = 0
        if not (whole or self.stopped):
            keep = max(_overlap(text, mark) for mark in (*self._stops, THINK))
        self._held = text[len(text) - keep :]
        text = text[: len(text) - keep]
        self._started = self._started or bool(text)
        return text


def _overlap(text: str, mark: str) -> int:
    """The longest end of ``text`` that is a beginning of ``mark`` but not all of it."""
    for size in range(min(len(text), len(mark) - 1), 0, -1):
        if mark.startswith(text[-size:]):
            return size
    return 0
