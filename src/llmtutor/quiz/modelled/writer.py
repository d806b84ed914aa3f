"""Questions that a model writes: each is answered back by the model, then passes the gate."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from random import Random

from llmtutor.engine.protocol import JsonSchema, Sampling
from llmtutor.quiz.answers import compare
from llmtutor.quiz.gate.context import GateContext
from llmtutor.quiz.gate.gate import verdict
from llmtutor.quiz.gate.report import GateReport, Rejection
from llmtutor.quiz.gate.set_rules import near_duplicate
from llmtutor.quiz.makers.choosing import choose
from llmtutor.quiz.makers.claims import is_single, is_weak
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.facts import other_years
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.modelled.faithful import stands_out, strays, told
from llmtutor.quiz.modelled.falsehoods import turned_in_one_place
from llmtutor.quiz.modelled.order import in_order, is_clumsy
from llmtutor.quiz.modelled.ranking import best_read
from llmtutor.quiz.modelled.spans import Span, asks_for, spans
from llmtutor.quiz.modelled.turning import leans
from llmtutor.quiz.modelled.wh_questions import asked_of
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.statements import Statement

DRAFTS = 3
"""Questions that are tried for one span."""
_WARM = 0.8
"""Temperature of the drafts behind the first."""
_AROUND_ANSWER = 2
AROUND = 3
"""Statements on either side of a statement that the model reads with it."""
NO_QUESTION, STRAYED = "no question for its answer", "the model does not answer it so"
"""Beside the gate's own rules: what a model offered and was not even put to them."""
_WRONG = JsonSchema.of(
    {"type": "array", "minItems": 3, "maxItems": 5, "items": {"type": "string", "maxLength": 80}}
)
_MISLEAD = (
    "\nQuestion: {question}\nRight answer: {key}\nThree wrong answers that students who"
    " misunderstand give, as short as the right one and of its kind, as a JSON list."
)


class Writer:
    """Goes through a lecture's statements, those of thinly covered sections first."""

    def __init__(
        self, asker: Asker, context: GateContext, known: Sequence[Question], seed: int
    ) -> None:
        """Join what writing needs.

        Args:
            asker: the model.
            context: the notes, and the search that the gate asks.
            known: questions there are already; none is asked again.
            seed: the same seed, the same order.
        """
        self._asker, self._context = asker, context
        self._notes: LectureNotes = context.notes
        self._known = list(known)
        self._standing = frozenset(context.notes.standing)
        self._rng = Random(seed)  # noqa: S311 (an order, not a secret)
        self.report = GateReport()

    async def write(self, paths: Sequence[str]) -> AsyncGenerator[Question, None]:
        """Questions on some sections, each as soon as it has passed.

        Closing the generator stops the model.
        """
        for statement in in_order(self._notes, self._known, set(paths), self._rng):
            async for question in self._on(statement):
                if self._passes(question):
                    self._known.append(question)
                    self.report.passed.append(question)
                    yield question
                    break  # one question a statement

    async def _on(self, statement: Statement) -> AsyncGenerator[Question, None]:
        able, notes = self._asker.abilities, self._around(statement)
        if able.asks:
            async for question in self._turned(statement, notes):
                yield question
        if able.phrases and statement in self._standing:
            for span in _first_of_each(spans(self._notes, statement)):
                async for question in self._asked(span, notes):
                    yield question
        plain = is_single(statement.text) and not is_weak(statement.text)
        if able.falsifies and plain and statement in self._standing:
            async for question in self._false(statement, notes):
                yield question

    async def _turned(self, statement: Statement, notes: str) -> AsyncGenerator[Question, None]:
        """Questions that code makes of a statement, those first that read best to the model."""
        for asked in await best_read(self._asker, list(asked_of(self._notes, statement))):
            span = asked.span
            made = draft(
                "short", asked.stem, span.text, statement.source, f"model: turned, {span.sort}",
                accept=asked.accept,
            )  # fmt: skip
            if not stands_out(asked.stem, span, self._notes):
                answer = await self._asker.answer(asked.stem, notes)
                if not self._is_answered(span, answer):
                    self._drop(made, STRAYED, answer)
                    continue
            async for question in self._choices(made, span, notes):
                yield question
            yield made

    async def _asked(self, span: Span, notes: str) -> AsyncGenerator[Question, None]:
        """Questions for a span from the first of a few drafts that is faithful and answered."""
        seen: set[str] = set()
        for number in range(DRAFTS):
            stem = await self._draft(span, number)
            if stem in seen:
                continue
            seen.add(stem)
            found = draft("short", stem, span.text, span.statement.source, f"model: {span.sort}")
            why = asks_for(stem, span) or strays(stem, span)
            if not why and leans(stem):
                why = "it leans on something before it"
            if why:
                self._drop(found, NO_QUESTION, why)
                continue
            if not told(stem, span, self._notes):
                answer = await self._asker.answer(stem, notes)
                if not self._is_answered(span, answer):
                    self._drop(found, STRAYED, answer)
                    continue
            async for question in self._choices(found, span, notes):
                yield question
            yield found
            return

    async def _draft(self, span: Span, number: int) -> str:
        """The likeliest question first, then others that the model thinks of.

        It reads the one sentence alone: of several it would mix up two.
        """
        sampling = Sampling(
            temperature=0.0 if number == 0 else _WARM, seed=number, repeat_penalty=1.0
        )
        fields = {"span": span.text}
        return await self._asker.words(
            "question", fields, span.statement.text, opening=span.opening, sampling=sampling
        )

    def _is_answered(self, span: Span, answer: str) -> bool:
        """Whether an answer is the span, with at most a word or two around it."""
        if compare(answer, span.text, self._notes.names(span.text)).right:
            return True
        mine, its = key_of(span.text), key_of(answer)
        return f" {mine} " in f" {its} " and len(its.split()) <= len(mine.split()) + _AROUND_ANSWER

    async def _choices(
        self, short: Question, span: Span, notes: str
    ) -> AsyncGenerator[Question, None]:
        """The same question with wrong answers: the model's, or other years of the lecture.

        Of persons none are taken: one may be a queen among historians.
        """
        stem = short.stem
        near = self._like(span, stem)
        if self._asker.abilities.misleads:
            near = [*await self._misleading(stem, span.text, notes), *near]
        others = choose(span.text, near, stem)
        if others is None:
            return
        source = span.statement.source
        made = draft("choice", stem, span.text, source, short.maker, others=others)
        options = made.options or ()
        likeliest = await self._asker.likeliest(stem, options, notes)
        if likeliest and likeliest != span.text:
            self._drop(made, STRAYED, likeliest)
        else:
            yield made

    def _like(self, span: Span, stem: str) -> list[str]:
        """Years that the lecture gives elsewhere, for a year."""
        if span.quantity is None:
            return []
        unit = span.text[len(span.quantity.text) :]
        return [
            f"{one}{unit}"
            for one in other_years(self._notes, span.statement.source, span.quantity, stem)
        ]

    async def _misleading(self, stem: str, key: str, notes: str) -> list[str]:
        asked = _MISLEAD.format(question=stem, key=key)
        said = await self._asker.free(asked, notes, constraint=_WRONG, max_tokens=120)
        try:
            found = json.loads(said)
        except ValueError:
            return []
        return [text.strip() for text in found if isinstance(text, str) and text.strip()]

    async def _false(self, statement: Statement, notes: str) -> AsyncGenerator[Question, None]:
        said = await self._asker.words("false", {"statement": statement.text}, notes)
        explanation = f"The notes say: {statement.text}"
        made = draft(
            "truefalse", said, False, statement.source, "model: false", explanation=explanation
        )
        if turned_in_one_place(statement.text, said) is None:
            self._drop(made, NO_QUESTION, "not false in one place")
            return
        fields = {"question": "What do the notes say?", "key": statement.text, "given": said}
        judged = await self._asker.words("judge", fields, notes)
        if judged.startswith("wrong"):
            yield made
        else:
            self._drop(made, STRAYED, judged)

    def _around(self, statement: Statement) -> str:
        """The statement among its neighbours of the section, as the model reads it."""
        same = [one for one in self._notes.statements if one.path == statement.path]
        at = min(range(len(same)), key=lambda place: abs(same[place].start - statement.start))
        return " ".join(one.text for one in same[max(0, at - AROUND) : at + AROUND + 1])

    def _passes(self, question: Question) -> bool:
        if rejection := verdict(question, self._context):
            self.report.rejected.append(rejection)
            return False
        if why := near_duplicate(question, [one for one in self._known if not is_clumsy(one)]):
            self._drop(question, "no near-duplicate", why)
            return False
        return True

    def _drop(self, question: Question, rule: str, why: str) -> None:
        self.report.rejected.append(Rejection(question, rule, why))


def _first_of_each(found: Iterator[Span]) -> list[Span]:
    """One span of each sort."""
    first: dict[str, Span] = {}
    for span in found:
        first.setdefault(span.sort, span)
    return list(first.values())
