"""Dates and measures of lines that are no sentences."""

from __future__ import annotations

import pytest

from llmtutor.quiz.led import asked_alone, lines_of
from llmtutor.quiz.makers import jotted, jotted_chinese
from tests.quiz.conftest import Read


def asked(read: Read, line: str) -> list[tuple[str, object]]:
    """What is asked of a line, and the answers."""
    notes = read(f"# Kilns of Arle\n\n## Trade\n\n- Ash glaze first.\n- {line}\n")
    return [(asked_alone(one).stem, one.key) for one in jotted.make(notes)]


@pytest.mark.parametrize(
    ("line", "stem", "key"),
    [
        (
            "Peace of Arle with the potters 1555",
            "Peace of Arle with the potters ____ (year)",
            "1555",
        ),
        (
            "1743 great fire, wooden kilns forbidden",
            "____ (year) great fire, wooden kilns forbidden",
            "1743",
        ),
        (
            "Natural clay of Arle: only 7.2% iron",
            "Natural clay of Arle: only ____% iron",
            "7.2",
        ),
        (
            "least work of a wood kiln 0.76 kWh/m³, dry",
            "least work of a wood kiln ____ kWh/m³, dry",
            "0.76",
        ),
        (
            "biscuit firing, ≈ 980 °C in the town kilns",
            "biscuit firing, ≈ ____ °C in the town kilns",
            "980",
        ),
    ],
)
def test_a_date_or_a_measure_is_asked_for_in_its_line(
    read: Read, line: str, stem: str, key: str
) -> None:
    assert asked(read, line) == [(stem, key)]


@pytest.mark.parametrize(
    "line",
    [
        "Peace of Arle with the potters c. 1555",
        "potters' war, 1551–1555, town burnt",
        "Mill & Ostrom 1971: glaze cells in wood ash",
        "the 1914 Act forbids lead glaze",
        "Evelyn Beatrice Hall, 1906.",
        "essay on salt glaze due 1997 words",
        "lead in the glaze ≥ 15% by weight",
        "stacks of 30 pots + 4 lids -> 34 pieces",
        "2 dimensions heat + time",
        "58 Arle annexed by the neighbours",
        "kilns fire for 10 days - 2 weeks",
        "guild ends (decree of 1810",
        "raid on the kilns: 29 Dec 1895 – 2 Jan 1896",
        "confirm under § 1129(a): best interests of potters",
        "Study 2 potters treated the same way -> did worse",
        "missed last 10 min, ask in the kiln house",
        "kiln house opens at 4 pm on market days",
        "Roughly mixed in the town by 1743 and later",
        "All potters were free men in 1743 here",
    ],
)
def test_what_is_no_exact_fact_of_its_line_is_not_asked_for(read: Read, line: str) -> None:
    assert asked(read, line) == []


def test_what_the_lines_above_nearly_tell_is_not_asked_for(read: Read) -> None:
    notes = read("## Heat\n\n- full heat at 3.98 units of ash\n- kilns then hold 4 kg ash inside\n")
    assert [one.key for one in jotted.make(notes)] == ["3.98"]


def test_a_line_is_shown_under_the_one_before_it(read: Read) -> None:
    notes = read("## Trade\n\n- Kilns of the river towns.\n- Guild of Arle founded 1120\n")
    (made,) = jotted.make(notes)
    assert lines_of(made) == "Kilns of the river towns."
    assert made.source.text == "Kilns of the river towns.\n- Guild of Arle founded 1120"


def asked_in_chinese(read: Read, line: str) -> list[tuple[str, object]]:
    notes = read(f"# 窯業\n\n## 阿爾窯的歷史\n\n- 阿爾窯最早燒的是灰釉陶。\n- {line}\n")
    return [(asked_alone(one).stem, one.key) for one in jotted_chinese.make(notes)]


@pytest.mark.parametrize(
    ("line", "stem", "key"),
    [
        ("阿爾城的木造窯在 1743 年燒毀", "阿爾城的木造窯在 ____ 年燒毀", "1743"),
        ("1906 市議會禁止使用鉛釉", "____（年份） 市議會禁止使用鉛釉", "1906"),
        (
            "陶工行會第一次開會(1551年)，由市長召集",
            "陶工行會第一次開會(____年)，由市長召集",
            "1551",
        ),
        ("素燒：窯溫約980度，之後慢慢冷卻", "素燒：窯溫約____度，之後慢慢冷卻", "980"),
    ],
)
def test_a_line_of_chinese_is_asked_in_the_same_way(
    read: Read, line: str, stem: str, key: str
) -> None:
    assert asked_in_chinese(read, line) == [(stem, key)]


@pytest.mark.parametrize(
    "line",
    [
        "1743 年左右阿爾城的木造窯燒毀",
        "阿爾城的木造窯在 1743–1750 年間燒毀",
        "老師說 1743 年的火災期中必考",
        "1743 年火災，1750 年重建木造窯",
        "第 3 座窯用來燒大型的水缸",
    ],
)
def test_nor_is_what_is_no_exact_fact_of_a_chinese_line(read: Read, line: str) -> None:
    assert asked_in_chinese(read, line) == []
