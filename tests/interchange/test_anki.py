from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from llmtutor.interchange.anki.own import card_from_field, card_to_field
from llmtutor.interchange.anki.reading import read_apkg
from llmtutor.interchange.anki.render import cloze_sides, sides, text_of
from llmtutor.interchange.anki.writing import write_apkg
from llmtutor.review.clock import Days
from llmtutor.review.deck import Deck
from llmtutor.review.models import Limits, Rating
from llmtutor.review.replay import replay
from tests.review.conftest import in_memory

from .samples import CARDS, MADE, collection, package

genanki = pytest.importorskip("genanki")
zstandard = pytest.importorskip("zstandard")

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAYS = Days(timezone(timedelta(hours=8)))


@pytest.fixture
def database(tmp_path: Path) -> bytes:
    file = tmp_path / "collection.db"
    collection(file)
    return file.read_bytes()


def new_deck() -> Deck:
    return Deck(in_memory(), days=DAYS, limits=Limits(), retention=0.9)


def test_notes_become_cards_with_their_history(tmp_path: Path, database: bytes) -> None:
    read = read_apkg(package(tmp_path / "a.apkg", database), DAYS, NOW)
    assert [(item.card.kind, item.card.front, item.card.back) for item in read.cards] == [
        ("basic", "What is **RAG**?", "A & B\ntwo[picture: y.png]"),
        ("basic", "A & B\ntwo[picture: y.png]", "What is **RAG**?"),
        ("cloze", "____ is an encoder $x^2$", "BERT\n\nSee notes"),
        ("cloze", "BERT is an ____ (kind) $x^2$", "encoder\n\nSee notes"),
    ]
    assert "2 cards" in read.warnings[0].what
    first, _, suspended, seeded = read.cards
    assert first.card.title == "ML::RAG"
    assert [event.rating for event in first.history] == [3, 1, 3, 4], "set by hand, or crammed: no"
    assert first.history[0].at == datetime.fromtimestamp(1_700_100_000, UTC)
    assert [event.kind for event in suspended.history] == ["seed", "suspend"]
    memory = json.loads(seeded.history[0].data)
    assert (memory["stability"], memory["reps"], memory["lapses"]) == (30, 9, 2)
    due = datetime.fromtimestamp(MADE, UTC) + timedelta(days=50)
    assert datetime.fromisoformat(memory["due"]) == due


def test_the_newer_form_is_read_too(tmp_path: Path, database: bytes) -> None:
    old = read_apkg(package(tmp_path / "a.apkg", database), DAYS, NOW)
    file = tmp_path / "new.db"
    file.write_bytes(database)
    _to_new_form(file)
    packed = zstandard.ZstdCompressor().compress(file.read_bytes())
    new = read_apkg(package(tmp_path / "b.apkg", packed, "collection.anki21b"), DAYS, NOW)
    assert new.cards == old.cards


def _message(number: int, data: bytes) -> bytes:
    length, out = len(data), b""
    while length >= 0x80:
        out += bytes([length & 0x7F | 0x80])
        length >>= 7
    return bytes([number << 3 | 2]) + out + bytes([length]) + data


def _to_new_form(file: Path) -> None:
    """The tables that newer Anki keeps instead of JSON, in write-ahead mode, as it leaves them."""
    database = sqlite3.connect(file)
    database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
    decks = json.loads(database.execute("SELECT decks FROM col").fetchone()[0])
    database.executescript(
        """
        CREATE TABLE notetypes(id integer primary key, name text COLLATE unicase, mtime_secs, usn,
          config blob);
        CREATE UNIQUE INDEX idx_notetypes_name ON notetypes(name);
        CREATE TABLE fields(ntid integer, ord integer, name text COLLATE unicase, config blob,
          PRIMARY KEY(ntid, ord)) WITHOUT ROWID;
        CREATE TABLE templates(ntid integer, ord integer, name text COLLATE unicase, mtime_secs,
          usn, config blob, PRIMARY KEY(ntid, ord)) WITHOUT ROWID;
        CREATE TABLE decks(id integer primary key, name text COLLATE unicase, mtime_secs, usn,
          common blob, kind blob);
        """
    )
    for key, model in models.items():
        kind = b"\x08\x01" if model["type"] else b""
        database.execute("INSERT INTO notetypes VALUES(?,?,0,0,?)", (key, model["name"], kind))
        for number, field in enumerate(model["flds"]):
            database.execute("INSERT INTO fields VALUES(?,?,?,x'')", (key, number, field["name"]))
        for number, template in enumerate(model["tmpls"]):
            config = _message(1, template["qfmt"].encode()) + _message(2, template["afmt"].encode())
            database.execute(
                "INSERT INTO templates VALUES(?,?,?,0,0,?)", (key, number, f"Card {number}", config)
            )
    for key, deck in decks.items():
        name = deck["name"].replace("::", "\x1f")
        database.execute("INSERT INTO decks VALUES(?,?,0,0,x'',x'')", (key, name))
    database.execute("UPDATE col SET models='', decks='', ver=18")
    database.commit()
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def test_history_is_replayed_and_taken_once(tmp_path: Path, database: bytes) -> None:
    deck = new_deck()
    file = package(tmp_path / "a.apkg", database)
    first = deck.take_imported(read_apkg(file, DAYS, NOW).cards, NOW)
    assert (first.added, first.reviews) == (4, 7)
    studied = next(item for item in deck.cards() if item.card.front == "What is **RAG**?")
    assert (studied.schedule.reps, studied.schedule.lapses) == (4, 1)
    assert studied.schedule.state == "review"
    deck.answer(studied.card.id, Rating.GOOD, NOW)
    again = deck.take_imported(read_apkg(file, DAYS, NOW + timedelta(days=1)).cards, NOW)
    assert (again.added, again.known, again.reviews) == (0, 4, 0)
    assert deck.card(studied.card.id).schedule.reps == 5
    assert sum(item.schedule.suspended for item in deck.cards()) == 1
    for item in deck.cards():
        if item.schedule.reps:
            assert replay(deck.log())[item.card.id] == item.schedule


def test_words_edited_in_anki_keep_their_history(tmp_path: Path, database: bytes) -> None:
    deck = new_deck()
    read = read_apkg(package(tmp_path / "a.apkg", database), DAYS, NOW)
    deck.take_imported(read.cards, NOW)
    file = tmp_path / "collection.db"
    changed = sqlite3.connect(file)
    changed.execute("UPDATE notes SET flds = replace(flds, 'What is', 'Explain') WHERE id = 1")
    changed.commit()
    changed.close()
    later = read_apkg(package(tmp_path / "b.apkg", file.read_bytes()), DAYS, NOW)
    report = deck.take_imported(later.cards, NOW)
    assert (report.added, report.edited) == (0, 2)
    found = next(item for item in deck.cards() if item.card.front == "Explain **RAG**?")
    assert found.schedule.reps == 4


def test_our_own_packages_bring_every_card_back(tmp_path: Path) -> None:
    written = write_apkg(CARDS, NOW)
    file = tmp_path / "own.apkg"
    file.write_bytes(written.data)
    read = read_apkg(file, DAYS, NOW)
    wanted = [replace(card, origin="import", quote="") for card in CARDS]
    found = sorted((item.card for item in read.cards), key=lambda card: card.id)
    assert found == sorted(wanted, key=lambda card: card.id)
    assert written.count == len(CARDS)


def notes_of(data: bytes, file: Path) -> dict[str, tuple[int, str]]:
    file.write_bytes(data)
    with zipfile.ZipFile(file) as archive:
        database = file.with_suffix(".db")
        database.write_bytes(archive.read("collection.anki2"))
    rows = sqlite3.connect(database).execute("SELECT guid, mid, flds FROM notes")
    return {guid: (model, fields) for guid, model, fields in rows}


def test_exported_again_it_updates_the_notes_it_made(tmp_path: Path) -> None:
    first = notes_of(write_apkg(CARDS, NOW).data, tmp_path / "1.apkg")
    edited = [replace(card, front=f"{card.front} (edited)") for card in CARDS]
    later = write_apkg(edited, NOW + timedelta(days=1))
    second = notes_of(later.data, tmp_path / "2.apkg")
    assert first.keys() == second.keys()
    assert {model for model, _ in (*first.values(), *second.values())} == {1_748_295_631}
    assert all("(edited)" in fields for _, fields in second.values())


def test_notes_cannot_put_html_into_anki(tmp_path: Path) -> None:
    nasty = replace(CARDS[-4], front="<script>alert(1)</script> {{FrontSide}} **b**")
    fields = next(iter(notes_of(write_apkg([nasty], NOW).data, tmp_path / "1.apkg").values()))[1]
    assert "<script>" not in fields.split("\x1f")[0]
    assert "<strong>b</strong>" in fields


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"id": "x"}',
        '{"id": "0123456789abcdef", "meaning": "0123456789abcdef", "kind": "question",'
        ' "front": "f", "back": "b"}',
        '{"id": "../../x", "meaning": "0123456789abcdef", "kind": "basic", "front": "f",'
        ' "back": "b"}',
        '{"id": "0123456789abcdef", "meaning": "0123456789abcdef", "kind": "basic",'
        ' "front": "f", "back": "b", "item": "{}"}',
    ],
)
def test_a_tampered_field_is_not_believed(text: str) -> None:
    assert card_from_field(text) is None


def test_the_own_field_is_the_card() -> None:
    for card in CARDS:
        assert card_from_field(card_to_field(card)) == replace(card, origin="import", quote="")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<div>c</div>d", "a\nb\nc\nd"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("x &lt;b&gt; <script>evil()</script><style>p{}</style>y", "x <b> y"),
        ("\\[E=mc^2\\]", "$E=mc^2$"),
        ("<p>a</p>\n\n\n<p>b</p>", "a\n\nb"),
        ("<b>unclosed", "**unclosed"),
    ],
)
def test_html_as_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_templates_and_clozes() -> None:
    fields = {"A": "one", "B": "", "C D": "three"}
    question = "{{A}}{{#B}}no{{/B}}{{^B}}yes{{/B}} {{text:C D}} {{hint:A}} {{Missing}}"
    assert sides(question, "{{FrontSide}}<hr id='answer'>{{A}}", fields) == (
        "oneyes three one", "one",
    )  # fmt: skip
    nested = "{{c1::outer {{c2::inner}} end}}"
    assert cloze_sides(nested, 2) == ("outer ____ end", "inner")
    assert cloze_sides("{{c1::a}} and {{c1::b}}", 1) == ("____ and ____", "a; b")
    assert cloze_sides("{{c1::a}}", 3) == ("", "")
