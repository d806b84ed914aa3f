"""``llmtutor content``: check a course that is being written, and start a new one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from llmtutor.cli.output import add_json, console, print_json
from llmtutor.errors import EXIT_BAD_INPUT, EXIT_DONE, UsageError


def add_to(commands: Any) -> None:
    """Add the command and what stands below it."""
    parser = commands.add_parser("content", help="check or start a course you write")
    below = parser.add_subparsers(
        title="commands", dest="content", metavar="COMMAND", required=True
    )
    check = below.add_parser("check", help="say where a course does not keep the rules")
    check.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="a folder with a course.yaml"
    )
    check.add_argument("--advice", action="store_true", help="also what is merely worth a look")
    add_json(check)
    check.set_defaults(run=run_check)
    new = below.add_parser("new", help="start a course")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")
    new.add_argument("--title", default="A new course", metavar="TITLE")
    new.set_defaults(run=run_new)


def run_check(options: argparse.Namespace) -> int:
    """Check a course, our own if none is named; exit code 4 where a rule is broken."""
    from llmtutor.content.checking.course import check_course
    from llmtutor.content.checking.finding import in_order
    from llmtutor.paths import shipped
    from llmtutor.quiz.authored_check import check_questions

    folder = options.folder or shipped() / "content" / "llm"
    found = in_order([*check_course(folder), *check_questions(folder)])
    shown = [item for item in found if options.advice or not item.advice]
    broken = any(not item.advice for item in found)
    if options.json:
        print_json(
            {
                "findings": [
                    {
                        "file": item.file,
                        "line": item.line,
                        "rule": item.rule,
                        "what": item.what,
                        "advice": item.advice,
                    }
                    for item in shown
                ]
            }
        )
        return EXIT_BAD_INPUT if broken else EXIT_DONE
    out = console()
    for item in shown:
        kind = f"{item.rule} (advice)" if item.advice else item.rule
        out.print(f"{item.file}:{item.line}: {kind}: {item.what}", soft_wrap=True)
    advice = sum(item.advice for item in found)
    out.print(f"{len(found) - advice} rules broken, {advice} pieces of advice.", style="bold")
    return EXIT_BAD_INPUT if broken else EXIT_DONE


def run_new(options: argparse.Namespace) -> int:
    """Write a small course to begin with; an existing folder is left alone."""
    import yaml

    from llmtutor.atomic import write_text
    from llmtutor.content.identity import slug

    folder = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("the folder is there already and not empty", where=folder)
    course = {"id": slug(folder.name), "title": options.title, "lectures": ["first-lecture"]}
    write_text(folder / "course.yaml", yaml.safe_dump(course, allow_unicode=True, sort_keys=False))
    write_text(folder / "first-lecture.md", _FIRST_LECTURE)
    console().print(
        f"{folder} is a course. Write, then run: llmtutor content check {folder}", soft_wrap=True
    )
    return EXIT_DONE


_FIRST_LECTURE = """\
---
title: The first lecture
summary: What this lecture is about, in one sentence.
aims:
  - Say what a reader can do afterwards.
---

## The first idea

A **term** is defined in a sentence that says what it is. A section makes one
idea clear, in 150 to 600 words.

```text A picture shows how two things hang together
 question ─► passage ─► answer
```

## Summary

What the lecture said, in a few sentences.

## Key terms

- **term**: what it is, in one sentence
"""
