"""Putting a set together: one question a fact, spread over sections and kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from llmtutor.quiz.gate.set_rules import Asked, ask_the_same, taken_apart
from llmtutor.quiz.led import lines_of
from llmtutor.quiz.models import AUTHOR, Kind, Question

MODEL = "model"
"""How the names of makers begin that have a model write."""
FILLERS = ("statement", "abbreviation", "leaning", "jotted")
"""Makers that are heard where the others leave a section short."""
PLAIN = "statement: plain"
"""The maker of true statements that are heard only where a section has nothing else."""
WORDS_AN_ITEM = 80
"""Of prose, for one question."""
_WEIGHT: dict[Kind, float] = {
    "choice": 4.0,
    "truefalse": 1.5,
    "cloze": 1.5,
    "short": 2.0,
    "match": 6.0,
    "order": 6.0,
    "multi": 6.0,
}
"""How often a kind is wanted where a fact can be asked in several; the rare ones always."""
MOST_TRUE, FREELY_TRUE = 0.6, 1
"""Share of a set's statements that may be true, lest guessing pays; and how many always may."""
_OWED = 4.0
"""How much more often a false statement is wanted while there are more true ones."""


@dataclass(slots=True)
class Fact:
    """Questions that ask the same in different ways; a set takes one of them."""

    questions: list[Question]

    @property
    def path(self) -> str:
        return self.questions[0].source.path

    @property
    def start(self) -> int:
        return self.questions[0].source.start

    @property
    def written(self) -> bool:
        """Whether an author asked it."""
        return any(question.maker == AUTHOR for question in self.questions)

    @property
    def filler(self) -> bool:
        """Whether it is heard only where a section has too little else."""
        return all(question.maker.startswith(FILLERS) for question in self.questions)


def facts(questions: Iterable[Question]) -> list[Fact]:
    """Questions gathered by what they ask, in the order given."""
    found: list[Fact] = []
    holders: dict[str, set[int]] = {}
    apart: list[list[Asked]] = []
    for question in questions:
        mine = taken_apart(question)
        # only facts that share a word, a term or a section can be the same
        marks = [*mine.words, f"term {mine.term}", *_places(question)]
        near = sorted({number for mark in marks for number in holders.get(mark, ())})
        place = next(
            (n for n in near if any(ask_the_same(mine, other) for other in apart[n])), len(found)
        )
        if place == len(found):
            found.append(Fact([]))
            apart.append([])
        found[place].questions.append(question)
        apart[place].append(mine)
        for mark in marks:
            holders.setdefault(mark, set()).add(place)
    return found


def _places(question: Question) -> Iterator[str]:
    """Marks of the stretches of a section that a question's source covers."""
    source = question.source
    for stretch in range(source.start // _STRETCH, source.end // _STRETCH + 1):
        yield f"{source.path} {stretch}"


_STRETCH = 100
"""Code points."""


def enough(found: Sequence[Fact], words: dict[str, int]) -> list[Fact]:
    """Facts without the fillers that nobody needs: a section has one for every 80 words."""
    kept = [fact for fact in found if not fact.filler]
    count = Counter(fact.path for fact in kept)
    for fact in sorted(found, key=_is_plain):
        wanted = max(1, -(-words.get(fact.path, 0) // WORDS_AN_ITEM))
        if fact.filler and count[fact.path] < (1 if _is_plain(fact) else wanted):
            kept.append(fact)
            count[fact.path] += 1
    return kept


def unless_written(made: Sequence[Question], written: Sequence[Question]) -> list[Question]:
    """What makers offer, without fillers on sections that an author asked about."""
    asked = {question.source.path for question in written}
    return [
        one for one in made if one.source.path not in asked or not one.maker.startswith(FILLERS)
    ]


def _is_plain(fact: Fact) -> bool:
    return all(question.maker == PLAIN for question in fact.questions)


class Picker:
    """Chooses how each fact is asked, so that kinds, and true and false, stay in balance."""

    def __init__(self, kinds: Collection[Kind], rng: Random) -> None:
        self._kinds = frozenset(kinds)
        self._rng = rng
        self._used: Counter[str] = Counter()
        self._truths: Counter[bool] = Counter()
        self._paths: set[str] = set()
        self._held: list[Fact] = []
        self._last = False

    def pick(
        self, fact: Fact, passes: Callable[[Question], bool] = lambda _: True
    ) -> Question | None:
        """One question of a fact, of the kind that is most behind; None if none fits.

        Args:
            fact: what is asked.
            passes: whether a question may be asked; tried in order until one may.
        """
        fit = [question for question in fact.questions if question.kind in self._kinds]
        order = {question.id: self._rng.random() for question in fit}
        fit.sort(key=lambda one: (_clumsiness(one), self._behind(one), order[one.id]))
        wanted = [question for question in fit if not self._is_one_too_many(question)]
        chosen = next((question for question in wanted if passes(question)), None)
        if chosen is None:
            if len(wanted) < len(fit):
                self._held.append(fact)
            return None
        self._paths.add(fact.path)
        self._used[chosen.kind] += 1
        if isinstance(chosen.key, bool):
            self._truths[chosen.key] += 1
        return chosen

    def held(self) -> Iterator[Fact]:
        """Facts that were one true statement too many when they came; more may be false by now."""
        held, self._held = self._held, []
        yield from held

    def left(self) -> Iterator[Fact]:
        """The same once there is nothing else: now a section's only question may be true."""
        self._last = True
        yield from self.held()
        self._last = False

    def _is_one_too_many(self, question: Question) -> bool:
        """Whether a true statement would make "true" the better guess."""
        if question.key is not True or question.maker == AUTHOR or self._kinds == {"truefalse"}:
            return False
        true = self._truths[True] + 1
        if true <= FREELY_TRUE or (self._last and question.source.path not in self._paths):
            return False
        return true > MOST_TRUE * (self._truths.total() + 1)

    def _behind(self, question: Question) -> tuple[float, int]:
        truth = self._truths[question.key] if isinstance(question.key, bool) else 0
        weight = _WEIGHT[question.kind]
        if question.key is False and self._truths[True] > self._truths[False]:
            weight *= _OWED
        return (self._used[question.kind] + 1) / weight, truth


def _clumsiness(question: Question) -> int:
    """What people wrote comes first, then what a model asked in its words, then the rest.

    Last what needs lines above it, which no other question of the set may then ask about.
    """
    if question.maker == AUTHOR:
        return 0
    return 1 if question.maker.startswith(MODEL) else 2 + bool(lines_of(question))


def spread(found: Sequence[Fact], rng: Random) -> list[Fact]:
    """Facts in an order that visits every section before any section twice."""
    by_section: dict[str, list[Fact]] = {}
    for fact in found:
        by_section.setdefault(fact.path, []).append(fact)
    for held in by_section.values():
        rng.shuffle(held)
        held.sort(key=lambda fact: (not fact.written, fact.filler, _is_plain(fact)))
    paths = list(by_section)
    rng.shuffle(paths)
    order: list[Fact] = []
    for round_number in range(max((len(held) for held in by_section.values()), default=0)):
        order += [
            by_section[path][round_number] for path in paths if len(by_section[path]) > round_number
        ]
    return order


def shuffled(questions: Sequence[Question], rng: Random) -> list[Question]:
    """Options shuffled; over the choices, the key stands in every place equally often."""
    places: dict[int, list[int]] = {}
    made: list[Question] = []
    for question in questions:
        if question.options is None:
            made.append(question)
            continue
        options = list(question.options)
        rng.shuffle(options)
        if question.kind == "choice" and question.key in options:
            count = len(options)
            if not places.get(count):
                places[count] = rng.sample(range(count), count)
            options.remove(str(question.key))
            options.insert(places[count].pop(), str(question.key))
        elif question.kind == "order" and tuple(options) == question.key:
            options.reverse()
        made.append(replace(question, options=tuple(options)))
    return made
