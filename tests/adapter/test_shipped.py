"""The adapter that comes along: the file that the catalogue names, for the default model only."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.engine.adapterfile import inspect_adapter
from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.gguf import read_header
from llmtutor.engine.models import FoundModel, ModelShelf
from llmtutor.engine.protocol import Message, ScoreRequest, SpansRequest
from llmtutor.paths import Paths
from llmtutor.tutor.abilities import REFUSAL, SYSTEM, TASKS, notes_part, task_part

from ..conftest import ROOT

FOLDER = ROOT / "models" / "adapter"
ENTRY = load_catalogue().entry("default")
NOTES = (
    "InstructGPT is a family of GPT-3 models fine-tuned with demonstrations and human rankings. "
    "About 40 people, hired and tested for the purpose, wrote the examples and ranked the "
    "answers. Pre-training GPT-3 took 3,640 petaflop/s-days. Raters preferred the answers of an "
    "InstructGPT with 1.3 billion parameters to those of GPT-3 with 175 billion."
)


@pytest.fixture(scope="module")
def shipped() -> Path:
    assert ENTRY.adapter is not None
    return FOLDER / ENTRY.adapter.file


def test_it_is_the_file_that_the_catalogue_names(shipped: Path) -> None:
    assert ENTRY.adapter is not None
    assert hashlib.sha256(shipped.read_bytes()).hexdigest() == ENTRY.adapter.sha256
    assert shipped.stat().st_size <= 12_000_000


def test_it_says_what_it_was_made_for(shipped: Path) -> None:
    adapter = inspect_adapter(shipped)
    assert adapter.header.text("llmtutor.base.sha256") == ENTRY.sha256
    assert {"answer", "refuse"} <= adapter.tasks <= set(TASKS)


def test_it_comes_with_the_default_model_without_a_word(shipped: Path) -> None:
    shelf = ModelShelf.of(load_catalogue(), Paths.from_environment())
    assert shelf.adapter("auto", FoundModel(Path("x.gguf"), 1, ENTRY)) == shipped


def test_git_takes_no_other_gguf(shipped: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "*.gguf"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(listed.stdout.split()) <= {str(shipped.relative_to(ROOT))}


@pytest.mark.model
async def test_it_answers_from_the_notes_and_tells_what_is_not_there(
    start_engine: Callable[..., WorkerEngine], model_path: Path, shipped: Path
) -> None:
    inspect_adapter(shipped, read_header(model_path))
    engine = start_engine(model_path, adapter=shipped)

    def ask(question: str) -> tuple[Message, ...]:
        asked = task_part("answer", {"question": question})
        return (Message.of("system", SYSTEM), Message.of("user", notes_part(NOTES), asked))

    there = ask("How many petaflop/s-days did pre-training GPT-3 take?")
    spans = await engine.spans(SpansRequest(there, (NOTES,)))
    assert NOTES[spans[0].start : spans[0].end] == "3,640"
    absent = ask("Which company supplied the GPUs on which GPT-3 was trained?")
    refusal = [
        (await engine.score(ScoreRequest(asked, (REFUSAL,))))[0].first for asked in (there, absent)
    ]
    assert refusal[0] < refusal[1]
