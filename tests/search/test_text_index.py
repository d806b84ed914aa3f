"""The search tables follow what changed, and say how rare each term is."""

from __future__ import annotations

import random

from llmtutor.library.index import Index
from llmtutor.search.text_index import word_count

from ..shelf import Shelf, section

WORDS = "attention score token model zebra layers trained naïve 注意力 模型 1980s 3.5".split()


def counts(index: Index) -> dict[str, int]:
    """The terms that stand in at least one passage, and in how many."""
    rows = index.connection.execute("SELECT term, doc FROM term WHERE doc <> 0")
    return {row["term"]: row["doc"] for row in rows}


def truth(index: Index) -> dict[str, int]:
    rows = index.connection.execute("SELECT term, doc FROM vocabulary")
    return {row["term"]: row["doc"] for row in rows}


def test_counts_of_terms_are_right_whatever_changes(shelf: Shelf) -> None:
    rng = random.Random(3)

    def text() -> str:
        return "".join(
            section(" ".join(rng.choices(WORDS, k=2)), " ".join(rng.choices(WORDS, k=9)))
            for _ in range(3)
        )

    shelf.course("one", **{f"l{number}": text() for number in range(12)})
    index = shelf.index()
    assert counts(index) == truth(index)
    for number in (3, 3, 7, 11, 0):
        shelf.write(f"one/l{number}.md", text())
        assert index.refresh()
        assert counts(index) == truth(index)
    for number in range(9):  # many at once are counted in another way
        (shelf.courses / "one" / f"l{number}.md").unlink()
    assert index.refresh()
    assert counts(index) == truth(index)


def test_a_changed_file_is_counted_without_walking_the_others(shelf: Shelf) -> None:
    shelf.course("one", **{f"l{n}": section(f"Part {n}", f"word{n} here") for n in range(20)})
    index = shelf.index()
    index.connection.execute("UPDATE term SET doc = 77 WHERE term = 'word5'")
    shelf.write("one/l3.md", section("Part 3", "something else"))
    index.refresh()
    assert counts(index)["word5"] == 77
    assert "word3" not in counts(index)


def test_the_words_of_a_library_are_counted_by_script(shelf: Shelf) -> None:
    shelf.course("one", part=section("Heads", "Heads attend to heads. 注意"))
    index = shelf.index()
    assert word_count(index.connection, cjk=False) == len({"part", "head", "attend", "to"})
    assert word_count(index.connection, cjk=True) == len({"注", "意", "注意"})
    shelf.write("one/part.md", section("Heads", "Heads attend."))
    assert index.refresh()
    assert word_count(index.connection, cjk=False) == len({"part", "head", "attend"})
    assert word_count(index.connection, cjk=True) == 0
