"""What an answer must be, asked token by token."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from llmtutor.engine.failure import EngineError
from llmtutor.engine.request import Constraint, Excerpt, Grammar, JsonSchema
from llmtutor.engine.worker.candidates import Candidates
from llmtutor.engine.worker.vocabulary import Vocabulary

_AHEAD = 48
"""Bytes of a text that are cut into tokens to see which one comes next in it."""

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|"
    r"(?:[$€£](?=\d))?[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:[-'’.,]\w+)*"
    r"(?:(?<=\d) ?%)?"
)
"""A word, with what joins its parts (``k-means``, ``3.14``, ``$5``, ``73 %``), or one CJK
character."""


class Rule(Protocol):
    """Says which tokens keep a constraint, given those accepted so far."""

    def allows(self, token: int) -> bool: ...
    def restrict(self, candidates: Candidates) -> None:
        """Leave no candidate a chance that breaks the rule."""
        ...

    def accept(self, token: int) -> None: ...
    def close(self) -> None: ...


def make_rule(library: Any, vocabulary: Vocabulary, constraint: Constraint) -> Rule:
    """The rule for a constraint.

    Raises:
        EngineError: ``constraint``: it cannot be kept by any answer, or is not well formed.
    """
    match constraint:
        case Excerpt():
            return ExcerptRule(vocabulary, constraint)
        case Grammar():
            return GrammarRule(library, vocabulary, constraint.gbnf)
        case JsonSchema():
            from llmtutor.engine.worker.native import grammar_of_schema

            return GrammarRule(library, vocabulary, grammar_of_schema(constraint.schema))


class GrammarRule:
    """A text of a grammar, by llama.cpp's own parser."""

    def __init__(self, library: Any, vocabulary: Vocabulary, gbnf: str) -> None:
        self._library = library
        self._words = vocabulary
        self._sampler = library.llama_sampler_init_grammar(
            vocabulary.handle, gbnf.encode(), b"root"
        )
        if not self._sampler:
            raise EngineError("constraint", "the grammar is not well formed")
        self._one = (library.llama_token_data * 1)()
        pointer = ctypes.cast(self._one, ctypes.POINTER(library.llama_token_data))
        self._array = library.llama_token_data_array(pointer, 1, -1, False)

    def close(self) -> None:
        self._library.llama_sampler_free(self._sampler)

    def allows(self, token: int) -> bool:
        self._one[0].id, self._one[0].logit = token, 0.0
        self._library.llama_sampler_apply(self._sampler, ctypes.byref(self._array))
        return math.isfinite(self._one[0].logit)

    def restrict(self, candidates: Candidates) -> None:
        candidates.apply(self._sampler)

    def accept(self, token: int) -> None:
        if not self._words.ends_answer(token):
            self._library.llama_sampler_accept(self._sampler, token)


class ExcerptRule:
    """A piece of one of several texts, followed byte by byte wherever it may stand."""

    def __init__(self, vocabulary: Vocabulary, excerpt: Excerpt) -> None:
        self._words = vocabulary
        self._texts = [text.encode("utf-8", "replace") for text in excerpt.texts]
        self._starts, self._ends = _edges(excerpt)
        self._places = [
            (text, start) for text, starts in enumerate(self._starts) for start in starts
        ]
        self._written = False
        if not self._places:
            raise EngineError("constraint", "there is no text to copy from")

    def close(self) -> None: ...

    def allows(self, token: int) -> bool:
        if self._words.ends_answer(token):
            return self._may_end()
        piece = self._words.piece(token)
        return bool(piece) and any(self._after(piece))

    def restrict(self, candidates: Candidates) -> None:
        allowed = {token for place in self._places for token in self._next(*place)}
        if self._may_end():
            allowed |= self._words.ends
        candidates.keep_only(sorted(allowed))

    def accept(self, token: int) -> None:
        piece = self._words.piece(token)
        self._places = list(self._after(piece))
        self._written = self._written or bool(piece.strip())

    def _after(self, piece: bytes) -> Iterator[tuple[int, int]]:
        for text, at in self._places:
            if self._texts[text].startswith(piece, at):
                yield text, at + len(piece)

    def _may_end(self) -> bool:
        return self._written and any(at in self._ends[text] for text, at in self._places)

    def _next(self, text: int, at: int) -> Iterable[int]:
        """The token that goes on with a text at a place, as the vocabulary cuts it."""
        data = self._texts[text]
        start = at
        while 0 < start < len(data) and data[start] & 0xC0 == 0x80:
            start -= 1  # half a character is nothing to cut into tokens
        tokens = self._words.tokens(data[start : start + _AHEAD].decode("utf-8", "ignore"))
        for token in tokens:
            if start == at:
                return (token,)
            start += len(self._words.piece(token))
        return ()


def _edges(excerpt: Excerpt) -> tuple[list[list[int]], list[set[int]]]:
    """Per text, at which bytes a copy may start, and at which it may end."""
    starts, ends = [], []
    for text in excerpt.texts:
        offsets = [0, *itertools.accumulate(len(char.encode("utf-8", "replace")) for char in text)]
        if not excerpt.whole_words:
            starts.append(offsets[:-1])
            ends.append(set(offsets))
            continue
        words = list(WORD.finditer(text))
        begins = {word.start() for word in words}
        # Most vocabularies have the space before a word in the word's token.
        begins |= {at - 1 for at in begins if at and text[at - 1] == " "}
        starts.append(sorted(offsets[at] for at in begins))
        ends.append({offsets[word.end()] for word in words})
    return starts, ends
