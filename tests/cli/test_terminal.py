"""The command line as a shell meets it: pipes, odd names, odd terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..engine.ggufs import gguf, write
from .conftest import Command

pytestmark = pytest.mark.usefixtures("course")
LIVE = "\x1b[31m\x1b]0;owned\x07\x9b2J"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A file whose name and contents try to steer the terminal."""
    path = tmp_path / f"evil{LIVE}.md"
    path.write_text(
        f'---\ntitle: "T\\e[2J\\x9b31m"\n---\n\n## H{LIVE} [b]bold[/b]\n\nzebra {LIVE} [red]x[/red]'
        " [@click=app.quit]x[/]\n\n[x]()\n"
    )
    return path


def assert_harmless(*texts: str) -> None:
    for text in texts:
        assert not {"\x1b", "\x9b", "\x07"} & set(text)


class TestHostileFiles:
    def test_importing_prints_nothing_live(self, llmtutor: Command, hostile: Path) -> None:
        for form in ([], ["--json"]):
            ended = llmtutor("import", hostile, *form)
            assert ended.code == 0
            assert_harmless(ended.out, ended.err)

    @pytest.mark.parametrize(
        "command",
        [
            ["outline"],
            ["search", "zebra"],
            ["show", "my-notes"],
            ["ask", "What is a zebra?", "--no-model"],
        ],
        ids=lambda command: command[0],
    )
    def test_nor_does_reading_what_was_imported(
        self, llmtutor: Command, hostile: Path, command: list[str]
    ) -> None:
        llmtutor("import", hostile)
        for form in ([], ["--json"]):
            ended = llmtutor(*command, *form)
            assert_harmless(ended.out, ended.err)

    def test_markup_of_the_screen_library_is_text(self, llmtutor: Command, hostile: Path) -> None:
        llmtutor("import", hostile)
        assert "[b]bold[/b]" in llmtutor("outline").out
        assert "[red]x[/red]" in llmtutor("search", "zebra").out

    @pytest.mark.parametrize("kind", ["missing", "bad"])
    def test_a_message_about_it_is_not_live(
        self, llmtutor: Command, hostile: Path, kind: str
    ) -> None:
        hostile.write_bytes(b"") if kind == "bad" else hostile.unlink()
        ended = llmtutor("import", hostile)
        assert ended.code == 4
        assert_harmless(ended.err)
        assert r"evil\x1b[31m" in ended.err

    def test_nor_is_a_data_folder_of_such_a_name(
        self, llmtutor: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LLMTUTOR_HOME", str(tmp_path / f"home{LIVE}"))
        for form in ([], ["--json"]):
            assert_harmless(llmtutor("doctor", *form).out)

    @pytest.mark.parametrize(
        "argument", [LIVE, "\u202e", "x" * 100_000], ids=["live", "turned", "long"]
    )
    @pytest.mark.parametrize("command", ["show", "outline", "search", "ask"])
    def test_nor_is_an_argument(self, llmtutor: Command, command: str, argument: str) -> None:
        more = ["--no-model"] if command == "ask" else []
        ended = llmtutor(command, argument, *more)
        assert ended.code in {0, 1, 2}
        assert_harmless(ended.out, ended.err)

    def test_a_course_file_by_hand_is_not_live(self, llmtutor: Command, home: Path) -> None:
        folder = home / "courses" / "mine"
        folder.mkdir(parents=True)
        (folder / "a.md").write_text("## A\n\nzebra\n")
        (folder / "course.yaml").write_text('title: "M\\e[31m\\x9b2J"\nsummary: "\\a"\n')
        assert_harmless(llmtutor("outline").out, llmtutor("search", "zebra").out)


class TestProgram:
    def test_it_runs_as_a_program_of_its_own(self, program: Command) -> None:
        ended = program("search", "BM25", "--json")
        assert (ended.code, ended.err) == (0, "")
        assert ended.json["hits"]

    def test_a_first_start_makes_what_it_needs_and_says_nothing_on_stdout(
        self, program: Command, tmp_path: Path
    ) -> None:
        ended = program("outline", "--json", env={"LLMTUTOR_HOME": str(tmp_path / "new" / "home")})
        assert (ended.code, ended.err) == (0, "")
        assert ended.json["courses"]

    def test_its_exit_code_is_the_commands(self, program: Command) -> None:
        assert program("show", "none").code == 2

    @pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
    def test_a_reader_that_leaves_is_no_error(self, form: list[str]) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "llmtutor", "outline", *form],
                stdout=writer,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        finally:
            os.close(writer)
        assert (ended.returncode, ended.stderr) == (0, "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
    def test_a_full_disk_behind_stdout_is_told(self, form: list[str]) -> None:
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(
                [sys.executable, "-m", "llmtutor", "outline", *form],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert ended.returncode == 3
        assert "no space left" in ended.stderr
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
    def test_a_terminal_without_unicode_gets_what_it_can_show(
        self, program: Command, encoding: str
    ) -> None:
        odd = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        assert program("ask", "什麼是注意力 ✓", "--no-model", env=odd).code in {0, 1}
        ended = program("search", "注意 BM25", "--json", env=odd)
        assert ended.code == 0
        assert ended.json["query"] == "注意 BM25"

    @pytest.mark.parametrize("command", ["search", "show", "outline", "ask"])
    def test_bytes_that_are_no_unicode_are_only_an_argument(
        self, program: Command, command: str
    ) -> None:
        more = ["--no-model"] if command == "ask" else []
        ended = program(command, b'"\xff\xfe zzzz"', *more)
        assert ended.code in {1, 2}
        assert "fault" not in ended.err

    def test_a_file_whose_name_is_not_unicode_is_imported(
        self, program: Command, tmp_path: Path
    ) -> None:
        name = os.fsencode(tmp_path) + b"/caf\xe9.md"
        try:
            Path(os.fsdecode(name)).write_text("## Zebra\n\n[x]()\n\nstripes\n")
        except OSError:
            pytest.skip("this file system takes Unicode names only")
        for form in ([], ["--json"]):
            ended = program("import", name, *form)
            assert (ended.code, ended.err) == (0, "")
        assert program("show", "my-notes").code == 0

    def test_an_interrupt_ends_it_with_its_own_code(self, tmp_path: Path) -> None:
        started = tmp_path / "started"
        (tmp_path / "sitecustomize.py").write_text(
            "import pathlib, signal, time\nimport llmtutor.cli.outline as outline\n"
            # a shell tells what it starts in the background to ignore it
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            f"def run(options):\n    pathlib.Path({str(started)!r}).touch()\n    time.sleep(60)\n"
            "outline.run = run\n"
        )
        running = subprocess.Popen(
            [sys.executable, "-m", "llmtutor", "outline"],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 60
        while not started.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=60)[1] == "Interrupted.\n"
        assert running.returncode == 130

    def test_commands_beside_each_other_do_no_harm(self, tmp_path: Path) -> None:
        files = [tmp_path / f"n{number}.md" for number in range(3)]
        for file in files:
            file.write_text(f"## {file.stem}\n\nzebra\n")
        commands: list[list[str | Path]] = [["import", file] for file in files]
        commands += [["search", "attention"], ["outline"], ["ask", "What is BM25?", "--no-model"]]
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "llmtutor", *command],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for command in commands
        ]
        assert [process.communicate()[1] for process in running] == [""] * len(commands)
        assert [process.returncode for process in running] == [0] * len(commands)


class TestText:
    def test_an_outline_names_courses_lectures_and_sections(self, llmtutor: Command) -> None:
        (course,) = llmtutor("outline", "llm/rag", "--json").json["courses"]
        (lecture,) = course["lectures"]
        out = llmtutor("outline", "llm/rag").out
        for named in (course, lecture, *lecture["sections"]):
            assert named["title"] in out
        assert f"{course['id']}/{lecture['id']}" in out

    def test_a_section_is_shown_with_its_title(self, llmtutor: Command) -> None:
        title = llmtutor("show", "llm/rag/lexical", "--json").json["title"]
        out = llmtutor("show", "llm/rag/lexical").out
        assert out.splitlines()[0].strip() == title
        assert "BM25" in out

    def test_an_answer_shows_verdict_quotes_and_where_they_stand(self, llmtutor: Command) -> None:
        out = llmtutor("ask", "What is BM25?", "--no-model").out
        assert out.startswith("in your notes")
        assert "llm/rag-and-llm-systems/lexical-search-bm25" in out

    def test_an_import_says_what_it_did_and_what_to_do_next(
        self, llmtutor: Command, notes: Path
    ) -> None:
        out = llmtutor("import", notes).out
        assert "Imported 1 lecture with 1 sections into 'my-notes'." in out
        assert f"{notes}:5" in out
        assert "llmtutor outline my-notes" in out

    def test_a_dry_run_writes_nothing(self, llmtutor: Command, notes: Path, home: Path) -> None:
        out = llmtutor("import", notes, "--dry-run").out
        assert out.startswith("Would import 1 lecture")
        assert not (home / "courses").exists()

    def test_a_model_chosen_by_its_file_is_found_from_any_folder(
        self, llmtutor: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, gguf(), "mine.gguf")
        monkeypatch.chdir(tmp_path)
        for named in ("mine.gguf", "./mine.gguf"):
            llmtutor("models", "use", named)
            assert str(tmp_path / "mine.gguf") in (home / "settings.yaml").read_text()

    def test_numbers_beyond_any_sense_are_taken_for_many(self, llmtutor: Command) -> None:
        assert llmtutor("search", "attention", "-k", "9" * 30).code == 0
        assert llmtutor("search", "attention", "-k", "-1").code == 0
