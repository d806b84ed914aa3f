"""An error says what happened, where, and what to do, and cannot steer the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor import errors
from llmtutor.errors import TutorError, visible


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.NothingFoundError, 1),
        (errors.UsageError, 2),
        (errors.MissingError, 3),
        (errors.InputFileError, 4),
        (errors.TutorError, 70),
    ],
)
def test_each_error_knows_its_exit_code(kind: type[TutorError], code: int) -> None:
    assert kind("it").exit_code == code


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TutorError("it broke"), "it broke."),
        (TutorError("it broke", where="f:1"), "f:1: it broke."),
        (TutorError("it broke", where=Path("/f"), hint="Mend it"), "/f: it broke. Mend it"),
    ],
)
def test_it_reads_as_one_line(error: TutorError, text: str) -> None:
    assert str(error) == text


def test_what_a_file_is_called_cannot_steer_the_terminal() -> None:
    problem = TutorError("bad \x1b[2J", where="a\x1b]0;x\x07\nb", hint="\x9b31m")
    assert str(problem) == r"a\x1b]0;x\x07\x0ab: bad \x1b[2J. \x9b31m"


@given(st.text())
def test_any_text_is_made_visible(text: str) -> None:
    assert visible(text).isprintable()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
