"""What can go wrong, said so that the reader can act.

Each error names what happened, where, and what to do, and knows the exit code
of the command line. Nothing else in the package decides exit codes.
"""

from __future__ import annotations

from pathlib import Path

EXIT_DONE = 0
EXIT_NO = 1
"""The answer is "no": nothing found, or refused."""
EXIT_USAGE = 2
EXIT_MISSING = 3
EXIT_BAD_INPUT = 4
EXIT_FAULT = 70
EXIT_INTERRUPTED = 130


def visible(text: str) -> str:
    """Text with control characters written out: a file's name may try to steer the terminal."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


class TutorError(Exception):
    """Base of every error that is shown to the user.

    Args:
        what: what happened, one sentence without a full stop.
        where: the file, key, line or address it happened at.
        hint: what to do about it.
    """

    exit_code = EXIT_FAULT

    def __init__(self, what: str, *, where: str | Path | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what = visible(what)
        self.where = visible(str(where)) if where is not None else ""
        self.hint = visible(hint)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.hint}" if self.hint else f"{head}."


class NothingFoundError(TutorError):
    """The question was understood and the answer is no."""

    exit_code = EXIT_NO


class UsageError(TutorError):
    """The command was used wrongly: an unknown path, option or value."""

    exit_code = EXIT_USAGE


class MissingError(TutorError):
    """Something is not there yet; the hint holds the command that repairs it."""

    exit_code = EXIT_MISSING


class InputFileError(TutorError):
    """A file the user gave, or the settings file, cannot be used as it is."""

    exit_code = EXIT_BAD_INPUT
