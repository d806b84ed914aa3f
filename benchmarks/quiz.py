"""How many questions the notes give, what the gate drops and why, and how long it takes.

    python benchmarks/quiz.py [--json] [--read N] [--seed S] [FILE …]

On the shipped lectures, or on the notes named; imported into a scratch library,
nothing of yours is touched. ``--read N`` prints N of the questions with their
source, to be judged by eye against the ten rules (docs/quiz-gate.md).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.quiz.maker import QuizMaker, Survey
from llmtutor.quiz.models import Question
from llmtutor.search.text_index import TextIndexer

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Figures:
    """What was measured on one lecture, or on all together."""

    name: str
    sections: int = 0
    """With prose."""
    without: list[str] = field(default_factory=list)
    """Paths of those of which no quiz can be made."""
    words: int = 0
    """Of prose."""
    items: int = 0
    spare: int = 0
    """Questions that passed, and were left out because another asks the same."""
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    """Questions dropped, by rule."""
    passed: Counter[str] = field(default_factory=Counter)
    """By maker."""
    dropped: Counter[str] = field(default_factory=Counter)
    """By maker."""
    seconds: float = 0.0
    """CPU, for every question of the lecture through every rule."""

    def add(self, other: Figures) -> None:
        self.sections += other.sections
        self.without += other.without
        self.words += other.words
        self.items += other.items
        self.spare += other.spare
        self.kinds += other.kinds
        self.rules += other.rules
        self.passed += other.passed
        self.dropped += other.dropped
        self.seconds += other.seconds


def scratch(folder: Path, notes: list[Path]) -> Library:
    """A library of its own: the notes named, or the shipped courses."""
    courses = folder / "courses"
    courses.mkdir()
    folders = [("imported", courses)]
    if notes:
        import_files(notes, courses, title="Notes")
    else:
        folders = [("shipped", ROOT / "content")]
    index = Index(folder / "index.db", folders, TextIndexer())
    index.refresh()
    return Library(index)


def measure(library: Library, path: str) -> tuple[Figures, list[Question]]:
    """Every question of a lecture, made from nothing."""
    maker = QuizMaker(library)
    started = time.process_time()
    survey = maker.survey(library.resolve(path))
    seconds = time.process_time() - started
    return figures(path, survey, seconds), survey.questions


def figures(path: str, survey: Survey, seconds: float) -> Figures:
    report = survey.report
    return Figures(
        name=path,
        sections=len(survey.words),
        without=[one for one in survey.words if one not in survey.covered],
        words=sum(survey.words.values()),
        items=len(survey.questions),
        spare=report.spare,
        kinds=Counter(question.kind for question in survey.questions),
        rules=Counter(report.by_rule()),
        passed=Counter(question.maker for question in survey.questions),
        dropped=Counter(rejection.question.maker for rejection in report.rejected),
        seconds=round(seconds, 3),
    )


def plain(one: Figures) -> dict[str, object]:
    """Figures as JSON; a counter is an object."""
    return {
        name: dict(value) if isinstance(value, Counter) else value
        for name, value in vars(one).items()
    }


def show(console: Console, lectures: list[Figures], total: Figures) -> None:
    table = Table(title="Questions by lecture")
    for name in ("lecture", "sections", "without", "words", "items", "words an item", "CPU s"):
        table.add_column(name, justify="left" if name == "lecture" else "right")
    for one in [*lectures, total]:
        each = f"{one.words / one.items:.0f}" if one.items else "–"
        row = (one.sections, len(one.without), one.words, one.items, each, f"{one.seconds:.2f}")
        table.add_row(one.name, *(str(cell) for cell in row))
    console.print(table)
    counts(console, "Items by kind", total.kinds)
    counts(console, "Dropped by rule (the first one broken)", total.rules)
    table = Table(title="By maker")
    for name in ("maker", "items", "dropped"):
        table.add_column(name, justify="left" if name == "maker" else "right")
    for maker in sorted(total.passed | total.dropped):
        table.add_row(maker, str(total.passed[maker]), str(total.dropped[maker]))
    console.print(table)


def counts(console: Console, title: str, counted: Counter[str]) -> None:
    table = Table(title=title, show_header=False)
    for name, count in counted.most_common():
        table.add_row(name, str(count))
    console.print(table)


def read(console: Console, questions: list[Question], count: int, seed: int) -> None:
    """Questions as a judge sees them: what is asked, what is right, where it stands."""
    chosen = random.Random(seed).sample(questions, min(count, len(questions)))
    for number, question in enumerate(chosen, start=1):
        console.print(f"\n{number}. {question.kind}: {question.stem}", markup=False, style="bold")
        for option in question.options or ():
            console.print(f"     - {option}", markup=False)
        console.print(f"   key: {question.key}", markup=False)
        quote = " ".join(question.source.text.split())
        console.print(f"   {question.source.path}: “{quote}”", markup=False, style="dim")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notes", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--read", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    questions: list[Question] = []
    lectures: list[Figures] = []
    total = Figures("all")
    with tempfile.TemporaryDirectory() as folder:
        library = scratch(Path(folder), options.notes)
        paths = [one.path for course in library.outline() for one in course.lectures]
        for path in paths:
            found, made = measure(library, path)
            lectures.append(found)
            questions += made
            total.add(found)
    if options.json:
        print(json.dumps({"lectures": [plain(x) for x in lectures], "all": plain(total)}))
        return
    console = Console()
    show(console, lectures, total)
    if options.read:
        read(console, questions, options.read, options.seed)


if __name__ == "__main__":
    main()
