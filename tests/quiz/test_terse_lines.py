"""Lines of lists: which of them say what a thing is, and how they look in a question."""

from __future__ import annotations

import pytest

from llmtutor.quiz.makers import coinages, definitions, matching, shortforms
from llmtutor.quiz.notes.glosses import says_what_it_is
from tests.quiz.conftest import Read

WHAT_IT_IS = (
    "a particle that builds proteins from amino acids",
    "bone marrow and thymus, where lymphocytes develop",
    "minimal kernel, servers in user space (MINIX, Tanenbaum, 1987; seL4)",
    "memory for facts and events of one's life",
    "skin (about 1.5–2 m² in an adult), mucous membranes, cilia in the airways",
    "dividing a market into groups with similar needs",
    "marketing spend divided by new customers",
    "細胞內製造蛋白質的構造",
    "供應桃園用水的水庫",
)
WHAT_ELSE = (
    "charged on loans to banks",
    "kill with perforin and granzymes, or with Fas ligand",
    "make IL-17, recruit neutrophils, fungi and extracellular bacteria",
    "all instructions allowed",
    "restricted, privileged instruction → trap",
    "user → kernel, controlled entry",
    "from hardware, asynchronous, whereas trap: from the instruction",
    "buying bonds adds reserves, selling bonds drains them",
    "keeps purchasing power over time",
    "the bay of Ulm together with the gulf of Arn has a natural period near 13 h",
    "large purchases of assets. Its balance sheet grew",
    "山區雨多，西部沿海雨少",
    "梅雨和颱風是主要水源。2020 年沒有颱風登陸",
    "最長的濁水溪只有約 187 公里，雨水很快流進海裡",
    "自來水公司的漏水率 2010 年前後約 20%，後來降到 13% 上下",
)
CELLS = (
    "- **Th1**: a helper cell that activates macrophages\n"
    "- **Th17**: a helper cell that recruits neutrophils\n"
    "- **Treg**: a T cell that calms the immune response of a tissue\n"
    "- **CTL**: a T cell that kills infected cells\n"
)


@pytest.mark.parametrize("meaning", WHAT_IT_IS)
def test_a_noun_phrase_says_what_a_label_is(meaning: str) -> None:
    assert says_what_it_is(meaning)


@pytest.mark.parametrize("meaning", WHAT_ELSE)
def test_a_clause_or_a_list_of_facts_does_not(meaning: str) -> None:
    assert not says_what_it_is(meaning)


def test_a_line_under_a_term_tells_more_of_that_term(read: Read) -> None:
    notes = read(
        "- system call: a controlled entry into the kernel\n"
        "  - ARM Linux: a number in a register of the processor\n"
        "- interrupt: a signal from a device to the processor\n"
        "- scheduler: the part that picks the next process\n"
    )
    assert [one.term for one in notes.definitions] == ["system call", "interrupt", "scheduler"]


def test_a_code_keeps_its_capital_and_so_do_the_labels_beside_it(read: Read) -> None:
    assert [one.term for one in read(CELLS).definitions] == ["Th1", "Th17", "Treg", "CTL"]


def test_an_explanation_in_chinese_ends_as_chinese_does(read: Read) -> None:
    notes = read(
        "- 核糖體：製造蛋白質的構造\n- 粒線體：產生能量的構造\n- 葉綠體：行光合作用的構造\n"
    )
    ends = {one.explanation[-1] for one in definitions.make(notes) if one.kind == "cloze"}
    assert ends == {"。"}


def test_an_explanation_shows_no_marks_of_emphasis(read: Read) -> None:
    notes = read("2004年**艾利颱風**使石門水庫原水濁度飆高，桃園停水超過兩週。")
    (made,) = coinages.make(notes)
    assert "*" not in made.explanation


def test_a_short_form_is_asked_for_in_the_singular(read: Read) -> None:
    notes = read(
        "Innate cells use PRRs (pattern recognition receptors). The PRRs lie on the membrane."
    )
    (made,) = shortforms.make(notes)
    assert (made.stem, made.key) == ("What does PRR stand for?", "pattern recognition receptor")


def test_columns_are_matched_without_the_names_of_course_and_section(read: Read) -> None:
    rows = "Germany | Rye\nHungary | Wheat\nPeru | Maize\nChina | Millet"
    notes = read(
        "Each country has a grain.\n\n| Country | Grain |\n|---|---|\n"
        + "".join(f"| {r} |\n" for r in rows.split("\n"))
    )
    stems = {one.stem for one in matching.make(notes)}
    assert stems == {"Match each country with its grain."}


def test_a_column_named_after_a_person_keeps_the_capital(read: Read) -> None:
    rows = "".join(f"| {one} |\n" for one in ("Talc | 1", "Gypsum | 2", "Calcite | 3", "Topaz | 8"))
    table = f"| Mineral | Mohs hardness |\n|---|---|\n{rows}"
    notes = read(f"The scale of Friedrich Mohs orders ten minerals.\n\n{table}")
    stems = {one.stem for one in matching.make(notes)}
    assert stems == {"Part: match the pairs “Mineral – Mohs hardness”."}
