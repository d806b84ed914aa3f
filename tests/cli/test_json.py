"""``--json`` prints exactly one object, in the form that the design promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import Command, keys

pytestmark = pytest.mark.usefixtures("course")
WHY = "Why are attention scores divided by the square root of the key dimension?"


class TestAsk:
    def test_the_first_acceptance_question_is_answered_from_its_section(
        self, llmtutor: Command
    ) -> None:
        ended = llmtutor("ask", WHY, "--no-model", "--json")
        assert ended.code == 0
        answer = ended.json
        assert answer["verdict"] == "answered"
        assert answer["quotes"][0]["path"] == "llm/transformer-and-embeddings/self-attention"
        assert answer["timings"]["evidence_ms"] < 200  # 50 on a machine that is not busy

    def test_the_second_is_refused(self, llmtutor: Command) -> None:
        ended = llmtutor("ask", "What is the boiling point of nitrogen?", "--no-model", "--json")
        assert ended.code == 1
        assert ended.json["verdict"] == "not_in_notes"
        assert ended.json["quotes"] == ended.json["citations"] == []

    def test_its_form(self, llmtutor: Command) -> None:
        answer = llmtutor("ask", WHY, "--no-model", "--json").json
        assert keys(answer) == {
            "question",
            "verdict",
            "text",
            "short_answer",
            "sentences",
            "quotes",
            "citations",
            "model",
            "timings",
        }
        assert keys(answer["quotes"][0]) == {"text", "path", "start", "end"}
        assert keys(answer["citations"][0]) == {"n", "path", "quote"}
        assert keys(answer["timings"]) == {"evidence_ms", "first_token_ms", "total_ms"}
        assert (answer["question"], answer["model"], answer["sentences"]) == (WHY, None, [])
        assert [c["n"] for c in answer["citations"]] == list(range(1, len(answer["quotes"]) + 1))

    @pytest.mark.parametrize("question", [WHY, "What is BM25?", "什麼是注意力？"])
    def test_a_quote_is_what_show_prints_at_its_offsets(
        self, llmtutor: Command, question: str
    ) -> None:
        for quote in llmtutor("ask", question, "--no-model", "--json").json["quotes"]:
            text = llmtutor("show", quote["path"], "--json").json["text"]
            assert text[quote["start"] : quote["end"]] == quote["text"]

    def test_a_part_of_the_library_can_be_asked(self, llmtutor: Command) -> None:
        answer = llmtutor("ask", "What is BM25?", "--in", "llm/rag", "--no-model", "--json").json
        assert {quote["path"].split("/")[1] for quote in answer["quotes"]} == {
            "rag-and-llm-systems"
        }

    @pytest.mark.model
    def test_with_the_model_its_words_are_checked_and_the_quotes_stay_verbatim(
        self, llmtutor: Command, default_model: Path
    ) -> None:
        chosen = f"engine.model={default_model}"
        ended = llmtutor("--set", chosen, "ask", WHY, "--json")
        answer = ended.json
        assert ended.code == 0
        assert answer["model"]
        assert answer["timings"]["first_token_ms"] > 0
        for sentence in answer["sentences"]:
            assert keys(sentence) == {"text", "support", "citations"}
            assert sentence["support"] in {"full", "part", "none"}
        for quote in answer["quotes"]:
            text = llmtutor("show", quote["path"], "--json").json["text"]
            assert text[quote["start"] : quote["end"]] == quote["text"]


class TestSearch:
    def test_its_form(self, llmtutor: Command) -> None:
        found = llmtutor("search", "attention scores", "-k", "3", "--json").json
        assert keys(found) == {"query", "hits"}
        assert found["query"] == "attention scores"
        assert 1 <= len(found["hits"]) <= 3
        for hit in found["hits"]:
            assert keys(hit) == {"path", "title", "score", "snippet"}
            assert isinstance(hit["score"], float)

    def test_nothing_found_is_an_empty_list_and_the_answer_no(self, llmtutor: Command) -> None:
        ended = llmtutor("search", "xylophone", "--json")
        assert (ended.code, ended.json["hits"]) == (1, [])

    def test_a_path_of_a_hit_is_understood_everywhere(self, llmtutor: Command) -> None:
        path = llmtutor("search", "BM25", "--json").json["hits"][0]["path"]
        assert llmtutor("show", path, "--json").json["path"] == path
        assert llmtutor("search", "BM25", "--in", path, "--json").json["hits"][0]["path"] == path


class TestOutline:
    def test_its_form(self, llmtutor: Command) -> None:
        outline = llmtutor("outline", "--json").json
        assert keys(outline) == {"courses"}
        course = outline["courses"][0]
        assert keys(course) == {"id", "title", "lectures"}
        assert keys(course["lectures"][0]) == {"id", "title", "sections"}
        for section in course["lectures"][0]["sections"]:
            assert keys(section) == {"id", "title", "level", "group", "words", "links"}
            assert isinstance(section["links"], int)
            assert isinstance(section["group"], bool)

    def test_a_part_of_it(self, llmtutor: Command) -> None:
        (course,) = llmtutor("outline", "llm/rag", "--json").json["courses"]
        assert [lecture["id"] for lecture in course["lectures"]] == ["rag-and-llm-systems"]

    def test_an_empty_library_is_an_empty_list(
        self, llmtutor: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("llmtutor.bootstrap.shipped", lambda: tmp_path / "nothing")
        assert llmtutor("outline", "--json").json == {"courses": []}


class TestShow:
    def test_its_form(self, llmtutor: Command) -> None:
        shown = llmtutor("show", "llm/transformer/self-attention", "--json").json
        assert keys(shown) == {"path", "title", "text"}
        assert shown["title"] == "Self-attention"


class TestImport:
    def test_its_form(self, llmtutor: Command, notes: Path) -> None:
        ended = llmtutor("import", notes, "--course", "Animals", "--json")
        assert ended.code == 0
        report = ended.json
        assert keys(report) == {"course", "lectures", "sections", "warnings"}
        assert (report["course"], report["lectures"], report["sections"]) == ("animals", 1, 1)
        (warning,) = report["warnings"]
        assert keys(warning) == {"file", "line", "what", "did"}
        assert (warning["file"], warning["line"]) == (str(notes), 5)

    def test_what_was_imported_is_found_and_quoted(self, llmtutor: Command, notes: Path) -> None:
        llmtutor("import", notes)
        answer = llmtutor("ask", "What do the stripes of a zebra do?", "--no-model", "--json").json
        assert answer["quotes"][0]["text"] == "A zebra has stripes that confuse flies."
        assert answer["quotes"][0]["path"] == "my-notes/zebra/stripes"

    def test_a_lecture_that_cannot_be_shown_is_told(
        self, llmtutor: Command, tmp_path: Path
    ) -> None:
        for name in ("a", "b"):
            (tmp_path / f"{name}.md").write_text("---\nid: same\n---\n\n## A\n\ntext\n")
        report = llmtutor("import", tmp_path / "a.md", tmp_path / "b.md", "--json").json
        assert any("taken by" in warning["what"] for warning in report["warnings"])


class TestOthers:
    def test_the_form_of_quiz(self, llmtutor: Command) -> None:
        quiz = llmtutor("quiz", "llm/rag", "-n", "3", "--seed", "1", "--json").json
        assert 1 <= len(quiz["questions"]) <= 3
        for question in quiz["questions"]:
            assert keys(question) == {
                "id",
                "kind",
                "stem",
                "options",
                "answer",
                "about",
                "explanation",
                "path",
                "quote",
            }
            text = llmtutor("show", question["path"], "--json").json["text"]
            assert question["quote"] in text

    def test_the_form_of_models_list(self, llmtutor: Command) -> None:
        listed = llmtutor("models", "list", "--json").json
        assert keys(listed) == {"chosen", "machine", "recommended", "catalogue", "other_files"}
        for entry in listed["catalogue"]:
            assert {"id", "title", "kind", "size", "licence", "here"} <= keys(entry)

    def test_the_form_of_doctor(self, llmtutor: Command, course: Path) -> None:
        report = llmtutor("doctor", "--json").json
        parts = {"program", "paths", "settings", "library", "record", "model", "problems"}
        assert parts <= keys(report)
        assert report["paths"]["data folder"] == str(course)
        assert report["settings"]["engine.threads"] == "0 (default)"


COMMANDS: list[list[Any]] = [
    ["ask", "What is BM25?", "--no-model", "--json"],
    ["search", "BM25", "--json"],
    ["outline", "--json"],
    ["show", "llm/rag/lexical", "--json"],
    ["models", "list", "--json"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_stderr_stays_empty_where_all_is_well(llmtutor: Command, command: list[Any]) -> None:
    ended = llmtutor(*command)
    assert ended.err == ""
    assert ended.out.endswith("}\n")


def test_what_a_terminal_would_obey_is_escaped(llmtutor: Command) -> None:
    ended = llmtutor("search", "a\x9b31m\x1b[2J\u202e\x7f", "--json")
    assert not {"\x9b", "\x1b", "\u202e", "\x7f"} & set(ended.out)
    assert ended.json["query"] == "a\x9b31m\x1b[2J\u202e\x7f"
