"""The line of Today on the model: what answers, and what would answer better here."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmtutor.engine.catalogue import load_catalogue
from llmtutor.engine.protocol import EngineStatus
from llmtutor.errors import MissingError
from llmtutor.ui.today.model import better_model, model_row
from tests.engine.scripted import INFO, ScriptedEngine

from .conftest import NARROW, MakeApp, real_services, screen_text
from .test_study import settle
from .test_today import today


@pytest.mark.parametrize(
    ("status", "better", "said"),
    [
        (EngineStatus("ready", INFO), "Big", ("scripted, CPU", "better for this computer: Big")),
        (EngineStatus("busy", INFO), "", ("scripted, CPU", "")),
        (EngineStatus("loading", progress=0.4), "", ("loading, 40 %", "")),
        (
            EngineStatus("failed", problem=MissingError("it is gone")),
            "Big",
            ("cannot answer; the quotes do", "it is gone."),
        ),
        (None, "", ("none; the quotes answer alone", "")),
    ],
)
def test_the_line_says_how_the_model_is(
    status: EngineStatus | None, better: str, said: tuple[str, str]
) -> None:
    row = model_row(status, None, better)
    assert (row.fact, row.more) == said


def with_model(home: Path, name: str) -> str:
    """A file of the size that the catalogue has for a model, and what is said to be better."""
    entry = load_catalogue().entry(name)
    file = home / "models" / str(entry.file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.truncate(entry.size or 0)
    return better_model(real_services(None, **{"engine.model": name}))


def test_a_better_model_is_one_that_runs_well_here(home: Path) -> None:
    assert with_model(home, "default")


def test_a_model_of_ones_own_is_never_found_wanting(home: Path) -> None:
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / "mine.gguf").write_bytes(b"GGUF")
    assert better_model(real_services(None, **{"engine.model": "mine.gguf"})) == ""


async def test_its_key_tells_how_to_take_another(make_app: MakeApp) -> None:
    app = make_app(ScriptedEngine("x"))
    async with app.run_test(size=NARROW) as pilot:
        await today(pilot)
        assert "Model          scripted, CPU" in screen_text(app)
        await pilot.press("m")
        await settle(pilot)
        assert "llmtutor models list" in screen_text(app)
