"""Plain text without any markup: structure is guessed from shape, and every line stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmtutor.content.clean import clean
from llmtutor.content.importers.plain import import_plain
from llmtutor.content.models import FileWarnings

from .reading import lecture, marked_up, sections, titles

PROSE = "This is a sentence of prose that stands under a heading."


def plain_titles(text: str) -> list[str]:
    return titles(marked_up(text))


def test_a_short_line_alone_is_a_heading() -> None:
    assert plain_titles(f"Self-Attention\n\n{PROSE}\n\nEmbeddings\n\n{PROSE}\n") == [
        "Self-Attention",
        "Embeddings",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "This one ends like a sentence.",
        "Does this one ask?",
        "And this one introduces:",
        "這一行像一句話。",
        "see https://example.org/page for this",
        "lower case starts no heading",
        "  Indented words",
        "- an item",
        "word " * 15,
    ],
)
def test_a_line_that_looks_otherwise_is_no_heading(line: str) -> None:
    assert plain_titles(f"First\n\n{PROSE}\n\n{line}\n\n{PROSE}\n") == ["First"]


def test_a_numbered_heading_is_one_below_the_last_that_is_not() -> None:
    parts = ["Training", "1. Pre-training", "2. Fine-tuning", "Use"]
    made = sections(marked_up("".join(f"{part}\n\n{PROSE}\n\n" for part in parts)))
    assert [(s.title, s.level) for s in made] == [
        ("Training", 1),
        ("1. Pre-training", 2),
        ("2. Fine-tuning", 2),
        ("Use", 1),
    ]


def test_numbered_titles_may_stand_right_above_their_text() -> None:
    text = f"NOTES\n\n1. Offer\n{PROSE}\n{PROSE}\n\n2. Duties\n{PROSE}\n2.1 Old ones\n{PROSE}\n"
    assert [(s.title, s.level) for s in sections(marked_up(text))] == [
        ("1. Offer", 1),
        ("2. Duties", 1),
        ("2.1 Old ones", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Wash the rice\n2. Boil the water\n3. Wait",
        "1. Wash the rice\nUse cold water.\n3. Boil it\nFor ten minutes.",
        "2024 was a year\nIn which much happened.\n2025 Was another\nIt was good.",
    ],
)
def test_items_and_numbers_out_of_a_series_are_no_titles(text: str) -> None:
    assert plain_titles(f"Topic\n\n{PROSE}\n\n{text}\n") == ["Topic"]


def test_a_heading_right_above_a_heading_names_a_group_of_them() -> None:
    parts = ("Keys", f"{PROSE}", "Videos", "People", PROSE, "Technology", PROSE, "Music", "Jazz")
    made = sections(marked_up("\n\n".join((*parts, PROSE))))
    assert [(s.title, s.level, s.group) for s in made] == [
        ("Keys", 1, False),
        ("Videos", 1, True),
        ("People", 2, False),
        ("Technology", 2, False),
        ("Music", 1, True),
        ("Jazz", 2, False),
    ]


def test_the_entries_of_a_table_of_contents_are_the_top_level() -> None:
    parts = ["Overview", "Details", "History"]
    text = "Table of Contents\n\n  1. Overview\n  2. History\n\n"
    text += "".join(f"{part}\n\n{PROSE}\n\n" for part in parts)
    levels = {s.title: s.level for s in sections(marked_up(text))}
    assert (levels["Overview"], levels["Details"], levels["History"]) == (1, 2, 1)


def test_short_lines_in_a_row_are_words_and_no_headings() -> None:
    assert plain_titles(
        f"Topic\n\n{PROSE}\n\nOne\n\nTwo\n\nThree\n\nFour\n\nFive\n\n{PROSE}\n"
    ) == [
        "Topic",
        "Four",
        "Five",
    ]


def test_short_lines_at_the_end_belong_to_the_section_before() -> None:
    (section,) = sections(marked_up(f"Topic\n\n{PROSE}\n\nPackages\n\nMarch 2023\n"))
    assert (section.title, section.text) == ("Topic", f"{PROSE}\n\nPackages\n\nMarch 2023")


HOST_ABOVE = "Skip to content\n\nFolders and files\n\nName\n\nRepository files navigation\n\n"
HOST_BELOW = "\n\nAbout\n\nNotes on keys.\n\nStars\n\nWatchers\n\nForks\n\nPackages\n"


@pytest.mark.parametrize("above", ["", HOST_ABOVE])
@pytest.mark.parametrize("below", ["", HOST_BELOW])
def test_the_page_of_a_code_host_around_a_text_is_left_out(above: str, below: str) -> None:
    text = f"Keys\n\n{PROSE}\n\nQueries\n\n{PROSE}"
    warnings = FileWarnings("f")
    shown = import_plain(f"{above}{text}{below}", warnings)
    assert shown.strip() == text.replace("Keys", "# Keys").replace("Queries", "# Queries")
    told = [w.line for w in warnings.items if w.what.startswith("a code host")]
    assert told == [1] * bool(above) + [above.count("\n") + 9] * bool(below)


@pytest.mark.parametrize(
    "text",
    [
        f"About\n\n{PROSE}\n\nStars\n\n{PROSE}",
        f"Folders and files\n\n{PROSE}",
        f"{PROSE}\n\nForks\n\nWatchers\n\nStars\n\nAbout\n\n{PROSE}",
    ],
)
def test_words_of_a_code_host_without_its_whole_frame_stay(text: str) -> None:
    assert re.findall(r"\w+", marked_up(text)) == re.findall(r"\w+", text)


def test_a_hash_in_code_is_no_heading() -> None:
    code = "# load the data\nimport torch\nx = torch.ones(3)\nprint(x)"
    assert plain_titles(f"Code\n\n{PROSE}\n\n{code}\n\nAfter\n\n{PROSE}\n") == ["Code", "After"]


def test_code_that_holds_a_fence_does_not_swallow_the_rest() -> None:
    code = "```\nimport torch\nx = torch.ones(3)\ny = x + 1\nz = y * 2\nprint(z)\n```"
    assert plain_titles(f"Code\n\n{PROSE}\n\n{code}\n\nAfter\n\n{PROSE}\n") == ["Code", "After"]


def test_a_drawing_keeps_its_columns() -> None:
    drawing = "  +------+------+\n  | one  | two  |\n  +------+------+"
    assert f"```text\n{drawing}\n```" in marked_up(f"Picture\n\n{PROSE}\n\n{drawing}\n")


@pytest.mark.parametrize("sign", ["•", "◦", "▪", "·", "●"])
def test_bullets_are_those_of_markdown(sign: str) -> None:
    assert "- one\n- two" in marked_up(f"{sign} one\n{sign} two\n")


@pytest.mark.parametrize(
    "line", ["# sign", "> quote", "=====", "-----", "***", "```", "| a |", "~~~"]
)
def test_a_sign_that_would_be_live_is_text(line: str) -> None:
    text = marked_up(f"{PROSE}\n{line}\n{PROSE}\n")
    assert len(sections(text)) == 1
    assert f"\\{line}" in text


@pytest.mark.parametrize("indent", ["    ", "\t", "  \t", "        "])
def test_indented_prose_is_not_taken_for_code(indent: str) -> None:
    (section,) = sections(marked_up(f"{PROSE}\n\n{indent}Indented words of prose, like these.\n"))
    assert {p.kind for p in section.passages} == {"text"}


def test_text_of_one_line_is_one_section() -> None:
    assert lecture(marked_up("Only this line."), "notes").sections[0].text == "Only this line."


LINES = (
    "w{} stands in a sentence.", "W{} heading", "  1. w{} item", "- w{}", "• w{}", "w{} = f(x)",
    "import w{}", "return w{}(1)", "+------+ w{}", "# w{}", "    w{}", "\tw{}", "> w{}",
    "```w{}", "---", "a w{}  b  c", "a w{}  d  e", "A LINE\nw{}", "== w{} ==",
    "===", "|w{}|", "[w{}]: w{}", "<b>w{}</b>", "Table of Contents", "", "", "",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_word_is_lost_and_the_order_stays(shapes: list[str]) -> None:
    text = "\n".join(shape.replace("{}", str(n)) for n, shape in enumerate(shapes))
    wanted = re.findall(r"[wW]\d+", text)
    read = lecture(marked_up(text))
    shown = f"{read.title} {read.summary} " + " ".join(f"{s.title} {s.text}" for s in read.sections)
    assert set(wanted) <= set(re.findall(r"[wW]\d+", shown))
    assert re.findall(r"[wW]\d+", marked_up(text)) == wanted


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    lecture(marked_up(clean(text, FileWarnings("f"))))


@pytest.mark.parametrize(
    "line",
    [
        "== Memory ==",
        "---- Memory",
        "-- Memory --",
        "---------- Memory ----------",
        "~~ Memory ~~",
        "*** Memory ***",
        "■ Memory",
        "【Memory】",
        "Memory\n======",
        "Memory\n---",
        "MEMORY",
    ],
)
def test_a_title_set_off_may_stand_right_above_its_text(line: str) -> None:
    made = marked_up(f"Topic\n\n{PROSE}\n\n{line}\n- an item of it\n{PROSE}\n")
    assert lecture(made).title == "Topic"
    assert [title.casefold() for title in titles(made)] == ["memory"]


def test_a_title_between_signs_needs_no_empty_line_above_it() -> None:
    assert plain_titles(f"Topic\n\n{PROSE}\n== Memory ==\n{PROSE}\n") == ["Memory"]


@pytest.mark.parametrize(
    "text",
    [
        "---|---|---\na | b | c",
        "-----\nText after a rule.",
        "■ one\n■ two\n■ three",
        "METHOD   GIVES   BEST FOR\nTransits   radius   close planets",
        "ABC\nA short form right above its text.",
        "-- a dash opens this line of prose",
    ],
)
def test_signs_that_set_off_no_title_are_text(text: str) -> None:
    assert plain_titles(f"Topic\n\n{PROSE}\n\n{text}\n") == ["Topic"]


def test_the_first_line_is_the_title_of_notes_whose_parts_are_set_off() -> None:
    made = lecture(marked_up(f"SOIL 201  lect 3\n(room 5)\n\n== 1. Texture ==\n{PROSE}\n"))
    assert made.title == "SOIL 201 lect 3"
    assert [section.title for section in made.sections] == ["1. Texture"]


LONG = f"{PROSE} {PROSE}"


def test_lines_that_stand_by_themselves_stay_apart() -> None:
    lines = "330 Constantinople is dedicated\n395 East and West part\n1204 the Fourth Crusade comes"
    made = marked_up(f"{lines}\n\n{LONG}\n\n{LONG}\n")
    assert made.startswith("- " + lines.replace("\n", "\n- ") + "\n\n")


def test_a_line_that_is_set_in_belongs_to_the_one_above() -> None:
    made = marked_up(f"SARCOMERE from Z to Z\n thin: actin\n thick: myosin\n\n{LONG}\n\n{LONG}\n")
    assert made.startswith("- SARCOMERE from Z to Z\n  - thin: actin\n  - thick: myosin\n\n")


def test_prose_that_was_broken_where_lines_were_full_is_prose() -> None:
    prose = (
        "The kidney filters the blood and keeps\nwhat the body needs; the rest leaves as\nurine."
    )
    assert marked_up(f"{prose}\n") == f"{prose}\n"


def test_the_line_above_a_list_and_the_one_below_it_are_no_items() -> None:
    text = "what belongs to a process:\n- an address space of its own\nAll of this is kept by it.\n"
    made = marked_up(f"{text}\n{LONG}\n\n{LONG}\n")
    assert made.startswith(text.replace("\nAll", "\n\nAll"))


COLUMNS = "METHOD    GIVES    BEST FOR\ntransit   radius   close in\nimaging   light    wide orbits"


def test_columns_set_with_spaces_are_a_table() -> None:
    assert marked_up(f"{COLUMNS}\nFew others.\n") == (
        "| METHOD | GIVES | BEST FOR |\n| --- | --- | --- |\n"
        "| transit | radius | close in |\n| imaging | light | wide orbits |\n\nFew others.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "O  organic litter\nA  the topsoil\nB  the subsoil",
        COLUMNS.replace("   radius", " the radius"),
        "a  b  c\nd  e  f",
    ],
)
def test_two_columns_or_crooked_ones_are_no_table(text: str) -> None:
    assert "|" not in marked_up(f"{text}\n")


def test_a_bar_in_a_column_is_text() -> None:
    assert "\\|" in marked_up(COLUMNS.replace("radius", "a|b   ") + "\n")


BARRED = (
    "| hormone | from | effect |\n| --- | --- | --- |\n"
    "| CRH | placenta | a clock |\n| relaxin | ovary | soft joints |\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "hormone | from     | effect\n--------|----------|----\n"
        "CRH     | placenta | a clock\nrelaxin | ovary    | soft joints\n",
        "| hormone | from | effect |\n|---|:-:|---|\n| CRH | placenta | a clock |\n"
        "| relaxin | ovary | soft joints |\n",
    ],
)
def test_cells_between_bars_are_a_table(text: str) -> None:
    assert marked_up(text) == BARRED


def test_a_first_row_that_says_two_things_is_no_header() -> None:
    rows = "clean      no breach, no pus   hernia\ndirty      pus, old trauma     abscess\n"
    made = marked_up(f"{rows}fouled     gross spill here    knife wound\n")
    assert made.startswith("|  |  |  |\n| --- | --- | --- |\n| clean | no breach, no pus |")


def test_a_table_without_a_rule_has_no_header() -> None:
    rows = "CRH | placenta | a clock\nrelaxin | ovary | soft joints\nhPL | placenta | less sugar\n"
    made = marked_up(rows)
    assert made.startswith("|  |  |  |\n| --- | --- | --- |\n| CRH | placenta | a clock |\n")


def test_a_line_further_left_than_the_item_before_it_is_no_part_of_it() -> None:
    item = " - celebrities eat up all attention, and the brand is remembered less than without"
    made = marked_up(f"{LONG}\n\n{LONG}\n\nAds are seen:\n{item}\nLow attention will do as well.\n")
    assert "than without\n\nLow attention" in made
    lists = f"Army: a law\n - universal service\n{item}\nSchool: a section\n - Bildung first\n"
    assert "than without\n\nSchool: a section\n" in marked_up(f"{LONG}\n\n{LONG}\n\n{lists}")


@pytest.mark.parametrize(
    "text", ["P(a | b) rises\nP(b | a) falls\nnothing else", "a | b\nc | d | e"]
)
def test_bars_in_lines_that_differ_are_text(text: str) -> None:
    assert "---" not in marked_up(f"{text}\n")


def test_long_lines_beside_shorter_ones_stand_by_themselves() -> None:
    clock = "placental CRH rises late, and its binding protein falls in the last weeks"
    lines = f"{clock}\n{clock}, {clock}\n{clock} of the clock\n{clock}, and {clock}\nfetal lung"
    made = marked_up(f"{LONG}\n\n{LONG}\n\n{lines}\n")
    assert "- " + lines.replace("\n", "\n- ") in made


def test_the_first_line_right_above_a_note_is_the_title_of_all() -> None:
    made = lecture(
        marked_up(f"HIST 2305, the Song\n(room 5)\n\nHow it began\n\n{PROSE}\n\nWHY?\n\n{PROSE}\n")
    )
    assert made.title == "HIST 2305, the Song"
    assert [section.title for section in made.sections] == ["How it began", "WHY?"]
