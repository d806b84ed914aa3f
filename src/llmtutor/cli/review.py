"""``llmtutor review``: the cards that are due, in the terminal or as JSON."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from llmtutor.cli.dialogue import Dialogue, LeftError, span, understood
from llmtutor.cli.output import add_json, console, print_json, reading_progress, scope_of
from llmtutor.errors import EXIT_DONE

if TYPE_CHECKING:
    from llmtutor.review.models import DeckCard, Rating
    from llmtutor.review.queue import Queue
    from llmtutor.services import Services

_KEYS = "u undo, s suspend, b not today, q leave"
_SHOWN = 200
"""Cards listed by ``--json``; the counts are of all."""


def add_to(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("review", help="review what is due")
    parser.add_argument("path", nargs="?", metavar="PATH", help="this part of the library only")
    parser.add_argument(
        "--optimise",
        action="store_true",
        help="fit the schedule to your own history (needs the extra 'optimise')",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Review until nothing is due, or say what is due."""
    from llmtutor.bootstrap import build

    services = build(overrides=options.overrides, model=False, progress=reading_progress)
    now = datetime.now(UTC)
    if options.optimise:
        return _optimise(services, now, as_json=options.json)
    services.record.take_notes(now)
    within = scope_of(services.library, options.path).path
    if options.json:
        print_json(to_json(services, services.deck.queue(now, within), within))
        return EXIT_DONE
    _Session(services, within).run()
    return EXIT_DONE


def to_json(services: Services, queue: Queue, within: str) -> dict[str, Any]:
    """What is due, and what keeps being forgotten."""
    cards = [services.deck.card(card) for card in queue.ids[:_SHOWN]]
    return {
        "due": queue.total,
        "learning": queue.learning,
        "reviews": queue.reviews,
        "new": queue.new,
        "put_off": {"siblings": queue.siblings_put_off, "over_limit": queue.over_limit},
        "cards": [_card_json(item) for item in cards],
        "leeches": [
            {**_card_json(item), "lapses": item.schedule.lapses}
            for item in services.deck.leeches(within)
        ],
    }


def _card_json(item: DeckCard) -> dict[str, Any]:
    schedule = item.schedule
    return {
        "id": item.card.id,
        "kind": item.card.kind,
        "front": item.card.front,
        "path": item.card.path,
        "state": schedule.state,
        "due": schedule.due.isoformat() if schedule.due else None,
    }


class _Session:
    """Reviews in the terminal. Each rating is on the disk before the next card is shown."""

    def __init__(self, services: Services, within: str) -> None:
        self._services = services
        self._deck = services.deck
        self._within = within
        self._talk = Dialogue()
        self._acts: list[str] = []
        """What was done here and can be taken back, the newest last."""
        self._again: str = ""
        """A card to show next, whatever the queue says: one that was just undone."""

    def run(self) -> None:
        try:
            while card := self._next():
                self._review(card)
        except LeftError:
            pass
        self._end()

    def _next(self) -> DeckCard | None:
        if self._again:
            card, self._again = self._again, ""
            return self._deck.card(card)
        queue = self._deck.queue(datetime.now(UTC), self._within)
        if not queue.ids:
            return None
        self._talk.say(f"\n{queue.total} left", "dim")
        return self._deck.card(queue.ids[0])

    def _review(self, item: DeckCard) -> None:
        began = time.monotonic()
        suggested = self._ask(item)
        if suggested is None:
            return
        self._show_source(item)
        rating = self._rate(item, suggested)
        if rating is not None:
            seconds = round(time.monotonic() - began, 1)
            after = self._deck.answer(item.card.id, rating, datetime.now(UTC), seconds=seconds)
            self._acts.append("review")
            due, last = after.schedule.due, after.schedule.last
            if due and last:
                self._talk.say(f"again in {span((due - last).total_seconds())}", "dim")

    def _ask(self, item: DeckCard) -> Rating | None:
        """Show the front, then the back; the grade to suggest, None where the card was left."""
        from llmtutor.interchange.question_card import question_of
        from llmtutor.quiz.grading import grade
        from llmtutor.review.intake import rating_of
        from llmtutor.review.models import Rating

        question = question_of(item.card)
        if question is None:
            self._talk.say(item.card.front, "bold")
            line = self._talk.ask(f"Enter shows the answer; {_KEYS}")
            if line and self._command(item, line):
                return None
            self._talk.say(f"  {item.card.back}")
            return Rating.GOOD
        self._talk.show(question)
        line = self._talk.answer(question, f", or :{_KEYS.replace(', ', ', :')}")
        if line.startswith(":") and self._command(item, line[1:]):
            return None
        given = understood(question, line) if line else None
        marked = grade(question, given)
        sign = "✓" if marked.right else "◐" if marked.score else "✗"
        self._talk.say(f"{sign} {item.card.back}")
        if question.explanation:
            self._talk.say(f"  {question.explanation}")
        return rating_of(marked.score)

    def _rate(self, item: DeckCard, suggested: Rating) -> Rating | None:
        from llmtutor.review.models import Rating

        waits = self._deck.previews(item.card.id, datetime.now(UTC))
        grades = "  ".join(
            f"{int(rating)} {rating.name.lower()} ({span(wait.total_seconds())})"
            for rating, wait in waits.items()
        )
        while True:
            line = self._talk.ask(f"{grades}; Enter is {int(suggested)}").lstrip(":")
            if not line:
                return suggested
            if line in {"1", "2", "3", "4"}:
                return Rating(int(line))
            if self._command(item, line):
                return None
            self._talk.say(f"Please give 1, 2, 3 or 4; or {_KEYS}.", "dim")

    def _command(self, item: DeckCard, line: str) -> bool:
        """Carry out ``u``, ``s``, ``b`` or ``q``; False where it is none of them."""
        now = datetime.now(UTC)
        if line == "q":
            raise LeftError
        if line == "u":
            undone = self._deck.undo(now)
            del self._acts[-1:]
            self._again = undone.card.id if undone else item.card.id
            self._talk.say("Taken back." if undone else "There is nothing to take back.", "dim")
        elif line == "s":
            self._deck.suspend(item.card.id, now)
            self._acts.append("suspend")
            self._talk.say(
                f"Suspended. llmtutor cards resume {item.card.id} brings it back.", "dim"
            )
        elif line == "b":
            self._deck.bury(item.card.id, now)
            self._acts.append("bury")
            self._talk.say("Not today.", "dim")
        else:
            return False
        return True

    def _show_source(self, item: DeckCard) -> None:
        card = item.card
        if card.quote and card.kind == "question":
            self._talk.say(f"  ┃ “{' '.join(card.quote.split())}”", "dim")
        if card.title or card.path:
            self._talk.say(f"    {card.title}  {card.path}", "dim")

    def _end(self) -> None:
        queue = self._deck.queue(datetime.now(UTC), self._within)
        reviewed = self._acts.count("review")
        said = f"{reviewed} reviewed." if reviewed else "Nothing reviewed."
        left = f" {queue.total} left." if queue.total else " Nothing is due."
        self._talk.say("\n" + said + left, "bold")
        if queue.siblings_put_off or queue.over_limit:
            self._talk.say(
                f"Put off: {queue.siblings_put_off} next to others of today,"
                f" {queue.over_limit} above the day's limit.",
                "dim",
            )
        for item in self._deck.leeches(self._within)[:5]:
            self._talk.say(
                f"  forgotten {item.schedule.lapses} times: {item.card.front.splitlines()[0]}"
                f"  reread {item.card.path}",
                "dim",
            )


def _optimise(services: Services, now: datetime, *, as_json: bool) -> int:
    import json

    from llmtutor.review.optimise import fit

    services.deck.take_tried()
    weights = fit(services.deck.log())
    services.deck.use_weights(json.dumps(weights), now)
    if as_json:
        print_json({"weights": list(weights)})
    else:
        console().print("The schedule now follows your own history; due dates were computed anew.")
    return EXIT_DONE
