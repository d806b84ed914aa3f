"""Entry of the engine's process: keep the pipes to ourselves, then serve.

Standard output becomes a private pipe to the app and everything that prints
goes to standard error, which the app has pointed at the log.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from llmtutor.engine import wire
from llmtutor.engine.failure import EngineError
from llmtutor.errors import EXIT_MISSING

NICENESS = 5
_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Serve the app on the other end of standard input until it is gone."""
    requests, send = _take_pipes()
    _settle_in()
    try:
        from llmtutor.engine.worker.native import load_library

        library = load_library()
    except EngineError as error:
        send({"say": "failed", **wire.error_to_wire(error)})
        return EXIT_MISSING
    send({"say": "hello", "protocol": wire.VERSION})
    from llmtutor.engine.worker.service import Service

    library.llama_backend_init()
    service = Service(library, send)
    threading.Thread(
        target=service.inbox.listen, args=(requests, _leave), name="listen", daemon=True
    ).start()
    service.serve()
    return 0


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
    """Be a quiet guest: low priority, no spinning threads, gone when the app is."""
    os.environ["GGML_NO_BACKTRACE"] = "1"
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            _leave()


def _leave() -> None:
    """Go at once, whatever native code is doing: nothing here is worth saving."""
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
