"""The nouns of the program. All frozen; offsets are code points into ``Section.text``."""

from __future__ import annotations

from dataclasses import dataclass, field

COURSE_FILE = "course.yaml"
GLOSSARY_FILE = "glossary.yaml"
"""Names a course, in the folder of its lectures."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a section gives."""

    title: str
    url: str
    """Empty where the notes name something without giving its address."""
    kind: str
    """paper, code, model, video, image, dataset, blog, course or link."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a section that is found, quoted and asked about as a whole."""

    id: str
    """From the meaning: the same words give the same id, wherever they stand."""
    start: int
    end: int
    kind: str = "text"
    """``text``, or ``code`` for code and pictures, which are never quoted."""


@dataclass(frozen=True, slots=True)
class Section:
    """One idea, read in one pane."""

    id: str
    """Unique within the lecture."""
    title: str
    level: int
    """Depth in the outline, 1 is the top."""
    group: bool
    """A heading that only holds the sections below it; its text is empty."""
    text: str
    """Markdown, without the heading. Every offset counts into this."""
    passages: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    words: int = 0
    line: int = 1
    """1-based line of the heading in the file."""
    topics: tuple[str, ...] = ()
    """Syllabus topics that the author says are covered."""


@dataclass(frozen=True, slots=True)
class Lecture:
    """One file of a course."""

    id: str
    title: str
    sections: tuple[Section, ...]
    summary: str = ""
    aims: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """Lectures in teaching order."""

    id: str
    title: str
    lectures: tuple[Lecture, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class FileWarning:
    """Something in a file that was understood in one of several ways, or left out."""

    file: str
    line: int
    what: str
    did: str


@dataclass(slots=True)
class FileWarnings:
    """Collects warnings for one file while it is read."""

    file: str
    items: list[FileWarning] = field(default_factory=list)

    def add(self, line: int, what: str, did: str) -> None:
        self.items.append(FileWarning(self.file, line, what, did))


def section_path(course: str, lecture: str, section: str) -> str:
    """The address of a section everywhere: on the command line, in JSON, in the database."""
    return f"{course}/{lecture}/{section}"


def version_id(lecture: str, language: str) -> str:
    """The id under which a lecture's translation is searched and quoted.

    No lecture that was written has a full stop in its id.
    """
    return f"{lecture}.{language.lower()}"


def original_path(path: str) -> str:
    """The path of the same place in the words that were written first.

    >>> original_path("llm/transformer.zh-hant/masks")
    'llm/transformer/masks'
    """
    course, _, rest = path.partition("/")
    lecture, sign, section = rest.partition("/")
    return f"{course}/{lecture.partition('.')[0]}{sign}{section}" if rest else path
