"""The protocol, and the double that other rooms' tests use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.config import WorkerConfig
from llmtutor.engine.failure import EngineError
from llmtutor.engine.protocol import Done, Engine, Event, Failed, Prefill, Sampling, Token
from llmtutor.errors import EXIT_MISSING, EXIT_USAGE
from llmtutor.settings import EngineSettings

from .conftest import ask
from .scripted import ScriptedEngine


async def collect(engine: Engine) -> list[Event]:
    async with aclosing(engine.generate(ask("?"))) as events:
        return [event async for event in events]


async def test_the_double_behaves_like_an_engine() -> None:
    engine = ScriptedEngine("one two")

    events = await collect(engine)

    assert [type(event) for event in events] == [Prefill, Token, Token, Done]
    assert "".join(event.text for event in events if isinstance(event, Token)) == "one two"
    assert engine.cancelled == 0
    problem = EngineError("crashed", "it died")
    assert await collect(ScriptedEngine(problem=problem)) == [Failed(problem)]


async def test_the_double_notices_that_it_is_left() -> None:
    engine = ScriptedEngine("one two three")
    async with aclosing(engine.generate(ask("?"))) as events:
        async for event in events:
            if isinstance(event, Token):
                break

    assert engine.cancelled == 1


async def test_settings_reach_the_worker_and_the_sampler() -> None:
    settings = EngineSettings(context=512, threads=3, temperature=0.5, seed=9)
    config = WorkerConfig.from_settings(settings, Path("/m"), Path("/log"), ("zh",))
    engine: Engine = WorkerEngine(config)

    assert (config.context, config.threads, config.languages) == (512, 3, ("zh",))
    assert Sampling.from_settings(settings).temperature == 0.5
    assert Sampling.from_settings(settings).seed == 9
    assert Sampling.from_settings(EngineSettings()) == Sampling()
    assert engine.status.state == "off"


def test_each_failure_has_its_exit_code() -> None:
    assert EngineError("too_long", "x").exit_code == EXIT_USAGE
    assert EngineError("no_library", "x").exit_code == EXIT_MISSING


def test_the_apps_side_is_light_and_free_of_native_code() -> None:
    code = (
        "import sys, llmtutor.engine.client, llmtutor.engine.models;"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "{'llama_cpp', 'numpy', 'jinja2', 'textual', 'rich', 'psutil', 'urllib3'}])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )

    assert done.stdout.strip() == "[]"


def test_only_one_module_names_the_native_library() -> None:
    source = Path(__file__).parents[2] / "src" / "llmtutor"
    users = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"^\s*(import|from) llama_cpp|module\(.llama_cpp", path.read_text(), re.M)
    ]
    assert users == ["engine/worker/native.py"]
