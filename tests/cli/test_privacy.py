"""What is kept is the user's alone, and logs hold nothing that was read, asked or answered."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from llmtutor.cli import search
from llmtutor.cli.main import run

from .conftest import Command

NOTES = """# Zymurgy

## Fermentation

Zanthoxylum yeast turns the wort's maltose into alcohol at nineteen degrees.

The quokkawort is filtered through juniper for three days.
"""
SECRETS = ("zymurgy", "zanthoxylum", "maltose", "quokkawort", "juniper", "nineteen")


def logged(home: Path) -> str:
    return "".join(file.read_text("utf-8", "replace") for file in (home / "logs").iterdir())


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """Under which files are readable by all unless a program says otherwise."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.model
@pytest.mark.usefixtures("usual_umask", "default_model")
def test_a_session_with_debug_leaves_no_word_of_it_in_the_logs(
    program: Command, tmp_path: Path, home: Path
) -> None:
    notes = tmp_path / "zymurgy.md"
    notes.write_text(NOTES)
    asked = "What does zanthoxylum yeast turn maltose into?"
    assert program("--debug", "import", notes, "--course", "Zymurgy").code == 0
    assert program("--debug", "search", "quokkawort").code == 0
    answer = program("--debug", "ask", asked, "--json")
    assert answer.json["quotes"], answer.err
    program("--debug", "--set", "engine.context=256", "ask", asked + " juniper" * 500, "--json")
    program("--debug", "quiz", "zymurgy", "--json")
    program("--debug", "ask", "Nineteen", "--in", "zymurgy/none")

    said = logged(home).lower()

    assert not [word for word in SECRETS if word in said]
    assert modes_open_to_others(home) == []


@pytest.mark.usefixtures("course")
def test_a_fault_is_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: object) -> int:
        try:
            raise KeyError(SECRETS[0])
        except KeyError as first:
            raise ValueError(SECRETS[1]) from first

    monkeypatch.setattr(search, "run", fail)

    assert run(["search", "maltose"]) == 70

    said = caplog.text
    assert "ValueError" in said
    assert "KeyError" in said
    assert "test_privacy.py" in said, "it says where"
    assert not [word for word in SECRETS if word in said]
    assert "zanthoxylum" in capsys.readouterr().err, "the person who sits there may read it"


def test_doctor_says_who_may_enter(
    llmtutor: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmtutor.cli.doctor.health", lambda *_: ({}, []))
    assert "you alone" in llmtutor("doctor", "--json").json["privacy"]["who may enter"]

    home.chmod(0o755)

    told = llmtutor("doctor", "--json").json["privacy"]["who may enter"]
    assert "others" in told
    assert f"chmod 700 '{home}'" in told


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ((), "stays on this computer"),
        (("engine.kind=server",), "on this computer"),
        (("engine.kind=server", "engine.url=http://192.0.2.7"), "stays on this computer"),
        (
            ("engine.kind=server", "engine.url=http://192.0.2.7", "engine.allow_remote=true"),
            "LEAVES this computer with the passages it is about, to 192.0.2.7 (NOT encrypted)",
        ),
    ],
)
def test_doctor_says_where_questions_go(
    llmtutor: Command, monkeypatch: pytest.MonkeyPatch, settings: tuple[str, ...], words: str
) -> None:
    monkeypatch.setattr("llmtutor.cli.doctor._server", lambda _: ({}, []))
    monkeypatch.setattr("llmtutor.cli.doctor.health", lambda *_: ({}, []))
    chosen = [part for item in settings for part in ("--set", item)]

    assert words in llmtutor(*chosen, "doctor", "--json").json["privacy"]["what you ask"]


def modes_open_to_others(home: Path) -> list[str]:
    """What in the data folder others could get at; nobody else gets through its own door."""
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    names = ("*.db", "*.db-*", "*.yaml", "logs", "logs/*", "courses", "run", "snapshots/*")
    precious = [path for name in names for path in home.glob(name)]
    assert len(precious) > 4
    return [str(path) for path in precious if stat.S_IMODE(path.stat().st_mode) & 0o077]
