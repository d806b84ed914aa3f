"""An installed package needs nothing of the checkout it was built from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer lays it out."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_course_and_the_catalogue_travel_and_are_read_from_there(
    installed: Path, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "LLMTUTOR_HOME": str(tmp_path / "home"),
    }

    def said(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        ).stdout

    shipped = said("-c", "from llmtutor.paths import shipped; print(shipped())")
    assert Path(shipped.strip()) == installed / "llmtutor" / "_shipped"
    outline = json.loads(said("-m", "llmtutor", "outline", "--json"))
    assert [course["id"] for course in outline["courses"]] == ["llm"]
    assert "smollm2-135m" in said("-m", "llmtutor", "models", "list", "--json")


def test_no_model_but_our_own_adapter_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        models = [name for name in archive.namelist() if name.endswith(".gguf")]
    assert all("/_shipped/models/adapter/" in name for name in models)


def test_every_file_of_the_program_travels(wheel: Path) -> None:
    """Prompts and styles lie beside the modules and are forgotten easily."""
    source = ROOT / "src"
    ours = {
        str(file.relative_to(source))
        for file in source.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        assert ours <= set(archive.namelist())
