"""The worker's loop: requests in, answers out, one at a time, cancellable at any moment."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError
from llmtutor.engine.snapshots import SnapshotStore
from llmtutor.engine.worker.cache import CancelledByUser
from llmtutor.engine.worker.desk import SAVED, Desk, EmbeddingDesk, StaysOpen, WritingDesk, refuse
from llmtutor.engine.worker.inbox import Inbox
from llmtutor.engine.worker.model import LoadRequest, Model
from llmtutor.engine.worker.native import AbortFlag, NativeLog
from llmtutor.engine.worker.warming import WarmRules
from llmtutor.errors import TutorError

Line = wire.Line

_SAME_WITH_ALL = {"count", "measure", "pieces", "cancel", SAVED}
"""What no adapter changes."""


class Service:
    """Serves requests with at most one model."""

    def __init__(self, library: Any, send: Callable[[Line], None]) -> None:
        self._library = library
        self._send = send
        self._flag = AbortFlag(library)
        self._log = NativeLog(library, self._flag)
        self.inbox = Inbox(self._flag)
        self._desk: Desk | None = None
        self._loaded: Line = {}
        """The request that loaded the model."""
        self._wear: dict[Any, tuple[str, float]] = {}
        """The adapter that each window wants: its path and scale, by its door."""

    def serve(self) -> None:
        """Answer requests for ever."""
        while True:
            line = self.inbox.next(self._desk.patience() if self._desk else None)
            try:
                if line is not None:
                    self._answer(line)
                elif self._desk is not None:
                    self._idle(self._desk)
            finally:
                self.inbox.finished()

    def _answer(self, line: Line) -> None:
        try:
            value = self._do(line)
        except StaysOpen:
            return
        except CancelledByUser:
            if not self.inbox.put_back(line):
                self._send({"id": line["id"], "say": "cancelled"})
        except TutorError as error:
            self._send({"id": line["id"], "say": "failed", **wire.error_to_wire(error)})
        except Exception as error:
            self._send({"id": line["id"], "say": "failed", **_fault(error)})
        else:
            self._send({"id": line["id"], "say": "done", "value": value})

    def _do(self, line: Line) -> Any:
        do = line["do"]
        if do == "load":
            return self._load(line)
        if self._desk is None or do not in self._desk.work:
            raise refuse(self._desk, do)
        if do == "adapter":
            return self._put_on(line.get("door"), (line["path"], line["scale"]))
        self._change_for(line)
        return self._desk.work[do](line)

    def _change_for(self, line: Line) -> None:
        """Put on the adapter of the window that asks: another may have had another."""
        if line["do"] in _SAME_WITH_ALL:
            return
        wanted = self._wear.get(line.get("door"))
        if isinstance(self._desk, WritingDesk) and wanted and self._desk.worn != wanted:
            self._desk.use_adapter(*wanted)

    def _put_on(self, door: Any, adapter: tuple[str, float]) -> Line:
        if not isinstance(self._desk, WritingDesk):
            raise refuse(self._desk, "adapter")
        if self._desk.worn == adapter:  # nothing that was read need be forgotten
            info = wire.info_to_wire(self._desk.info)
        else:
            info = self._desk.use_adapter(*adapter)
        self._wear[door] = adapter
        return info

    def _idle(self, desk: Desk) -> None:
        try:
            desk.idle()
        except CancelledByUser:
            return
        except Exception as error:
            _fault(error)

    def _load(self, line: Line) -> Line:
        def report(progress: float) -> None:
            self._send({"id": line["id"], "say": "loading", "progress": progress})

        if self._desk is None or _asked_of(line) != _asked_of(self._loaded):
            self._unload()
            self._desk = self._make_desk(line, report)
            self._loaded = line
        if isinstance(self._desk, WritingDesk):
            return self._put_on(line.get("door"), _adapter_of(line))
        return wire.info_to_wire(self._desk.model.info)

    def _make_desk(self, line: Line, report: Callable[[float], None]) -> Desk:
        request = LoadRequest.from_wire(line)
        model = Model(self._library, self._log, self._flag, request, report)
        if not model.info.can_generate:
            return EmbeddingDesk(model)
        folder, most = line["snapshots"], line["snapshot_bytes"]
        store = SnapshotStore(Path(folder), most) if folder and most else None
        rules = WarmRules(line["read_ahead"], line["save_after"], model.info.name)
        return WritingDesk(model, self.inbox, self._send, store, rules)

    def _unload(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def _adapter_of(line: Line) -> tuple[str, float]:
    path = line["adapter"]
    return path, line["adapter_scale"] if path else 1.0


def _asked_of(line: Line) -> Line:
    """What a request to load asks of the model: each window may wear its own adapter on it."""
    own = {"id", "door", "adapter", "adapter_scale"}
    return {key: value for key, value in line.items() if key not in own}


def _fault(error: Exception) -> Line:
    """Our own mistake: its place goes to the log, what the student wrote does not."""
    places = traceback.format_tb(error.__traceback__)
    sys.stderr.write(f"{type(error).__name__}\n{''.join(places)}")
    sys.stderr.flush()
    what = f"the engine made a mistake ({type(error).__name__})"
    return wire.error_to_wire(EngineError("fault", what, hint="The log says where"))
