"""What a collection of Anki holds, in either of the two forms its tables have had."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from llmtutor.interchange.anki.wire import message_fields

_SEPARATOR = "\x1f"
_NEW_TABLES = {"notetypes", "fields", "templates", "decks"}
MAX_TEXT = 20_000
"""Code points of a note or template; what is longer is left out."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """How notes of a kind become cards."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]
    """``(front, back)`` of each card."""


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """A line of Anki's own log."""

    id: int
    """Milliseconds since 1970, and its name."""
    ease: int
    """1 again to 4 easy."""
    milliseconds: int


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card with its note."""

    guid: str
    ordinal: int
    deck: str
    type: NoteType
    fields: dict[str, str]
    """HTML, by name."""
    kind: int
    """0 new, 1 learning, 2 review, 3 relearning."""
    suspended: bool
    due: int
    """For a review card, days after the collection was made."""
    interval: int
    """Days."""
    factor: int
    """Ease in thousandths."""
    reps: int
    lapses: int
    memory: tuple[float, float] | None
    """Stability and difficulty, where FSRS was on in Anki."""
    reviews: tuple[AnkiReview, ...]


def read_cards(connection: sqlite3.Connection) -> Iterator[AnkiCard]:
    """Every card that can be understood, in the order they were made."""
    new_form = _has_new_tables(connection)
    types = _new_types(connection) if new_form else _old_types(connection)
    decks = _new_decks(connection) if new_form else _old_decks(connection)
    reviews = _reviews(connection)
    rows = connection.execute(
        "SELECT c.id, c.did, c.odid, c.ord, c.type AS kind, c.queue, c.due, c.odue, c.ivl,"
        " c.factor, c.reps, c.lapses, c.data, n.guid, n.mid, n.flds"
        " FROM cards AS c JOIN notes AS n ON n.id = c.nid ORDER BY c.id"
    )
    for row in rows:
        note_type = types.get(_whole(row["mid"]))
        flds = str(row["flds"])
        if note_type is None or len(flds) > MAX_TEXT:
            continue
        values = flds.split(_SEPARATOR)
        yield AnkiCard(
            guid=str(row["guid"]),
            ordinal=_whole(row["ord"]),
            deck=decks.get(_whole(row["odid"]) or _whole(row["did"]), ""),
            type=note_type,
            fields=dict(zip(note_type.fields, values, strict=False)),
            kind=_whole(row["kind"]),
            suspended=_whole(row["queue"]) == -1,
            due=_whole(row["odue"]) or _whole(row["due"]),
            interval=_whole(row["ivl"]),
            factor=_whole(row["factor"]),
            reps=_whole(row["reps"]),
            lapses=_whole(row["lapses"]),
            memory=_memory(str(row["data"])),
            reviews=tuple(reviews.get(_whole(row["id"]), ())),
        )


def made_at(connection: sqlite3.Connection) -> int:
    """Seconds since 1970 at which the collection was made; days of ``due`` count from then."""
    row = connection.execute("SELECT crt FROM col LIMIT 1").fetchone()
    return _whole(row["crt"]) if row else 0


def _has_new_tables(connection: sqlite3.Connection) -> bool:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND rootpage > 0")
    return {row["name"] for row in rows} >= _NEW_TABLES


def _reviews(connection: sqlite3.Connection) -> dict[int, list[AnkiReview]]:
    """Answers by card; what was set by hand, or crammed without effect, is no answer."""
    found: dict[int, list[AnkiReview]] = defaultdict(list)
    rows = connection.execute(
        "SELECT id, cid, ease, time FROM revlog WHERE ease BETWEEN 1 AND 4"
        " AND NOT (type = 3 AND factor = 0) AND type < 4 ORDER BY id"
    )
    for row in rows:
        review = AnkiReview(_whole(row["id"]), _whole(row["ease"]), _whole(row["time"]))
        found[_whole(row["cid"])].append(review)
    return found


def _old_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    types = {}
    for key, value in _json_column(connection, "models").items():
        fields = tuple(str(field["name"]) for field in value["flds"])
        templates = tuple((str(item["qfmt"]), str(item["afmt"])) for item in value["tmpls"])
        types[int(key)] = _type(str(value["name"]), value.get("type") == 1, fields, templates)
    return types


def _old_decks(connection: sqlite3.Connection) -> dict[int, str]:
    decks = _json_column(connection, "decks")
    return {int(key): str(value["name"]) for key, value in decks.items()}


def _json_column(connection: sqlite3.Connection, column: str) -> dict[str, Any]:
    row = connection.execute(f"SELECT {column} FROM col LIMIT 1").fetchone()
    value = json.loads(row[0]) if row and row[0] else {}
    return value if isinstance(value, dict) else {}


def _new_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields[_whole(row["ntid"])].append(str(row["name"]))
    templates: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        config = message_fields(bytes(row["config"]))
        sides = [_utf8(config.get(number, b"")) for number in (1, 2)]
        templates[_whole(row["ntid"])].append((sides[0], sides[1]))
    types = {}
    for row in connection.execute("SELECT id, name, config FROM notetypes"):
        key = _whole(row["id"])
        cloze = message_fields(bytes(row["config"])).get(1) == 1
        types[key] = _type(str(row["name"]), cloze, tuple(fields[key]), tuple(templates[key]))
    return types


def _new_decks(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT id, name FROM decks")
    return {_whole(row["id"]): str(row["name"]).replace(_SEPARATOR, "::") for row in rows}


def _type(
    name: str, cloze: bool, fields: tuple[str, ...], templates: tuple[tuple[str, str], ...]
) -> NoteType:
    short = tuple((front[:MAX_TEXT], back[:MAX_TEXT]) for front, back in templates)
    return NoteType(name, cloze, fields, short)


def _utf8(value: int | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _memory(data: str) -> tuple[float, float] | None:
    try:
        value = json.loads(data)
        return float(value["s"]), float(value["d"])
    except (ValueError, TypeError, KeyError):
        return None


def _whole(value: Any) -> int:
    """SQLite holds anything in any column."""
    return value if isinstance(value, int) else 0
