"""Settings: where a value comes from, what it may be, and that saving loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor import settings
from llmtutor.errors import InputFileError, MissingError, TutorError, UsageError
from llmtutor.settings import Settings, keys, of_models


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def load(file: Path, environment: dict[str, str] | None = None, **line: Any) -> Settings:
    return settings.load(
        file, environment or {}, {k.replace("__", "."): v for k, v in line.items()}
    )[0]


def refused(file: Path, environment: dict[str, str] | None = None, **line: Any) -> TutorError:
    with pytest.raises((InputFileError, UsageError)) as problem:
        load(file, environment, **line)
    return problem.value


def test_without_any_source_the_defaults_hold(file: Path) -> None:
    loaded, origins = settings.load(file, {})
    assert loaded == Settings()
    assert set(origins.values()) == {"default"}
    assert set(origins) == set(keys())


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_default(
    file: Path,
) -> None:
    variable = "LLMTUTOR_ENGINE_THREADS"
    assert load(file).engine.threads == 0
    file.write_text("engine:\n  threads: 2\n")
    assert load(file).engine.threads == 2
    assert load(file, {variable: "3"}).engine.threads == 3
    assert load(file, {variable: "3"}, engine__threads="4").engine.threads == 4


def test_each_value_says_where_it_came_from(file: Path) -> None:
    file.write_text("engine:\n  threads: 2\n  seed: 1\n")
    _, origins = settings.load(file, {"LLMTUTOR_ENGINE_SEED": "2"}, {"ask.quotes": "5"})
    assert origins["engine.threads"] == str(file)
    assert origins["engine.seed"] == "$LLMTUTOR_ENGINE_SEED"
    assert origins["ask.quotes"] == "command line"
    assert origins["app.theme"] == "default"


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "engine:\n", "engine:\n  # threads: 2\n", "{}"]
)
def test_a_file_that_says_nothing_changes_nothing(file: Path, text: str) -> None:
    file.write_text(text)
    assert load(file) == Settings()


@pytest.mark.parametrize(
    ("word", "value"),
    [("true", True), ("Yes", True), ("on", True), ("1", True), (" false ", False), ("off", False)],
)
def test_truth_is_said_in_words(file: Path, word: str, value: bool) -> None:
    assert load(file, {"LLMTUTOR_APP_ASCII": word}).app.ascii is value


def test_a_whole_number_will_do_for_a_number(file: Path) -> None:
    file.write_text("engine:\n  temperature: 1\n")
    assert load(file).engine.temperature == 1.0


def test_a_bare_off_is_the_word_where_the_word_is_a_choice(file: Path) -> None:
    file.write_text("review:\n  cards_from_notes: off\n")
    assert load(file).review.cards_from_notes == "off"


def test_an_unknown_key_is_told_with_file_line_and_nearest_name(file: Path) -> None:
    file.write_text("ask:\n  quotes: 3\nengine:\n  thread: 2\n")
    problem = refused(file)
    assert problem.where == f"{file}:4: engine.thread"
    assert problem.hint == "Did you mean 'engine.threads'?"


def test_an_unknown_group_is_told_too(file: Path) -> None:
    file.write_text("enigne:\n  threads: 2\n")
    assert refused(file).hint == "Did you mean 'engine.threads'?"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("engine:\n  threads: many\n", ":2: engine.threads", "'many' is not a whole number"),
        ("engine:\n  threads: 2.5\n", ":2: engine.threads", "'2.5' is not a whole number"),
        ("engine:\n  threads: true\n", ":2: engine.threads", "'True' is not a whole number"),
        ("engine:\n  threads: -1\n", ":2: engine.threads", "-1 is below 0"),
        ("engine:\n  seed: 3000000000\n", ":2: engine.seed", "3000000000 is above 2147483648"),
        ("engine:\n  temperature: .nan\n", ":2: engine.temperature", "'nan' is not a number"),
        ("engine:\n  temperature: [1]\n", ":2: engine.temperature", "'[1]' is not a number"),
        ("app:\n  ascii: maybe\n", ":2: app.ascii", "'maybe' is not true or false"),
        ("app:\n  theme: 5\n", ":2: app.theme", "'5' is not a text"),
        ("engine: 5\n", ":1: engine", "settings come as"),
        ("- engine\n", ":1", "settings come as"),
        ("engine.threads: 5\n", ":1: engine.threads", "settings come as"),
    ],
)
def test_a_wrong_value_in_the_file_is_told_with_line_and_key(
    file: Path, text: str, where: str, what: str
) -> None:
    file.write_text(text)
    problem = refused(file)
    assert isinstance(problem, InputFileError)
    assert problem.where == f"{file}{where}"
    assert what in problem.what


@pytest.mark.parametrize("value", ["many", "-1", "nan", "", "9" * 5000])
def test_a_wrong_value_in_the_environment_names_the_variable(file: Path, value: str) -> None:
    problem = refused(file, {"LLMTUTOR_ENGINE_THREADS": value})
    assert isinstance(problem, UsageError)
    assert problem.where == "$LLMTUTOR_ENGINE_THREADS"


def test_a_wrong_value_on_the_command_line_names_the_key(file: Path) -> None:
    assert refused(file, engine__temperature="nan").where == "engine.temperature"


@pytest.mark.parametrize("folder", ["none", "a" * 300, "file/below"])
def test_a_folder_that_cannot_be_has_no_settings(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    assert load(tmp_path / folder / "settings.yaml") == Settings()


@given(st.sampled_from(sorted(keys())), st.text(alphabet="0123456789.-+eEinfatrueo _", max_size=12))
def test_any_text_for_any_key_is_a_value_or_refused(key: str, text: str) -> None:
    try:
        settings.load(Path("/nowhere/settings.yaml"), {}, {key: text})
    except UsageError as problem:
        where = problem.where
    else:
        where = key
    assert where == key


class TestSaving:
    def test_what_is_saved_is_loaded(self, file: Path) -> None:
        settings.save(file, {"engine.model": "my-model.gguf", "app.ascii": True})
        loaded = load(file)
        assert (loaded.engine.model, loaded.app.ascii) == ("my-model.gguf", True)

    def test_the_other_keys_of_the_file_stay(self, file: Path) -> None:
        file.write_text("engine:\n  threads: 2\n  seed: 1\nask:\n  quotes: 5\n")
        settings.save(file, {"engine.seed": 9})
        loaded = load(file)
        assert (loaded.engine.threads, loaded.engine.seed, loaded.ask.quotes) == (2, 9, 5)

    def test_values_of_the_environment_are_not_written(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LLMTUTOR_ENGINE_THREADS", "3")
        settings.save(file, {"engine.seed": 9})
        assert "threads" not in file.read_text()

    @pytest.mark.parametrize("theme", ["off", "1", "~", "日本語", "a: b", "", "'", "#"])
    def test_any_text_comes_back_as_it_was(self, file: Path, theme: str) -> None:
        settings.save(file, {"app.theme": theme})
        assert load(file).app.theme == theme

    def test_a_file_that_is_broken_is_not_overwritten(self, file: Path) -> None:
        file.write_text("engine: [")
        with pytest.raises(InputFileError):
            settings.save(file, {"engine.seed": 9})
        assert file.read_text() == "engine: ["

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(MissingError, match="cannot be written"):
            settings.save(tmp_path / "file" / "settings.yaml", {"engine.seed": 9})


class TestOfOneModel:
    """Settings that are saved for a model and follow it."""

    def test_they_hold_while_that_model_is_chosen(self, file: Path) -> None:
        of_models.save(file, "qwen3-1.7b", {"temperature": "0.6", "context": 4096})

        chosen, origins = settings.load(file, {}, {"engine.model": "qwen3-1.7b"})
        other = load(file)

        assert (chosen.engine.temperature, chosen.engine.context) == (0.6, 4096)
        assert origins["engine.temperature"] == f"{file} for qwen3-1.7b"
        assert (other.engine.temperature, other.engine.context) == (0.0, 2048)

    def test_they_win_over_the_file_and_lose_to_the_command_line(self, file: Path) -> None:
        settings.save(file, {"engine.model": "a", "engine.seed": 1, "engine.top_k": 1})
        of_models.save(file, "a", {"seed": 2, "top_k": 2})

        loaded = load(file, {"LLMTUTOR_ENGINE_SEED": "3"})

        assert (loaded.engine.seed, loaded.engine.top_k) == (3, 2)

    def test_saving_others_keeps_them_and_none_takes_them_away(self, file: Path) -> None:
        of_models.save(file, "a", {"seed": 2, "top_k": 2})
        of_models.save(file, "b", {"seed": 5})
        settings.save(file, {"app.ascii": True})
        of_models.save(file, "a", {"seed": None})
        of_models.save(file, "b", {"seed": None})

        assert {m: set(lines) for m, lines in of_models.read(file).items()} == {"a": {"top_k"}}
        assert load(file).app.ascii

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [("temprature", 1, "temperature"), ("read_ahead", "never", "Settings of a model")],
    )
    def test_a_wrong_name_is_told(self, file: Path, name: str, value: object, said: str) -> None:
        with pytest.raises(UsageError) as caught:
            of_models.save(file, "a", {name: value})
        assert said in caught.value.hint

    def test_a_wrong_value_in_the_file_is_told_with_its_line(self, file: Path) -> None:
        file.write_text("engine:\n  model: a\nmodels:\n  a:\n    seed: many\n")
        with pytest.raises(InputFileError) as caught:
            load(file)
        assert f"{file}:5" in caught.value.where

    def test_a_typing_error_in_the_file_is_told_whichever_model_is_chosen(self, file: Path) -> None:
        file.write_text("models:\n  a:\n    sed: 3\n")
        with pytest.raises(InputFileError, match="no setting of a model"):
            load(file)
