"""``llmtutor outline``: courses, lectures, sections."""

from __future__ import annotations

import argparse
from typing import Any

from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("outline", help="courses, lectures and sections")
    parser.add_argument("path", nargs="?", metavar="PATH", help="course/lecture; a prefix will do")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the outline of the library or of a part of it."""
    from llmtutor.bootstrap import open_library

    library = open_library(reading_progress)
    courses = library.outline(scope_of(library, options.path))
    if options.json:
        print_json({"courses": [_course(course) for course in courses]})
        return EXIT_DONE
    out = console()
    for course in courses:
        out.print(f"{course.title}  ({course.id})", style="bold")
        for lecture in course.lectures:
            out.print(f"  {lecture.title}  ({lecture.path})")
            for section in lecture.sections:
                count = "" if section.group else f"  {section.words} words"
                out.print("  " + "  " * section.level + section.title + count, style="dim")
    if not courses:
        out.print("There are no courses. llmtutor import FILE takes notes in.")
    return EXIT_DONE


def _course(course: Any) -> dict[str, Any]:
    return {
        "id": course.id,
        "title": course.title,
        "lectures": [
            {
                "id": lecture.id,
                "title": lecture.title,
                "sections": [
                    {
                        "id": section.id,
                        "title": section.title,
                        "level": section.level,
                        "group": section.group,
                        "words": section.words,
                        "links": section.links,
                    }
                    for section in lecture.sections
                ],
            }
            for lecture in course.lectures
        ],
    }
