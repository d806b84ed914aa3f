"""Pieces of a section that are found, quoted and asked about as a whole."""

from __future__ import annotations

from llmtutor.content.passages import LONGEST, TARGET

from .reading import only_section


def passages(body: str) -> list[tuple[str, str]]:
    """``(kind, text)`` of each passage of a section."""
    section = only_section(f"## Title\n\n{body}\n")
    return [(p.kind, section.text[p.start : p.end]) for p in section.passages]


def texts(body: str) -> list[str]:
    return [text for kind, text in passages(body) if kind == "text"]


def ids(body: str) -> list[str]:
    return [p.id for p in only_section(f"## Title\n\n{body}\n").passages]


def test_short_paragraphs_are_one_passage() -> None:
    assert texts("One.\n\nTwo.\n\n- three\n- four") == ["One.\n\nTwo.\n\n- three\n- four"]


def test_a_passage_that_is_full_ends_between_blocks() -> None:
    paragraph = "word " * (TARGET // 5) + "end."
    assert texts(f"{paragraph}\n\n{paragraph}") == [paragraph, paragraph]


def test_a_long_block_is_cut_between_sentences() -> None:
    sentence = "This sentence is repeated until the block is long. "
    found = texts(sentence * (2 * LONGEST // len(sentence)))
    assert len(found) > 2
    assert all(text.endswith("long.") and len(text) <= TARGET for text in found)


def test_code_is_a_passage_of_its_own_that_is_never_quoted() -> None:
    assert passages("Before.\n\n```\nx = 1\n```\n\nAfter.") == [
        ("text", "Before."),
        ("code", "```\nx = 1\n```"),
        ("text", "After."),
    ]


def test_a_picture_in_html_is_found_and_never_quoted() -> None:
    assert passages("<table>\n<tr><td>1</td></tr>\n</table>") == [
        ("code", "<table>\n<tr><td>1</td></tr>\n</table>")
    ]


def test_comments_rules_and_link_definitions_are_no_passages() -> None:
    body = "One.\n\n<!-- a comment -->\n\n---\n\n[1]: https://example.org\n\nTwo."
    assert texts(body) == ["One.", "Two."]


def test_an_id_stays_with_the_words_wherever_they_stand() -> None:
    code = "```\nx = 1\n```"
    before = ids(f"Attention is all.\n\n{code}\n\nOther words.")
    after = ids(f"Other words.\n\n{code}\n\nAttention   is **all**!")
    assert before[0] == after[-1]
    assert before[-1] == after[0]
