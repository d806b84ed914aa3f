"""LoRA adapters: put on, exchanged and taken off a running model; bad ones refused by name."""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from llmtutor.engine.adapterfile import inspect_adapter
from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.gguf import read_header
from llmtutor.engine.models import FoundModel, ModelShelf
from llmtutor.engine.protocol import PeekRequest
from llmtutor.errors import InputFileError, MissingError, TutorError

from .conftest import ask, done, listen
from .ggufs import gguf, with_fields, write
from .tinymodels import lora

Start = Callable[..., WorkerEngine]


async def chances(engine: WorkerEngine) -> list[float]:
    found = await engine.next_tokens(PeekRequest(opening="The capital of France is", most=5))
    return [chance.probability for chance in found.chances]


@pytest.mark.model
async def test_on_and_off_while_it_runs(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    style = lora(tmp_path, llmtutor__tasks="answer,refuse")
    engine = start_engine(model_path)
    plain = await chances(engine)
    pid = engine.pid

    info = await engine.use_adapter(style)
    assert (info.adapter, info.taught) == ("style", frozenset({"answer", "refuse"}))
    worn = await chances(engine)
    assert worn != plain
    assert done(await listen(engine, ask("Why?", max_tokens=1))).figures.cached_tokens == 0
    await engine.use_adapter(style, scale=0.5)
    assert await chances(engine) not in (plain, worn)

    info = await engine.use_adapter(None)
    assert (info.adapter, info.taught) == ("", frozenset())
    assert await chances(engine) == plain
    assert engine.pid == pid


@pytest.mark.model
async def test_it_is_put_on_again_after_a_restart(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    engine = start_engine(model_path, adapter=lora(tmp_path))
    assert (await engine.start()).adapter == "style"
    worn = await chances(engine)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)

    assert await chances(engine) == worn
    assert engine.status.restarts == 1
    assert engine.status.model is not None
    assert engine.status.model.adapter == "style"


@pytest.mark.model
async def test_a_bad_one_is_refused_and_the_model_goes_on(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    engine = start_engine(model_path)
    plain = await chances(engine)
    bad = [
        tmp_path / "none.gguf",
        write(tmp_path, b"GGUF", "short.gguf"),
        write(tmp_path, gguf(), "model.gguf"),
        lora(tmp_path, name="other.gguf", general__architecture="qwen2"),
        lora(tmp_path, name="deep.gguf", layers=31),
        lora(tmp_path, name="odd.gguf", adapter__lora__alpha="much"),
    ]
    for path in bad:
        with pytest.raises((InputFileError, MissingError)) as caught:
            await engine.use_adapter(path)
        assert caught.value.where == str(path)
        assert caught.value.hint
    assert await chances(engine) == plain
    assert engine.status.restarts == 0

    broken = start_engine(model_path, adapter=bad[0])
    with pytest.raises(MissingError, match="no such adapter"):
        await broken.start()


def base(tmp_path: Path, *tensors: tuple[str, tuple[int, ...]]) -> Any:
    rows = [(name, shape, 0, bytes(4 * shape[0] * shape[1])) for name, shape in tensors]
    return read_header(write(tmp_path, gguf(with_fields(), rows), "base.gguf"))


def test_what_an_adapter_file_says(tmp_path: Path) -> None:
    names = [(f"blk.{layer}.attn_q.weight", (576, 576)) for layer in range(2)]
    adapter = inspect_adapter(lora(tmp_path, rank=8), base(tmp_path, *names))

    assert adapter.rank == 8
    assert adapter.changed == {name for name, _ in names}
    assert adapter.name == "style"


def pair(low: tuple[int, ...], high: tuple[int, ...], name: str = "blk.0.attn_q.weight") -> bytes:
    fields = {"general.type": "adapter", "adapter.type": "lora", "general.architecture": "llama"}
    tensors = []
    for sign, shape in (("a", low), ("b", high)):
        size = 4
        for side in shape:
            size *= side
        tensors.append((f"{name}.lora_{sign}", shape, 0, bytes(size)))
    return gguf(fields, tensors)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gguf({"general.type": "adapter", "adapter.type": "ia3"}), "not a LoRA"),
        (gguf({"general.type": "adapter", "adapter.type": "lora"}, ()), "incomplete"),
        (pair((8,), (2, 8)), "incomplete"),
        (pair((8, 2), (2, 9)), "another size"),
        (pair((9, 2), (2, 8)), "another size"),
        (pair((8, 2), (2, 8), "blk.7.attn_q.weight"), "that has 'blk.7"),
    ],
)
def test_what_is_wrong_with_one(tmp_path: Path, data: bytes, said: str) -> None:
    header = base(tmp_path, ("blk.0.attn_q.weight", (8, 8)))
    with pytest.raises(InputFileError, match=said):
        inspect_adapter(write(tmp_path, data, "adapter.gguf"), header)


def test_one_matrix_alone_is_incomplete(tmp_path: Path) -> None:
    fields = {"general.type": "adapter", "adapter.type": "lora", "general.architecture": "llama"}
    half = gguf(
        fields, [("blk.0.attn_q.weight.lora_a", (8, 2), 0, struct.pack("<16f", *range(16)))]
    )
    with pytest.raises(InputFileError, match="incomplete"):
        inspect_adapter(write(tmp_path, half))


def test_finding_adapters_by_name_and_path(tmp_path: Path) -> None:
    shelf = ModelShelf(replace(load_catalogue()), (tmp_path / "mine", tmp_path / "shipped"))
    (tmp_path / "shipped" / "adapter").mkdir(parents=True)
    path = lora(tmp_path / "shipped" / "adapter")

    assert shelf.adapters() == [path]
    assert shelf.adapter("") is None
    assert shelf.adapter("style") == shelf.adapter("style.gguf") == shelf.adapter(str(path)) == path
    assert shelf.found() == []
    for name in ("other", "/nowhere/x.gguf"):
        with pytest.raises(TutorError) as caught:
            shelf.adapter(name)
        assert "models adapter" in caught.value.hint


def test_the_default_model_brings_its_adapter_and_no_other_model_does(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    entry = catalogue.entry("default")
    assert entry.adapter is not None
    (tmp_path / "adapter").mkdir()
    shelf = ModelShelf(catalogue, (tmp_path,))
    default = FoundModel(tmp_path / "model.gguf", 1, entry)
    assert shelf.adapter("auto", default) is None  # a checkout without it works all the same

    path = lora(tmp_path / "adapter", name=entry.adapter.file)
    assert shelf.adapter("auto", default) == path
    assert shelf.adapter("none", default) is None
    assert shelf.adapter("auto", FoundModel(tmp_path / "other.gguf", 1, None)) is None
    assert shelf.adapter("auto", replace(default, entry=catalogue.entry("embedding"))) is None


def test_an_adapter_says_what_it_was_taught(tmp_path: Path) -> None:
    adapter = inspect_adapter(lora(tmp_path, llmtutor__tasks="answer, refuse,;drop,explain"))
    assert adapter.tasks == {"answer", "refuse", "explain"}
    assert inspect_adapter(lora(tmp_path)).tasks == frozenset()
