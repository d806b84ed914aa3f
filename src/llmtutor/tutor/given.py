"""What the model is given: the notes it reads, and the words in which it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from llmtutor.content.inline import plain
from llmtutor.content.sentences import sentences
from llmtutor.engine.protocol import Engine, Message, ModelInfo, OpenEngine
from llmtutor.errors import TutorError
from llmtutor.library.library import Library, Scope
from llmtutor.settings import Settings
from llmtutor.tutor import prompt
from llmtutor.tutor.abilities import Abilities
from llmtutor.tutor.compression import compress
from llmtutor.tutor.lookup import LookUp, quotes_of
from llmtutor.tutor.models import Quote
from llmtutor.tutor.prompt import Task, notes_from, unwrapped
from llmtutor.tutor.trace import Technique

_QUESTION = 96
"""Tokens left for a question when a section is read ahead of it."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one prompt."""

    text: str
    """As the model reads them."""
    quotes: tuple[Quote, ...]
    """The verbatim texts in which a short answer is looked for."""
    techniques: tuple[Technique, ...] = ()
    """What was done to them."""
    further: tuple[Quote, ...] = ()
    """What search found next, as many sentences as were quoted; none where a whole section is read,
    or where search found no more."""


class Given:
    """Makes prompts for one model."""

    def __init__(
        self,
        library: Library,
        engine: Engine,
        model: ModelInfo,
        can: Abilities,
        settings: Settings,
    ) -> None:
        self._library, self._engine, self._model = library, engine, model
        self._settings = settings
        self.can = can

    @property
    def task(self) -> Task:
        """How the explanation is asked for."""
        return "steps" if self._settings.ask.style == "steps" else "explain"

    def messages(self, task: Task, notes: str, question: str) -> tuple[Message, ...]:
        """The prompt for one task on the notes."""
        family, style = self.can.family, self._settings.ask.style
        if family == "taught" and (task == "short" or style == "plain"):
            return prompt.taught("answer" if task == "short" else task, notes, question=question)
        examples = "examples" if style == "few-shot" else ""
        name = "tiny" if family == "taught" else family
        return prompt.fill(name, task, examples=examples, notes=notes, question=question)

    async def notes(self, found: LookUp) -> Notes:
        """The whole section where that is what was asked and it fits, else the evidence."""
        section = await self._section(found.scope, found.quotes)
        whole = Technique("whole section", section is not None, _whole_told(found, section))
        quotes = found.quotes if self.can.family != "taught" else self._in_context(found)
        text = section or self._evidence(quotes)
        further = () if section else _further(found, quotes)
        if not self._settings.ask.compress:
            return Notes(text, quotes, (whole,), further)
        shorter, told = await self._compressed(text, found.question)
        return Notes(shorter, quotes, (whole, told), further)

    async def ahead(self, scope: Scope) -> tuple[Message, ...] | None:
        """What every question on one section begins with; None where it is not read whole."""
        section = await self._section(scope)
        if section is None or self._settings.ask.compress:
            return None
        return prompt.beginning(self.messages(self.task, section, ""))

    def sections(self, quotes: Sequence[Quote]) -> tuple[str, ...]:
        """The texts of the sections that quotes stand in."""
        paths = dict.fromkeys(quote.path for quote in quotes)
        return tuple(self._library.section(path).text for path in paths)

    def others(self, found: LookUp) -> tuple[Quote, ...]:
        """Further sentences of the notes that the model read, for checking its words."""
        if not (found.scope.section and self._settings.ask.whole_section):
            return self._around(found) if self.can.family == "taught" else ()
        rest = found.evidence.sentences[len(found.quotes) :]
        return tuple(Quote(s.text, s.path, s.title, s.start, s.end) for s in rest)

    def before(self, found: LookUp) -> list[Technique]:
        """What was done before search."""
        ask = self._settings.ask
        told = found.follow_up or "the question stands alone"
        hyde = f"also searched for: {found.imagined}" if found.imagined else "off"
        return [
            Technique("follow-up", bool(found.follow_up), told if ask.follow_ups else "off"),
            Technique("HyDE", bool(found.imagined), hyde),
            Technique(f"style: {ask.style}", ask.style != "plain", f"the {self.can.family} prompt"),
        ]

    async def exact(self, messages: Sequence[Message]) -> tuple[str, int]:
        """A prompt exactly as the model reads it, and its tokens.

        Raises:
            TutorError: there is no usable model.
        """
        if "look" in self._model.abilities:
            pieces = await cast("OpenEngine", self._engine).pieces(messages)
            data = b"".join(piece.data for piece in pieces)
            return data.decode("utf-8", "replace"), len(pieces)
        text = "\n\n".join(f"[{item.role}]\n{''.join(item.parts)}" for item in messages)
        return text, (await self._engine.measure(messages)).tokens

    async def _section(self, scope: Scope, quotes: Sequence[Quote] = ()) -> str | None:
        """The text of an open section if it fits with a question and an answer.

        In the language of the quotes, where it is translated.
        """
        if not (scope.section and self._settings.ask.whole_section):
            return None
        if self._engine.status.away:  # the student was told that quotes are sent, no more
            return None
        try:
            section = self._library.section(quotes[0].path if quotes else scope.path)
            text = f"{section.title}\n{unwrapped(plain(section.text))}"
            size = await self._engine.measure(self.messages(self.task, text, ""))
        except TutorError:
            return None
        room = size.context - _QUESTION - self._settings.engine.max_tokens
        return text if section.text and size.tokens <= room else None

    def _evidence(self, quotes: Sequence[Quote]) -> str:
        if self.can.family != "taught":
            return notes_from(quotes)
        return "\n\n".join(unwrapped(plain(quote.text)) for quote in quotes)

    def _around(self, found: LookUp) -> tuple[Quote, ...]:
        """The sentences around the quotes, which the model read with them."""
        quoted = {(quote.path, quote.start) for quote in found.quotes}
        return tuple(
            Quote(span.of(q.text), q.path, q.title, q.start + span.start, q.start + span.end)
            for q in self._in_context(found)
            for span in sentences(q.text)
            if (q.path, q.start + span.start) not in quoted
        )

    def _in_context(self, found: LookUp) -> tuple[Quote, ...]:
        """Each quote with the sentences around it, none twice: what the adapter was trained on."""
        spans: list[Quote] = []
        chosen = {(quote.path, quote.start) for quote in found.quotes}
        for sentence in found.evidence.sentences:
            if (sentence.path, sentence.start) not in chosen:
                continue
            start, end = sentence.context.start, sentence.context.end
            for number, other in enumerate(spans):
                if other.path == sentence.path and start <= other.end and other.start <= end:
                    start, end = min(start, other.start), max(end, other.end)
                    spans[number] = self._quote(sentence.path, sentence.title, start, end)
                    break
            else:
                spans.append(self._quote(sentence.path, sentence.title, start, end))
        return tuple(spans)

    def _quote(self, path: str, title: str, start: int, end: int) -> Quote:
        return Quote(self._library.section(path).text[start:end], path, title, start, end)

    async def _compressed(self, text: str, question: str) -> tuple[str, Technique]:
        name = "compression"
        if "look" not in self._model.abilities:
            return text, Technique(name, False, "this engine does not show what surprises it")
        try:
            surprises = await cast("OpenEngine", self._engine).surprise(text)
        except TutorError as problem:
            return text, Technique(name, False, str(problem))
        short = compress(text, surprises, question)
        return short.text, Technique(name, True, short.told())


def _further(found: LookUp, read: Sequence[Quote]) -> tuple[Quote, ...]:
    """The best sentences that the model did not read, as many as are quoted."""
    new = [
        sentence
        for sentence in found.evidence.sentences
        if not any(q.path == sentence.path and q.start <= sentence.start < q.end for q in read)
    ]
    return quotes_of(new[: len(found.quotes)])


def _whole_told(found: LookUp, section: str | None) -> str:
    if section is not None:
        return "the model reads all of the section"
    return "the section does not fit" if found.scope.section else "short evidence: a wider scope"
