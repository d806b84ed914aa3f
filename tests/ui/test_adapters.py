"""An adapter is put on by its name, while the model runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from llmtutor.engine.protocol import ModelInfo
from llmtutor.errors import InputFileError
from llmtutor.settings import of_models
from llmtutor.ui.app import TutorApp
from tests.engine.scripted import INFO, ScriptedEngine
from tests.engine.tinymodels import lora

from .conftest import WIDE, MakeApp
from .test_ask import shows

ABLE = replace(INFO, abilities=frozenset({"adapter"}))


@dataclass
class DressedEngine(ScriptedEngine):
    """Changes its adapter, or refuses to."""

    refusal: InputFileError | None = None

    async def use_adapter(self, path: Path | None, scale: float = 1.0) -> ModelInfo:
        if self.refusal:
            raise self.refusal
        self.info = replace(self.info, adapter=path.stem if path else "")
        return self.info


def offered(app: TutorApp) -> dict[str, object]:
    commands = app.offered_commands(app.screen)
    return {item.name: item.run for item in commands if item.name.startswith("adapter:")}


def folder(home: Path) -> Path:
    made = home / "models" / "adapter"
    made.mkdir(parents=True)
    lora(made, name="kind.gguf")
    return made


async def test_it_is_put_on_and_taken_off_and_remembered(make_app: MakeApp, home: Path) -> None:
    folder(home)
    engine = DressedEngine(info=ABLE)
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        assert "adapter: kind" in offered(app)
        assert "adapter: none" not in offered(app)

        offered(app)["adapter: kind"]()  # type: ignore[operator]
        await shows(pilot, "with the adapter kind", lambda _: app.study.notice.saying)
        assert engine.info.adapter == "kind"
        assert "adapter: kind" not in offered(app)

        offered(app)["adapter: none"]()  # type: ignore[operator]
        await shows(pilot, "adapter is off", lambda _: app.study.notice.saying)
        assert engine.info.adapter == ""
        offered(app)["adapter: kind"]()  # type: ignore[operator]
        await shows(pilot, "with the adapter kind", lambda _: app.study.notice.saying)
    assert of_models.merged(home / "settings.yaml", {}) == {"default": {"adapter": "kind"}}


async def test_one_that_does_not_fit_changes_nothing(make_app: MakeApp, home: Path) -> None:
    folder(home)
    engine = DressedEngine(info=ABLE, refusal=InputFileError("is an adapter for another model"))
    app = make_app(engine)
    async with app.run_test(size=WIDE) as pilot:
        offered(app)["adapter: kind"]()  # type: ignore[operator]
        await shows(pilot, "for another model", lambda _: app.study.notice.saying)
        assert engine.info.adapter == ""
    assert not (home / "settings.yaml").exists()


async def test_an_engine_that_wears_none_offers_none(make_app: MakeApp, home: Path) -> None:
    folder(home)
    app = make_app(ScriptedEngine())
    async with app.run_test(size=WIDE):
        assert offered(app) == {}
