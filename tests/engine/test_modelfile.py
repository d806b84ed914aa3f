"""What a file is judged to be, before native code sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from llmtutor.engine.failure import EngineError
from llmtutor.engine.modelfile import check_memory, inspect, memory_needed
from llmtutor.errors import InputFileError, MissingError

from .ggufs import gguf, with_fields, write

BERT = with_fields(
    general__architecture="bert", bert__pooling_type=1, tokenizer__chat_template=None
)


def test_a_chat_model(tmp_path: Path) -> None:
    file = inspect(write(tmp_path, gguf()), "chat")

    assert file.kind == "chat"
    assert file.languages == ("en", "zh")
    assert file.context_trained == 512


def test_without_a_template_it_is_a_base_model(tmp_path: Path) -> None:
    path = write(tmp_path, gguf(with_fields(tokenizer__chat_template=None)))

    assert inspect(path, "chat").kind == "base"


def test_an_encoder_is_an_embedding_model(tmp_path: Path) -> None:
    path = write(tmp_path, gguf(BERT))

    assert inspect(path, "embedding").kind == "embedding"
    assert inspect(path).kind == "embedding"
    with pytest.raises(InputFileError, match="cannot write answers"):
        inspect(path, "chat")


def test_a_chat_model_does_not_embed(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="not an embedding model"):
        inspect(write(tmp_path, gguf()), "embedding")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"general__type": "adapter"}, "LoRA adapter"),
        ({"general__type": "imatrix"}, "data for quantising"),
        ({"general__type": "mmproj"}, "vision part"),
        ({"general__architecture": "clip"}, "vision part"),
        ({"general__architecture": "whisper"}, "speech model"),
        ({"general__architecture": "t5"}, "encoder-decoder"),
        ({"general__architecture": None}, "which architecture"),
        ({"split__count": 3, "split__no": 1}, "part 2 of 3"),
        ({"tokenizer__ggml__model": None}, "no vocabulary"),
        ({"llama__pooling_type": 4}, "reranker"),
    ],
)
def test_refuses_with_the_reason(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    path = write(tmp_path, gguf(with_fields(**fields)))

    with pytest.raises(InputFileError) as caught:
        inspect(path)

    assert said in caught.value.what
    assert caught.value.where == str(path)
    assert caught.value.hint


def test_a_vocabulary_alone(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="vocabulary without weights"):
        inspect(write(tmp_path, gguf(tensors=())))


def test_a_missing_file_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        inspect(tmp_path / "gone.gguf")
    assert "llmtutor models get default" in caught.value.hint


def test_memory_is_refused_with_numbers(tmp_path: Path) -> None:
    header = inspect(write(tmp_path, gguf())).header
    needed = memory_needed(header, 4096)

    check_memory(header, 4096, needed)
    assert needed > memory_needed(header, 512)
    with pytest.raises(EngineError) as caught:
        check_memory(header, 4096, needed - 1)
    assert caught.value.code == "memory"
    assert caught.value.numbers == {"needed": needed, "free": needed - 1}
    assert "smaller model" in caught.value.hint
