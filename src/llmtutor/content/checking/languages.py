"""Rules on what a course says in other languages: its glossary and its translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from llmtutor.content.checking import form
from llmtutor.content.checking.finding import CheckedLecture, Finding
from llmtutor.content.glossary import GlossaryTerm, read_glossary
from llmtutor.content.identity import meaning
from llmtutor.content.models import GLOSSARY_FILE, Lecture
from llmtutor.content.translation import (
    LectureWords,
    lecture_file,
    outline_file,
    read_translated,
    read_translation,
)
from llmtutor.errors import TutorError


def glossary(folder: Path, lectures: Sequence[CheckedLecture]) -> Iterator[Finding]:
    """A term stands once, says what it is, and is linked to a section that is there."""
    file = folder / GLOSSARY_FILE
    try:
        terms = read_glossary(folder)
    except TutorError as error:
        yield Finding(str(file), 1, "glossary", str(error))
        return
    places = {f"{one.lecture.id}/{part.id}" for one in lectures for part in one.lecture.sections}
    seen: dict[str, str] = {}
    for term in terms:
        for what in _wrong_with(term, places, seen):
            yield Finding(str(file), term.line, "glossary", what)


def _wrong_with(term: GlossaryTerm, places: set[str], seen: dict[str, str]) -> Iterator[str]:
    if term.section not in places:
        yield f"'{term.term}' is linked to '{term.section}', which is not there"
    for name in (term.term, *term.also):
        other = seen.setdefault(meaning(name), term.term)
        if other != term.term:
            yield f"'{name}' is a name of '{other}', too"
    if not term.means.endswith((".", "。")):
        yield f"what '{term.term}' means is no sentence"


def translations(
    folder: Path, languages: Sequence[str], lectures: Sequence[CheckedLecture]
) -> Iterator[Finding]:
    """A translation has the lectures, sections, aims and links of the text, and no others."""
    for language in languages[1:]:
        file = outline_file(folder, language)
        try:
            words = read_translation(folder, language)
        except TutorError as error:
            yield Finding(str(file), 1, "translation", str(error))
            continue
        known = {one.path.stem for one in lectures}
        for name in sorted(words.lectures.keys() - known):
            yield Finding(str(file), 1, "translation", f"there is no lecture '{name}'")
        for one in lectures:
            found = words.lectures.get(one.path.stem, LectureWords())
            for what in _outline(one.lecture, found):
                yield Finding(str(file), 1, "translation", f"{one.path.stem}: {what}")
            yield from _text(one, language)


def _outline(lecture: Lecture, words: LectureWords) -> Iterator[str]:
    if not words.title or not words.summary:
        yield "title or summary is missing"
    for name, own, theirs in (
        ("aims", lecture.aims, words.aims),
        ("prerequisites", lecture.prerequisites, words.prerequisites),
    ):
        if len(own) != len(theirs):
            yield f"{len(theirs)} {name}, not {len(own)}"
    ids = {section.id for section in lecture.sections}
    for missing in sorted(ids - words.section_titles.keys()):
        yield f"the title of '{missing}' is missing"
    for unknown in sorted(words.section_titles.keys() - ids):
        yield f"there is no section '{unknown}'"


def _text(lecture: CheckedLecture, language: str) -> Iterator[Finding]:
    file = lecture_file(lecture.path, language)
    try:
        found = read_translated(lecture.path, language)
    except TutorError as error:
        yield Finding(str(file), 1, "translation", str(error))
        return
    if found is None:
        return
    own, theirs = ([part.id for part in one.sections] for one in (lecture.lecture, found))
    if own != theirs:
        wrong = next((a for a, b in zip(own, theirs, strict=False) if a != b), "the last ones")
        yield Finding(str(file), 1, "translation", f"other sections than the text, from '{wrong}'")
    for section, part in zip(lecture.lecture.sections, found.sections, strict=False):
        lost = {link.url for link in section.links} - {link.url for link in part.links}
        for url in sorted(lost):
            what = f"the section '{section.id}' lacks the link {url}"
            yield Finding(str(file), part.line, "translation", what)
    translated = CheckedLecture(file, file.read_text(encoding="utf-8"), found)
    yield from form.pictures(translated)
    yield from form.links(translated)
