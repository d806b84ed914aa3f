"""Finding one's way: what comes before and after a place, and what it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from llmtutor.library.library import CourseHead, LectureHead, Scope, SectionHead
from llmtutor.library.reading import ReadState

WORDS_A_MINUTE = 200


@dataclass(slots=True)
class Atlas:
    """The outline of the library, with the ways through it.

    A place is the path of a section, or of a lecture, whose page comes before
    its first section.
    """

    courses: Sequence[CourseHead] = ()
    order: list[str] = field(default_factory=list)
    """Paths of the sections that can be read, in teaching order."""
    _sections: dict[str, SectionHead] = field(default_factory=dict)
    _lectures: dict[str, LectureHead] = field(default_factory=dict)
    _courses: dict[str, CourseHead] = field(default_factory=dict)
    _number: dict[str, int] = field(default_factory=dict)
    """Where each place stands in ``order``; a lecture stands at its first section."""

    _titles: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for course in self.courses:
            self._courses[course.id] = course
            for lecture in course.lectures:
                self._lectures[lecture.path] = lecture
                self._number[lecture.path] = len(self.order)
                for section in lecture.sections:
                    self._sections[section.path] = section
                    self._titles[section.title.casefold()] += 1
                    self._number[section.path] = len(self.order)
                    if not section.group:
                        self.order.append(section.path)

    @property
    def first(self) -> str:
        """Where a new student starts; empty in an empty library."""
        return self.order[0] if self.order else ""

    def __contains__(self, place: str) -> bool:
        return place in self._number

    def section(self, place: str) -> SectionHead | None:
        return self._sections.get(place)

    def lecture(self, place: str) -> LectureHead | None:
        """The lecture that a place is or lies in."""
        return self._lectures.get("/".join(place.split("/")[:2]))

    def course(self, place: str) -> CourseHead | None:
        return self._courses.get(place.partition("/")[0])

    def is_lecture(self, place: str) -> bool:
        return place in self._lectures

    def title(self, place: str) -> str:
        """What a section, lecture or course is called; its path where it is gone."""
        head = self._sections.get(place) or self._lectures.get(place) or self._courses.get(place)
        return head.title if head else place

    def name(self, place: str) -> str:
        """What a section is called, with its lecture where others are called the same."""
        title, lecture = self.title(place), self.lecture(place)
        if lecture is None or self._titles[title.casefold()] < 2:
            return title
        return f"{title} ({lecture.title})"

    def crumbs(self, place: str) -> list[str]:
        """Titles from the course down to a place."""
        parts = place.split("/")
        return [
            self.title("/".join(parts[: number + 1]))
            for number in range(len(parts))
            if "/".join(parts[: number + 1]) in self._courses
            or "/".join(parts[: number + 1]) in self._number
        ]

    def after(self, place: str) -> str | None:
        """The section to read next."""
        if place not in self._number:
            return None
        beyond = 0 if self._stands_before(place) else 1
        return self._at(self._number[place] + beyond)

    def before(self, place: str) -> str | None:
        """The section that was read before."""
        return self._at(self._number[place] - 1) if place in self._number else None

    def readable(self, place: str) -> str | None:
        """The place itself, or the first section below it where it only holds others."""
        section = self._sections.get(place)
        if section is not None and section.group:
            return self._at(self._number[place])
        return place if place in self._number else None

    def nearest(self, place: str) -> str:
        """A place that is there: this one, its lecture, its course's first section, the first."""
        lecture, course = self.lecture(place), self.course(place)
        if found := self.readable(place):
            return found
        if lecture:
            return self.readable(lecture.path) or self.first
        if course and course.lectures:
            return self._at(self._number[course.lectures[0].path]) or self.first
        return self.first

    def sections_read(self, place: str, states: Mapping[str, ReadState]) -> tuple[int, int]:
        """``(sections read, sections to read)`` in the course of a place."""
        course = self.course(place)
        return self._read_of(course.lectures if course else (), states)

    def state_of_lecture(
        self, lecture: LectureHead, states: Mapping[str, ReadState]
    ) -> tuple[int, int]:
        """``(sections read, sections to read)``."""
        return self._read_of((lecture,), states)

    def _read_of(
        self, lectures: Sequence[LectureHead], states: Mapping[str, ReadState]
    ) -> tuple[int, int]:
        paths = list(self._readable_of(lectures))
        return sum(states.get(path) == "read" for path in paths), len(paths)

    def scopes(self, place: str) -> list[Scope]:
        """What can be asked from a place, the narrowest first."""
        parts = place.split("/")
        wide = [Scope(*parts[:count]) for count in range(len(parts), 0, -1)] if place else []
        return [*wide, Scope()]

    def _readable_of(self, lectures: Sequence[LectureHead]) -> Iterator[str]:
        for lecture in lectures:
            for section in lecture.sections:
                if not section.group:
                    yield section.path

    def _stands_before(self, place: str) -> bool:
        """Whether a place is a page or heading before the section at its number."""
        return self._at(self._number[place]) != place

    def _at(self, number: int) -> str | None:
        return self.order[number] if 0 <= number < len(self.order) else None


def minutes(words: int) -> int:
    """Time to read so many words, at least a minute."""
    return max(1, round(words / WORDS_A_MINUTE))
