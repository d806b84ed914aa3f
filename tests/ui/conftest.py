"""A real library, index and record in a scratch folder; the model and the quiz are scripted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

from llmtutor import bootstrap
from llmtutor.engine import recommend
from llmtutor.engine.protocol import Engine
from llmtutor.library.library import Library, Scope
from llmtutor.paths import Paths
from llmtutor.quiz.models import KINDS, Attempt, Key, Kind, Question, Source
from llmtutor.services import Services
from llmtutor.storage.migrations import open_progress
from llmtutor.tutor.tutor import Tutor
from llmtutor.ui.app import TutorApp

from . import quiet

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NARROW = (80, 24)
WIDE = (160, 45)
_COURSE = Path(__file__).parent / "course"

MakeApp = Callable[..., TutorApp]


@pytest.fixture(autouse=True)
def _quiet_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the terminal and the user set must not show in the pictures."""
    for name in ("NO_COLOR", "TEXTUAL", "TEXTUAL_THEME", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr(recommend, "this_machine", lambda: recommend.Machine(8 << 30, 4))


@pytest.fixture(autouse=True)
def _no_waiting_for_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a hand to rest waits so little that an app with it to do is not quiet."""
    quiet.use(monkeypatch)
    monkeypatch.setattr("llmtutor.ui.finding.PAUSE", 0.01)
    monkeypatch.setattr("llmtutor.ui.ask.pane._DRAFT_SECONDS", 0.01)


@pytest.fixture(autouse=True, scope="session")
def _styles_are_parsed_once() -> Iterator[None]:
    """What an app keeps of the style sheets it has parsed, the next one finds."""
    parsed: dict[object, Any] = {}
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, css: str, read_from: Any, *more: Any, **named: Any) -> Any:
        variables = frozenset(sheet._variables.items())
        key = (css, read_from, more, frozenset(named.items()), variables)
        if key not in parsed:
            parsed[key] = parse(sheet, css, read_from, *more, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(scope="session")
def indexed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose index is made once for all tests."""
    root = tmp_path_factory.mktemp("library")
    shutil.copytree(_COURSE, root / "shipped" / "content" / "small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "shipped", lambda: root / "shipped")
        patch.setenv("LLMTUTOR_HOME", str(root / "home"))
        paths = Paths.from_environment()
        bootstrap.open_index(paths).close()
        open_progress(paths.progress).close()
    return root


@pytest.fixture
def home(tmp_path: Path, indexed_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, as it is after a first start."""
    monkeypatch.setattr(bootstrap, "shipped", lambda: indexed_home / "shipped")
    monkeypatch.setenv("LLMTUTOR_HOME", str(tmp_path / "home"))
    for name in ("APP_THEME", "APP_ASCII", "APP_READ_SECONDS"):
        monkeypatch.delenv(f"LLMTUTOR_{name}", raising=False)
    shutil.copytree(indexed_home / "home", tmp_path / "home")
    return tmp_path / "home"


class ScriptedQuizzes:
    """A question of each kind asked for, all on the sentence about the key dimension."""

    def __init__(self, library: Library, kinds: Sequence[Kind] = KINDS) -> None:
        self._library = library
        self.kinds = kinds
        self.asked: list[Scope] = []
        self.problem: Exception | None = None
        self.without: set[Scope] = set()
        """Of which there is no question."""

    def make(
        self, scope: Scope, *, count: int, seed: int, kinds: Collection[Kind] = KINDS
    ) -> list[Question]:
        self.asked.append(scope)
        if self.problem:
            raise self.problem
        if scope in self.without:
            return []
        return [self._question(kind) for kind in self.kinds][:count]

    def make_on(
        self, scopes: Sequence[Scope], *, count: int, seed: int, kinds: Collection[Kind] = KINDS
    ) -> list[Question]:
        return [one for scope in scopes for one in self.make(scope, count=count, seed=seed)][:count]

    def again(self, questions: Sequence[Question]) -> list[Question]:
        return list(questions)

    def _question(self, kind: Kind) -> Question:
        path = "small/attention/self-attention"
        text = self._library.section(path).text
        start = text.index("Attention scores are divided")
        end = text.index("vanish.") + len("vanish.")
        source = Source(path, "Self-attention", text[start:end], start, end)
        stem, options, key = _FORMS[kind]
        return Question(
            kind, kind, stem, options, key, "Large scores would saturate the softmax.", source, path
        )


_FORMS: dict[Kind, tuple[str, tuple[str, ...] | None, Key]] = {
    "choice": (
        "What keeps the softmax over attention scores from saturating?",
        (
            "Normalising the values after the weighted sum",
            "Dividing the scores by the square root of the key dimension, which keeps their"
            " variance near one whatever the dimension",
            "Adding positional encodings to the keys",
            "Masking the upper triangle",
        ),
        "Dividing the scores by the square root of the key dimension, which keeps their"
        " variance near one whatever the dimension",
    ),
    "multi": ("Which of these are vectors?", ("a key", "a score", "a query"), ("a key", "a query")),
    "truefalse": (
        "Each token is met by a query.\nThe key it is held against is a vector.",
        None,
        True,
    ),
    "cloze": ("A ____ is the vector with which a token asks.", None, "query"),
    "short": ("What is the vector called with which a token asks?", None, "query"),
    "order": (
        "Put the steps in order.",
        ("score", "query", "weight"),
        ("query", "score", "weight"),
    ),
    "match": (
        "Which belongs together?",
        ("is found by", "asks with"),
        (("query", "asks with"), ("key", "is found by")),
    ),
}


class KeptAttempts:
    """Remembers attempts as long as the test runs."""

    def __init__(self) -> None:
        self.items: list[Attempt] = []

    def add(self, attempt: Attempt) -> None:
        self.items.append(attempt)

    def regrade(self, attempt: Attempt) -> None:
        for at, item in enumerate(self.items):
            if (item.quiz, item.question.id) == (attempt.quiz, attempt.question.id):
                self.items[at] = attempt

    def of_questions(self, ids: Sequence[str]) -> dict[str, Sequence[Attempt]]:
        return {name: [item for item in self.items if item.question.id == name] for name in ids}

    def mistakes(self) -> Sequence[Question]:
        latest = {item.question.id: item for item in self.items}
        return [item.question for item in latest.values() if not item.grade.right]

    def score_by_topic(self) -> dict[str, tuple[float, int]]:
        return {}


def real_services(engine: Engine | None = None, **settings: object) -> Services:
    """Everything as the program puts it together, but for the model and the quiz."""
    built = bootstrap.build(model=False, overrides=settings)
    return built.but(
        engine=engine,
        tutor=Tutor(built.library, engine, built.settings),
        quizzes=ScriptedQuizzes(built.library),
        attempts=KeptAttempts(),
    )


@pytest.fixture
def make_app(home: Path) -> MakeApp:
    """Makes the app on the scratch library; again, to start it anew."""

    def make(engine: Engine | None = None, **settings: object) -> TutorApp:
        return TutorApp(real_services(engine, **settings), now=lambda: NOW)

    return make


def screen_text(app: TutorApp) -> str:
    """What stands on the screen, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def pane_words(app: TutorApp, pane: str = "#ask") -> str:
    """What stands in a pane, its rows joined as if nothing had been wrapped."""
    region = app.screen.query_one(pane).region
    rows = screen_text(app).split("\n")[region.y : region.bottom]
    cut = (row[region.x : region.right].strip("│┃╭╮╰╯─ ") for row in rows)
    return " ".join(" ".join(cut).replace("┃", " ").split())
