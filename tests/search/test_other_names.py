"""A term of one language finds what is said of it in the other, by the course's glossary."""

from __future__ import annotations

import pytest

from llmtutor.library.library import Library
from llmtutor.search.query import parse_query
from llmtutor.search.sections import find_sections

from ..shelf import Shelf, section

GLOSSARY = """
- term: attention
  also: [soft alignment]
  zh-Hant: 注意力
  zh-Hans: 注意力
  means: Attention weighs words.
  section: en/attention
- term: self-attention
  zh-Hant: 自注意力
  means: Self-attention looks at itself.
  section: en/self-attention
- term: reward model
  zh-Hant: 獎勵模型
  zh-Hans: 奖励模型
  means: A reward model scores answers.
  section: en/reward-model
"""


def bilingual(folder: Shelf) -> Library:
    folder.course(
        "en",
        one=section("Attention", "Attention weighs the words of a sentence.")
        + section("Self-attention", "Self-attention lets a sentence look at itself.")
        + section("Scores", "A reward model gives each answer one number.")
        + section("Models", "The model of a ship has no reward in it."),
    )
    folder.write("en/glossary.yaml", GLOSSARY)
    folder.course("zh", a=section("詞的權重", "注意力決定每個詞的權重。"))
    return folder.library()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return bilingual(Shelf(tmp_path_factory.mktemp("names")))


def titles(library: Library, text: str) -> list[str]:
    return [hit.title for hit in find_sections(library.connection, text)]


def test_a_chinese_term_finds_english_sections(library: Library) -> None:
    assert "Attention" in titles(library, "注意力")
    assert titles(library, "獎勵模型")[0] == "Scores"


def test_a_section_named_after_the_term_comes_before_one_that_says_it_often(
    shipped_library: Library,
) -> None:
    assert titles(shipped_library, "溫度")[0] == "Temperature"
    assert titles(shipped_library, "長短期記憶")[0] == "Long short-term memory"


def test_a_chinese_question_on_an_english_section_finds_it(shipped_library: Library) -> None:
    assert "Grading a guesser: perplexity" in titles(shipped_library, "困惑度怎麼算？")[:2]


def test_simplified_characters_do_as_well(library: Library) -> None:
    assert titles(library, "奖励模型是什么？")[0] == "Scores"


def test_an_english_term_finds_chinese_sections(library: Library) -> None:
    assert "詞的權重" in titles(library, "attention")
    assert "詞的權重" in titles(library, "soft alignment")


def test_the_longest_name_counts(library: Library) -> None:
    assert titles(library, "自注意力")[0] == "Self-attention"


def test_the_other_name_counts_as_the_words_that_were_asked(library: Library) -> None:
    query = parse_query(library.connection, "獎勵模型")
    assert query.coverage(frozenset({"reward", "model"})) == 1
    assert query.coverage(frozenset({"model"})) < 1


def test_a_name_that_stands_nowhere_costs_nothing(library: Library) -> None:
    query = parse_query(library.connection, "reward model")
    assert query.other_names == ()


def test_names_follow_the_glossary(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Shelf(tmp_path_factory.mktemp("follow"))
    library = bilingual(folder)
    folder.write("en/glossary.yaml", GLOSSARY.replace("獎勵模型", "評分模型"))
    folder.index()
    assert titles(library, "評分模型")[0] == "Scores"


def test_a_broken_glossary_is_told_and_keeps_nothing_from_being_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = Shelf(tmp_path_factory.mktemp("broken"))
    bilingual(folder)
    folder.write("en/glossary.yaml", "- trem: x\n")
    index = folder.index()
    assert "unknown key" in index.problems()[0][1]
    assert "Attention" in titles(Library(index), "attention")
