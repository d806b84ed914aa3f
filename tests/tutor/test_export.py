"""A conversation as Markdown keeps quotes as quotes and lets nothing in them become markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from llmtutor.tutor.export import to_markdown
from llmtutor.tutor.models import Answer, Quote, ShortAnswer, Timings, Turn, WrittenSentence

ANSWER = Answer(
    question="Why divide?",
    verdict="answered",
    quotes=(Quote("It keeps scores *small*.", "llm/a/b", "Self-attention", 0, 24),),
    sentences=(WrittenSentence("It keeps them small.", "full", (1,)),),
    model="a model",
    timings=Timings(1.0, 2.0, 3.0),
    short_answer=ShortAnswer("small", "llm/a/b", 18, 23, 0.9),
)
TURN = Turn(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "llm/a", ANSWER)


def test_question_verdict_quotes_links_and_checked_words_are_there() -> None:
    text = to_markdown([TURN], lambda path: f"/notes/my {path.split('/')[1]}.md")
    assert "## Why divide?" in text
    assert "**In your notes**" in text
    assert "> It keeps scores small." in text
    assert "> [1] [Self-attention](/notes/my%20a.md), `llm/a/b`" in text
    assert "- ✓ It keeps them small. [1]" in text
    assert "“small”" in text


def test_what_is_closest_is_told_from_an_answer() -> None:
    text = to_markdown([replace(TURN, answer=replace(ANSWER, verdict="not_in_notes"))])
    assert "**Not in your notes; closest:**" in text


def test_hostile_text_adds_no_link_heading_or_html() -> None:
    hostile = "x\n# Heading\n[click](http://evil.example) <img src=x> `code` \x1b[31m"
    quote = replace(ANSWER.quotes[0], text=hostile, title=hostile)
    answer = replace(
        ANSWER,
        question=hostile,
        quotes=(quote,),
        sentences=(WrittenSentence(hostile, "none", ()),),
        model=hostile,
    )
    text = to_markdown([replace(TURN, answer=answer)])
    assert "\x1b" not in text
    assert "[click](" not in text
    assert "<img" not in text.replace("\\<img", "")
    assert sum(line.startswith("#") for line in text.splitlines()) == 2
    assert "http://" not in text
