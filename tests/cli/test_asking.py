"""Looking into an answer, following up, and finding what was asked, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Command

pytestmark = pytest.mark.usefixtures("course")
WHY = "Why are attention scores divided by the square root of the key dimension?"


def test_a_trace_tells_words_hits_sentences_and_time(llmtutor: Command) -> None:
    trace = llmtutor("ask", WHY, "--no-model", "--json", "--trace").json["trace"]
    assert {"attention", "scores"} <= {term["word"] for term in trace["terms"]}
    assert trace["hits"][0]["path"] == "llm/transformer-and-embeddings/self-attention"
    assert trace["sentences"][0]["kept"]
    assert trace["verdict"] == "answered"


def test_what_a_person_asked_is_followed_up_found_and_exported(
    llmtutor: Command, tmp_path: Path
) -> None:
    llmtutor("ask", WHY, "--no-model")
    followed = llmtutor("ask", "and why is that?", "--follow", "--no-model", "--json", "--trace")
    assert "attention" in followed.json["trace"]["read_as"]

    turns = llmtutor("chats", "SQUARE", "root", "--json").json["turns"]
    assert [turn["question"] for turn in turns] == [WHY], "what a script asked is not kept"
    assert llmtutor("chats", "zebra", "--json").code == 1

    file = tmp_path / "chat.md"
    assert llmtutor("chats", "--export", str(file)).code == 0
    assert f"## {WHY}" in file.read_text(encoding="utf-8")
