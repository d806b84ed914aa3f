"""What holds for every test: a home of its own, no network, one locale, nothing of the user's."""

from __future__ import annotations

import gc
import ipaddress
import itertools
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from llmtutor import database
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.paths import HOME_VARIABLE
from llmtutor.search.text_index import TextIndexer

from .shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LLMTUTOR_TEST_DATA") or ROOT.parent / "shared")
"""Notes, data and models that are not part of the repository."""

hypothesis.settings.register_profile(
    # the same examples every time, and no clock: the machine may be busy
    "suite",
    max_examples=60,
    deadline=None,
    derandomize=True,
)
hypothesis.settings.register_profile("explore", max_examples=2000, deadline=None)
hypothesis.settings.load_profile("suite")


# Programs that tests start are compiled once, not by each of them
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

gc.set_threshold(50_000, 20, 20)
"""Python's own 700 look through the widgets of every app again and again: a fifth of their time."""


SYNCED = database.SYNCED
"""As it is outside of tests."""
_LONGEST_NAME = 80


def pytest_make_parametrize_id(val: object) -> str | None:
    """A megabyte that a test is given would be its name, too, and go with it everywhere."""
    if isinstance(val, str | bytes) and len(val) > _LONGEST_NAME:
        return f"{val[:_LONGEST_NAME]!r} and on"
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker has files of its own, and their fixtures; who is done first takes of the rest."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-untyped]

    return WorkStealingScheduling(config, log)


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again costs an eighth."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """pytest looks five times for garbage that complains when it goes; once finds it all."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _nobody_pulls_the_plug() -> Iterator[None]:
    """Thousands of waits for the disk, which only a power cut would tell from none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "SYNCED", dict.fromkeys(SYNCED, "OFF"))
        yield


_HOMES = itertools.count()


@pytest.fixture(autouse=True)
def _isolated(
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The user's settings, colours and language do not reach the tests."""
    for name in list(os.environ):
        if name.startswith("LLMTUTOR_") or name in {"NO_COLOR", "FORCE_COLOR", "COLORTERM"}:
            monkeypatch.delenv(name)
    if "tmp_path" in request.fixturenames:
        home: Path = request.getfixturevalue("tmp_path") / "home"
    else:  # most tests need no folder: none is made for them
        home = tmp_path_factory.getbasetemp() / f"home-{next(_HOMES)}"
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails, and says where it went."""

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            inet = self.family in {socket.AF_INET, socket.AF_INET6}
            if inet and not _is_here(str(address[0])):
                raise AssertionError(f"a test reached for the network: {address}")
            return real(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(name))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of this test; not made yet."""
    return tmp_path / "home"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Courses on disk that a test fills and changes."""
    made = Shelf(tmp_path / "shelf")
    yield made
    made.close()


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the course that is shipped, made once."""
    file = tmp_path_factory.mktemp("shipped") / "index.db"
    index = Index(file, [("shipped", ROOT / "content")], TextIndexer())
    index.refresh()
    assert index.problems() == []
    index.close()
    return file


@pytest.fixture(scope="session")
def shipped_library(shipped_index: Path) -> Iterator[Library]:
    """The course that is shipped, to be read only."""
    index = Index(shipped_index, [("shipped", ROOT / "content")], TextIndexer())
    yield Library(index)
    index.close()


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """A file of the shared folder by its name there, or a reason to skip."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.is_file():
            pytest.skip(f"{path} is not here; LLMTUTOR_TEST_DATA names the folder that has it")
        return path

    return find


@pytest.fixture(scope="session")
def default_model() -> Path:
    """The default model's file, or a reason to skip."""
    from llmtutor.engine.catalogue import load_catalogue
    from llmtutor.engine.models import ModelShelf
    from llmtutor.errors import TutorError
    from llmtutor.paths import Paths

    try:
        return ModelShelf.of(load_catalogue(), Paths.from_environment()).resolve("default").path
    except TutorError as problem:
        pytest.skip(f"no default model: {problem}")
