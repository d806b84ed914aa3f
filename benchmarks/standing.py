"""How well the rules tell which statements of a lecture can be asked about alone.

    python benchmarks/standing.py [--show MAKER|REASON]

On 108 lectures' notes as students write them (``data/statements``), of which readers who knew
nothing of the program labelled 6,361 statements: ``g`` good alone, ``l`` leans on something not
said, ``x`` no statement, ``v`` vague or incidental; with ``?`` by a strict reading. A statement
that is cut otherwise by now is left out. Of 1,553 of them readers also said whether they are clear
under the two lines before them, which a question shows. The notes are what the rules are made on:
expect less of new ones (docs/quiz.md).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from llmtutor.content.identity import slug
from llmtutor.library.library import EVERYTHING, Scope
from llmtutor.quiz.lecture_quiz import LectureQuiz
from llmtutor.quiz.led import asked_alone
from llmtutor.quiz.maker import QuizMaker
from llmtutor.quiz.makers.above import best_under_lines
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.statements import Statement
from quiz import scratch

DATA = Path(__file__).parent / "data" / "statements"
GOOD = "g"
Labels = dict[str, dict[str, str]]
"""Of each lecture's path, what readers said of its statements, by their text."""
Found = tuple[str, str, str]
"""What the program made of a statement, what readers said of it, and its text."""


def labels(name: str = "labels") -> Labels:
    """What readers said, of statements alone or, in ``lines``, under the lines before them."""
    found: Labels = defaultdict(dict)
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found[slug(Path(one["file"]).stem)][one["text"]] = one["label"]
    return found


def judged(maker: QuizMaker, lecture: LectureQuiz, said: dict[str, str]) -> Iterator[Found]:
    """Statements: whether the rules let them stand, and why not; then what is asked about."""
    notes = lecture.notes
    standing = {(one.path, one.start) for one in notes.standing}
    labelled: dict[str, list[tuple[Statement, str]]] = defaultdict(list)
    for one in notes.statements:
        if label := said.get(one.text):
            labelled[one.path].append((one, label))
            stands = (one.path, one.start) in standing
            why = "" if stands else leaning(one.text, notes.known, strict=True) or "not plain"
            yield re.sub(r"^'[^']*'", "…", why) or "stands", label, one.text
    for question in maker.survey(Scope(*lecture.path.split("/"))).questions:
        held = [label for one, label in labelled[question.source.path] if _holds(question, one)]
        if len(held) == 1:
            yield f"asked by {question.maker}", held[0], question.stem


def judged_under_lines(lecture: LectureQuiz, said: dict[str, str]) -> Iterator[Found]:
    """The same of statements under the lines before them: which the rules ask about so."""
    notes = lecture.notes
    standing = {(one.path, one.start) for one in notes.standing}
    asked = {(one.path, one.start) for one, _ in notes.following.askable}
    best = {(one.source.path, asked_alone(one).stem) for one in best_under_lines(notes)}
    for one in notes.statements:
        if label := said.get(one.text):
            place = one.path, one.start
            stands = "stands" if place in standing else "leans"
            fit = ", fit" if place in asked else ""
            if not fit and (one.path, one.text) in best:
                stands, fit = "best of its section", ", for want of others"
            yield f"under lines: {stands}{fit}", label, one.text


def _holds(question: Question, statement: Statement) -> bool:
    return question.source.start <= statement.start < question.source.end


_GROUPS = ("asked", "under lines")


def show(found: list[Found]) -> None:
    """A table of what the program made of the statements."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for made, label, _ in found:
        counts[made][label] += 1
        group = next((one for one in _GROUPS if made.startswith(one)), "all")
        counts[group][label] += 1
    table = Table()
    for name in ("", "n", "good", "bad", "bad if strict"):
        table.add_column(name, justify="right" if name else "left")
    for made in sorted(counts, key=lambda one: (one.startswith(_GROUPS), -counts[one].total())):
        held = counts[made]
        strict = sum(n for label, n in held.items() if label.endswith("?"))
        bad = held.total() - held[GOOD] - strict
        shares = (f"{n / held.total():.2f}" for n in (held[GOOD], bad, strict))
        table.add_row(made, str(held.total()), *shares)
    Console().print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", metavar="WHAT", help="the statements of a row that are not good")
    options = parser.parse_args()
    said = labels()
    with tempfile.TemporaryDirectory() as folder:
        maker = QuizMaker(scratch(Path(folder), sorted((DATA / "notes").iterdir())))
        lectures = list(maker.lectures(EVERYTHING))
        found = [x for one in lectures for x in judged(maker, one, said[one.path.split("/")[1]])]
        said = labels("lines")
        for one in lectures:
            found += judged_under_lines(one, said[one.path.split("/")[1]])
    show(found)
    for made, label, text in found:
        if options.show and options.show in made and label != GOOD:
            print(label, text, sep="\t")


if __name__ == "__main__":
    main()
