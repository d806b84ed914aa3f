"""The key-value cache: which tokens the context holds, and computing only what is new.

One sequence serves for the conversation and for the section that is read ahead,
and it always starts in the first cell. Where it stands elsewhere, sums are taken
in another order, roundings differ, and the same question gets another answer.
A section that has to make way for another question waits in memory meanwhile.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from llmtutor.engine.failure import EngineError
from llmtutor.engine.modelfile import MICRO_BATCH
from llmtutor.engine.snapshots import State
from llmtutor.engine.worker.model import BATCH, Model

MAIN = 0
"""Number of the sequence."""

WORTH_KEEPING = 128
"""Tokens of a section; fewer are computed again as fast as a state is loaded."""

_COMPANY = 2
"""Fewest tokens of a prompt that are computed together. One alone takes another way
through llama.cpp, with other roundings, and a likely word could become another one."""

_ABORTED = 2


class CancelledByUser(Exception):  # noqa: N818 (not an error: it was asked for)
    """The abort flag was raised while computing."""


class Row(NamedTuple):
    """One token to compute."""

    token: int
    position: int
    sequence: int
    wanted: bool
    """Whether its probabilities are asked for afterwards, by its index among the rows."""


class Cache:
    """Knows which tokens the context holds."""

    def __init__(self, model: Model) -> None:
        self._library: Any = model.library
        self._context = model.context
        self._memory = self._library.llama_get_memory(model.context)
        self._flag = model.flag
        self._batch = self._library.llama_batch_init(BATCH, 0, 1)
        self._name = str(model.file.path)
        self._whole = model.remembers_whole
        self._waiting: tuple[list[int], State] | None = None
        self.tokens: list[int] = []
        self.section: Sequence[int] = ()
        """What will be wanted again after other questions, and lies nowhere else."""
        self.restored = 0
        """How many of the first tokens came from a snapshot on disk."""

    @property
    def needs_copy(self) -> bool:
        """Whether a section is lost with the first question that goes on from it."""
        return self._whole

    def close(self) -> None:
        self._library.llama_batch_free(self._batch)

    def clear(self) -> None:
        """Forget what the context holds."""
        self._library.llama_memory_clear(self._memory, False)
        self.tokens.clear()
        self.restored = 0

    def forget(self) -> None:
        """Forget what waits too: it no longer fits the model."""
        self.clear()
        self._waiting = None

    def want(self, section: Sequence[int]) -> None:
        """Keep this section, and no other, when a question has nothing to do with it."""
        self.section = section
        if self._waiting is not None and self._waiting[0] != list(section):
            self._waiting = None

    def shares(self, tokens: Sequence[int]) -> int:
        """How many of the tokens, from the first on, need not be computed."""
        return max(self._usable(self.tokens, tokens), self._usable(self._waiting_tokens(), tokens))

    def has(self, tokens: Sequence[int]) -> bool:
        """Whether a prompt that begins with all of these finds them."""
        held = self.tokens if self._whole else self.tokens[: len(tokens)]
        return held == tokens or (self._whole and self._waiting_tokens() == tokens)

    def begin(self, tokens: Sequence[int], *, ask: bool) -> int:
        """Leave in the context what it holds of the tokens.

        Args:
            tokens: what is to be read.
            ask: whether the next token is wanted. It is picked from the last
                one's result, which is then computed in any case.

        Returns:
            How many tokens need not be computed.
        """
        whole = not ask and self.shares(tokens) == len(tokens)
        wanted = tokens if whole else tokens[: max(0, len(tokens) - _COMPANY)]
        shared = self._usable(self.tokens, wanted)
        if self._usable(self._waiting_tokens(), wanted) > shared:
            self._bring_back()
            return len(self.tokens)
        self.set_aside(shared)
        self._cut(shared)
        return len(self.tokens)

    def read(self, tokens: Sequence[int], on_progress: Callable[[int], None]) -> None:
        """Compute what is missing of the tokens, ready to pick the next one.

        Finished micro-batches stay after an abort, so asking again goes on from there.

        Args:
            tokens: begin with the tokens held, and fit into the context.
            on_progress: is told how many tokens are in.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        last = len(tokens) - 1
        while (start := len(self.tokens)) < len(tokens):
            on_progress(start)
            lonely = len(tokens) - start == MICRO_BATCH + 1
            chunk = tokens[start : start + MICRO_BATCH - lonely]
            rows = (Row(token, at, MAIN, at == last) for at, token in enumerate(chunk, start))
            self._extend(chunk, rows)
        on_progress(len(tokens))

    def append(self, token: int) -> None:
        """Add a token that was picked.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        self._extend((token,), (Row(token, len(self.tokens), MAIN, True),))

    def compute(self, rows: Iterable[Row]) -> None:
        """Compute tokens that nobody keeps account of.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        if (result := self._decode(rows)) == _ABORTED:
            raise CancelledByUser
        if result:
            raise self._refusal(result)

    def fork(self, sequence: int) -> None:
        """Let another sequence begin with what is held; the cells are shared."""
        self._library.llama_memory_seq_cp(self._memory, MAIN, sequence, -1, -1)

    def drop(self, sequence: int) -> None:
        """Remove a sequence that was forked."""
        self._library.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def state(self, tokens: Sequence[int]) -> State | None:
        """The state behind these tokens, or None where it cannot be had."""
        if self._waiting is not None and self._waiting[0] == tokens:
            return self._waiting[1]
        if self._usable(self.tokens, tokens) < len(tokens):
            return None
        self._cut(len(tokens))
        size = self._library.llama_state_seq_get_size(self._context, MAIN)
        data = (ctypes.c_uint8 * size)()
        written = self._library.llama_state_seq_get_data(self._context, data, size, MAIN)
        return data if written == size and len(self.tokens) == len(tokens) else None

    def restore(self, tokens: Sequence[int], state: State) -> bool:
        """Hold these tokens, from a state that :meth:`state` gave for them."""
        self.clear()
        read = self._library.llama_state_seq_set_data(self._context, state, len(state), MAIN)
        end = self._library.llama_memory_seq_pos_max(self._memory, MAIN) + 1
        if read != len(state) or end != len(tokens):
            self.clear()
            return False
        self.tokens = list(tokens)
        return True

    def set_aside(self, shared: int = 0) -> None:
        """Keep what is held of the wanted section, if the next prompt shares only so much."""
        kept = self._usable(self.tokens, self.section)
        enough = max(shared, len(self._waiting_tokens()), WORTH_KEEPING - 1)
        if kept > enough and (state := self.state(self.section[:kept])) is not None:
            self._waiting = (list(self.section[:kept]), state)

    def _bring_back(self) -> None:
        if self._waiting is not None:
            tokens, state = self._waiting
            self.restore(tokens, state)
            if not self._whole:  # which cannot be cut back to it after the next question
                self._waiting = None

    def _waiting_tokens(self) -> list[int]:
        return self._waiting[0] if self._waiting else []

    def _usable(self, held: Sequence[int], wanted: Sequence[int]) -> int:
        pairs = zip(held, wanted, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        # Recurrent models cannot go back by some tokens: all of a state serves, or none.
        return 0 if self._whole and shared < len(held) else shared

    def _cut(self, length: int) -> None:
        if length < len(self.tokens) and not self._library.llama_memory_seq_rm(
            self._memory, MAIN, length, -1
        ):
            length = 0
        if length == 0:
            self.clear()
        del self.tokens[length:]
        self.restored = min(self.restored, length)

    def _extend(self, tokens: Sequence[int], rows: Iterable[Row]) -> None:
        result = self._decode(rows)
        self.tokens += tokens
        if result == 0:
            return
        # Trust the native side on how far it came.
        end = self._library.llama_memory_seq_pos_max(self._memory, MAIN) + 1
        del self.tokens[end:]
        if result == _ABORTED:
            raise CancelledByUser
        raise self._refusal(result)

    def _decode(self, rows: Iterable[Row]) -> int:
        if self._flag.is_raised:
            raise CancelledByUser
        batch, count = self._batch, 0
        for token, position, sequence, wanted in rows:
            batch.token[count] = token
            batch.pos[count] = position
            batch.n_seq_id[count] = 1
            batch.seq_id[count][0] = sequence
            batch.logits[count] = wanted
            count += 1
        batch.n_tokens = count
        return int(self._library.llama_decode(self._context, batch))

    def _refusal(self, result: int) -> EngineError:
        return EngineError("native", f"llama.cpp could not go on (code {result})", where=self._name)
