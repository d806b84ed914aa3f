"""Which numbers of a lecture could be wrong without a test noticing.

    python benchmarks/number_coverage.py [LECTURE…] [--left] [--all] [--json]

A lecture is named by its file without .md; all of the course by default. One
number at a time is changed in its last digit (1.58 to 1.59), the test modules of
``tests/content`` that read the lecture are run on the changed text, and the
number counts as noticed where one of their tests fails. ``--left`` lists the
numbers that nobody noticed, by line. Years, numbers inside names (GPT-2, Llama 2),
addresses and the links at a section's end are left alone; ``--all`` takes the
years as well. The tests run in this process, on a copy: nothing is changed.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import CodeType
from typing import Any

import llmtutor.paths

HERE = Path(__file__).resolve().parents[1]
COURSE, TESTS = Path("content/llm"), Path("tests/content")
NUMBER = re.compile(
    r"(?<![\w.])(?<!\d,)(?<![A-Za-z]-)(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?![\w]*[./]\w*[A-Za-z])"
)
NAME = re.compile(
    r"(?:Llama|Wu Dao|Apache|Table|version|Part|part|lecture|Mar|Jan|Oct|Dec|Apr|May|Jul|Feb"
    r"|January|February|March|April|June|July|August|September|October|November|December)\s$"
)
"""What stands before a number that is a name or a day."""
DAY = re.compile(r"\s(?:Mar|Jan|Feb|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")
YEAR = re.compile(r"(?:19|20)\d\d")
UNSEEN = re.compile(
    r"<!--.*?-->|\]\([^)]*\)|`[a-z]+[-_/.][^`\n]*`|^\d+\. |Step \d", re.DOTALL | re.MULTILINE
)
"""What nobody reads as a number: comments, addresses, names of files, the items of a list."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a lecture shows it."""

    start: int
    end: int
    line: int
    place: str
    """picture, table, code or prose."""


def places(source: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, place)`` of each line that may hold numbers a reader works with."""
    place, at, links = "prose", source.index("\n---", 3) + 4, False
    for line in source[at:].splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.startswith("```"):
            opens = place == "prose"
            place = "prose" if not opens else "picture" if line.startswith("```text") else "code"
            continue
        if line.startswith(("#", "**Read next**")) and place == "prose":
            links = line.startswith("**Read")
            continue
        if not links:
            yield start, at, "table" if place == "prose" and line.startswith("|") else place


def numbers(source: str, years: bool) -> Iterator[Number]:
    """Every number of a lecture that counts."""
    unseen = [match.span() for match in UNSEEN.finditer(source)]
    for start, end, place in places(source):
        for match in NUMBER.finditer(source, start, end):
            text = match[0].rstrip(",")
            stop = match.start() + len(text)
            named = NAME.search(source, match.start() - 12, match.start()) or DAY.match(
                source, stop
            )
            aside = any(first <= match.start() < last for first, last in unseen)
            if aside or named or (not years and YEAR.fullmatch(text)):
                continue
            yield Number(match.start(), stop, source.count("\n", 0, stop) + 1, place)


def changed(source: str, number: Number) -> str:
    """The text with the number's last digit one higher (9 becomes 8)."""
    last = int(source[number.end - 1])
    return f"{source[: number.end - 1]}{last + 1 if last < 9 else 8}{source[number.end :]}"


class Tests:
    """The test modules that read one lecture, run again and again on a copy."""

    def __init__(self, root: Path, lecture: Path) -> None:
        self._lecture = root / lecture
        self._modules: list[tuple[Path, CodeType]] = []
        for path in sorted((root / TESTS).glob("test_*.py")):
            text = path.read_text(encoding="utf-8")
            if f'"{lecture.name}"' in text or "COURSE.glob(" in text:
                self._modules.append((path, compile(text, str(path), "exec")))

    def failing(self, text: str) -> str:
        """The first test that fails on this text of the lecture; empty where none does."""
        self._lecture.write_text(text, encoding="utf-8")
        for path, code in self._modules:
            names: dict[str, Any] = {
                "__file__": str(path),
                "__name__": f"tests.content.{path.stem}",
                "__package__": "tests.content",
            }
            try:
                with redirect_stdout(io.StringIO()):
                    exec(code, names)
            except Exception:
                return path.stem
            for name, test in names.items():
                if name.startswith("test_") and callable(test) and self._fails(test):
                    return f"{path.stem}::{name}"
        return ""

    def _fails(self, test: Callable[..., object]) -> bool:
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        for given in product(*(mark.args[1] for mark in marks)):
            files = [one for one in given if isinstance(one, Path)]
            if files and self._lecture not in files:
                continue
            try:
                with redirect_stdout(io.StringIO()):
                    test(*given)
            except Exception:
                return True
        return False


def survey(lecture: str, years: bool) -> tuple[Counter[str], list[tuple[Number, str]]]:
    """Numbers by place, and those that no test misses, each with the line it stands in."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for part in (COURSE, TESTS):
            shutil.copytree(HERE / part, root / part)
        llmtutor.paths.shipped = lambda: root
        file = COURSE / f"{lecture}.md"
        source = (root / file).read_text(encoding="utf-8")
        tests = Tests(root, file)
        if failing := tests.failing(source):
            raise SystemExit(f"{failing} fails on {file} as it is: mend that first")
        found, left = Counter[str](), []
        for number in numbers(source, years):
            found[number.place] += 1
            if not tests.failing(changed(source, number)):
                left.append((number, source.splitlines()[number.line - 1].strip()))
        return found, left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lectures", nargs="*")
    parser.add_argument("--left", action="store_true", help="list what nobody noticed")
    parser.add_argument("--all", action="store_true", help="years too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    stems = sorted(path.stem for path in (HERE / COURSE).glob("*.md") if "." not in path.stem)
    for lecture in options.lectures or stems:
        found, left = survey(lecture, options.all)
        missed = Counter(number.place for number, _ in left)
        row = {place: {"numbers": found[place], "unnoticed": missed[place]} for place in found}
        if options.json:
            print(json.dumps({"lecture": lecture, **row}))
            continue
        parts = (f"{place} {missed[place]} of {found[place]}" for place in sorted(found))
        total = f"{sum(missed.values())} of {sum(found.values())}"
        print(f"{lecture}: unnoticed {total} ({', '.join(parts)})", flush=True)
        for number, line in left if options.left else ():
            shown = (HERE / COURSE / f"{lecture}.md").read_text(encoding="utf-8")
            print(f"  {number.line:4} {shown[number.start : number.end]:>12}  {line}")


if __name__ == "__main__":
    main()
