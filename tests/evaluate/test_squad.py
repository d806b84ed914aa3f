"""Any file in the SQuAD format is read, any other is refused with its place."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.errors import InputFileError
from llmtutor.evaluate.squad import exact, f1, read_squad, sample


def written(folder: Path, content: Any) -> Path:
    file = folder / "set.json"
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    file.write_bytes(text)
    return file


def whole(*qas: Any, context: Any = "Zebras have stripes.") -> dict[str, Any]:
    return {"data": [{"paragraphs": [{"context": context, "qas": list(qas)}]}]}


ASKED = {"id": "1", "question": "What?", "answers": [{"text": "stripes", "answer_start": 12}]}


def test_both_versions_are_read(tmp_path: Path) -> None:
    second = {"question": "Who?", "id": "2", "is_impossible": True, "answers": []}
    old = {"question": "Who?", "id": "3", "answers": []}
    read = read_squad(written(tmp_path, whole(ASKED, second, old)))
    assert read.passages == ("Zebras have stripes.",)
    assert [question.answers for question in read.questions] == [("stripes",), (), ()]


def test_an_answer_that_only_looks_plausible_is_none(tmp_path: Path) -> None:
    item = {**ASKED, "is_impossible": True, "plausible_answers": [{"text": "stripes"}]}
    assert read_squad(written(tmp_path, whole(item))).questions[0].answers == ()


def test_a_mark_of_byte_order_and_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    text = json.dumps(whole(ASKED, context="a\ud800b\x00c")).encode()
    read = read_squad(written(tmp_path, b"\xef\xbb\xbf" + text))
    assert read.passages == ("a?b\ufffdc",)


def test_equal_paragraphs_are_one_and_equal_ids_are_told_apart(tmp_path: Path) -> None:
    content = {"data": whole(ASKED)["data"] + whole(ASKED)["data"]}
    read = read_squad(written(tmp_path, content))
    assert len(read.passages) == 1
    assert len({question.id for question in read.questions}) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"{", ":1: not JSON"),
        (b"\xff\xfe\x00", "not a UTF-8"),
        (b"[" * 100_000, "not JSON"),
        ([], "the file is no object"),
        ({}, "the file has no 'data'"),
        ({"data": {}}, "'data' of the file is no list"),
        ({"data": [1]}, "data[0] is no object"),
        ({"data": []}, "it holds no question"),
        ({"data": [{"paragraphs": [{}]}]}, "data[0].paragraphs[0] has no text as 'context'"),
        (whole(context=None), "has no text as 'context'"),
        (whole({"answers": []}), "qas[0] has no text as 'question'"),
        (whole({**ASKED, "answers": "x"}), "'answers' of data[0].paragraphs[0].qas[0] is no list"),
        (whole({**ASKED, "answers": ["x"]}), "qas[0].answers[0] is no object"),
        (whole(ASKED, None), "data[0].paragraphs[0].qas[1] is no object"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_its_place(
    tmp_path: Path, content: Any, said: str
) -> None:
    with pytest.raises(InputFileError) as caught:
        read_squad(written(tmp_path, content))
    assert said in str(caught.value)
    assert "set.json" in str(caught.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "paragraphs", "context", "qas", "question", "answers", "id"]),
            inner,
        )
    ),
    max_leaves=20,
)


@given(content=json_values)
def test_no_content_ends_in_anything_but_a_set_or_that_error(
    tmp_path_factory: pytest.TempPathFactory, content: Any
) -> None:
    file = written(tmp_path_factory.mktemp("sets"), content)
    with contextlib.suppress(InputFileError):
        assert read_squad(file).questions


def test_a_sample_is_the_same_for_a_seed(tmp_path: Path) -> None:
    asked = [{**ASKED, "id": str(number)} for number in range(20)]
    questions = read_squad(written(tmp_path, whole(*asked))).questions
    assert sample(questions, 5, 1) == sample(questions, 5, 1)
    assert sample(questions, 5, 1) != sample(questions, 5, 2)
    assert len(sample(questions, 0, 1)) == 20


@pytest.mark.parametrize(
    ("given", "answers", "em", "overlap"),
    [
        ("The Stripes!", ["stripes"], 100, 100),
        ("black stripes", ["stripes"], 0, 200 / 3),
        ("stripes", ["spots", "a stripe", "Stripes."], 100, 100),
        ("spots", ["stripes"], 0, 0),
        ("the", ["a"], 100, 100),
        ("", ["stripes"], 0, 0),
        ("", [], 100, 100),
        ("stripes", [], 0, 0),
        ("注意力。", ["注意力"], 100, 100),
        ("注意力機制", ["注意力"], 0, 75),
        ("《紅樓夢》", ["紅樓夢"], 100, 100),
    ],
)
def test_answers_are_compared_in_the_official_way(
    given: str, answers: list[str], em: float, overlap: float
) -> None:
    assert exact(given, answers) == em
    assert f1(given, answers) == pytest.approx(overlap)
