"""The libraries and questions that ``confidence.py`` asks, each cut into two halves."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from llmtutor.evaluate.scratch import scratch_library
from llmtutor.evaluate.squad import QuestionSet, read_squad
from llmtutor.library.importing import import_files
from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.paths import shipped
from llmtutor.search.text_index import TextIndexer

QUESTIONS = Path(__file__).parent / "data" / "lecture_questions.yaml"
WIKI, FORUM = "squadshifts_new_wiki.json", "squadshifts_reddit.json"
REVIEWS = "squadshifts_amazon_reviews.json"
CHINESE = "drcd_dev_zh_hant.json"
COURSE = "llm"
LECTURES = [
    "history-and-landscape",
    "transformer-and-embeddings",
    "classic-model-families",
    "pre-training-and-fine-tuning",
    "alignment-and-rlhf",
    "scaling-and-emergence",
    "prompting",
    "rag-and-llm-systems",
]
"""Of the shipped course, when the questions were written."""
SMALL = ((60, 50), (60, 450), (300, 50))
"""Paragraphs of a small library, and the paragraph of a half that it begins with."""
_APART = 40
"""Paragraphs around a small library of which nothing is asked: of its own subject, most likely."""
Question = tuple[str, str, bool]
"""``(question, kind, fitted)``."""


@dataclass(frozen=True)
class Asked:
    """Questions for one library."""

    source: str
    library: Library
    questions: list[Question]


class Sets:
    """All question sets of a folder; each half gives samples of its own."""

    def __init__(self, data: Path, count: int, seed: int) -> None:
        """Read them.

        Args:
            data: folder of the files.
            count: questions of each half in each role.
            seed: of the sample.
        """
        self._count, self._seed = count, seed
        self.wiki, self.forum = read_squad(data / WIKI), read_squad(data / FORUM)
        self.reviews, self.chinese = read_squad(data / REVIEWS), read_squad(data / CHINESE)

    def sample(self, whole: QuestionSet, kind: str, share: float = 1.0) -> list[Question]:
        """Questions of both halves; those of the first calibrate."""
        return [
            (text, kind, fitted)
            for half, fitted in zip(halves(whole), (True, False), strict=True)
            for text in self.draw(half, share)
        ]

    def draw(self, whole: QuestionSet, share: float = 1.0) -> list[str]:
        texts = [item.text for item in whole.questions if item.answers]
        random.Random(self._seed).shuffle(texts)
        return texts[: int(self._count * share)]


def halves(whole: QuestionSet) -> list[QuestionSet]:
    """A set cut in two between its paragraphs."""
    middle, end = len(whole.passages) // 2, len(whole.passages)
    return [_part(whole, 0, middle), _part(whole, middle, end)]


def _part(whole: QuestionSet, start: int, end: int) -> QuestionSet:
    kept = tuple(item for item in whole.questions if start <= item.passage < end)
    # a question's passage still counts from the start of the whole set
    return QuestionSet(whole.passages[start:end], kept)


def lecture_sets(folder: Path, notes: Path, sets: Sets | None) -> Iterator[Asked]:
    """The lecture questions, by the notes that they are on, and those of other sets."""
    listed = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    for source in sorted({item["source"] for item in listed}):
        courses = folder / source
        if source == COURSE:
            _lectures_of_then(courses / source)
        elif not courses.exists():
            import_files([_notes_file(notes, source)], courses)
        index = Index(folder / f"{source}.db", [("notes", courses)], TextIndexer())
        index.refresh()
        mine = [item for item in listed if item["source"] == source]
        asked = [(item["q"], item["kind"], item["half"] == "a") for item in mine]
        if sets and "zh" in source:
            asked += sets.sample(sets.chinese, "off_topic: Chinese", 0.4)
        elif sets:
            asked += sets.sample(sets.forum, "off_topic: forum", 0.4)
            asked += sets.sample(sets.wiki, "off_topic: wiki", 0.4)
        yield Asked(f"lectures: {source}", Library(index), asked)


def _lectures_of_then(folder: Path) -> None:
    """The shipped course without the lectures that came after the questions."""
    shutil.copytree(shipped() / "content" / COURSE, folder, dirs_exist_ok=True)
    file = folder / "course.yaml"
    course = yaml.safe_load(file.read_text(encoding="utf-8")) | {"lectures": LECTURES}
    file.write_text(yaml.safe_dump(course, allow_unicode=True), encoding="utf-8")


def _notes_file(notes: Path, source: str) -> Path:
    folders = (notes, shipped() / "content" / COURSE)
    (file, *_) = (path for place in folders for path in place.iterdir() if _is(path, source))
    return file


def _is(path: Path, source: str) -> bool:
    return path.stem == source and path.suffix in {".md", ".txt"}


def paragraph_sets(folder: Path, sets: Sets) -> Iterator[Asked]:
    """Paragraphs with their own questions; off topic are those of another set."""
    wiki = ("wiki", sets.wiki, (("forum", sets.forum), ("reviews", sets.reviews)))
    forum = ("forum", sets.forum, (("wiki", sets.wiki),))
    reviews = ("reviews", sets.reviews, (("wiki", sets.wiki),))
    for name, own, others in (wiki, forum, reviews):
        library = scratch_library(folder / f"{name}.db", own.passages)
        asked = sets.sample(own, "answerable")
        for title, other in others:
            asked += sets.sample(other, f"off_topic: {title}")
        yield Asked(f"paragraphs: {name}", library, asked)
    yield from _small_sets(folder, sets)
    yield from _chinese_sets(folder, sets)


def _small_sets(folder: Path, sets: Sets) -> Iterator[Asked]:
    """A few paragraphs as a library: what is asked of the others of their half is off topic."""
    middle = len(sets.wiki.passages) // 2
    for number, first in enumerate((0, middle)):
        for size, start in SMALL:
            begin = first + start
            own = _part(sets.wiki, begin, begin + size)
            half = _part(sets.wiki, first, first + middle)
            near = range(begin - _APART, begin + size + _APART)
            far = tuple(item for item in half.questions if item.passage not in near)
            library = scratch_library(folder / f"wiki-{size}-{begin}.db", own.passages)
            fitted = number == 0
            asked: list[Question] = [(text, "answerable", fitted) for text in sets.draw(own, 0.5)]
            for kind, other in (
                ("off_topic: wiki", QuestionSet(half.passages, far)),
                ("off_topic: forum", halves(sets.forum)[number]),
            ):
                asked += [(text, kind, fitted) for text in sets.draw(other, 0.5)]
            yield Asked(f"paragraphs: wiki {size}, {begin}", library, asked)


def _chinese_sets(folder: Path, sets: Sets) -> Iterator[Asked]:
    """There being no other Chinese set, one half is off topic to the other."""
    parts = halves(sets.chinese)
    for number, fitted in ((0, True), (1, False)):
        library = scratch_library(folder / f"Chinese-{number}.db", parts[number].passages)
        asked: list[Question] = [(text, "answerable", fitted) for text in sets.draw(parts[number])]
        asked += [(text, "off_topic: Chinese", fitted) for text in sets.draw(parts[1 - number])]
        yield Asked(f"paragraphs: Chinese, half {'ab'[number]}", library, asked)
