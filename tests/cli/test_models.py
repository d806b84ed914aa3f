"""``llmtutor models``: files, settings, adapters, what was read, and how fast it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from llmtutor.engine.snapshots import SnapshotStore
from llmtutor.paths import Paths

from ..engine.ggufs import gguf, with_fields, write
from ..engine.tinymodels import lora
from .conftest import Command, keys


@pytest.fixture
def models(home: Path) -> Path:
    """The folder for models of a data folder."""
    folder = home / "models"
    folder.mkdir(parents=True)
    return folder


class TestList:
    def test_the_best_for_this_computer_comes_with_the_command_that_gets_it(
        self, llmtutor: Command
    ) -> None:
        listed = llmtutor("models", "list")
        tip = llmtutor("models", "list", "--json").json["recommended"]["chat"]
        assert f"llmtutor models get {tip}" in listed.out
        assert "This computer:" in listed.out

    def test_older_models_are_shown_when_asked_for(self, llmtutor: Command) -> None:
        assert "vicuna-7b" not in llmtutor("models", "list").out
        assert "vicuna-7b" in llmtutor("models", "list", "--all").out

    def test_a_file_of_ones_own_is_listed(self, llmtutor: Command, models: Path) -> None:
        write(models, gguf(), "mine.gguf")
        assert "mine.gguf" in llmtutor("models", "list").out


class TestRemove:
    def test_a_file_goes_once_it_was_confirmed(
        self, llmtutor: Command, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write(models, gguf(), "mine.gguf")

        monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
        assert llmtutor("models", "remove", "mine").code == 1
        assert path.exists()

        monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
        ended = llmtutor("models", "remove", "mine")
        assert ended.code == 0
        assert "llmtutor cannot get it again" in ended.err
        assert not path.exists()

    def test_a_file_elsewhere_is_not_ours_to_delete(
        self, llmtutor: Command, models: Path, tmp_path: Path
    ) -> None:
        path = write(tmp_path, gguf(), "theirs.gguf")
        ended = llmtutor("models", "remove", path, "--yes")
        assert ended.code == 2
        assert path.exists()


class TestUse:
    def test_a_base_model_is_called_one(self, llmtutor: Command, models: Path) -> None:
        write(models, gguf(with_fields(tokenizer__chat_template=None)), "base.gguf")
        write(models, gguf(), "chat.gguf")

        assert "was not taught to answer" in llmtutor("models", "use", "base").out
        assert "base model" not in llmtutor("models", "use", "chat").out

    def test_an_embedding_model_cannot_be_chosen_to_answer(
        self, llmtutor: Command, models: Path
    ) -> None:
        write(models, gguf(with_fields(general__architecture="bert")), "finds.gguf")
        ended = llmtutor("models", "use", "finds")
        assert ended.code == 4
        assert "finds passages but cannot write" in ended.err


class TestSettings:
    def test_they_are_saved_for_this_model_alone(self, llmtutor: Command, home: Path) -> None:
        assert llmtutor("models", "settings", "temperature=0.7", "--model", "qwen3-0.6b").code == 0

        its = llmtutor("models", "settings", "--model", "qwen3-0.6b", "--json").json
        others = llmtutor("models", "settings", "--json").json

        assert {row["name"]: row["value"] for row in its["settings"]}["temperature"] == 0.7
        assert {row["name"]: row["value"] for row in others["settings"]}["temperature"] == 0.0

    def test_an_empty_value_goes_back_to_the_default(self, llmtutor: Command, home: Path) -> None:
        llmtutor("models", "settings", "seed=3")
        llmtutor("models", "settings", "seed=")
        rows = llmtutor("models", "settings", "--json").json["settings"]
        assert {row["name"]: row["value"] for row in rows}["seed"] == 7

    @pytest.mark.parametrize(
        ("change", "said"),
        [("temperature=hot", "'hot' is not a number"), ("seed", "not NAME=VALUE"),
         ("seeed=1", "Did you mean 'seed'?"), ("top_p=3", "3.0 is above 1"),
         ("chat_format=zephir", "Did you mean 'zephyr'? Known are: auto, alpaca, ")],
    )  # fmt: skip
    def test_a_mistake_is_told(self, llmtutor: Command, home: Path, change: str, said: str) -> None:
        ended = llmtutor("models", "settings", change)
        assert ended.code == 2
        assert said in ended.err

    def test_each_is_explained(self, llmtutor: Command) -> None:
        for row in llmtutor("models", "settings", "--json").json["settings"]:
            assert row["help"]


class TestAdapter:
    def test_it_says_where_to_put_further_ones(self, llmtutor: Command, models: Path) -> None:
        assert str(models / "adapter") in llmtutor("models", "adapter").out

    @pytest.mark.model
    def test_one_that_fits_is_used_and_taken_off(
        self, llmtutor: Command, models: Path, default_model: Path
    ) -> None:
        folder = models / "adapter"
        folder.mkdir()
        lora(folder, name="kind.gguf")

        listed = llmtutor("models", "adapter", "list", "--json").json
        assert listed["adapters"][0]["note"] == "fits the model in use"
        assert listed["in_use"] == "tutor-smollm2-135m"  # it came along with the default model

        assert llmtutor("models", "adapter", "use", "kind").code == 0
        assert llmtutor("models", "adapter", "list", "--json").json["in_use"] == "kind"
        assert "✓ kind" in llmtutor("models", "adapter").out

        llmtutor("models", "adapter", "off")
        assert llmtutor("models", "adapter", "list", "--json").json["in_use"] is None

    def test_what_is_no_adapter_is_not_used(self, llmtutor: Command, models: Path) -> None:
        (models / "adapter").mkdir()
        write(models / "adapter", gguf(), "model.gguf")
        ended = llmtutor("models", "adapter", "use", "model")
        assert ended.code == 4
        assert "is not a LoRA adapter" in ended.err
        assert llmtutor("models", "adapter", "use", "nothing").code == 3


class TestCache:
    @pytest.fixture
    def store(self, home: Path) -> SnapshotStore:
        """Two sections that were read."""
        import ctypes

        store = SnapshotStore(Paths.from_environment().snapshots, 10**9)
        for key in ("a", "b"):
            state = (ctypes.c_uint8 * 1000)()
            store.save("model", key, state, model="SmolLM2", tokens=300)
        return store

    def test_what_is_kept_is_shown(self, llmtutor: Command, store: SnapshotStore) -> None:
        shown = llmtutor("models", "cache", "show")
        assert "2 sections read" in shown.out
        assert "SmolLM2" in shown.out

        listed = llmtutor("models", "cache", "show", "--json").json
        assert keys(listed) == {"folder", "bytes", "most", "snapshots"}
        assert [item["tokens"] for item in listed["snapshots"]] == [300, 300]

    def test_it_can_be_cleared(self, llmtutor: Command, store: SnapshotStore) -> None:
        assert llmtutor("models", "cache", "clear", "--json").json["removed"] == 2
        assert store.all() == []
        assert "0 sections read" in llmtutor("models", "cache").out


@pytest.mark.model
class TestBench:
    def test_it_measures_reading_writing_and_first_words(
        self, llmtutor: Command, default_model: Path
    ) -> None:
        found = llmtutor("models", "bench", "--tokens", "160", "--rounds", "1", "--json").json

        first = found["first_token_ms"]
        assert first["cold"] > first["warm"]
        assert first["cold"] > first["snapshot"]
        assert found["prefill_tokens_per_s"] > found["decode_tokens_per_s"] > 0
        assert found["memory_bytes"] > default_model.stat().st_size
        assert 130 <= found["section_tokens"] <= 160

    def test_a_wrong_number_is_told(self, llmtutor: Command) -> None:
        assert llmtutor("models", "bench", "--rounds", "0").code == 2


class TestHealth:
    """What ``doctor`` says about the model."""

    @pytest.mark.model
    def test_a_sound_model_is_loaded_and_described(
        self, llmtutor: Command, course: Path, default_model: Path
    ) -> None:
        told = llmtutor("doctor", "--json").json["model"]

        assert told["health"].startswith("sound; ready after")
        assert "thread" in told["device"]
        assert told["instructions"]
        assert "GB; the model needs about 0.2 GB" in told["free memory"]
        assert told["chat format"] == "the file's own"

    def test_one_that_does_not_load_is_a_problem(self, llmtutor: Command, models: Path) -> None:
        path = write(models, gguf(), "hollow.gguf")

        ended = llmtutor("--set", f"engine.model={path}", "doctor", "--json")

        assert ended.code == 3
        assert ended.json["model"]["health"] == "does not load"
        assert any("hollow.gguf" in problem for problem in ended.json["problems"])
