from __future__ import annotations

from pathlib import Path

from llmtutor.storage.clarity import StoredClarity
from llmtutor.storage.migrations import open_progress


def test_what_a_model_made_of_a_statement_is_there_the_next_time(tmp_path: Path) -> None:
    file = tmp_path / "progress.db"
    StoredClarity(open_progress(file)).keep("Bridges › Spans", "It swayed.", 0.25)
    clarity = StoredClarity(open_progress(file))
    assert clarity.of("Bridges › Spans", "It swayed.") == 0.25
    assert clarity.of("Bridges", "It swayed.") is None


def test_a_later_reading_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    clarity = StoredClarity(open_progress(tmp_path / "progress.db"))
    clarity.keep("Bridges", "It swayed.", 0.9)
    clarity.keep("Bridges", "It swayed.", 0.2)
    assert clarity.of("Bridges", "It swayed.") == 0.2
