"""The course holds what its syllabus asks for; the syllabus lies beside the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from llmtutor.content.clean import clean, read_text
from llmtutor.content.course import read_course_file
from llmtutor.content.lecture import read_lecture
from llmtutor.content.models import FileWarnings, Lecture
from llmtutor.paths import shipped

from ..conftest import SHARED

SYLLABUS = SHARED / "syllabus.yaml"
COURSE = shipped() / "content" / "llm"
UNSAID = {"demo"}
"""Labels for which a course has no word of its own."""

pytestmark = pytest.mark.skipif(
    not SYLLABUS.is_file(), reason=f"there is no {SYLLABUS}: see tests/conftest.py"
)


def read(path: Path) -> Lecture:
    text = clean(read_text(path), FileWarnings(str(path)))
    return read_lecture(text, source=str(path), fallback_title=path.stem).lecture


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], Lecture]]:
    """Each lecture of the syllabus that is written, with its text."""
    lectures = {path.stem: read(path) for path in read_course_file(COURSE).lectures}
    wanted = yaml.load(SYLLABUS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["lectures"]
    return [(one, lectures[one["id"]]) for one in wanted if one["id"] in lectures]


Pairs = list[tuple[dict[str, Any], Lecture]]


def test_eight_lectures_are_written(pairs: Pairs) -> None:
    assert len(pairs) == 8


def test_every_topic_is_covered_by_some_section(pairs: Pairs) -> None:
    left = [
        topic["id"]
        for wanted, lecture in pairs
        for topic in wanted["sections"]
        if not any(topic["id"] in section.topics for section in lecture.sections)
    ]
    assert left == []


def test_every_link_stands_in_a_section_of_its_topic_with_what_it_is(pairs: Pairs) -> None:
    left = []
    for wanted, lecture in pairs:
        for topic in wanted["sections"]:
            links = {
                (link.url, kind)
                for section in lecture.sections
                if topic["id"] in section.topics
                for link in section.links
                for kind in (link.kind, "")
            }
            left += [
                link["url"]
                for link in topic["links"]
                if link.get("url")
                and (link["url"], "" if link["label"] in UNSAID else link["label"]) not in links
            ]
    assert left == []
