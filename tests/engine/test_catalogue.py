"""The catalogue of models, and finding files of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from llmtutor.engine.catalogue import Catalogue, load_catalogue
from llmtutor.engine.models import ModelShelf, matches
from llmtutor.engine.sources import HubSource, WheelSource
from llmtutor.errors import InputFileError, MissingError, UsageError

from .ggufs import gguf, with_fields, write

ROW = """
  - id: tiny
    title: Tiny
    kind: chat
    parameters: 1
    licence: MIT
    context: 8
    family: chatml
"""


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def test_the_shipped_catalogue(shipped: Catalogue) -> None:
    default = shipped.entry("default")

    assert default.size == 98_362_432
    assert default.licence == "Apache-2.0"
    assert {type(source) for source in default.sources} == {HubSource, WheelSource}
    assert shipped.entry("embedding").kind == "embedding"
    assert shipped.entry("smollm2-135m") is default


def test_what_is_known_for_certain_comes_from_a_revision_that_cannot_change(
    shipped: Catalogue,
) -> None:
    known = [entry for entry in shipped.entries if entry.verified and entry.sources]

    assert len(known) > 15
    for entry in known:
        for source in entry.sources:
            if isinstance(source, HubSource):
                assert source.file == entry.file, entry.id
                assert re.fullmatch("[0-9a-f]{40}", source.revision), entry.id


def test_both_defaults_can_be_got_without_another_package(shipped: Catalogue) -> None:
    for name in ("default", "embedding"):
        assert any(source.file for source in shipped.entry(name).sources
                   if isinstance(source, HubSource))  # fmt: skip


@pytest.mark.parametrize(
    "family",
    "llama-7b llama-2 llama-3-8b llama-3.1 llama-3.2 mistral mixtral zephyr vicuna orca-2 phi-2 "
    "phi-3-mini phi-3.5 phi-4 qwen1.5 qwen2.5 qwen3 gemma-3 yi solar starling neural-chat falcon "
    "mpt pythia openllama sheared-llama taiwan-llm breeze taide bailong mamba starcoder "
    "code-llama magicoder smollm2 smollm3 octopus gpt-2".split(),
)
def test_each_family_that_the_notes_name_has_a_row(shipped: Catalogue, family: str) -> None:
    assert any(entry.id.startswith(family) for entry in shipped.entries)


def test_an_unknown_name_gets_the_nearest(shipped: Catalogue) -> None:
    with pytest.raises(UsageError) as caught:
        shipped.entry("smolm2-135")
    assert "smollm2-135m" in caught.value.hint


@pytest.mark.parametrize(
    ("rows", "where", "said"),
    [
        (ROW.replace("chat\n", "poem\n"), ":5: models.0.kind", "neither"),
        (ROW.replace("title", "titel"), ":3: models.0.title", "'title' is missing"),
        (ROW + "    licenc: x\n", ":10: models.0.licenc", "unknown key"),
        (ROW + "    file: ../x.gguf\n", ":10: models.0.file", "not of the right form"),
        (ROW + "    sha256: abc\n", ":10: models.0.sha256", "not of the right form"),
        (ROW + "    size: big\n", ":10: models.0.size", "not a whole number"),
        (ROW + "    size: -1\n", ":10: models.0.size", "above 0"),
        (ROW + "    verified: true\n", ":10: models.0.verified", "needs file, size and sha256"),
        (ROW + "    sources:\n    - wheel: x>=1\n      member: y\n", "wheel", "right form"),
        (ROW + ROW[1:], ":2: models", "same id"),
        (ROW.replace("id: tiny", "id: other"), ":1: default", "names no model"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, rows: str, where: str, said: str) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text("{default: tiny, embedding: tiny, models: [ ]}" if not rows else
                    f"default: tiny\nmodels:{rows}embedding: tiny\n")  # fmt: skip

    with pytest.raises(InputFileError) as caught:
        load_catalogue(file)

    assert said in caught.value.what
    assert where in caught.value.where


@pytest.fixture
def shelf(tmp_path: Path, shipped: Catalogue) -> ModelShelf:
    """Two empty folders, and a catalogue whose default is one small file."""
    data = gguf()
    small = replace(
        shipped.entry("default"), size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    catalogue = replace(shipped, entries=(small, shipped.entry("embedding")))
    for name in ("mine", "shipped"):
        (tmp_path / name).mkdir()
    return ModelShelf(catalogue, (tmp_path / "mine", tmp_path / "shipped"))


def test_nothing_there_names_the_command(shelf: ModelShelf) -> None:
    with pytest.raises(MissingError) as caught:
        shelf.resolve("default")
    assert caught.value.hint == "Run: llmtutor models get default"
    assert caught.value.exit_code == 3
    with pytest.raises(MissingError, match="models get all-minilm-l6-v2"):
        shelf.resolve("default", "embedding")


def test_the_default_is_known_by_name_and_size(shelf: ModelShelf) -> None:
    name = shelf.catalogue.entry("default").file
    assert name
    path = write(shelf.folders[1], gguf(), name)

    found = shelf.resolve("default")

    assert found.path == path
    assert found.title == "SmolLM2 135M Instruct"
    assert matches(path, shelf.catalogue.entry("default"))
    assert shelf.resolve("smollm2-135m") == shelf.resolve(name) == found


def test_the_users_folder_comes_first(shelf: ModelShelf) -> None:
    write(shelf.folders[1], gguf(), "a.gguf")
    mine = write(shelf.folders[0], gguf(), "b.gguf")

    assert [model.path.name for model in shelf.found()] == ["b.gguf", "a.gguf"]
    assert shelf.resolve("default").path == mine


def test_a_dropped_file_serves_where_the_default_is_absent(shelf: ModelShelf) -> None:
    write(shelf.folders[0], b"broken", "a.gguf")
    write(shelf.folders[0], gguf(with_fields(general__architecture="bert")), "b.gguf")
    good = write(shelf.folders[0], gguf(), "c.gguf")

    assert shelf.resolve("default").path == good
    assert shelf.resolve("default", "embedding").path.name == "b.gguf"
    assert shelf.resolve("c").path == good
    assert shelf.resolve(str(good)).path == good


def test_a_damaged_default_is_found_so_that_it_is_named(shelf: ModelShelf) -> None:
    name = shelf.catalogue.entry("default").file
    assert name
    path = write(shelf.folders[0], gguf()[:-5], name)

    assert shelf.resolve("default").path == path
    assert shelf.resolve("default").entry is None
    assert not matches(path, shelf.catalogue.entry("default"))


def test_a_name_that_means_nothing(shelf: ModelShelf) -> None:
    write(shelf.folders[0], gguf(), "mistral.gguf")
    with pytest.raises(UsageError) as caught:
        shelf.resolve("mistrl.gguf")
    assert "mistral.gguf" in caught.value.hint
    with pytest.raises(MissingError, match="no such model file"):
        shelf.resolve("/nowhere/x.gguf")
