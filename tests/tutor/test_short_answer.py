"""A short answer is a piece of the notes; the model's verdict is joined with search's."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from llmtutor.content.sentences import Span
from llmtutor.engine.protocol import Score, ScoreRequest, SpansRequest, WeighedSpan
from llmtutor.library.library import Library, Scope
from llmtutor.search.evidence import Sentence
from llmtutor.settings import AskSettings, Settings
from llmtutor.tutor.abilities import REFUSAL
from llmtutor.tutor.models import Quote
from llmtutor.tutor.short_answer import choose
from llmtutor.tutor.tutor import Tutor
from llmtutor.tutor.verdict import joined, joined_verdict

from ..engine.scripted import INFO, ScriptedEngine
from .test_tutor import QUESTION, listen
from .test_tutor import library as library  # noqa: PLC0414 (a fixture)

TEXT = "The bridge was built in 1932 by the **city** of Sydney."
QUOTE = Quote(TEXT, "a/b/c", "Bridge", 10, 10 + len(TEXT))
TAUGHT = replace(
    INFO,
    taught=frozenset({"answer", "refuse", "explain", "rewrite"}),
    abilities=frozenset({"spans", "score"}),
)


def span(words: str, total: float = -2.0, tokens: int = 2, text: str = TEXT) -> WeighedSpan:
    at = text.index(words)
    return WeighedSpan(0, at, at + len(words), tokens, total / 2, total / 2)


def chosen(question: str, *spans: WeighedSpan) -> str:
    short = choose(question, (QUOTE,), spans)
    assert short is not None
    assert TEXT[short.start - QUOTE.start : short.end - QUOTE.start] == short.text
    return short.text


def test_the_likelier_piece_is_chosen() -> None:
    assert chosen("Which?", span("bridge", -4.0), span("Sydney", -2.0)) == "Sydney"


def test_a_longer_piece_may_be_a_little_less_likely() -> None:
    half, whole = span("bridge", -2.0, 1), span("bridge was built in 1932", -3.0, 5)
    assert chosen("What do we know?", half, whole) == "bridge was built in 1932"
    assert chosen("What do we know?", half, replace(whole, ends=-4.0)) == "bridge"


def test_what_was_asked_for_weighs_more_among_equals() -> None:
    assert chosen("When was it built?", span("Sydney"), span("1932")) == "1932"


def test_words_of_the_question_again_and_cut_phrases_weigh_less() -> None:
    assert chosen("Who built the bridge?", span("bridge"), span("Sydney")) == "Sydney"
    assert chosen("Who did it?", span("built in"), span("Sydney")) == "Sydney"


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("How many people built it?", False),
        ("How large was it?", False),
        ("Which year was it built?", True),
        ("When was it built?", True),
        ("How old was it in 1932?", True),
    ],
)
def test_a_year_is_no_count_and_no_size(question: str, fits: bool) -> None:
    assert (choose(question, (QUOTE,), [span("1932")]) is not None) == fits


def test_what_has_no_figure_answers_no_how_many() -> None:
    assert choose("How many cities built it?", (QUOTE,), [span("bridge"), span("Sydney")]) is None
    assert choose("Which year was it built?", (QUOTE,), [span("Sydney")]) is None


def test_what_stands_beside_the_words_of_the_question_weighs_more() -> None:
    text = "A reward model is a network that ranks. In RLHF the policy is the model that learns."
    quote = Quote(text, "a/b/c", "RLHF", 0, len(text))
    spans = [
        span("a network that ranks", -2.0, 4, text),
        span("the model that learns", -3.0, 4, text),
    ]
    short = choose("What is the policy in RLHF?", (quote,), spans)
    assert short is not None
    assert short.text == "the model that learns"


def test_of_two_pieces_of_a_sentence_that_of_the_clause_asked_about_is_chosen() -> None:
    text = "An X-ray takes seconds, while a scan takes minutes."
    quote = Quote(text, "a/b/c", "Pictures", 0, len(text))
    spans = [span("seconds", -1.0, text=text), span("minutes", -2.0, text=text)]
    short = choose("What does a scan take?", (quote,), spans)
    assert short is not None
    assert short.text == "minutes"


def test_a_piece_of_a_sentence_that_search_prefers_weighs_more() -> None:
    text = "It is red in Lyon. It is blue in Oslo."
    quote = Quote(text, "a/b/c", "Colours", 5, 5 + len(text))
    spans = [span("red", -1.0, text=text), span("blue", -2.0, text=text)]
    second = Sentence("a/b/c", "", "", 24, 43, 2.0, 1.0, Span(5, 43), frozenset(), defines=False)
    first = replace(second, start=5, end=23, score=1.5)
    short = choose("Which?", (quote,), spans, (second, first))
    assert short is not None
    assert short.text == "blue"


def test_a_piece_does_not_go_on_into_another_clause() -> None:
    text = "Drift means small mutations, so a new vaccine each year."
    quote = Quote(text, "a/b/c", "Flu", 0, len(text))
    whole = span("small mutations, so a new vaccine", -2.5, 7, text)
    short = choose("What is drift?", (quote,), [whole, span("small mutations", -1.0, 2, text)])
    assert short is not None
    assert short.text == "small mutations"


def test_a_figure_is_nobody() -> None:
    assert chosen("Who built it?", span("1932", -1.0), span("Sydney", -2.0)) == "Sydney"


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("It works at a pH between 4 and 9.", "4", "between 4 and 9"),
        ("They live 8–10 days.", "8", "8–10 days"),
        ("It burnt on 19 May 1968.", "1968", "19 May 1968"),
    ],
)
def test_a_range_or_a_date_is_not_cut(text: str, part: str, whole: str) -> None:
    quote = Quote(text, "a/b/c", "Bridge", 0, len(text))
    spans = [span(part, -1.0, text=text), span(whole, -2.0, text=text)]
    short = choose("What?", (quote,), spans)
    assert short is not None
    assert short.text == whole


def test_two_figures_in_a_row_are_answers_of_their_own() -> None:
    text = "The mill burnt in 1870 and 1912."
    quote = Quote(text, "a/b/c", "Bridge", 0, len(text))
    spans = [span("1870", -1.0, text=text), span("1870 and 1912", -2.0, text=text)]
    short = choose("When did it burn first?", (quote,), spans)
    assert short is not None
    assert short.text == "1870"


def test_markup_is_never_a_short_answer() -> None:
    assert choose("Who?", (QUOTE,), [span("**city**")]) is None
    assert choose("Who?", (QUOTE,), []) is None


@pytest.mark.parametrize(
    ("confidence", "refusal", "verdict"),
    [
        (0.9, None, "answered"),
        (0.9, 0.2, "answered"),
        (0.9, 0.45, "answered"),
        (0.63, 0.55, "hedged"),
        (0.9, 0.99, "not_in_notes"),
        (0.9999, 0.599, "answered"),
        (0.9999, 0.68, "not_in_notes"),
        (0.6, 0.001, "answered"),
        (0.5, 0.99, "not_in_notes"),
        (0.39, 0.8, "not_in_notes"),
        (0.95, 1.0, "not_in_notes"),
        (0.35, 0.0, "hedged"),
        (0.1, 0.01, "hedged"),
        (0.1, 0.2, "hedged"),
        (0.1, 0.599, "hedged"),
        (0.02, 0.0, "not_in_notes"),
        (0.02, None, "not_in_notes"),
    ],
)
def test_two_opinions_make_one_verdict(
    confidence: float, refusal: float | None, verdict: str
) -> None:
    assert joined_verdict(confidence, refusal) == verdict


def test_the_models_opinion_only_ever_moves_it_its_way() -> None:
    for sure in (0.0, 0.2, 0.5, 0.8, 1.0):
        opinions = [joined(sure, refusal / 10) for refusal in range(11)]
        assert opinions == sorted(opinions, reverse=True)
        assert all(math.isfinite(item) for item in opinions)


class Doubting(ScriptedEngine):
    """Knows how likely the refusal is."""

    refusal: float = 0.001
    doubt: float = 0.0

    async def spans(self, request: SpansRequest) -> list[WeighedSpan]:
        return [replace(span, ends=span.ends - self.doubt) for span in await super().spans(request)]

    async def score(self, request: ScoreRequest) -> list[Score]:
        assert request.answers == (REFUSAL,)
        return [Score((math.log(self.refusal),))]


async def test_the_short_answer_stands_verbatim_in_the_notes(library: Library) -> None:
    engine = Doubting("It is the square root.", info=TAUGHT, span="the square root")
    tutor = Tutor(library, engine, Settings())
    items = [item async for item in tutor.explain(await tutor.find(QUESTION))]
    short = items[-1].short_answer  # type: ignore[union-attr]
    assert short is not None
    assert library.section(short.path).text[short.start : short.end] == "the square root"
    assert items[-1].verdict == "answered"  # type: ignore[union-attr]


async def test_words_from_beside_a_quote_are_borne_out_and_quoted(library: Library) -> None:
    engine = Doubting("That keeps the softmax from saturating.", info=TAUGHT, span="softmax")
    tutor = Tutor(library, engine, Settings(ask=AskSettings(quotes=1)))
    _, answer = await listen(tutor, tutor.look_up(QUESTION, Scope("llm")))
    assert [sentence.support for sentence in answer.sentences] == ["full"]
    assert "saturating" in answer.quotes[answer.sentences[0].citations[0] - 1].text


@pytest.mark.parametrize("sure", [0.5, 0.95, 1.0])
async def test_a_model_that_is_certain_refuses_and_hides_no_quote(
    library: Library, sure: float
) -> None:
    engine = Doubting("It is the square root.", info=TAUGHT, span="the square root")
    engine.refusal, engine.doubt = 0.99, 6.0
    tutor = Tutor(library, engine, Settings())
    found = replace(await tutor.find(QUESTION), confidence=sure)
    _, answer = await listen(tutor, found)
    assert (answer.verdict, answer.short_answer, answer.sentences) == ("not_in_notes", None, ())
    assert answer.quotes == found.quotes
    assert "finds no answer" in answer.note
    assert engine.requests == []


async def test_a_model_that_can_refuse_is_asked_where_search_just_refuses(library: Library) -> None:
    engine = Doubting("It is the square root.", info=TAUGHT, span="the square root")
    tutor = Tutor(library, engine, Settings())
    found = replace(await tutor.find(QUESTION), confidence=0.35)
    assert found.verdict == "not_in_notes"
    _, answer = await listen(tutor, found)
    assert (answer.verdict, bool(answer.quotes)) == ("hedged", True)

    engine.refusal, engine.doubt = 0.99, 6.0
    _, answer = await listen(tutor, found)
    assert (answer.verdict, answer.quotes, answer.note) == ("not_in_notes", (), "")


@pytest.mark.parametrize(("taught", "sure"), [((), 0.35), (("refuse",), 0.02)])
async def test_it_is_not_asked_where_its_word_would_not_count(
    library: Library, taught: tuple[str, ...], sure: float
) -> None:
    engine = Doubting("It is the square root.", info=replace(TAUGHT, taught=frozenset(taught)))
    tutor = Tutor(library, engine, Settings())
    _, answer = await listen(tutor, replace(await tutor.find(QUESTION), confidence=sure))
    assert (answer.verdict, engine.spanned, engine.requests) == ("not_in_notes", [], [])


async def test_a_model_that_was_not_taught_it_is_not_asked(library: Library) -> None:
    engine = Doubting("It is the square root.", info=replace(TAUGHT, taught=frozenset()))
    tutor = Tutor(library, engine, Settings())
    _, answer = await listen(tutor, await tutor.find(QUESTION))
    assert (answer.short_answer, engine.spanned) == (None, [])
