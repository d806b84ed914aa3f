"""A model that says nothing of itself is tried out, once, with a few small tasks."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from llmtutor.bootstrap import open_engine
from llmtutor.engine.protocol import Engine, GenerateRequest, ModelInfo
from llmtutor.errors import MissingError
from llmtutor.paths import Paths
from llmtutor.settings import EngineSettings, Settings
from llmtutor.storage.trials import StoredTrials
from llmtutor.tutor.abilities import FORMS, PAIRS, Abilities, Outcome, is_unknown
from llmtutor.tutor.trial import TASKS, Form, Pair, Trial

from ..engine.scripted import INFO, ScriptedEngine

ABLE = Outcome(copied=8, refused=8, withheld=0, formed=3)
FORMED = ("Opened: 1871\nRebuilt: 1904", "Basalt, Granite", '{"season": "winter", "day": "Monday"}')


def good_answer(request: GenerateRequest) -> str:
    """What a model says that reads the notes and does as it is told."""
    asked = "".join(request.messages[-1].parts)
    pairs = [task for task in TASKS if isinstance(task, Pair)]
    forms = [task.task for task in TASKS if isinstance(task, Form)]
    if task := next((task for task in forms if task in asked), ""):
        return FORMED[forms.index(task)]
    return next((pair.key for pair in pairs if pair.asked in asked), "NOT IN NOTES")


async def tried(engine: Engine, model: ModelInfo = INFO) -> Outcome:
    trial = Trial(engine, model)
    async for _ in trial.steps():
        pass
    return trial.outcome


def test_the_tasks_are_as_many_as_outcomes_are_told_by() -> None:
    kinds = [type(task) for task in TASKS]
    assert (kinds.count(Pair), kinds.count(Form)) == (PAIRS, FORMS)
    assert all(task.key in task.notes for task in TASKS if isinstance(task, Pair))


async def test_a_model_that_does_all_of_it_is_given_the_longest_prompts() -> None:
    outcome = await tried(ScriptedEngine(good_answer))

    assert outcome == ABLE
    can = Abilities.of(INFO, outcome)
    assert can == Abilities("capable", spans=True, abstains=True, rewrites=True, sentences=4)


async def test_a_model_that_refuses_everything_tells_nothing_by_it() -> None:
    outcome = await tried(ScriptedEngine("NOT IN NOTES"))

    assert (outcome.refused, outcome.abstains, outcome.level) == (outcome.withheld, False, "tiny")


async def test_a_model_that_fails_at_all_is_left_in_peace_early() -> None:
    engine = ScriptedEngine("I would love to talk about something else.")
    trial = Trial(engine, INFO)

    assert [done async for done in trial.steps()] == [1, 2, 3, 4]


async def test_a_trial_goes_on_where_it_was_left() -> None:
    engine = ScriptedEngine(good_answer)
    trial = Trial(engine, INFO)
    async for done in trial.steps():
        if done == 3:
            break

    rest = [done async for done in trial.steps()]

    assert (rest[0], rest[-1]) == (4, len(TASKS))
    assert trial.outcome == ABLE


async def test_a_model_that_cannot_be_asked_has_no_outcome() -> None:
    with pytest.raises(MissingError):
        await tried(ScriptedEngine(problem=MissingError("gone")))


@pytest.mark.parametrize(
    ("outcome", "level"),
    [
        (Outcome(8, 8, 0, 3), "capable"),
        (Outcome(8, 8, 4, 3), "small"),  # refuses too much
        (Outcome(6, 8, 0, 1), "small"),  # keeps to no form
        (Outcome(6, 8, 0, 0), "tiny"),
        (Outcome(4, 8, 0, 3), "tiny"),  # does not read
    ],
)
def test_the_level_needs_all_of_reading_refusing_and_form(outcome: Outcome, level: str) -> None:
    assert outcome.level == level


def test_the_settings_have_the_last_word() -> None:
    taught = replace(INFO, taught=frozenset({"explain"}))
    assert Abilities.of(taught, ABLE, "small").family == "small"
    assert not Abilities.of(INFO, ABLE, "tiny").spans


def test_what_a_model_says_of_itself_needs_no_trial() -> None:
    assert is_unknown(INFO)
    assert not is_unknown(replace(INFO, taught=frozenset({"answer"})))
    assert not is_unknown(replace(INFO, kind="base"))


class TestRemembering:
    def test_an_outcome_is_that_of_this_very_file(self, tmp_path: Path) -> None:
        file = tmp_path / "some.gguf"
        file.write_bytes(b"GGUF")
        model = replace(INFO, path=str(file))
        trials = StoredTrials(tmp_path / "trials.json")
        trials.keep(model, ABLE)

        assert StoredTrials(tmp_path / "trials.json").outcome(model) == ABLE
        assert trials.outcome(replace(model, adapter="other")) is None
        os.utime(file, (1, 1))
        assert trials.outcome(model) is None

    def test_a_servers_model_is_known_by_its_name_there(self, tmp_path: Path) -> None:
        server = replace(INFO, path="http://127.0.0.1:8080/v1", name="big", size=0)
        trials = StoredTrials(tmp_path / "trials.json")
        trials.keep(server, ABLE)

        assert trials.outcome(server) == ABLE
        assert trials.outcome(replace(server, name="other")) is None

    @pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}'])
    def test_a_damaged_file_is_no_outcome(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "trials.json"
        file.write_text(text)
        trials = StoredTrials(file)

        assert trials.outcome(INFO) is None
        trials.keep(INFO, ABLE)
        assert trials.outcome(INFO) == ABLE


@asynccontextmanager
async def default_engine(adapter: str) -> AsyncIterator[Engine]:
    """The default model as the program starts it, or a reason to skip."""
    try:
        engine = open_engine(
            Settings(engine=EngineSettings(adapter=adapter)), Paths.from_environment()
        )
    except MissingError as reason:
        pytest.skip(f"no default model: {reason}")
    try:
        yield engine
    finally:
        await engine.close()


@pytest.mark.model
class TestTheDefaultModel:
    async def test_without_its_adapter_it_can_do_nothing_of_it(self) -> None:
        async with default_engine("none") as engine:
            outcome = await tried(engine, await engine.start())

        assert (outcome.level, outcome.spans, outcome.abstains) == ("tiny", False, False)

    async def test_with_its_adapter_it_answers_and_refuses(self) -> None:
        async with default_engine("auto") as engine:
            trial = Trial(engine, await engine.start())
            async for done in trial.steps():  # the forms, and what is left once it is certain
                if done == PAIRS or (trial.outcome.spans and trial.outcome.abstains):
                    break

        outcome = trial.outcome
        assert (outcome.spans, outcome.abstains) == (True, True)
