"""One question's way through the model: notes, short answer, verdict, words, check."""

from __future__ import annotations

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
    ModelInfo,
    Prefill,
    Sampling,
)
from llmtutor.errors import TutorError
from llmtutor.settings import Settings
from llmtutor.tutor import answer_cache
from llmtutor.tutor.answer_cache import AnswerStore
from llmtutor.tutor.draft import Draft
from llmtutor.tutor.given import Given, Notes
from llmtutor.tutor.lookup import LookUp
from llmtutor.tutor.models import (
    Answer,
    Quote,
    Redrafted,
    Support,
    Timings,
    Verdict,
    WrittenSentence,
)
from llmtutor.tutor.support import check_with_more
from llmtutor.tutor.trace import Technique, TracedPrompt, trace_of
from llmtutor.tutor.verdict import joined_verdict, shows_quotes
from llmtutor.tutor.weighing import Weighing

_TINY_TOKENS = 64
DRAFTS = 5
"""Times that a model which was taught to explain may write, until the quotes bear it out."""
_WORTH: dict[Support, float] = {"full": 1.0, "part": 0.5, "none": 0.0}
_WARMER = 0.7
"""Temperature of an answer that is written again; at 0 it would be the same."""
_SILENT = "The model wrote nothing to this; the quotes stand alone."
_REFUSED = "The model finds no answer in the quotes; they stand alone."
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
        self._weighing = Weighing(engine, model, settings, given, found)

    async def answer(
        self, *, words: bool = True
    ) -> AsyncGenerator[Event | Redrafted | Answer, None]:
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
        note = await self._weighing.weigh(notes)
        self._prompts += self._weighing.prompts
        if self._weighing.ms is not None:
            self._steps.append(("short answer", self._weighing.ms))
        self._found, notes = self._weighing.found, self._weighing.later or notes
        draft = self._new_draft()
        if words and self._verdict(draft) != "not_in_notes":
            async with aclosing(self._drafts(notes, draft)) as events:
                async for event in events:
                    if isinstance(event, Draft):
                        draft = event
                    else:
                        yield event
        answer = self._finished(draft, note)
        if self._store is not None and answer.model and not draft.failure:
            self._store.keep(key, replace(answer, trace=None))
        yield answer

    # What was answered before

    def _key(self, notes: Notes) -> str:
        model, ask = self._model, self._settings.ask
        worn = f"{model.name} {model.size} {model.adapter}"
        read = (*self._found.quotes, *notes.further)
        quotes = [(quote.path, quote.start, quote.end) for quote in read]
        how = replace(ask, cache="", hyde=False, follow_ups=False)
        identity = (worn, repr(self._can), repr(how), repr(self._settings.engine), repr(quotes))
        return answer_cache.key_of(notes.text, *identity, *self._given.sections(notes.further))

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
            note=before.note,
            model=before.model,
            short_answer=before.short_answer,
            cached=True,
        )
        return self._traced(answer)

    # The model's own words

    def _new_draft(self) -> Draft:
        return Draft(self._can.sentences, thought_over=self._given.task == "steps")

    async def _drafts(
        self, notes: Notes, draft: Draft
    ) -> AsyncGenerator[Event | Redrafted | Draft, None]:
        """Write until the quotes bear it out or it was tried often enough; the best draft last."""
        first = best = draft
        most = 0.0
        for number in range(DRAFTS if self._can.family == "taught" else 1):
            if number:
                yield Redrafted()
                draft = self._new_draft()
            async with aclosing(self._write(notes, draft, number)) as events:
                async for event in events:
                    if not (number and isinstance(event, Prefill)):  # it was read before
                        yield event
            share = self._borne_out(draft)
            if share > most:
                best, most = draft, share
            if draft.failure or most == 1 or first.refuses:
                break
        best.first_token_at = first.first_token_at
        yield best

    def _borne_out(self, draft: Draft) -> float:
        """How well the quotes bear a draft out, 0 to 1; nothing said is nothing to bear out."""
        if draft.refuses or draft.failure:
            return 0.0
        sentences, _ = self._checked(draft, self._found.quotes)
        marks = [_WORTH[sentence.support] for sentence in sentences]
        return sum(marks) / len(marks) if marks else 0.0

    def _checked(
        self, draft: Draft, quotes: tuple[Quote, ...]
    ) -> tuple[tuple[WrittenSentence, ...], tuple[Quote, ...]]:
        text = "" if draft.refuses else draft.whole_sentences()
        others = self._given.others(self._found)
        return check_with_more(text, self._found.question, quotes, others)

    async def _write(self, notes: Notes, draft: Draft, number: int) -> AsyncGenerator[Event, None]:
        request = self._request(notes, self._again * DRAFTS + number)
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

    def _request(self, notes: Notes, again: int) -> GenerateRequest:
        engine, task = self._settings.engine, self._given.task
        sampling = Sampling.from_settings(engine)
        if again:
            warmer = max(_WARMER, sampling.temperature)
            sampling = replace(sampling, temperature=warmer, seed=sampling.seed + again)
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
        verdict = joined_verdict(found.confidence, self._weighing.refusal)
        if self._can.abstains and draft.refuses:
            verdict = "hedged" if verdict == "answered" else "not_in_notes"
        return verdict

    def _finished(self, draft: Draft, note: str) -> Answer:
        verdict = self._verdict(draft)
        answer = self._base(verdict)
        if verdict == "not_in_notes":
            note = note or (_REFUSED if answer.quotes else "")
            return self._traced(replace(answer, model=self._model.name, note=note))
        sentences, quotes = self._checked(draft, answer.quotes)
        said = sentences or self._weighing.short or draft.refuses
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
                short_answer=self._weighing.short,
                model=self._model.name if sentences or self._weighing.short else None,
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
            quotes=found.quotes if shows_quotes(found, verdict) else (),
            sentences=(),
            model=None,
            timings=Timings(found.evidence_ms, None, total),
            read_as=found.read_as,
        )

    def _traced(self, answer: Answer) -> Answer:
        techniques = [*self._given.before(self._found), *self._techniques]
        trace = trace_of(
            self._found,
            answer.verdict,
            self._weighing.refusal,
            techniques,
            self._prompts,
            self._steps,
        )
        return replace(answer, trace=trace)
