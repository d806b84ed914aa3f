"""Models of which only the repository is known, and models from anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import huggingface_hub
import pytest
from huggingface_hub.utils.tqdm import tqdm

from llmtutor.engine import download_hub, downloads
from llmtutor.engine.catalogue import CatalogueEntry, load_catalogue
from llmtutor.engine.download import get
from llmtutor.engine.elsewhere import entry_elsewhere
from llmtutor.engine.models import ModelShelf
from llmtutor.engine.sources import HubSource, UrlSource, WheelSource
from llmtutor.errors import MissingError, UsageError

from .downloads import DATA, entry, left_in
from .ggufs import gguf
from .hubserver import Server, listed

SHA256 = hashlib.sha256(DATA).hexdigest()
REPO = HubSource("owner/repo")


@pytest.fixture
def unknown() -> CatalogueEntry:
    """A row of the catalogue that names its repository alone."""
    return replace(entry(REPO), id="qwen3-0.6b", file=None, size=None, sha256=None)


@pytest.mark.parametrize(
    ("names", "like", "chosen"),
    [
        (["m-Q8_0.gguf", "m-q4_k_m.gguf", "m-f16.gguf"], "", "m-q4_k_m.gguf"),
        (["m.Q8_0.gguf", "m.Q4_0.gguf"], "", "m.Q4_0.gguf"),
        (["m-Q8_0.gguf", "m-Q4_K_M.gguf"], "q8_0", "m-Q8_0.gguf"),
        (["m-q4_k_m-00001-of-00002.gguf", "m-q8_0.gguf"], "", "m-q8_0.gguf"),
        (["mmproj-m-Q4_K_M.gguf", "m-Q6_K.gguf", "README.md"], "", "m-Q6_K.gguf"),
        (["m-UD-IQ2.gguf"], "", "m-UD-IQ2.gguf"),
        (["q2_k-m.gguf", "q4_0-m.gguf"], "", "q4_0-m.gguf"),
    ],
)
def test_a_file_is_chosen_from_the_list_and_checked_against_its_sha256(
    server: Server, tmp_path: Path, unknown: CatalogueEntry,
    names: list[str], like: str, chosen: str,
) -> None:  # fmt: skip
    server.tree = [listed(name, len(DATA), SHA256) for name in names]

    path = get(unknown, tmp_path, like=like)

    assert path.name == chosen
    assert path.read_bytes() == DATA
    assert server.seen == [(f"/owner/repo/resolve/main/{chosen}", None)]


def test_of_a_model_whose_file_is_known_another_can_be_asked_for(
    server: Server, tmp_path: Path
) -> None:
    known = entry(WheelSource("x==1", "m"), replace(REPO, file="model.gguf"), data=b"other")
    server.tree = [listed(name, len(DATA), SHA256) for name in ("m-Q4_K_M.gguf", "m-Q8_0.gguf")]

    assert get(known, tmp_path, like="Q8_0").name == "m-Q8_0.gguf"


def test_of_a_repository_with_several_models_the_right_one_is_taken(
    server: Server, tmp_path: Path, unknown: CatalogueEntry
) -> None:
    names = ("mamba-130m/a-Q4_K_M.gguf", "mamba-2.8b/b-Q4_K_M.gguf")
    server.tree = [listed(name, len(DATA), SHA256) for name in names]
    second = replace(unknown, sources=(replace(REPO, match="mamba-2.8b/*"),))

    assert get(second, tmp_path).name == "b-Q4_K_M.gguf"
    assert server.seen == [("/owner/repo/resolve/main/mamba-2.8b/b-Q4_K_M.gguf", None)]


def test_a_long_download_goes_on_in_the_next_run(
    server: Server, tmp_path: Path, unknown: CatalogueEntry
) -> None:
    server.tree = [listed("m-Q4_K_M.gguf", len(DATA), SHA256)]
    server.habits = ["drops", *["drops-at-once"] * 9]
    with pytest.raises(MissingError, match="ended after 300,000"):
        get(unknown, tmp_path)

    server.habits.clear()
    server.seen.clear()
    assert get(unknown, tmp_path).read_bytes() == DATA
    assert [asked for _, asked in server.seen] == ["bytes=300000-"]


class _Stopped(tqdm):
    """A progress bar at which somebody presses Ctrl-C."""

    def update(self, n: float | None = 1) -> bool | None:
        raise KeyboardInterrupt


def test_the_librarys_own_download_would_begin_anew(server: Server, tmp_path: Path) -> None:
    """Why the bytes are fetched by us. Where this fails, the library has learnt to resume."""
    ask = partial(
        huggingface_hub.hf_hub_download, "owner/repo", "m.gguf", local_dir=tmp_path,
        endpoint=server.address, token=False,
    )  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        ask(tqdm_class=_Stopped)
    assert not list(tmp_path.rglob("*.incomplete")), "what had come was thrown away"

    ask()
    assert [asked for _, asked in server.seen] == [None, None], "both from the first byte on"


def test_what_differs_from_the_published_sha256_is_refused(
    server: Server, tmp_path: Path, unknown: CatalogueEntry
) -> None:
    server.tree = [listed("m-Q4_K_M.gguf", len(DATA), "0" * 64)]
    with pytest.raises(MissingError, match="another one, or was damaged"):
        get(unknown, tmp_path)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("tree", "like", "said"),
    [
        ([], "", "no such repository"),
        ([listed("README.md", 10)], "", "no model in one GGUF file"),
        ([listed("m-Q4_K_M.gguf", 10)], "", "published sha256"),
        ([listed("m-Q4_K_M.gguf", 10, SHA256)], "q9", "nothing like 'q9'; it has m-Q4_K_M.gguf"),
    ],
)
def test_a_repository_without_the_file(
    server: Server, tmp_path: Path, unknown: CatalogueEntry,
    tree: list[dict[str, object]], like: str, said: str,
) -> None:  # fmt: skip
    server.tree = tree
    with pytest.raises(MissingError, match=said):
        get(unknown, tmp_path, like=like)


def test_without_the_library_the_command_that_installs_it_is_named(
    tmp_path: Path, unknown: CatalogueEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_hub, "LIBRARY", "a_library_that_nobody_has")
    with pytest.raises(MissingError) as caught:
        get(unknown, tmp_path)
    assert download_hub.INSTALL in str(caught.value)


def test_a_token_goes_to_the_hub_and_to_no_other_host(
    server: Server, tmp_path: Path, unknown: CatalogueEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    server.tree = [listed("m-Q4_K_M.gguf", len(DATA), SHA256)]
    server.habits = ["refers-to-localhost"]

    assert get(unknown, tmp_path).read_bytes() == DATA
    assert server.tokens == ["Bearer hf_secret", "Bearer hf_secret", None]


def test_a_downloaded_file_is_known_as_its_row(
    server: Server, tmp_path: Path, unknown: CatalogueEntry
) -> None:
    server.tree = [listed("m-Q4_K_M.gguf", len(DATA), SHA256)]
    path = get(unknown, tmp_path)

    found = ModelShelf(load_catalogue(), (tmp_path,)).resolve("qwen3-0.6b")

    assert found.path == path
    assert found.entry is not None
    assert found.entry.family == "chatml"
    assert found.entry.sha256 == SHA256


@pytest.mark.parametrize("record", ["{", "[]", '{"m.gguf": 3}', '{"m.gguf": {"x": 1}}'])
def test_a_damaged_record_of_downloads_is_an_empty_one(tmp_path: Path, record: str) -> None:
    (tmp_path / downloads.RECORD).write_text(record)
    assert downloads.read(tmp_path) == {}


def test_a_plain_address(server: Server, tmp_path: Path) -> None:
    url = f"{server.address}/files/some%20model.gguf"
    wanted = entry_elsewhere(url, SHA256)
    assert wanted is not None
    server.habits = ["", "drops"]

    path = get(wanted, tmp_path)

    assert path.name == "some model.gguf"
    assert path.read_bytes() == DATA
    assert [asked for _, asked in server.seen] == [None, None, "bytes=300000-"]


def test_a_plain_address_whose_sha256_nobody_knows_must_hold_a_model(
    server: Server, tmp_path: Path
) -> None:
    wanted = entry_elsewhere(f"{server.address}/m.gguf")
    assert wanted is not None

    with pytest.raises(MissingError, match="what it sends is not a GGUF model"):
        get(wanted, tmp_path)
    assert left_in(tmp_path) == []

    server.data = gguf()
    assert get(wanted, tmp_path).read_bytes() == gguf()


@pytest.mark.parametrize(
    ("name", "sha256", "said"),
    [
        ("https://example.org/model.bin", "", "no .gguf file"),
        ("https://example.org/", "", "no .gguf file"),
        ("https://example.org/a.gguf", "abc", "64 digits"),
    ],
)
def test_an_address_that_cannot_be_right(name: str, sha256: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        entry_elsewhere(name, sha256)


def test_names_of_the_catalogue_are_no_repositories() -> None:
    assert entry_elsewhere("qwen3-0.6b") is None
    repository = entry_elsewhere("owner/repo")
    assert repository is not None
    assert repository.sources == (REPO,)


def test_plain_http_is_refused(tmp_path: Path) -> None:
    wanted = replace(entry(UrlSource("http://example.org/m.gguf")), sha256=SHA256)
    with pytest.raises(MissingError, match="is not https"):
        get(wanted, tmp_path)
