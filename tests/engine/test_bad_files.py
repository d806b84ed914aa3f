"""Files that must never reach native code, and some that do and are refused there."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.worker import model as worker_model
from llmtutor.errors import InputFileError, MissingError, TutorError

from .conftest import ask, failed, listen
from .ggufs import gguf, with_fields, write

Start = Callable[..., WorkerEngine]


async def refusal(engine: WorkerEngine) -> TutorError:
    problem = failed(await listen(engine, ask("?"))).problem
    assert engine.status.restarts == 0, "the file reached native code and killed it"
    return problem


async def test_missing(start_engine: Start, tmp_path: Path) -> None:
    problem = await refusal(start_engine(tmp_path / "none.gguf"))

    assert isinstance(problem, MissingError)
    assert "llmtutor models get default" in problem.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (random.Random(1).randbytes(50_000), "not a GGUF model"),
        (b"GGUF\x03\0\0\0" + random.Random(2).randbytes(50_000), "claims"),
        (gguf(tensors=()), "without weights"),
        (gguf(with_fields(general__architecture="nonsense")), "does not know"),
        (gguf(with_fields(general__architecture="bert", bert__pooling_type=1)), "cannot write"),
        (gguf(), "cannot load it"),
        (gguf(with_fields(general__type="adapter")), "LoRA"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "file",
)
async def test_each_bad_file_is_refused_by_name(
    start_engine: Start, tmp_path: Path, data: bytes, said: str
) -> None:
    path = write(tmp_path, data)

    problem = await refusal(start_engine(path))

    assert isinstance(problem, InputFileError)
    assert said in problem.what
    assert problem.where == str(path)
    assert problem.hint


@pytest.mark.model
async def test_a_truncated_copy_of_the_real_model(
    start_engine: Start, tmp_path: Path, model_path: Path
) -> None:
    with model_path.open("rb") as stream:
        path = write(tmp_path, stream.read(20_000_000))

    assert "cut short: 78,362,432 of 98,362,432 bytes" in (await refusal(start_engine(path))).what


@pytest.mark.model
async def test_weights_alone_flipped_load_and_harm_nobody(
    start_engine: Start, tmp_path: Path, model_path: Path
) -> None:
    """Only the sha256 of the catalogue finds these; the process must live through them."""
    engine = start_engine(flipped(model_path, tmp_path))

    await listen(engine, ask("?", max_tokens=4))

    assert engine.status.restarts == 0


def flipped(model: Path, folder: Path) -> Path:
    data = bytearray(model.read_bytes())
    noise = random.Random(3)
    for _ in range(2000):
        data[noise.randrange(10_000_000, len(data))] = noise.randrange(256)
    return write(folder, bytes(data))


def test_too_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_model, "_free_memory", lambda: 1_000_000)
    request = worker_model.LoadRequest(
        path=write(tmp_path, gguf()), purpose="chat", context=512, threads=1, gpu_layers=0
    )
    with pytest.raises(EngineError) as caught:
        worker_model.Model(
            SimpleNamespace(llama_supports_gpu_offload=lambda: False),
            None,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            request,
            lambda _: None,
        )

    assert caught.value.code == "memory"
    assert caught.value.numbers["free"] == 1_000_000
