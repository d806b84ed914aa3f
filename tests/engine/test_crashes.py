"""A few of the two hundred crashes of ``make crashes``, one of each kind."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parents[2]
_WORDS = 120
"""Of a section: few, and yet read in two pieces and worth a snapshot."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crashes(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
    """An engine that has been ended many times, and may be once more."""
    folder = tmp_path_factory.mktemp("crashes")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        module = import_module("crash_moments")
        patch.setattr(import_module("crash_verdict"), "WORDS", _WORDS)
        config = WorkerConfig(
            model_path, folder / "log", threads=1, snapshots=folder / "kept", save_after=0.0,
            meeting=folder / "run",
        )  # fmt: skip
        engine = WorkerEngine(config)
        made = module.Crashes(engine, folder / "kept", random.Random(5))
        await made.learn(module.TOPICS[:3])
        yield made
        await engine.close()


@pytest.mark.parametrize("moment", ["loading", "prefill", "generation", "saving", "restoring"])
@pytest.mark.asyncio(loop_scope="module")
async def test_one_crash_is_made_good(crashes: Any, moment: str) -> None:
    before = crashes.counts["kills"] + crashes.counts["came too late"]

    await getattr(crashes, moment)()
    await crashes.check(moment)

    assert crashes.counts["kills"] + crashes.counts["came too late"] == before + 1
    assert crashes.counts["given up, named"] == 0


@pytest.mark.asyncio(loop_scope="module")
async def test_two_crashes_over_one_question_name_it(crashes: Any) -> None:
    await crashes.twice()
    await crashes.check("twice")

    assert crashes.counts["given up, named"] == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_a_damaged_snapshot_harms_nobody(crashes: Any) -> None:
    crashes.damage()
    await crashes.end_idle()
    await crashes.check("damage")
