"""A lecture in another language shows the numbers of the English one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmtutor.paths import shipped

COURSE = shipped() / "content" / "llm"
TRANSLATIONS = sorted(COURSE.glob("*.zh-Hant.md"))
EXACT = re.compile(r"(?<![\w.])(?:\d+(?:,\d{3})+|\d*\.\d+)(?![\w.]*[/A-Za-z])")
"""Numbers of several digits or with a point: no language writes them otherwise."""
ADDRESS = re.compile(r"\]\([^)]*\)")


def sections(file: Path) -> dict[str, str]:
    text = ADDRESS.sub("]", file.read_text(encoding="utf-8"))
    return dict(re.findall(r"<!-- id: ([\w-]+).*?-->(.*?)(?=\n## |\Z)", text, re.DOTALL))


def blocks(section: str) -> list[list[str]]:
    """The numbers of each picture and listing, sorted: languages order words differently."""
    fenced = re.findall(r"^```\w*.*?\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    return [sorted(re.findall(r"\d+(?:[.,]\d+)*|\.\d+", block)) for block in fenced]


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda path: path.stem)
def test_pictures_and_listings_hold_the_same_numbers(file: Path) -> None:
    english, other = sections(COURSE / f"{file.name.split('.')[0]}.md"), sections(file)
    assert {name: blocks(text) for name, text in other.items()} == {
        name: blocks(text) for name, text in english.items()
    }


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda path: path.stem)
def test_exact_numbers_of_a_section_stand_in_its_translation(file: Path) -> None:
    english, other = sections(COURSE / f"{file.name.split('.')[0]}.md"), sections(file)
    left = {
        name: sorted(set(EXACT.findall(text)) - set(EXACT.findall(other[name])))
        for name, text in english.items()
    }
    assert {name: numbers for name, numbers in left.items() if numbers} == {}
