"""Evidence is verbatim, comes from the right place, and knows when there is none."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmtutor.library.library import Library, Scope
from llmtutor.search.confidence import confidence
from llmtutor.search.evidence import Evidence, find_evidence

from ..shelf import Shelf, section


def ask(library: Library, question: str, scope: Scope | None = None) -> Evidence:
    return find_evidence(library.connection, question, scope or Scope())


def assert_verbatim(library: Library, evidence: Evidence) -> None:
    for sentence in evidence.sentences:
        text = library.section(sentence.path).text
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.context.start <= sentence.start < sentence.end <= sentence.context.end
        assert sentence.context.end <= len(text)


QUESTIONS = [
    "Why are attention scores divided by the square root of the key dimension?",
    "What is BM25?",
    "How many parameters does GPT-2 have?",
    '"semantic cache"',
    "注意力機制是什麼？",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_stands_in_its_section_as_it_is_given(
    shipped_library: Library, question: str
) -> None:
    evidence = ask(shipped_library, question)
    assert evidence.sentences
    assert_verbatim(shipped_library, evidence)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    question=st.lists(
        st.sampled_from('attention score token model 注意 RAG " key why is'.split())
    ).map(" ".join)
)
def test_that_holds_for_any_question(shipped_library: Library, question: str) -> None:
    evidence = ask(shipped_library, question)
    assert_verbatim(shipped_library, evidence)
    assert 0 <= confidence(shipped_library.connection, evidence) <= 1


def test_offsets_are_code_points_whatever_the_script(shelf: Shelf) -> None:
    shelf.course("one", a=section("A", "👩‍👩‍👧 𠀀 前面的字。\n\n模型使用注意力分數。最後一句。"))
    library = shelf.library()
    evidence = ask(library, "注意力分數")
    assert_verbatim(library, evidence)
    assert evidence.sentences[0].text == "模型使用注意力分數。"


def test_the_best_sentence_comes_first(shelf: Shelf) -> None:
    shelf.course(
        "one",
        a=section(
            "Attention",
            "Attention has a history. Scores are divided by the root of the key dimension"
            " because large scores would saturate the softmax. It works well.",
        ),
    )
    evidence = ask(shelf.library(), "Why are scores divided by the root of the key dimension?")
    assert evidence.sentences[0].text.startswith("Scores are divided")


def test_code_is_never_evidence(shelf: Shelf) -> None:
    shelf.course("one", a=section("A", "Words.\n\n```\nzebra = zebra + 1\n```"))
    assert [s.text for s in ask(shelf.library(), "zebra").sentences if "zebra" in s.text] == []


def test_a_line_that_only_names_a_link_comes_after_a_sentence(shelf: Shelf) -> None:
    shelf.course(
        "one",
        a=section("A", "- Paper: [Zebra stripes](https://x.org)\n- Zebra stripes confuse flies."),
    )
    assert ask(shelf.library(), "zebra stripes").sentences[0].text == "Zebra stripes confuse flies."


def test_a_line_that_says_nothing_is_no_evidence_for_its_title(shelf: Shelf) -> None:
    shelf.course("one", a=section("Glaciers", "Ice flows slowly downhill.\n\n**Read next**\n"))
    evidence = ask(shelf.library(), "How do glaciers move?")
    assert [sentence.text for sentence in evidence.sentences] == ["Ice flows slowly downhill."]


def test_a_neighbour_that_says_nothing_is_no_context(shelf: Shelf) -> None:
    steps = "**Step 1.** Grind the beans.\n\n**Step 2.** Pour hot water on the beans.\n"
    shelf.course("coffee", a=section("Brewing", steps + "\n第二步。\n"))
    library = shelf.library()
    best = ask(library, "hot water").sentences[0]
    context = library.section(best.path).text[best.context.start : best.context.end]
    assert context == best.text == "Pour hot water on the beans."


def test_evidence_keeps_to_its_scope(shelf: Shelf) -> None:
    shelf.course(
        "one", a=section("A", "A zebra has stripes."), b=section("B", "A zebra eats grass.")
    )
    evidence = ask(shelf.library(), "zebra", Scope("one", "b"))
    assert {sentence.path for sentence in evidence.sentences} == {"one/b/b"}


@pytest.mark.parametrize("question", ["", "?", "🙂", "\x00", "xylophone quux"])
def test_a_question_on_nothing_has_no_confidence(shelf: Shelf, question: str) -> None:
    shelf.course("one", a=section("A", "A zebra has stripes."))
    library = shelf.library()
    assert confidence(library.connection, ask(library, question)) < 0.4


def test_an_empty_library_has_no_evidence(shelf: Shelf) -> None:
    library = shelf.library()
    evidence = ask(library, "What is attention?")
    assert evidence.sentences == ()
    assert confidence(library.connection, evidence) == 0


def test_no_link_is_cut_in_two(shipped_library: Library) -> None:
    half = re.compile(r"^[^\[]*\]\(")
    for question in QUESTIONS:
        for sentence in ask(shipped_library, question).sentences:
            assert not half.search(sentence.text)


def test_the_sentence_that_holds_what_was_asked_for_comes_first(shelf: Shelf) -> None:
    shelf.course(
        "chat",
        bots=section(
            "Bots",
            "Nobody knew ELIZA when the students first saw it. ELIZA was presented in 1966. "
            "The program ELIZA had three scripts.",
        ),
    )
    library = shelf.library()
    assert "1966" in ask(library, "when did ELIZA appear?").sentences[0].text
    assert "three" in ask(library, "how many scripts did ELIZA have?").sentences[0].text


def test_words_that_stay_together_come_before_the_same_words_apart(shelf: Shelf) -> None:
    shelf.course(
        "net",
        layers=section(
            "Shapes",
            "Size of a batch and a layer are hidden in the file. "
            "The file gives the hidden layer size of a batch.",
        ),
    )
    evidence = ask(shelf.library(), "hidden layer size batch file")
    assert "hidden layer size" in evidence.sentences[0].text


def test_english_notes_wait_for_no_table_of_chinese_characters(shelf: Shelf) -> None:
    shelf.course("one", part=section("Heads", "Attention heads look at words."))
    shelf.library()
    script = (
        "import sqlite3, sys; from llmtutor.search.evidence import find_evidence\n"
        f"index = sqlite3.connect({str(shelf.file)!r}); index.row_factory = sqlite3.Row\n"
        "assert find_evidence(index, 'what do attention heads look at?').sentences\n"
        "assert 'opencc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
