"""A folder of courses and its index, both real, for every test that reads a library."""

from __future__ import annotations

import os
from pathlib import Path

from llmtutor.library.index import Index
from llmtutor.library.library import Library
from llmtutor.search.text_index import TextIndexer


class Shelf:
    """Courses on disk that can be changed, and the index that follows them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.courses = folder / "courses"
        self.courses.mkdir(parents=True, exist_ok=True)
        self.file = folder / "index.db"
        self._clock = 1_000_000_000
        self._opened: list[Index] = []

    def write(self, name: str, text: str) -> Path:
        """A file by its name below the courses; a later one always has a later time."""
        path = self.courses / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self._clock += 10
        os.utime(path, (self._clock, self._clock))
        return path

    def course(self, name: str, yaml: str = "", **lectures: str) -> None:
        """A course whose lectures are given as ``name=text``."""
        for lecture, text in lectures.items():
            self.write(f"{name}/{lecture}.md", text)
        self.write(f"{name}/course.yaml", yaml or f"title: {name.title()}\n")

    def open(self) -> Index:
        index = Index(self.file, [("imported", self.courses)], TextIndexer())
        self._opened.append(index)
        return index

    def index(self) -> Index:
        """The index, up to date."""
        index = self.open()
        index.refresh()
        return index

    def library(self) -> Library:
        return Library(self.index())

    def close(self) -> None:
        for index in self._opened:
            index.close()


def section(title: str, text: str = "") -> str:
    """A section of Markdown."""
    return f"## {title}\n\n{text or f'{title} is explained here.'}\n\n"
