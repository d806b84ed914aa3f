"""Other models than the default one: their vocabularies, chat formats and caches."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.failure import EngineError
from llmtutor.engine.modelfile import inspect
from llmtutor.engine.protocol import Excerpt, GenerateRequest, Message, ScoreRequest, Token
from llmtutor.engine.worker.template import ChatFormat, Style, own_template
from llmtutor.errors import InputFileError

from .conftest import ask, done, failed, listen
from .tinymodels import tiny

Start = Callable[..., WorkerEngine]
TALK = (Message.of("system", "Be kind."), Message.of("user", "Some notes.", "\nA question?"))

USABLE = 66
"""Of the 70 templates; the others want tools, images or a role that we do not have."""


@pytest.fixture(scope="session")
def llama_source() -> Path:
    """``vendor/llama.cpp`` of the llama-cpp-python source archive, or a reason to skip."""
    path = Path(os.environ.get("LLAMA_CPP_SOURCE", "/nowhere"))
    if not (path / "models" / "templates").is_dir():
        pytest.skip("LLAMA_CPP_SOURCE does not name vendor/llama.cpp of the source archive")
    return path


async def written(engine: WorkerEngine) -> str:
    pieces = await engine.pieces(TALK)
    return b"".join(piece.data for piece in pieces).decode()


async def exercise(engine: WorkerEngine) -> None:
    """Everything an engine does, once, on a model that writes nonsense."""
    request = GenerateRequest(TALK, 8)
    first = await listen(engine, request)
    assert done(first).figures.new_tokens
    again = await listen(engine, request)
    assert [e for e in again if isinstance(e, Token)] == [e for e in first if isinstance(e, Token)]
    copied = GenerateRequest(TALK, 8, constraint=Excerpt(("some words to copy",)))
    text = "".join(e.text for e in await listen(engine, copied) if isinstance(e, Token))
    assert text.strip() in "some words to copy"
    short, long = await engine.score(ScoreRequest(TALK, ("a", "a b c d e")))
    assert long.total < short.total < 0
    assert (await engine.surprise("some text"))[-1].bits
    assert engine.status.restarts == 0


@pytest.mark.model
async def test_a_recurrent_model_keeps_its_section(
    start_engine: Start, model_path: Path, tmp_path: Path
) -> None:
    """Its state cannot be cut back to the end of the section, so a copy of it is kept."""
    engine = start_engine(
        tiny(tmp_path, model_path, "mamba"), snapshots=tmp_path / "s", save_after=0.0
    )
    await exercise(engine)
    section = "One two three four five six seven. " * 20
    talk = (Message.of("user", section, " Why?"),)
    cold = await listen(engine, GenerateRequest(talk, 5))

    said = []

    async def gather() -> None:
        async with aclosing(engine.warm((Message.of("user", section),))) as steps:
            async for step in steps:
                said.append(step)  # noqa: PERF401 (each is looked at as it comes)

    task = asyncio.create_task(gather())
    while not (said and said[-1].saved):
        await asyncio.sleep(0.01)
        assert not task.done(), said
    for question in (" Why?", " Who?", " Why?"):
        events = await listen(engine, GenerateRequest((Message.of("user", section, question),), 5))
        assert done(events).figures.cached_tokens == said[-1].total
    tokens = [[e for e in item if isinstance(e, Token)] for item in (cold, events)]
    assert tokens[0] == tokens[1]
    task.cancel()
    await asyncio.wait([task])


@pytest.mark.model
@pytest.mark.parametrize(
    ("options", "template", "layout"),
    [
        ({}, "plain", "Be kind.\n\nSome notes.\nA question?\n\nAnswer:"),
        ({"family": "vicuna"}, "builtin", "Be kind.\n\nUSER: Some notes.\nA question?\nASSISTANT:"),
        ({"family": "nonsense"}, "plain", "Be kind.\n\nSome notes.\nA question?\n\nAnswer:"),
        (
            {"family": "solar"},
            "builtin",
            "### System:\nBe kind.\n\n### User:\nSome notes.\nA question?\n\n### Assistant:\n",
        ),
        (
            {"chat_format": "phi2"},
            "builtin",
            "Be kind.\n\nInstruct: Some notes.\nA question?\nOutput:",
        ),
        ({"chat_format": "plain"}, "plain", "Be kind.\n\nSome notes.\nA question?\n\nAnswer:"),
    ],
)
async def test_a_model_without_a_template(
    start_engine: Start,
    model_path: Path,
    tmp_path: Path,
    options: dict[str, str],
    template: str,
    layout: str,
) -> None:
    fields = {"tokenizer__chat_template": None}
    engine = start_engine(tiny(tmp_path, model_path, "llama", **fields), **options)
    info = await engine.start()

    assert info.template == template
    assert info.kind == ("base" if template == "plain" else "chat")
    assert await written(engine) == layout


@pytest.mark.model
async def test_a_chat_format_by_name_replaces_the_files_own(
    start_engine: Start, model_path: Path
) -> None:
    engine = start_engine(model_path, chat_format="zephyr", family="llama2")
    await engine.start()

    assert (await written(engine)).startswith("<|system|>\nBe kind.")

    problem = failed(await listen(start_engine(model_path, chat_format="zephir"), ask("?"))).problem
    assert isinstance(problem, EngineError)
    assert problem.code == "template"
    assert "zephyr" in problem.hint


@pytest.mark.parametrize(
    ("vocabulary", "architecture", "options", "start", "end"),
    [
        ("phi-3", "phi3", {}, "<s><|user|>", "A question?<|end|> \n<|assistant|> \n"),
        ("qwen2", "qwen2", {}, "<|im_start|>system\nBe kind.<|im_end|>", "assistant\n"),
        ("llama-spm", "llama", {"family": "llama2-sys"}, "<s> [INST]", "A question? [/INST]"),
        ("llama-spm", "llama", {"family": "vicuna"}, "<s> Be kind", "ASSISTANT:"),
        ("llama-bpe", "llama", {"family": "llama3"}, "<|begin_of_text|>", "<|end_header_id|>\n\n"),
        ("deepseek-llm", "llama", {"family": "deepseek"}, "", "### Response:\n"),
    ],
)
async def test_real_vocabularies_and_templates(
    start_engine: Start,
    llama_source: Path,
    tmp_path: Path,
    vocabulary: str,
    architecture: str,
    options: dict[str, str],
    start: str,
    end: str,
) -> None:
    words = llama_source / "models" / f"ggml-vocab-{vocabulary}.gguf"
    engine = start_engine(tiny(tmp_path, words, architecture), **options)

    text = await written(engine)
    assert text.startswith(start)
    assert text.endswith(end)
    assert "Some notes.\nA question?" in text
    await exercise(engine)


def test_every_vocabulary_file_is_called_one(llama_source: Path) -> None:
    files = sorted((llama_source / "models").glob("ggml-vocab-*.gguf"))
    assert len(files) >= 19
    for file in files:
        with pytest.raises(InputFileError) as caught:
            inspect(file)
        assert caught.value.what == "holds a vocabulary without weights", file.name


def test_real_templates_can_be_used(llama_source: Path) -> None:
    """Through the sandbox, over slots, with what stands in the question kept whole."""
    files = sorted((llama_source / "models" / "templates").glob("*.jinja"))
    failures = {}
    for file in files:
        style = Style("own", own_template(file.read_text(), "<s>", "</s>"))
        try:
            layout = ChatFormat(file.name, (style,)).layout(TALK)
        except EngineError as error:
            failures[file.name] = error.what
        else:
            text = "".join(part for part, _ in layout.fill(TALK))
            assert "Be kind." in text
            assert "Some notes.\nA question?" in text
    assert len(files) - len(failures) >= USABLE, failures
