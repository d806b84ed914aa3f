"""A server that answers instead of the embedded model, and what is said about it."""

from __future__ import annotations

import pytest

from llmtutor.engine.server import address
from tests.engine.servers import ScriptedServer, chunk, server_in_a_thread, streamed

from .conftest import Command

pytestmark = pytest.mark.usefixtures("course")
WHY = "Why are attention scores divided by the square root of the key dimension?"
SAID = "Dot products of longer vectors grow larger."
SERVER = ("--set", "engine.kind=server", "--set")


def at(server: ScriptedServer) -> tuple[str, ...]:
    return (*SERVER, f"engine.url={server.url}")


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback stands for another computer."""
    monkeypatch.setattr(address, "_is_loopback", lambda _host: False)


def test_the_server_writes_below_the_quotes(llmtutor: Command) -> None:
    with server_in_a_thread(streamed(chunk(SAID))) as server:
        ended = llmtutor(*at(server), "ask", WHY, "--json")

    assert ended.json["model"] == "big"
    assert ended.json["sentences"][0]["text"] == SAID
    assert ended.err == ""


@pytest.mark.usefixtures("far_away")
def test_what_leaves_the_computer_is_said_even_beside_json(llmtutor: Command) -> None:
    with server_in_a_thread(streamed(chunk(SAID))) as server:
        ended = llmtutor(*at(server), "--set", "engine.allow_remote=true", "ask", WHY, "--json")

    assert ended.json["model"] == "big"
    assert ended.err == (
        f"What you ask, and the passages it is about, are sent to 127.0.0.1:{server.port}.\n"
    )


@pytest.mark.usefixtures("far_away")
def test_nothing_is_sent_away_that_was_not_allowed_to(llmtutor: Command) -> None:
    with server_in_a_thread(streamed(chunk(SAID))) as server:
        ended = llmtutor(*at(server), "ask", WHY)

    assert server.heard == []
    assert "engine.allow_remote" in ended.out


def test_nothing_takes_the_place_of_a_server_that_is_not_there(llmtutor: Command) -> None:
    ended = llmtutor(*SERVER, "engine.url=http://127.0.0.1:9", "ask", WHY)

    assert "cannot be reached" in ended.out
    assert "its own words" not in ended.out


def test_doctor_looks_at_the_server_and_keeps_the_key_secret(llmtutor: Command) -> None:
    with server_in_a_thread(b"") as server:
        ended = llmtutor(*at(server), "--set", "engine.api_key=hunter2", "doctor", "--json")

    assert ended.json["model"]["answers"] == "big"
    assert ended.json["settings"]["engine.api_key"] == "set (command line)"
    assert server.heard[0].headers["authorization"] == "Bearer hunter2"
    assert "hunter2" not in ended.out


def test_doctor_says_why_the_server_cannot_answer(llmtutor: Command) -> None:
    ended = llmtutor(*SERVER, "engine.url=http://127.0.0.1:9", "doctor")

    assert ended.code == 3
    assert "cannot be reached" in ended.out


def test_a_servers_model_is_tried_out_and_doctor_remembers(llmtutor: Command) -> None:
    with server_in_a_thread(streamed(chunk("NOT IN NOTES"))) as server:
        tried = llmtutor(*at(server), "models", "try", "--json")
        told = llmtutor(*at(server), "doctor", "--json").json["model"]["can do"]

    assert (tried.json["model"], tried.json["level"]) == ("big", "tiny")
    assert "tried out: 0 of 8 answered from notes" in told
