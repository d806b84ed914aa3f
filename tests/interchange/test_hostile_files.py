"""Archives made to do harm are refused with a typed error, quickly, and nothing is written."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.errors import InputFileError, TutorError
from llmtutor.interchange import archive as archive_module
from llmtutor.interchange.anki import package as package_module
from llmtutor.interchange.anki.reading import read_apkg
from llmtutor.interchange.archive import Limits, is_plain_name, open_archive
from llmtutor.interchange.formats import read_cards_file
from llmtutor.review.clock import Days

from .samples import collection, package

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> bytes:
    file = tmp_path / "collection.db"
    collection(file)
    return file.read_bytes()


def refused(file: Path, match: str) -> None:
    before = sorted(file.parent.rglob("*"))
    with pytest.raises(InputFileError, match=match):
        read_apkg(file, Days(), NOW)
    assert sorted(file.parent.rglob("*")) == before


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file


def test_not_an_archive(tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"PK\x03\x04", b"x" * 5000, b"PK\x05\x06" + b"\0" * 18)):
        file = tmp_path / f"{number}.apkg"
        file.write_bytes(data)
        refused(file, "not a zip|no Anki collection")
    with pytest.raises(InputFileError, match="cannot be read"):
        read_apkg(tmp_path / "missing.apkg", Days(), NOW)
    with pytest.raises(InputFileError, match="cannot be read"):
        read_apkg(tmp_path, Days(), NOW)


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "a/../../b", "C:\\x", "a\\..\\b", "x:y", "..", "a/.."]
)
def test_paths_that_lead_out(tmp_path: Path, name: str, database: bytes) -> None:
    assert not is_plain_name(name)
    refused(zipped(tmp_path / "a.apkg", {"collection.anki2": database, name: b"x"}), "leads out")


def test_links(tmp_path: Path, database: bytes) -> None:
    file = tmp_path / "a.apkg"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("collection.anki2", database)
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(info, "/etc/passwd")
    refused(file, "is a link")


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(tmp_path / "a.apkg", {"collection.anki2": b"\0" * 6_000_000})
    assert bomb.stat().st_size < 10_000
    small = Limits(member_bytes=5_000_000, total_bytes=5_500_000)
    with pytest.raises(InputFileError, match="more than"), open_archive(bomb, small):
        pass
    with pytest.raises(InputFileError, match="files"), open_archive(bomb, Limits(members=0)):
        pass
    with open_archive(bomb) as opened, pytest.raises(InputFileError, match="more than 100"):
        opened.read("collection.anki2", 100)


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.apkg", {"collection.anki2": b"\0" * 3_000_000})
    data = bytearray(file.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    file.write_bytes(data)
    refused(file, "damaged|larger than it says")


def test_members_that_overlap(tmp_path: Path) -> None:
    """Many names for one piece of compressed data: how 42 kB hold petabytes."""
    file = zipped(tmp_path / "a.apkg", {"a": b"\0" * 9000, "b": b"\0" * 9000})
    data = bytearray(file.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)
    file.write_bytes(data)
    refused(file, "overlap")


def test_double_and_encrypted_members(tmp_path: Path, database: bytes) -> None:
    file = tmp_path / "a.apkg"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("collection.anki2", database)
        with pytest.warns(UserWarning, match="Duplicate"):
            out.writestr("collection.anki2", database)
    refused(file, "one name")
    file = zipped(tmp_path / "b.apkg", {"collection.anki2": database})
    data = bytearray(file.read_bytes())
    struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 8, 1)
    file.write_bytes(data)
    refused(file, "encrypted")


def test_a_compressed_collection_that_grows_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zstandard = pytest.importorskip("zstandard")
    monkeypatch.setattr(package_module, "MAX_DATABASE", 1_000_000)
    packed = zstandard.ZstdCompressor(level=1).compress(b"\0" * 50_000_000)
    assert len(packed) < 10_000
    refused(package(tmp_path / "a.apkg", packed, "collection.anki21b"), "more than 1,000,000")
    refused(package(tmp_path / "b.apkg", b"junk", "collection.anki21b"), "damaged")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"not a database at all" * 50,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + b"\xff" * 4096 + data[8192:],
        lambda data: data[:100] + bytes(len(data) - 100),
    ],
)
def test_broken_databases(tmp_path: Path, database: bytes, spoil: Callable[[bytes], bytes]) -> None:
    refused(package(tmp_path / "a.apkg", spoil(database)), "damaged|no table|not Anki's")


@pytest.mark.parametrize(
    "script",
    [
        "DROP TABLE revlog",
        "ALTER TABLE notes RENAME TO x; CREATE VIEW notes AS SELECT * FROM x",
        "ALTER TABLE notes RENAME TO x; CREATE VIEW notes AS WITH RECURSIVE r(n) AS"
        " (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n AS id, '' AS flds, '' AS guid,"
        " 1 AS mid FROM r",
        "UPDATE col SET models = '{\"1\": 5}'",
        "UPDATE col SET models = 'nonsense'",
        "UPDATE col SET decks = '[[[['",
    ],
)
def test_collections_that_are_not_what_they_seem(
    tmp_path: Path, database: bytes, script: str
) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(database)
    changed = sqlite3.connect(file)
    changed.executescript(script)
    changed.close()
    refused(package(tmp_path / "a.apkg", file.read_bytes()), "no table|not Anki's")


def test_a_collection_cannot_run_for_ever(
    tmp_path: Path, database: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_module, "MAX_STEPS", 0)
    monkeypatch.setattr(package_module, "_STEP", 100)
    refused(package(tmp_path / "a.apkg", database), "damaged .interrupted")


def test_columns_of_any_type_are_read(tmp_path: Path, database: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(database)
    changed = sqlite3.connect(file)
    changed.execute("UPDATE cards SET due = 'x', ivl = x'00', factor = 1e300, reps = NULL")
    changed.execute('UPDATE cards SET data = \'{"s": "NaN", "d": []}\'')
    changed.execute("UPDATE notes SET flds = x'fffe1f00' WHERE id = 1")
    changed.execute("UPDATE revlog SET id = id * 100000, time = -5")
    changed.execute("UPDATE col SET crt = -99999999999999")
    changed.commit()
    changed.close()
    for item in read_apkg(package(tmp_path / "a.apkg", file.read_bytes()), Days(), NOW).cards:
        assert all(event.at <= NOW for event in item.history)


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_is_an_error_of_ours_or_harmless(
    tmp_path: Path, damage: list[tuple[float, int]]
) -> None:
    good = tmp_path / "good.apkg"
    if not good.exists():
        collection(tmp_path / "c.db")
        package(good, (tmp_path / "c.db").read_bytes())
    spoilt = bytearray(good.read_bytes())
    for place, byte in damage:
        spoilt[int(place * len(spoilt))] = byte
    file = tmp_path / "bad.apkg"
    file.write_bytes(spoilt)
    with contextlib.suppress(TutorError):
        read_apkg(file, Days(), NOW)


def test_other_files_are_named(tmp_path: Path) -> None:
    for name, data in (
        ("a.docx", b"x"),
        ("b.md", b""),
        ("c.gift", b"\xff\xfe\xff"),
        ("d.txt", b"\0"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(InputFileError):
            read_cards_file(file, Days(), NOW)


def test_text_that_steers_terminals_is_cleaned(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("front \x1b]0;evil\x07\x1b[31m::back\x1b[2J\u202e")
    (item,) = read_cards_file(file, Days(), NOW).cards
    assert (item.card.front, item.card.back) == ("front", "back")


def test_a_txt_is_taken_for_what_it_holds(tmp_path: Path) -> None:
    gift, cards = tmp_path / "a.txt", tmp_path / "b.txt"
    gift.write_text("2+2 {=4 ~5}\n")
    cards.write_text("front::back {x}\n")
    assert read_cards_file(gift, Days(), NOW).cards[0].card.kind == "question"
    assert read_cards_file(cards, Days(), NOW).cards[0].card.kind == "basic"


def test_limits_are_those_documented() -> None:
    assert archive_module.Limits().member_bytes == package_module.MAX_DATABASE == 512 * 1024**2
