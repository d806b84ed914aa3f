"""Exit codes, and messages that name the file and what to do; no traceback unless asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from llmtutor import __version__
from llmtutor.cli import outline

from .conftest import Command


def said(err: str) -> str:
    """The one line of an error message."""
    (line,) = err.splitlines()
    assert line.startswith("llmtutor: ")
    return line


@pytest.mark.usefixtures("course")
class TestCodes:
    @pytest.mark.parametrize(
        "command", [["outline"], ["search", "attention"], ["show", "llm/rag/lex"]]
    )
    def test_0_where_it_is_done(self, llmtutor: Command, command: list[str]) -> None:
        assert llmtutor(*command).code == 0

    @pytest.mark.parametrize(
        "command", [["search", "xylophone"], ["ask", "Who is Mickey Mouse?", "--no-model"]]
    )
    def test_1_where_the_answer_is_no(self, llmtutor: Command, command: list[str]) -> None:
        ended = llmtutor(*command)
        assert ended.code == 1
        assert "not in your notes" in ended.out.lower()
        assert ended.err == ""

    @pytest.mark.parametrize(
        ("command", "what"),
        [
            (["fly"], "invalid choice"),
            (["search"], "required"),
            (["search", "a", "-k", "many"], "invalid int"),
            (["outline", "--nonsense"], "unrecognized"),
            (["show", "none/at/all"], "nothing in the library"),
            (["show", "llm"], "show takes one"),
            (["search", "a", "--in", "l*"], "nothing in the library"),
            (["--set", "engine.thread=2", "outline"], "Did you mean 'engine.threads'?"),
            (["--set", "engine.threads", "outline"], "KEY=VALUE"),
            (["--set", "engine.threads=many", "ask", "a"], "not a whole number"),
            (["models", "use", "smolm"], "models list"),
            (["import"], "required"),
        ],
    )
    def test_2_where_it_was_used_wrongly(
        self, llmtutor: Command, command: list[str], what: str
    ) -> None:
        ended = llmtutor(*command)
        assert (ended.code, ended.out) == (2, "")
        assert what in said(ended.err)

    def test_3_where_something_is_missing_with_the_command_that_repairs_it(
        self, llmtutor: Command
    ) -> None:
        entries = llmtutor("models", "list", "--json").json["catalogue"]
        absent = [entry["id"] for entry in entries if not entry["here"]]
        if not absent:
            pytest.skip("every model of the catalogue is here")
        ended = llmtutor("models", "check", absent[0])
        assert ended.code == 3
        assert f"llmtutor models get {absent[0]}" in said(ended.err)

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"---\ntitle: [\n---\n\ntext\n", "not valid YAML"),
            (b"", "empty"),
            (b"a\0b", "not a text file"),
            (b"caf\xe9", "not UTF-8"),
        ],
    )
    def test_4_where_a_file_is_bad(
        self, llmtutor: Command, tmp_path: Path, data: bytes, what: str
    ) -> None:
        path = tmp_path / "bad.md"
        path.write_bytes(data)
        ended = llmtutor("import", path)
        assert (ended.code, ended.out) == (4, "")
        assert what in said(ended.err)
        assert str(path) in ended.err

    def test_4_where_the_settings_file_is_bad(self, llmtutor: Command, course: Path) -> None:
        (course / "settings.yaml").write_text("engine:\n  thread: 2\n")
        ended = llmtutor("ask", "What is BM25?", "--no-model")
        assert ended.code == 4
        assert f"{course / 'settings.yaml'}:2" in said(ended.err)

    def test_70_where_the_fault_is_ours_without_a_traceback(
        self, llmtutor: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outline, "run", lambda options: 1 / 0)
        ended = llmtutor("outline")
        assert ended.code == 70
        assert "fault of our own (ZeroDivisionError" in said(ended.err)
        assert "llmtutor.log" in ended.err

    def test_130_where_it_was_interrupted(
        self, llmtutor: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(options: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr(outline, "run", interrupted)
        ended = llmtutor("outline")
        assert (ended.code, ended.err) == (130, "Interrupted.\n")


class TestDebug:
    def test_a_traceback_comes_with_it_and_the_code_stays(
        self, llmtutor: Command, course: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outline, "run", lambda options: 1 / 0)
        ended = llmtutor("--debug", "outline")
        assert ended.code == 70
        assert "Traceback (most recent call last)" in ended.err
        assert "ZeroDivisionError" in ended.err

    def test_the_code_of_any_error_stays(self, llmtutor: Command, course: Path) -> None:
        ended = llmtutor("--debug", "show", "none")
        assert ended.code == 2
        assert "Traceback" in ended.err
        assert ended.err.splitlines()[-1].startswith("llmtutor: nothing in the library")

    @pytest.mark.parametrize("debug", [True, False])
    def test_without_it_the_log_alone_has_the_traceback(
        self, program: Command, course: Path, tmp_path: Path, debug: bool
    ) -> None:
        (tmp_path / "sitecustomize.py").write_text(
            "import llmtutor.cli.outline as outline\n"
            "def run(options): raise RuntimeError('on \\x1b[31m purpose')\n"
            "outline.run = run\n"
        )
        ended = program(*["--debug"] * debug, "outline", env={"PYTHONPATH": str(tmp_path)})
        assert ended.code == 70
        assert ("Traceback" in ended.err) == debug
        assert "\x1b" not in ended.err.splitlines()[-1]
        log = (course / "logs" / "llmtutor.log").read_text()
        assert "RuntimeError" in log
        assert 'sitecustomize.py", line 2, in run' in log
        assert "\x1b" not in log


class TestOptions:
    @pytest.mark.parametrize(
        "command", [["--version"], ["--help"], ["ask", "--help"], ["models", "get", "--help"]]
    )
    def test_help_and_version_are_no_errors(self, llmtutor: Command, command: list[str]) -> None:
        ended = llmtutor(*command)
        assert (ended.code, ended.err) == (0, "")
        assert "llmtutor" in ended.out

    def test_the_version_is_the_packages(self, llmtutor: Command) -> None:
        assert llmtutor("--version").out == f"llmtutor {__version__}\n"

    def test_a_setting_for_one_run_is_told_as_such(self, llmtutor: Command, course: Path) -> None:
        report = llmtutor("--set", "engine.threads=3", "doctor", "--json").json
        assert report["settings"]["engine.threads"] == "3 (command line)"
        assert not (course / "settings.yaml").exists()

    def test_several_can_be_given(self, llmtutor: Command, course: Path) -> None:
        settings = ["--set", "engine.threads=3", "--set", "ask.quotes=1"]
        answer = llmtutor(*settings, "ask", "What is BM25?", "--no-model", "--json").json
        assert len(answer["quotes"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
class TestDataFolder:
    @pytest.mark.parametrize(
        "command", [["outline"], ["ask", "a", "--no-model"], ["--debug", "outline"]]
    )
    @pytest.mark.parametrize(
        "place", ["file", "file/below", "/proc/llmtutor", "/dev/null/x", "x" * 300]
    )
    def test_one_that_cannot_be_is_told_with_what_to_do(
        self,
        llmtutor: Command,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        place: str,
        command: list[str],
    ) -> None:
        (tmp_path / "file").touch()
        folder = str(tmp_path / place)
        monkeypatch.setenv("LLMTUTOR_HOME", folder)
        ended = llmtutor(*command)
        assert (ended.code, ended.out) == (3, "")
        last = ended.err.splitlines()[-1]
        assert folder in last
        assert "LLMTUTOR_HOME" in last

    def test_a_record_that_is_damaged_is_told_and_reading_goes_on(
        self, llmtutor: Command, course: Path
    ) -> None:
        (course / "progress.db").write_bytes(b"not a database" * 99)
        ended = llmtutor("ask", "What is BM25?", "--no-model")
        assert ended.code == 3
        assert str(course / "progress.db") in said(ended.err)
        assert llmtutor("search", "BM25").code == 0
        doctor = llmtutor("doctor", "--json")
        assert any("progress.db" in problem for problem in doctor.json["problems"])

    def test_an_index_that_is_damaged_is_made_anew_without_a_word(
        self, llmtutor: Command, course: Path
    ) -> None:
        (course / "index.db").write_bytes(b"not a database" * 99)
        ended = llmtutor("search", "BM25")
        assert (ended.code, ended.err) == (0, "")

    def test_a_lecture_that_is_broken_is_told_by_the_doctor(
        self, llmtutor: Command, course: Path, notes: Path
    ) -> None:
        llmtutor("import", notes)
        (course / "courses" / "my-notes" / "zebra.md").write_text("---\ntitle: [\n---\n")
        assert llmtutor("search", "zebra").code == 0
        doctor = llmtutor("doctor")
        assert doctor.code == 3
        assert "zebra.md" in doctor.out
