"""The app ends with its terminal.

A closed window sends a signal to the first program of its terminal alone. Where that is a
shell or `make`, it waits for us, and we would read the end of a closed file for ever.
"""

from __future__ import annotations

import os
import signal
import termios
import threading

LOOK_EVERY = 1.0
"""Seconds between two looks at the terminal: one system call each."""

GRACE = 5.0
"""Seconds to leave in good order. Every answer is stored as it is given, so what comes
after costs nothing but a half-written frame."""


def is_gone(terminal: int) -> bool:
    """Whether nobody is left on the other side of a terminal.

    Args:
        terminal: open file descriptor of what was a terminal.
    """
    try:
        termios.tcgetattr(terminal)
    except (termios.error, OSError):
        return True
    return False


def watch(terminal: int) -> None:
    """Send this process SIGHUP when its terminal goes away, and end it if that does not.

    Args:
        terminal: file descriptor that keys are read from; where it is no terminal, nothing
            is watched.
    """
    if os.isatty(terminal):
        threading.Thread(
            target=_wait_and_leave, args=(terminal,), name="terminal-watch", daemon=True
        ).start()


def _wait_and_leave(terminal: int) -> None:
    pause = threading.Event()
    while not is_gone(terminal):
        pause.wait(LOOK_EVERY)
    _point_at_nothing()
    os.kill(os.getpid(), signal.SIGHUP)
    pause.wait(GRACE)
    os._exit(128 + signal.SIGHUP)  # the thread that draws may be stuck in a full queue


def _point_at_nothing() -> None:
    # what is still drawn on the way out must not raise where nobody can read it
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
