"""Each rule of ``content check``, held against a course that breaks it and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from llmtutor.content.checking.course import check_course

_SENTENCES = [f"The pump number {n} moves water through pipe {n} at noon." for n in range(1, 19)]
FILLER = " ".join(_SENTENCES[:9]) + "\n\n" + " ".join(_SENTENCES[9:])
"""Two paragraphs that no rule minds."""
FRONT = """---
title: Pumps
summary: How water moves.
aims:
  - Say how water moves.
---

"""
END = """
## Summary

Water moves.

## Key terms

- **pump**: what moves water
"""


def body(text: str = "", heading: str = "## The pump\n") -> str:
    return f"{FRONT}{heading}\n{FILLER}\n\n{text}\n{END}"


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Makes a course of files; returns its folder."""

    def make(lecture: str = "", yaml: str = "lectures: [pumps]\n", **files: str) -> Path:
        (tmp_path / "course.yaml").write_text(yaml, encoding="utf-8")
        (tmp_path / "pumps.md").write_text(lecture or body(), encoding="utf-8")
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def broken(folder: Path) -> list[tuple[str, str]]:
    """``(rule, what)`` of each rule that is broken; advice left out."""
    return [(one.rule, one.what) for one in check_course(folder) if not one.advice]


def rules(folder: Path) -> set[str]:
    return {rule for rule, _ in broken(folder)}


def test_a_good_course_breaks_no_rule(write: Write) -> None:
    assert broken(write()) == []


@pytest.mark.parametrize(
    ("rule", "lecture"),
    [
        ("heading", body(heading=f"## {'A very long heading ' * 4}\n")),
        ("id", body("## More\n<!-- id: one -->\n", heading="## The pump\n<!-- id: one -->\n")),
        ("length", body().replace(FILLER, "Too short.")),
        ("length", body(FILLER.replace("pump", "crane") * 4)),
        ("paragraph", body().replace(FILLER, FILLER.replace("\n\n", " "))),
        ("width", body("```text A line that is far too wide\n" + "═" * 80 + "\n```")),
        ("width", body("```text 一行太寬的圖\n" + "水" * 40 + "\n```")),
        ("width", body("| a | b |\n|---|---|\n| " + "x" * 80 + " | y |")),
        ("alt text", body("```text\n pump ─► pipe\n```")),
        ("link", body("Read [the manual](http://example.org/manual).")),
        ("ending", body().replace("## Key terms", "## Words")),
        ("aims", body().replace("aims:\n  - Say how water moves.\n", "")),
        ("repeated", body(f"## The pipe\n\n{FILLER}")),
        ("sentence", body("The pump " + "that is old and " * 20 + "works.")),
        ("readable", FRONT.replace("---\n\n", "") + "no end"),
    ],
)
def test_each_rule_finds_what_breaks_it(write: Write, rule: str, lecture: str) -> None:
    assert rule in rules(write(lecture))


def test_hard_words_in_long_sentences_break_the_reading_level(write: Write) -> None:
    hard = (
        "Institutional characterisation of interdisciplinary epistemological considerations"
        " necessitates extraordinarily sophisticated argumentation methodologies notwithstanding"
        " contemporary administrative responsibilities and organisational complications. "
    )
    assert "reading level" in rules(write(body().replace(FILLER, hard * 3 + FILLER[:800])))


def test_a_topic_that_is_promised_and_not_covered_is_told(write: Write) -> None:
    folder = write(topics__yaml="pumps: [valves]\n")
    assert ("topic", "no section covers 'valves'") in broken(folder)


def test_a_term_that_comes_too_early_is_advice_alone(write: Write) -> None:
    early = body(
        "Valves open.\n\n## The valve\n\n" + FILLER.replace("pump", "gate") + " **Valves**"
    )
    found = [one for one in check_course(write(early)) if one.rule == "early term"]
    assert found
    assert all(one.advice for one in found)


def test_a_finding_names_the_line(write: Write) -> None:
    lecture = body("Read [the manual](http://example.org/manual).")
    (found,) = check_course(write(lecture))
    assert lecture.splitlines()[found.line - 1] == "## The pump"


TERM = "- term: pump\n  zh-Hant: 幫浦\n  means: A pump moves water.\n  section: pumps/{section}\n"


def test_a_glossary_in_order_is_accepted(write: Write) -> None:
    assert broken(write(glossary__yaml=TERM.format(section="the-pump"))) == []


@pytest.mark.parametrize(
    ("glossary", "what"),
    [
        (TERM.format(section="valve"), "which is not there"),
        (TERM.format(section="the-pump") * 2 + "  also: [well]\n", ""),
        (TERM.format(section="the-pump").replace("water.", "water"), "is no sentence"),
        ("- term: pump\n", "'zh-Hant' is missing"),
        ("- trem: pump\n", "unknown key"),
        ("pump\n", "a glossary is a list of terms"),
    ],
)
def test_a_glossary_that_is_wrong_is_told(write: Write, glossary: str, what: str) -> None:
    found = broken(write(glossary__yaml=glossary))
    assert all(rule == "glossary" and what in words for rule, words in found)
    assert bool(found) == bool(what)


TWO = "lectures: [pumps]\nlanguages: [en, zh-Hant]\n"
OUTLINE = """title: 課程
lectures:
  pumps:
    title: 幫浦
    summary: 水如何流動。
    aims: [說明水如何流動。]
    section_titles: {the-pump: 幫浦, summary: 總結, key-terms: 術語}
"""


def test_a_translation_in_order_is_accepted(write: Write) -> None:
    assert broken(write(yaml=TWO, **{"zh-Hant__yaml": OUTLINE})) == []


@pytest.mark.parametrize(
    ("outline", "what"),
    [
        (OUTLINE.replace("the-pump: 幫浦, ", ""), "the title of 'the-pump' is missing"),
        (OUTLINE.replace("the-pump:", "valve: 閥, the-pump:"), "there is no section 'valve'"),
        (OUTLINE.replace("[說明水如何流動。]", "[一, 二]"), "2 aims, not 1"),
        (OUTLINE.replace("    summary: 水如何流動。\n", ""), "title or summary is missing"),
        (OUTLINE + "  valves: {title: 閥}\n", "there is no lecture 'valves'"),
        ("lectures: [pumps]\n", "'lecture: …' lines"),
        ("tilte: x\n", "unknown key"),
    ],
)
def test_a_translation_that_differs_is_told(write: Write, outline: str, what: str) -> None:
    found = broken(write(yaml=TWO, **{"zh-Hant__yaml": outline}))
    assert any(rule == "translation" and what in words for rule, words in found)


def test_a_language_without_a_file_is_told(write: Write) -> None:
    assert "translation" in rules(write(yaml=TWO))


def test_a_translated_lecture_has_the_sections_and_links_of_the_text(write: Write) -> None:
    english = body("Read [the manual](https://example.org/manual).")
    chinese = english.replace("[the manual](https://example.org/manual)", "手冊")
    chinese = chinese.replace("## Summary", "## 摘要")
    files = {"zh-Hant__yaml": OUTLINE, "pumps__zh-Hant__md": chinese}
    found = broken(write(english, yaml=TWO, **files))
    assert any("lacks the link https://example.org/manual" in what for _, what in found)
    assert any("other sections than the text" in what for _, what in found)
