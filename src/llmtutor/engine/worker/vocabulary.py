"""Text to tokens and back, as one model does it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.request import Message
from llmtutor.engine.worker.template import Layout

_SENTENCEPIECE = 1
"""``llama_vocab_type`` of vocabularies that put a space before every text."""

_PROBES = {"cjk": "机器学习模型通过训练数据学习语言的规律，学生可以提出问题"}
"""Text whose token count shows whether a vocabulary was made for a script."""

_WHOLE_CHARACTERS = 0.8
"""Tokens a character up to which a vocabulary counts as made for the script."""

_SCRIPTS = {
    "zh": "cjk", "yue": "cjk", "ja": "cjk", "ko": "cjk", "ru": "cyrillic", "uk": "cyrillic",
    "bg": "cyrillic", "sr": "cyrillic", "ar": "arabic", "fa": "arabic", "ur": "arabic",
    "hi": "devanagari", "mr": "devanagari", "ne": "devanagari",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prompt:
    """A conversation as tokens."""

    tokens: list[int]
    cuts: tuple[int, ...]
    """After how many tokens each part of each message ends, in order."""
    end: str = ""
    """The fixed text that the answer stands behind."""
    answer: int = 0
    """After how many tokens the answer begins."""


class Vocabulary:
    """The tokens of a loaded model."""

    def __init__(self, library: Any, model: int) -> None:
        self._library = library
        self.handle = library.llama_model_get_vocab(model)
        self.size: int = library.llama_vocab_n_tokens(self.handle)
        self.bos: int = library.llama_vocab_bos(self.handle)
        self.eos: int = library.llama_vocab_eos(self.handle)
        self.eot: int = library.llama_vocab_eot(self.handle)
        self.adds_bos: bool = library.llama_vocab_get_add_bos(self.handle)
        self._spaced: bool = library.llama_vocab_type(self.handle) == _SENTENCEPIECE
        self._buffer = ctypes.create_string_buffer(256)

    @property
    def end(self) -> int:
        """The token with which an answer ends."""
        return self.eot if self.eot in self.ends else self.eos

    @property
    def ends(self) -> set[int]:
        """Tokens with which an answer ends."""
        return {token for token in (self.eos, self.eot) if token >= 0 and self.ends_answer(token)}

    def tokens(self, text: str, *, special: bool = False, ends: bool = False) -> list[int]:
        """Tokens of a text.

        Args:
            text: any text.
            special: read ``<|im_end|>`` and its like as control tokens, not as text.
            ends: add the tokens that mark the start and end, where the model has them.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            array = (ctypes.c_int32 * room)()
            count = self._library.llama_tokenize(
                self.handle, data, len(data), array, room, ends, special
            )
            if 0 <= count <= room:
                return array[:count]
            if -count <= room:
                raise EngineError("native", "a text cannot be cut into tokens")
            room = -count

    def prompt(self, layout: Layout, messages: Sequence[Message], opening: str = "") -> Prompt:
        """Tokens of a conversation, each piece cut apart from its neighbours.

        Cut in one go, the end of the notes could merge with the first letters
        of the question, and two questions on the same notes would share less.

        Args:
            layout: of conversations of this shape.
            messages: the conversation.
            opening: how the answer begins.
        """
        tokens: list[int] = []
        cuts: list[int] = []
        text = ""
        for text, fixed in layout.fill(messages):
            after_text = bool(tokens) and not self.is_control(tokens[-1])
            cut = self._continued if after_text and self._spaced else self.tokens
            tokens += cut(text, special=fixed)
            if not fixed:
                cuts.append(len(tokens))
        if self.adds_bos and tokens[:1] != [self.bos]:
            tokens.insert(0, self.bos)
            cuts = [cut + 1 for cut in cuts]
        return Prompt(tokens + self.answer(opening, text), tuple(cuts), text, len(tokens))

    def answer(self, text: str, before: str, *, goes_on: bool = False) -> list[int]:
        """Tokens of an answer's beginning, as the model itself would begin it.

        Args:
            text: the beginning.
            before: the text of the prompt it stands behind.
            goes_on: whether some of the answer stands before it already.
        """
        goes_on = goes_on or before[-1:].isspace()
        return (
            self._continued(text, special=False) if goes_on and self._spaced else self.tokens(text)
        )

    def bare(self, text: str) -> list[int]:
        """Tokens of a text that stands alone, after the mark for a text's start if there is one."""
        return [self.bos] * (self.adds_bos and self.bos >= 0) + self.tokens(text)

    def _continued(self, text: str, *, special: bool) -> list[int]:
        """Tokens of a text that goes on after another, without the space put before texts."""
        line_end = self.tokens("\n")
        tokens = self.tokens("\n" + text, special=special)
        if tokens[: len(line_end)] == line_end:
            return tokens[len(line_end) :]
        return self.tokens(text, special=special)

    def piece(self, token: int) -> bytes:
        """The bytes of a token, often only a part of a character; none for control tokens."""
        count = self._library.llama_token_to_piece(
            self.handle, token, self._buffer, len(self._buffer), 0, False
        )
        if count < 0:
            self._buffer = ctypes.create_string_buffer(-count)
            return self.piece(token)
        return self._buffer.raw[:count]

    def name(self, token: int) -> str:
        """How the vocabulary writes a token, control tokens included; empty for none."""
        if token < 0:
            return ""
        text: bytes = self._library.llama_vocab_get_text(self.handle, token)
        return text.decode("utf-8", "replace")

    def is_control(self, token: int) -> bool:
        return bool(self._library.llama_vocab_is_control(self.handle, token))

    def ends_answer(self, token: int) -> bool:
        return bool(self._library.llama_vocab_is_eog(self.handle, token))

    def scripts(self, languages: Iterable[str]) -> frozenset[str]:
        """Scripts a model can write: from the languages it claims, else from its vocabulary."""
        claimed = {_SCRIPTS.get(language.lower().split("-")[0], "latin") for language in languages}
        if claimed:
            return frozenset(claimed | {"latin"})
        found = {
            script
            for script, probe in _PROBES.items()
            if len(self.tokens(probe)) <= _WHOLE_CHARACTERS * len(probe)
        }
        return frozenset(found | {"latin"})
