"""A question with its quotes and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from llmtutor.content.inline import plain
from llmtutor.library.library import Scope
from llmtutor.tutor.models import Answer, Quote, Support, Verdict, WrittenSentence
from llmtutor.ui.ask.scopes import NAMES, reach_of
from llmtutor.ui.desk import Desk
from llmtutor.ui.facts import Fact, PassageChosen
from llmtutor.ui.page.ink import harmless
from llmtutor.ui.signs import Signs

if TYPE_CHECKING:
    from llmtutor.tutor.tutor import LookUp

LONGEST_QUOTE = 320
"""Characters of a quote that are shown; its section has the rest."""
VERDICTS: dict[Verdict, str] = {
    "answered": "in your notes",
    "hedged": "perhaps in your notes",
    "not_in_notes": "not in your notes",
}
_CLASSES: dict[Support, str] = {"full": "", "part": "", "none": "dim strike"}


class QuoteCard(Static, can_focus=True):
    """A verbatim piece of the notes; choosing it opens its section there."""

    BINDING_GROUP_TITLE = "Quote"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="quote.open",
                tooltip="Read this quote where it stands"),
    ]  # fmt: skip

    def __init__(self, number: int, quote: Quote, desk: Desk, *, titled: bool = True) -> None:
        """Show a quote.

        Args:
            number: by which sentences cite it and a key opens it.
            quote: the piece.
            desk: what the screens share.
            titled: whether its section is named; the next card may be of the same.
        """
        super().__init__(markup=False)
        self.quote = quote
        words = harmless(" ".join(plain(quote.text).split()))
        if len(words) > LONGEST_QUOTE:
            words = words[:LONGEST_QUOTE].rstrip() + desk.signs.dots
        if not titled:
            self.update(Content.assemble(f"{words} ", (str(number), "bold $accent")))
            return
        known = quote.path in desk.atlas
        title = harmless(desk.atlas.name(quote.path) if known else quote.title)
        self.update(
            Content.assemble(f"{words}\n", (f"{number} ", "bold $accent"), (title, "$text-muted"))
        )

    def on_click(self, event: Click) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        quote = self.quote
        self.post_message(PassageChosen(quote.path, quote.start, quote.end))


@dataclass
class TurnResized(Fact):
    """A turn takes more rows than before, or fewer."""


class TurnView(Vertical):
    """Shows one turn, from the question to the checked answer."""

    state = getters.query_one(".state", Static)
    words = getters.query_one(".words", Static)
    verdict = getters.query_one(".verdict", Static)
    quotes = getters.query_one(".quotes", Vertical)

    def __init__(self, question: str, scope: str, desk: Desk, answer: Answer | None = None) -> None:
        super().__init__(classes="turn")
        self._question = question
        self.scope = scope
        self._desk, self._signs = desk, desk.signs
        self.answer = answer
        self._shown: tuple[Quote, ...] = answer.quotes if answer else ()
        self._read_as = answer.read_as if answer else ""

    def compose(self) -> ComposeResult:
        within = f"   in {NAMES[reach_of(self.scope)]}" if self.scope else ""
        asked = Content.assemble(
            (f"{self._signs.here} ", "$accent"),
            (harmless(self._question), "bold"),
            (within, "$text-muted"),
        )
        yield Static(asked, markup=False, classes="question")
        yield Static(markup=False, classes="verdict")
        yield Vertical(*self._cards(), classes="quotes")
        yield Static(markup=False, classes="state")
        yield Static(markup=False, classes="words")

    def on_mount(self) -> None:
        if self.answer is not None:
            self._show_verdict(self.answer.verdict)
            self._show_words(self.answer, legend=False)

    def on_resize(self) -> None:
        self.post_message(TurnResized())

    @property
    def asked(self) -> str:
        """The question."""
        return self._question

    @property
    def refused(self) -> bool:
        """Whether the notes do not hold the answer."""
        return self.answer is not None and self.answer.verdict == "not_in_notes"

    @property
    def shown_quotes(self) -> tuple[Quote, ...]:
        return self._shown

    async def show_quotes(
        self, verdict: Verdict, quotes: tuple[Quote, ...], read_as: str = ""
    ) -> None:
        """Show what was found, before any model is asked."""
        self._shown = quotes
        self._read_as = read_as
        self._show_verdict(verdict)
        await self.quotes.remove_children()
        await self.quotes.mount_all(self._cards())

    def show_state(self, text: str) -> None:
        """Show what is being waited for; nothing to show it no more."""
        self.state.update(Content(harmless(text)))
        self.state.set_class(bool(text), "-said")

    def show_draft(self, text: str) -> None:
        """Show what the model has written so far."""
        self.words.update(
            Content.assemble(("tutor, writing\n", "$text-muted"), (harmless(text), "italic"))
        )
        self.words.add_class("-said")

    def show_answer(self, answer: Answer, *, legend: bool) -> None:
        """Show the checked answer in the place of the draft."""
        self.answer = answer
        self.show_state("")
        self._show_verdict(answer.verdict)
        if more := answer.quotes[len(self._shown) :]:
            first = len(self._shown) + 1
            self._shown = answer.quotes
            cards = [QuoteCard(n, quote, self._desk) for n, quote in enumerate(more, first)]
            self.quotes.mount_all(cards)
        self._show_words(answer, legend=legend)

    def _cards(self) -> list[QuoteCard]:
        after = [*(quote.path for quote in self._shown[1:]), ""]
        return [
            QuoteCard(number, quote, self._desk, titled=quote.path != following)
            for number, (quote, following) in enumerate(zip(self._shown, after, strict=False), 1)
        ]

    def _show_verdict(self, verdict: Verdict) -> None:
        sign = {
            "answered": self._signs.right,
            "hedged": self._signs.part,
            "not_in_notes": self._signs.wrong,
        }[verdict]
        parts = [f"{sign} {VERDICTS[verdict]}"]
        if verdict == "not_in_notes" and self._shown:
            parts.append("\nclosest in your notes:")
        read_as = f"read as: {harmless(self._read_as)}\n" if self._read_as else ""
        self.verdict.update(Content.assemble((read_as, "$text-muted not bold"), "".join(parts)))
        for name in VERDICTS:
            self.verdict.set_class(name == verdict, f"-{name.replace('_', '-')}")

    def _show_words(self, answer: Answer, *, legend: bool) -> None:
        parts: list[str | Content | tuple[str, str]] = []
        if short := answer.short_answer:
            parts += [
                (f"“{harmless(' '.join(short.text.split()))}”", "bold"),
                ("  in your notes' words", "$text-muted"),
            ]
            parts += ["\n\n"] if answer.sentences else []
        if answer.sentences:
            again = ", as it answered this before" if answer.cached else ""
            parts.append((f"tutor, in its own words{again}\n", "$text-muted"))
            for number, sentence in enumerate(answer.sentences):
                parts += ["\n"] if number else []
                parts.append(checked(sentence, self._signs))
        if answer.note:
            parts += [("\n" if parts else "") + harmless(answer.note)]
        if legend and answer.sentences:
            parts.append((f"\n\n{legend_words(self._signs)}", "$text-muted"))
        self.words.update(Content.assemble(*parts))
        self.words.set_class(bool(parts), "-said")


@dataclass(slots=True)
class OnItsWay:
    """A question that is being answered."""

    view: TurnView
    scope: Scope
    found: LookUp | None = None
    draft: str = ""


def checked(sentence: WrittenSentence, signs: Signs) -> Content:
    """A sentence with its mark, and the numbers of the quotes that bear it out."""
    sign = {"full": signs.right, "part": signs.part, "none": signs.wrong}[sentence.support]
    colour = {"full": "$text-success", "part": "$text-warning", "none": "$text-error"}
    cited = "".join(f" [{number}]" for number in sentence.citations)
    return Content.assemble(
        (f"{sign} ", colour[sentence.support]),
        (harmless(sentence.text), _CLASSES[sentence.support]),
        (cited, "bold $accent"),
    )


def legend_words(signs: Signs) -> str:
    """What the marks mean."""
    return (
        f"{signs.right} the quotes say so   {signs.part} they say part of it   "
        f"{signs.wrong} they do not: do not rely on it"
    )
