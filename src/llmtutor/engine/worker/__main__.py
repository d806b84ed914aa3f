"""Entry of the engine's process: keep the pipes to ourselves, then serve.

Standard output becomes a private pipe to the app and everything that prints
goes to standard error, which the app has pointed at the log. For several windows
a socket takes the place of the pipes.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError
from llmtutor.errors import EXIT_MISSING

if TYPE_CHECKING:
    from llmtutor.engine.worker.service import Service

NICENESS = 5
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str] = ()) -> int:
    """Serve until those who ask are gone.

    Args:
        arguments: none for the app on the other end of standard input, or the
            number of a listening socket and its path for all windows that come.
    """
    if arguments:
        return _serve_windows(int(arguments[0]), Path(arguments[1]))
    requests, send = _take_pipes()
    _settle_in()
    _die_with_parent()
    library = _library(send)
    if library is None:
        return EXIT_MISSING
    send(_hello())
    service = _service(library, send)
    threading.Thread(
        target=service.inbox.listen, args=(requests, _leave), name="listen", daemon=True
    ).start()
    service.serve()
    return 0


def _serve_windows(handle: int, place: Path) -> int:
    _settle_in()
    from llmtutor.engine.meetinglock import Life
    from llmtutor.engine.worker.hall import Hall

    Life(place).begin()
    hall = Hall(socket.socket(fileno=handle), place, _hello())
    library = _library(hall.refuse)
    if library is None:
        return EXIT_MISSING
    service = _service(library, hall.send)
    hall.open(service.inbox)
    service.serve()
    return 0


def _hello() -> wire.Line:
    return {"say": "hello", "protocol": wire.VERSION, "pid": os.getpid()}


def _library(refuse: Callable[[wire.Line], None]) -> Any:
    """The bindings, or None after saying why there are none."""
    from llmtutor.engine.worker.native import load_library

    try:
        return load_library()
    except EngineError as error:
        refuse({"say": "failed", **wire.error_to_wire(error)})
        return None


def _service(library: Any, send: Callable[[wire.Line], None]) -> Service:
    from llmtutor.engine.worker.service import Service

    library.llama_backend_init()
    return Service(library, send)


def _take_pipes() -> tuple[BinaryIO, Callable[[wire.Line], None]]:
    """Move both pipes out of the reach of native code and of ``print``."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)

    def send(line: wire.Line) -> None:
        data = memoryview(wire.encode(line))
        try:
            while data:
                data = data[os.write(answers, data) :]
        except BrokenPipeError:
            _leave()

    return requests, send


def _settle_in() -> None:
    """Be a quiet guest: low priority, no spinning threads."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            _leave()


def _leave() -> None:
    """Go at once, whatever native code is doing: nothing here is worth saving."""
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
