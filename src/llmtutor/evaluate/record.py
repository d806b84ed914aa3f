"""A run's outcomes on disk, one a line, so that an interrupted run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from llmtutor.errors import InputFileError
from llmtutor.evaluate.outcome import Outcome

_FORMAT = "llmtutor eval 1"


class Record:
    """What was asked before, and a place for what is asked now."""

    def __init__(self, file: Path, run: str) -> None:
        """Open a record.

        Args:
            file: made if it is not there.
            run: what the outcomes depend on; outcomes of another run are no use.

        Raises:
            InputFileError: the file is of another run, is no record, or cannot be read.
        """
        self._file = file
        self._run = run
        self.outcomes: dict[tuple[str, str], Outcome] = {}
        lines = self._lines()
        if lines:
            self._check(_parsed(lines[0]))
        for line in lines[1:]:
            outcome = _outcome(_parsed(line))
            if outcome:
                self.outcomes[outcome.group, outcome.id] = outcome

    @contextmanager
    def open(self) -> Iterator[Record]:
        """Keep the file open while outcomes are added."""
        try:
            self._stream = self._file.open("a", encoding="utf-8")
        except OSError as error:
            raise InputFileError(
                f"cannot be written ({error.strerror})", where=self._file
            ) from error
        with self._stream:
            if not self._file.stat().st_size:
                self._write({"format": _FORMAT, "run": self._run})
            elif not self._file.read_bytes().endswith(b"\n"):
                self._stream.write("\n")  # an interruption cut the last line off
            yield self

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome at once."""
        self.outcomes[outcome.group, outcome.id] = outcome
        self._write(asdict(outcome))

    def _write(self, value: dict[str, Any]) -> None:
        self._stream.write(json.dumps(value) + "\n")
        self._stream.flush()

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise InputFileError(f"cannot be read ({error})", where=self._file) from error

    def _check(self, first: Any) -> None:
        known = isinstance(first, dict) and first.get("format") == _FORMAT
        if known and first.get("run") == self._run:
            return
        problem = "the record of another run" if known else "no record of a run"
        raise InputFileError(
            f"this is {problem}",
            where=self._file,
            hint="Name another file, or remove this one to start over",
        )


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _outcome(value: Any) -> Outcome | None:
    """None for a line that an interruption cut off."""
    try:
        return Outcome(**value)
    except TypeError:
        return None
