"""One question's way through the model: notes, short answer, verdict, words, check."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from llmtutor.engine.protocol import (
    Done,
    Engine,
    Event,
    Failed,
    GenerateRequest,
    Message,
    ModelInfo,
    Sampling,
    ScoreRequest,
    SpansRequest,
)
from llmtutor.errors import TutorError
from llmtutor.settings import Settings
from llmtutor.tutor import answer_cache
from llmtutor.tutor.abilities import REFUSAL
from llmtutor.tutor.answer_cache import AnswerStore
from llmtutor.tutor.draft import Draft
from llmtutor.tutor.given import Given, Notes
from llmtutor.tutor.lookup import LookUp
from llmtutor.tutor.models import Answer, Quote, ShortAnswer, Timings, Verdict
from llmtutor.tutor.prompt import unwrapped
from llmtutor.tutor.short_answer import choose
from llmtutor.tutor.support import check_with_more
from llmtutor.tutor.trace import Technique, TracedPrompt, trace_of
from llmtutor.tutor.verdict import joined_verdict

_TINY_TOKENS = 64
_WARMER = 0.7
"""Temperature of an answer that is written again; at 0 it would be the same."""
_SILENT = "The model wrote nothing to this; the quotes stand alone."
_STOPS = ("\n\n", "\nQuestion:", "\nNotes:")


class Writing:
    """Lets a model write on what was found."""

    def __init__(
        self,
        engine: Engine,
        model: ModelInfo,
        settings: Settings,
        found: LookUp,
        given: Given,
        store: AnswerStore | None = None,
        again: int = 0,
    ) -> None:
        """Prepare one answer.

        Args:
            engine: with the model loaded.
            model: the model.
            settings: of asking and of the engine.
            found: the evidence.
            given: makes the notes that the model reads.
            store: of earlier answers; None keeps none.
            again: how often this question was already answered; another answer is wanted.
        """
        self._engine, self._model = engine, model
        self._settings, self._found, self._given = settings, found, given
        self._store = store if settings.ask.cache != "off" else None
        self._again = again
        self._can = given.can
        self._prompts: list[TracedPrompt] = []
        self._techniques: list[Technique] = []
        self._steps: list[tuple[str, float]] = [("evidence", found.evidence_ms)]
        self._short: ShortAnswer | None = None
        self._refusal: float | None = None

    async def answer(self, *, words: bool = True) -> AsyncGenerator[Event | Answer, None]:
        """The events of the writing; ends with exactly one ``Answer``.

        Args:
            words: whether the model explains, or only chooses and judges.
        """
        notes = await self._given.notes(self._found)
        self._techniques += notes.techniques
        key = self._key(notes)
        if hit := self._kept(key):
            yield self._again_given(hit)
            return
        note = await self._weigh(notes)
        draft = Draft(self._can.sentences, thought_over=self._given.task == "steps")
        if words and self._verdict(draft) != "not_in_notes":
            async with aclosing(self._write(notes, draft)) as events:
                async for event in events:
                    yield event
        answer = self._finished(draft, note)
        if self._store is not None and answer.model and not draft.failure:
            self._store.keep(key, replace(answer, trace=None))
        yield answer

    # What was answered before

    def _key(self, notes: Notes) -> str:
        model, ask = self._model, self._settings.ask
        worn = f"{model.name} {model.size} {model.adapter}"
        quotes = [(quote.path, quote.start, quote.end) for quote in self._found.quotes]
        how = replace(ask, cache="", hyde=False, follow_ups=False)
        identity = (worn, repr(self._can), repr(how), repr(self._settings.engine), repr(quotes))
        return answer_cache.key_of(notes.text, *identity)

    def _kept(self, key: str) -> answer_cache.Hit | None:
        if self._store is None or self._again:
            return None
        near = self._settings.ask.cache == "near"
        hit = answer_cache.look(self._store, key, self._found.question, near=near)
        told = hit.told() if hit else "nothing kept for these notes and this question"
        self._techniques.append(Technique("answer cache", True, told))
        return hit

    def _again_given(self, hit: answer_cache.Hit) -> Answer:
        before = hit.answer
        answer = self._base(before.verdict)
        answer = replace(
            answer,
            quotes=before.quotes,
            sentences=before.sentences,
            model=before.model,
            short_answer=before.short_answer,
            cached=True,
        )
        return self._traced(answer)

    # What the model thinks of the notes

    async def _weigh(self, notes: Notes) -> str:
        """The short answer and the model's verdict; why they are missing, if something failed."""
        asked = self._settings.ask
        can, has = self._can, self._model.abilities
        spans = can.spans and asked.short_answer and "spans" in has
        abstains = can.abstains and asked.model_verdict and "score" in has
        if not (spans or abstains):
            return ""
        started = time.perf_counter()
        messages = self._given.messages("short", notes.text, self._found.question)
        try:
            if spans:
                await self._choose(messages, notes.quotes)
            if abstains:
                await self._ask_verdict(messages)
            await self._trace_prompt("short answer", messages, started)
        except TutorError as problem:
            return str(problem)
        self._steps.append(("short answer", (time.perf_counter() - started) * 1000))
        return ""

    async def _choose(self, messages: tuple[Message, ...], quotes: tuple[Quote, ...]) -> None:
        texts = tuple(unwrapped(quote.text) for quote in quotes)
        found = await self._engine.spans(SpansRequest(messages, texts))
        self._short = choose(self._found.question, quotes, found)

    async def _ask_verdict(self, messages: tuple[Message, ...]) -> None:
        (score,) = await self._engine.score(ScoreRequest(messages, (REFUSAL,), ends=True))
        refused = _exp(score.total)
        best = self._short.probability if self._short else 1 - refused
        self._refusal = refused / (refused + best) if refused + best else 0.5

    async def _trace_prompt(
        self, purpose: str, messages: tuple[Message, ...], started: float
    ) -> None:
        text, tokens = await self._given.exact(messages)
        wrote = f"“{self._short.text}”" if self._short else "nothing chosen"
        if self._refusal is not None:
            wrote += f"; {REFUSAL}: {self._refusal:.2f}"
        ms = (time.perf_counter() - started) * 1000
        self._prompts.append(TracedPrompt(purpose, text, tokens, 0, wrote, 0, ms, 0.0))

    # The model's own words

    async def _write(self, notes: Notes, draft: Draft) -> AsyncGenerator[Event, None]:
        request = self._request(notes)
        started = time.perf_counter()
        async with aclosing(self._engine.generate(request)) as events:
            async for event in events:
                draft.take(event)
                if not isinstance(event, Done | Failed):
                    yield event
                if draft.is_long_enough:
                    break
        total = (time.perf_counter() - started) * 1000
        self._steps.append(("explanation", total))
        await self._trace_explanation(request, draft, started, total)

    async def _trace_explanation(
        self, request: GenerateRequest, draft: Draft, started: float, total: float
    ) -> None:
        try:
            text, tokens = await self._given.exact(request.messages)
        except TutorError:
            return
        read = ((draft.first_token_at or started) - started) * 1000
        traced = TracedPrompt(
            "explanation",
            text,
            tokens,
            draft.figures.cached_tokens if draft.figures else draft.cached,
            draft.text,
            draft.figures.new_tokens if draft.figures else draft.tokens,
            read,
            total - read,
        )
        self._prompts.append(traced)

    def _request(self, notes: Notes) -> GenerateRequest:
        engine, task = self._settings.engine, self._given.task
        sampling = Sampling.from_settings(engine)
        if self._again:
            warmer = max(_WARMER, sampling.temperature)
            sampling = replace(sampling, temperature=warmer, seed=sampling.seed + self._again)
        short = self._can.sentences == 1 and task != "steps"
        return GenerateRequest(
            messages=self._given.messages(task, notes.text, self._found.question),
            max_tokens=min(engine.max_tokens, _TINY_TOKENS) if short else engine.max_tokens,
            sampling=sampling,
            stop=_STOPS if task != "steps" else _STOPS[1:],
        )

    # What it comes to

    def _verdict(self, draft: Draft) -> Verdict:
        found = self._found
        verdict = joined_verdict(found.confidence, self._refusal)
        if self._can.abstains and draft.refuses:
            verdict = "hedged" if verdict == "answered" else "not_in_notes"
        return verdict

    def _finished(self, draft: Draft, note: str) -> Answer:
        verdict = self._verdict(draft)
        answer = self._base(verdict)
        if verdict == "not_in_notes":
            return self._traced(replace(answer, model=self._model.name))
        text = "" if draft.refuses else draft.whole_sentences()
        sentences, quotes = check_with_more(
            text, self._found.question, answer.quotes, self._given.others(self._found)
        )
        said = sentences or self._short or draft.refuses
        silent = "" if said or draft.figures is None else _SILENT
        first = draft.first_token_at
        timings = replace(
            answer.timings, first_token_ms=(first - self._found.started) * 1000 if first else None
        )
        return self._traced(
            replace(
                answer,
                sentences=sentences,
                quotes=quotes,
                short_answer=self._short,
                model=self._model.name if sentences or self._short else None,
                timings=timings,
                note=draft.failure or note or silent,
            )
        )

    def _base(self, verdict: Verdict) -> Answer:
        found = self._found
        total = (time.perf_counter() - found.started) * 1000
        return Answer(
            question=found.asked,
            verdict=verdict,
            quotes=found.quotes if verdict != "not_in_notes" else (),
            sentences=(),
            model=None,
            timings=Timings(found.evidence_ms, None, total),
            read_as=found.question if found.question != found.asked else "",
        )

    def _traced(self, answer: Answer) -> Answer:
        techniques = [*self._given.before(self._found), *self._techniques]
        trace = trace_of(
            self._found, answer.verdict, self._refusal, techniques, self._prompts, self._steps
        )
        return replace(answer, trace=trace)


def _exp(log_probability: float) -> float:
    return math.exp(max(log_probability, -700.0))
