"""Short answers that are pieces of given texts: verbatim, between words, the likeliest first."""

from __future__ import annotations

import pytest
import pytest_asyncio

from llmtutor.engine.client import WorkerEngine
from llmtutor.engine.protocol import Message, ScoreRequest, SpansRequest, WeighedSpan

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]

TEXTS = (
    "The capital of France is Paris, which lies on the Seine.",
    "The river Thames flows through London for 346 kilometres.",
)
TALK = (
    Message.of("system", "Answer with a few words of the notes."),
    Message.of("user", "Notes:\n" + "\n".join(TEXTS), "\n\nWhat is the capital of France?"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def spans(engine: WorkerEngine) -> list[WeighedSpan]:
    """Pieces of the texts."""
    return await engine.spans(SpansRequest(TALK, TEXTS))


async def test_pieces_begin_and_end_where_words_do(spans: list[WeighedSpan]) -> None:
    assert spans == sorted(spans, key=lambda span: -span.total)
    for span in spans:
        text = TEXTS[span.text]
        before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
        assert not before.isalnum(), text[span.start : span.end]
        assert not after.isalnum(), text[span.start : span.end]
        assert span.log_probability <= 0
        assert span.ends <= 0


async def test_the_right_piece_is_among_the_likeliest(spans: list[WeighedSpan]) -> None:
    best = [TEXTS[span.text][span.start : span.end] for span in spans[:5]]
    assert any("Paris" in text for text in best), best


async def test_a_piece_weighs_what_it_weighs_as_a_given_answer(
    engine: WorkerEngine, spans: list[WeighedSpan]
) -> None:
    texts = tuple(TEXTS[span.text][span.start : span.end] for span in spans[:4])
    scores = await engine.score(ScoreRequest(TALK, texts, ends=True))
    for span, score in zip(spans, scores, strict=False):
        assert span.total == pytest.approx(score.total, abs=0.3)


async def test_chinese_has_words_of_one_character(engine: WorkerEngine) -> None:
    texts = ("法國的首都是巴黎。",)
    spans = await engine.spans(SpansRequest(TALK, texts, beams=12))
    assert {texts[0][span.start : span.end] for span in spans}
    assert all("。" not in texts[0][span.start : span.end] for span in spans)


async def test_a_figure_keeps_its_sign(engine: WorkerEngine) -> None:
    texts = ("It rose by 73 % to $512, that is by 1% a day.",)
    spans = await engine.spans(SpansRequest(TALK, texts, beams=12))
    words = {texts[0][span.start : span.end] for span in spans}
    assert {"73 %", "$512", "1%"} <= words
    assert not words & {"73", "512", "1", "%"}


async def test_no_words_give_no_pieces(engine: WorkerEngine) -> None:
    assert await engine.spans(SpansRequest(TALK, ("", " . "))) == []


async def test_any_of_a_models_end_marks_ends_an_answer(engine: WorkerEngine) -> None:
    """SmolLM2 has three; it ends an answer with ``<|im_end|>``, not with ``<|endoftext|>``."""
    talk = (Message.of("user", "Say only the word Paris."),)
    (score,) = await engine.score(ScoreRequest(talk, ("Paris.",), ends=True))
    assert score.steps[-1] > -1.5
