"""All rules over a whole course."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from llmtutor.content.checking import form, languages, matter
from llmtutor.content.checking.finding import CheckedLecture, Finding, in_order
from llmtutor.content.clean import clean, read_text
from llmtutor.content.course import read_course_file
from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import FileWarnings
from llmtutor.errors import InputFileError, TutorError
from llmtutor.yamlfile import read_yaml

TOPICS_FILE = "topics.yaml"
_LECTURE_RULES = (form.headings, form.lengths, form.pictures, form.links, form.endings)


def check_course(folder: Path) -> list[Finding]:
    """Every place where a course does not keep a rule, by file and line.

    Raises:
        InputFileError: ``course.yaml`` itself cannot be read.
    """
    course = read_course_file(folder)
    findings: list[Finding] = []
    lectures: list[CheckedLecture] = []
    for path in course.lectures:
        try:
            lectures.append(_read(path, findings))
        except TutorError as error:
            findings.append(Finding(str(path), 1, "readable", str(error)))
    for lecture in lectures:
        for rule in _LECTURE_RULES:
            findings.extend(rule(lecture))
    findings.extend(matter.repeated(lectures))
    findings.extend(matter.early_terms(lectures))
    findings.extend(matter.reading(lectures))
    findings.extend(matter.topics(lectures, _topics(folder)))
    findings.extend(languages.glossary(folder, lectures))
    findings.extend(languages.translations(folder, course.languages, lectures))
    return in_order(findings)


def _read(path: Path, findings: list[Finding]) -> CheckedLecture:
    warnings = FileWarnings(str(path))
    text = clean(read_text(path), warnings)
    result = read_lecture(text, source=str(path), fallback_title=path.stem)
    findings.extend(
        Finding(item.file, item.line, "readable", f"{item.what}: {item.did}")
        for item in (*warnings.items, *result.warnings)
    )
    return CheckedLecture(path, text, result.lecture)


def _topics(folder: Path) -> dict[str, Collection[str]]:
    """Topics that ``topics.yaml``, if there is one, promises for each lecture."""
    file = folder / TOPICS_FILE
    if not file.is_file():
        return {}
    document = read_yaml(file)
    value = document.value or {}
    if not isinstance(value, dict) or not all(isinstance(v, list) for v in value.values()):
        raise InputFileError("topics come as 'lecture: [topic, …]'", where=document.where())
    return {str(lecture): [str(topic) for topic in names] for lecture, names in value.items()}
