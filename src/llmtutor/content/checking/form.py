"""Rules of form: lengths, widths, headings, links, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from llmtutor.content.blocks import Block, blocks
from llmtutor.content.checking.finding import CheckedLecture, Finding, readable
from llmtutor.content.inline import count_words
from llmtutor.content.models import Section

MAX_HEADING = 60
MIN_WORDS, MAX_WORDS = 150, 600
MAX_WIDTH = 76
"""Columns of a picture or a table; wide characters count two."""
MAX_PARAGRAPH = 130
"""Words; a longer paragraph is a wall."""

LEAST_WORDS_OF_A_PICTURE = 2

_GIVEN_ID = re.compile(r"<!--\s*id:\s*([\w-]+)")
_ID = re.compile(r"[\w][\w-]*\Z")


def headings(lecture: CheckedLecture) -> Iterator[Finding]:
    """A heading is at most 60 characters; ids are plain words joined by hyphens."""
    for name, count in Counter(_GIVEN_ID.findall(lecture.text)).items():
        if count > 1:
            yield Finding(str(lecture.path), 1, "id", f"{count} sections have the id '{name}'")
    for section in lecture.lecture.sections:
        if len(section.title) > MAX_HEADING:
            what = f"the heading has {len(section.title)} characters, more than {MAX_HEADING}"
            yield lecture.finding(section, "heading", what)
        if not _ID.match(section.id):
            yield lecture.finding(section, "id", f"'{section.id}' is no plain id")


def lengths(lecture: CheckedLecture) -> Iterator[Finding]:
    """A section has 150 to 600 words, a paragraph at most 130."""
    for section in readable(lecture):
        if not MIN_WORDS <= section.words <= MAX_WORDS:
            what = f"{section.words} words, not {MIN_WORDS} to {MAX_WORDS}"
            yield lecture.finding(section, "length", what)
        for block in _blocks(section, "prose"):
            words = len(section.text[block.start : block.end].split())
            if words > MAX_PARAGRAPH:
                what = f"a paragraph of {words} words, more than {MAX_PARAGRAPH}"
                yield lecture.finding(section, "paragraph", what, block.start)


def pictures(lecture: CheckedLecture) -> Iterator[Finding]:
    """A picture is at most 76 columns wide and has words that say what it shows."""
    for section in lecture.lecture.sections:
        for block in _blocks(section, "code", "table"):
            text = section.text[block.start : block.end]
            widest = max(width(line) for line in text.splitlines()[bool(block.info) :] or [""])
            if widest > MAX_WIDTH:
                what = f"a picture or table {widest} columns wide, more than {MAX_WIDTH}"
                yield lecture.finding(section, "width", what, block.start)
            kind, _, words = block.info.partition(" ")
            if kind == "text" and count_words(words) < LEAST_WORDS_OF_A_PICTURE:
                what = "a picture without words after 'text' that say what it shows"
                yield lecture.finding(section, "alt text", what, block.start)


def links(lecture: CheckedLecture) -> Iterator[Finding]:
    """A link has a title and an https address."""
    for section in lecture.lecture.sections:
        for link in section.links:
            parts = urlsplit(link.url)
            if parts.scheme != "https" or not parts.netloc:
                yield lecture.finding(section, "link", f"'{link.url}' is no https address")
            if not link.title.strip():
                yield lecture.finding(section, "link", f"'{link.url}' has no title")


def endings(lecture: CheckedLecture) -> Iterator[Finding]:
    """A lecture ends with a summary and its key terms, and says its aims."""
    ids = [section.id for section in lecture.lecture.sections]
    for wanted in ("summary", "key-terms"):
        if wanted not in ids:
            yield Finding(str(lecture.path), 1, "ending", f"there is no section '{wanted}'")
    if not lecture.lecture.aims:
        yield Finding(str(lecture.path), 1, "aims", "the front matter gives no aims")
    if not lecture.lecture.summary:
        yield Finding(str(lecture.path), 1, "aims", "the front matter gives no summary")


def width(line: str) -> int:
    """Columns a line takes in a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in line
    )


def _blocks(section: Section, *kinds: str) -> list[Block]:
    return [block for block in blocks(section.text) if block.kind in kinds]
