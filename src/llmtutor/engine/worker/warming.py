"""Reading a section ahead, while nobody waits for anything else, and keeping what was read."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from llmtutor.engine.events import WarmState, Warmth
from llmtutor.engine.failure import EngineError
from llmtutor.engine.snapshots import SnapshotStore
from llmtutor.engine.worker.cache import WORTH_KEEPING, Cache

RECHECK_SECONDS = 5.0
"""Between two looks at what reading ahead waits for."""

_LOW_MEMORY = 0.05
"""Share of the memory below which nothing is read ahead."""

Say = Callable[[Warmth], None]


@dataclass(frozen=True, slots=True)
class WarmRules:
    """What the user allows."""

    read_ahead: str = "always"
    """Or ``plugged_in``, or ``never``."""
    save_after: float = 20.0
    """Seconds that a section has been open before its snapshot is worth the disk."""
    name: str = ""
    """Of the model, for the headers of snapshots."""


@dataclass(slots=True)
class Wish:
    """A section that is to be read ahead."""

    tokens: list[int]
    say: Say
    since: float
    said: Warmth | None = None
    tried: set[str] = field(default_factory=set)
    """What is not tried again: ``save``."""

    def tell(self, warmth: Warmth) -> None:
        if warmth != self.said:
            self.said = warmth
            self.say(warmth)


class Warmer:
    """Serves the latest of the wishes.

    Args:
        cache: in which the section is read.
        store: of snapshots; None keeps none.
        rules: what the user allows.
        saved: is called from another thread when a file has been written.
    """

    def __init__(
        self,
        cache: Cache,
        store: SnapshotStore | None,
        rules: WarmRules,
        saved: Callable[[], None],
    ) -> None:
        self._cache = cache
        self._store = store
        self._rules = rules
        self._saved = saved
        self._owner = ""
        self._wishes: dict[int, Wish] = {}
        self._recheck_at = 0.0
        self._why = ""

    def belong_to(self, owner: str) -> None:
        """From now on snapshots are of this model and adapter; others are deleted."""
        self._owner = owner
        if self._store is not None:
            for name in self._store.remove_leftovers():
                sys.stderr.write(f"an engine died over the snapshot {name}; it was removed\n")
            self._store.clear(keep=owner)

    def wish(self, number: int, tokens: list[int], say: Say) -> None:
        """Want a section; ``say`` is told whenever something about it changes."""
        for wish in self._wishes.values():
            wish.tell(Warmth("paused", total=len(wish.tokens), why="another section is read"))
        self._wishes[number] = Wish(tokens, say, time.monotonic())
        self._keep_what_is_wanted()
        if self._rules.read_ahead == "never":
            say(Warmth("off", total=len(tokens), why="reading ahead is turned off"))

    def withdraw(self, number: int) -> bool:
        """No longer want a section; whether it was wanted."""
        found = self._wishes.pop(number, None)
        self._keep_what_is_wanted()
        return found is not None

    def give_up(self, why: str) -> None:
        """Stop trying to read the section that is wanted."""
        if self._wishes:
            _, wish = self._wishes.popitem()
            wish.tell(Warmth("off", total=len(wish.tokens), why=why))

    def refresh(self) -> None:
        """Say anew how the section stands."""
        self._keep_what_is_wanted()
        wish = self._wish()
        if wish is not None and self._is_read(wish):
            self._tell(wish, "warm")

    def patience(self) -> float | None:
        """Seconds until there is something to do; None is never."""
        wish = self._wish()
        if wish is None:
            return None
        if not self._is_read(wish):
            return max(0.0, self._recheck_at - time.monotonic())
        if wish.said is None or not wish.said.is_warm:
            return 0.0
        if self._may_save(wish):
            return max(0.0, wish.since + self._rules.save_after - time.monotonic())
        return None

    def work(self) -> None:
        """Do what there is to do, until it is done or interrupted.

        Raises:
            CancelledByUser: somebody waits for something else.
        """
        wish = self._wish()
        if wish is None:
            return
        if self._is_read(wish):
            self._tell(wish, "warm")
            if self._may_save(wish) and self.patience() == 0:
                self._save(wish)
            return
        if self._must_wait():
            self._tell(wish, "paused", self._why)
            return
        self._read(wish)
        self._tell(wish, "warm")

    def help(self, tokens: Sequence[int], cuts: Sequence[int]) -> None:
        """Load a snapshot of the beginning of a prompt, where that saves reading it."""
        held = max(self._cache.shares(tokens), WORTH_KEEPING)
        for cut in sorted(set(cuts), reverse=True):
            if cut <= held:
                return
            if self._restore(tokens[:cut]):
                return

    def _keep_what_is_wanted(self) -> None:
        wish = self._wish()
        tokens: Sequence[int] = wish.tokens if wish else ()
        on_disk = self._store is not None and self._store.has(self._owner, self._key(tokens))
        self._cache.want(() if on_disk else tokens)

    def _wish(self) -> Wish | None:
        if self._rules.read_ahead == "never" or not self._wishes:
            return None
        return next(reversed(self._wishes.values()))

    def _is_read(self, wish: Wish) -> bool:
        return self._cache.has(wish.tokens)

    def _tell(self, wish: Wish, state: WarmState, why: str = "") -> None:
        saved = self._store is not None and self._store.has(self._owner, self._key(wish.tokens))
        done = self._cache.shares(wish.tokens)
        wish.tell(Warmth(state, done, len(wish.tokens), self._cache.restored, saved, why))

    def _must_wait(self) -> bool:
        """Whether to leave the machine alone for now."""
        now = time.monotonic()
        if now >= self._recheck_at:
            self._why = reason_to_wait(self._rules.read_ahead)
            self._recheck_at = now + RECHECK_SECONDS if self._why else 0.0
        return bool(self._why)

    def _read(self, wish: Wish) -> None:
        if self._cache.shares(wish.tokens) < len(wish.tokens) and self._restore(wish.tokens):
            return
        self._cache.begin(wish.tokens, ask=False)

        def report(done: int) -> None:
            if done < len(wish.tokens):
                wish.tell(Warmth("reading", done, len(wish.tokens), self._cache.restored))

        self._cache.read(wish.tokens, report)
        if self._cache.needs_copy:
            self._cache.set_aside()

    def _restore(self, tokens: Sequence[int]) -> bool:
        if self._store is None:
            return False
        key = self._key(tokens)
        if not self._store.has(self._owner, key):
            return False
        with self._store.load(self._owner, key) as state:
            if state is None:
                return False
            self._cache.set_aside()
            if not self._cache.restore(tokens, state):
                return False
        self._cache.restored = len(tokens)
        return True

    def _may_save(self, wish: Wish) -> bool:
        return (
            self._store is not None
            and "save" not in wish.tried
            and len(wish.tokens) >= WORTH_KEEPING
            and self._cache.restored < len(wish.tokens)
        )

    def _save(self, wish: Wish) -> None:
        wish.tried.add("save")
        store, owner, key = self._store, self._owner, self._key(wish.tokens)
        if store is None or store.has(owner, key):
            return
        state, tokens = self._cache.state(wish.tokens), len(wish.tokens)
        if state is None:
            return

        def write() -> None:
            try:
                store.save(owner, key, state, model=self._rules.name, tokens=tokens)
            except OSError as error:
                sys.stderr.write(f"a snapshot was not written: {error.strerror or error}\n")
            self._saved()

        # Checksum and disk take longer than the copy: nobody shall wait for them.
        threading.Thread(target=write, name="save", daemon=True).start()

    def _key(self, tokens: Sequence[int]) -> str:
        # With the sections' order and length in it: a beginning of one is another one.
        return hashlib.sha256(self._owner.encode() + array("i", tokens).tobytes()).hexdigest()[:32]


def reason_to_wait(read_ahead: str) -> str:
    """Why nothing should be read ahead just now, or nothing."""
    import psutil

    memory = psutil.virtual_memory()
    if memory.available < _LOW_MEMORY * memory.total:
        return "memory is short"
    if read_ahead == "plugged_in":
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
        if battery is not None and battery.power_plugged is False:
            return "the computer runs on its battery"
    return ""


def check_fits(tokens: Sequence[int], context: int, name: str) -> None:
    """Refuse to read ahead what leaves no room for a question and an answer.

    Raises:
        EngineError: ``too_long``.
    """
    room = context - len(tokens)
    if room < _LEAST_ROOM:
        raise EngineError(
            "too_long",
            f"the section has {len(tokens)} tokens; the model sees {context} at once",
            where=name,
            hint="Its best passages are read when you ask",
            numbers={"prompt": len(tokens), "answer": 0, "context": context},
        )


_LEAST_ROOM = 64
"""Tokens, for a question and the shortest answer."""
