"""The database inside an .apkg, as a read-only connection that can do no harm."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from llmtutor.errors import MissingError
from llmtutor.interchange.archive import Archive, open_archive, refusal

_COMPRESSED = "collection.anki21b"
_PLAIN = ("collection.anki21", "collection.anki2")
MAX_DATABASE = 512 * 1024**2
"""Bytes, unpacked."""
MAX_STEPS = 20_000
"""Times :data:`_STEP` instructions of SQLite: some seconds, for the largest decks there are."""
_STEP = 100_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_TABLES = ("col", "notes", "cards", "revlog")


@contextmanager
def open_collection(path: Path) -> Iterator[sqlite3.Connection]:
    """The collection of a package. The copy it is read from is gone afterwards.

    Raises:
        InputFileError: not a package, damaged, or made to do harm.
        MissingError: it is a compressed one, and ``zstandard`` is not installed.
    """
    with open_archive(path) as archive, tempfile.TemporaryDirectory(prefix="llmtutor-") as folder:
        file = Path(folder) / "collection.db"
        with file.open("wb") as out:
            for piece in _database(archive, path):
                out.write(piece)
        connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
        try:
            _guard(connection, path)
            yield connection
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            # Python cannot even decode SQLite's message where a damaged name stands in it
            raise refusal(f"the collection in it is damaged ({error})", path) from error
        finally:
            connection.close()


def _database(archive: Archive, path: Path) -> Iterator[bytes]:
    if _COMPRESSED in archive.names:
        return _unpacked(archive.chunks(_COMPRESSED), path)
    for name in _PLAIN:
        if name in archive.names:
            return archive.chunks(name)
    raise refusal("it holds no Anki collection", path)


def _unpacked(chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Zstandard, as newer packages use it; stopped as soon as it grows too large."""
    try:
        import zstandard
    except ImportError as error:
        raise MissingError(
            "this package is of Anki's newer form, which needs 'zstandard'",
            where=path,
            hint="Run: pip install 'llmtutor[anki]', or export with 'support older Anki versions'",
        ) from error
    decompressor = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()
    done = 0
    try:
        for chunk in chunks:
            # small pieces, so that no single one can unpack to all of memory
            for start in range(0, len(chunk), 512):
                piece = decompressor.decompress(chunk[start : start + 512])
                done += len(piece)
                if done > MAX_DATABASE:
                    raise refusal(f"unpacked it has more than {MAX_DATABASE:,} bytes", path)
                yield piece
    except zstandard.ZstdError as error:
        raise refusal(f"the collection in it is damaged ({error})", path) from error


def _guard(connection: sqlite3.Connection, path: Path) -> None:
    """Take from the database everything but reading plain tables for a limited time."""
    steps = 0

    def tick() -> bool:
        nonlocal steps
        steps += 1
        return steps > MAX_STEPS

    def allow(action: int, *_: object) -> int:
        return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY

    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.create_collation("unicase", _compare)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 32 * 1024**2)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.set_progress_handler(tick, _STEP)
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise refusal(f"the collection in it is damaged ({state.splitlines()[-1]})", path)
    rows = connection.execute("SELECT name, type, rootpage FROM sqlite_master").fetchall()
    kinds = {row["name"]: (row["type"], row["rootpage"] or 0) for row in rows}
    for table in _TABLES:
        # a view or a virtual table could run anything for ever
        kind, page = kinds.get(table, ("", 0))
        if kind != "table" or page <= 0:
            raise refusal(f"the collection in it has no table '{table}'", path)
    connection.set_authorizer(allow)


def _compare(one: str, other: str) -> int:
    a, b = one.casefold(), other.casefold()
    return (a > b) - (a < b)
