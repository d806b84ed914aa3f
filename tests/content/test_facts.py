"""Facts with a number that no sum gives, kept with their sources, stand in the lectures as kept.

``facts/<lecture>.yaml`` lists, by section and source, what the lecture says in its
own words. A slip of the hand in a size, a score or a date is noticed here, and the
source to look it up in stands beside it and in the lecture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from llmtutor.paths import shipped

from .shown import Shown

COURSE = shipped() / "content" / "llm"
FACTS = Path(__file__).parent / "facts"


def facts(lecture: Path) -> list[dict[str, Any]]:
    file = FACTS / f"{lecture.stem}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else []


@pytest.mark.parametrize("lecture", sorted(COURSE.glob("*.md")), ids=lambda path: path.stem)
def test_each_fact_stands_in_its_section_as_kept(lecture: Path) -> None:
    shown = Shown(lecture.name)
    changed = [
        fragment
        for fact in facts(lecture)
        for fragment in fact["shown"]
        if " ".join(fragment.split()) not in " ".join(shown.section(fact["section"]).split())
    ]
    assert changed == []


@pytest.mark.parametrize("lecture", sorted(COURSE.glob("*.md")), ids=lambda path: path.stem)
def test_each_fact_has_a_source_that_its_lecture_links(lecture: Path) -> None:
    shown = Shown(lecture.name)
    assert [
        fact["source"] for fact in facts(lecture) if f"({fact['source']})" not in shown.source
    ] == []


def test_facts_are_kept_for_some_lecture() -> None:
    assert any(facts(lecture) for lecture in COURSE.glob("*.md"))
