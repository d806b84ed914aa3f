"""A thousand quotes drawn at random from answers, each compared with its section.

    python benchmarks/quotes.py [--notes FILE…] [-n 1000] [--seed 0]

Questions are the lecture questions and random words of the notes, in whatever
order; notes are the shipped course and the files named. A quote counts as
verbatim where ``show PATH --json``'s text, cut from start to end in code
points, is the quote exactly.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

import yaml

from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.paths import shipped
from llmtutor.search.analysis import TOKEN
from llmtutor.search.text_index import TextIndexer
from llmtutor.settings import Settings
from llmtutor.tutor.tutor import Tutor

QUESTIONS = Path(__file__).parent / "data" / "lecture_questions.yaml"


def questions(library: Library, rng: random.Random) -> list[str]:
    """Real ones, and three times as many made of words that stand in the notes."""
    real = [item["q"] for item in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))]
    rows = library.connection.execute("SELECT text FROM section WHERE text <> ''")
    words = sorted({word for row in rows for word in TOKEN.findall(row["text"])})
    made = [" ".join(rng.choices(words, k=rng.randint(1, 4))) for _ in range(3 * len(real))]
    return [*real, *made]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, nargs="*", default=[])
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        courses = Path(name) / "courses"
        if options.notes:
            import_files(options.notes, courses)
        folders = [("shipped", shipped() / "content"), ("imported", courses)]
        index = Index(Path(name) / "index.db", folders, TextIndexer())
        index.refresh()
        library = Library(index)
        tutor = Tutor(library, None, Settings())
        asked = questions(library, rng)
        quotes = [
            quote
            for question in asked
            for quote in tutor.without_model(tutor.look_up(question)).quotes
        ]
        drawn = rng.sample(quotes, min(options.n, len(quotes)))
        verbatim = sum(
            library.section(quote.path).text[quote.start : quote.end] == quote.text
            for quote in drawn
        )
        cjk = sum(not quote.text.isascii() for quote in drawn)
    print(f"{len(asked)} questions, {len(quotes)} quotes, {len(drawn)} drawn ({cjk} not ASCII)")
    print(f"verbatim: {verbatim} of {len(drawn)}")


if __name__ == "__main__":
    main()
