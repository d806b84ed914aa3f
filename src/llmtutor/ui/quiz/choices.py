"""What can be chosen for a quiz: parts of the notes, mistakes, weak topics."""

from __future__ import annotations

from llmtutor.quiz.weak import scopes_of, weak_topics
from llmtutor.ui.ask.scopes import NAMES, reach_of
from llmtutor.ui.desk import Desk
from llmtutor.ui.quiz.setup import Wanted

_LONGEST = 60


def choices(desk: Desk) -> list[tuple[str, Wanted]]:
    """What each choice is called, and what it is; the nearest part first."""
    found: list[tuple[str, Wanted]] = []
    for scope in desk.atlas.scopes(desk.place):
        title = f": {desk.atlas.title(scope.path)}" if scope.path else ""
        found.append((f"{NAMES[reach_of(scope.path)]}{title}", Wanted.on(scope)))
    attempts = desk.services.attempts
    if mistakes := len(desk.services.quizzes.again(attempts.mistakes())):
        wanted = Wanted((), mistakes=True, name="your mistakes")
        found.append((f"your mistakes so far: {mistakes}", wanted))
    weak = [path for path in weak_topics(attempts.score_by_topic()) if path in desk.atlas]
    if weak:
        found.append((f"weak topics: {_titles(desk, weak)}", weak_quiz(weak)))
    return [(_short(name, desk.signs.dots), wanted) for name, wanted in found]


def _short(name: str, dots: str) -> str:
    """A name on one line of the narrowest screen."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - len(dots)].rstrip()}{dots}"


def weak_quiz(paths: list[str]) -> Wanted:
    """A quiz shared out over several parts."""
    return Wanted(tuple(scopes_of(paths)), name="weak topics")


def _titles(desk: Desk, paths: list[str]) -> str:
    first = desk.atlas.title(paths[0])
    return f"{first} and {len(paths) - 1} more" if len(paths) > 1 else first
