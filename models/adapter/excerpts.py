"""Lectures as the app gives them to the model: an open section whole, or what search brings.

Asked about a whole lecture, the app gives the sentences that search finds, from here and
there, each with its neighbours. So an excerpt holds the sentence of an answer beside those of
the lecture that are as near to the question by their words, and beside what tempts to answer
a near miss. Everything asked of the lecture that can be told from it is asked of it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from adapter.examples import Block, Branch
from llmtutor.content.inline import plain
from llmtutor.content.sentences import Span, sentences
from llmtutor.search.analysis import query_terms, term_set
from llmtutor.tutor.abilities import REFUSAL
from llmtutor.tutor.prompt import unwrapped

_REFUSALS = 0.7
"""Of the answers of an excerpt: as many refusals beside them at most."""
_FOREIGN = 0.5
"""Share of a near miss's words from which another section may well answer it."""


def lecture_blocks(blocks: Sequence[Block], seed: int) -> list[Block]:
    """Each section of whole lectures once as it is, and excerpts that hold all its answers.

    Args:
        blocks: the sections ``NAME-1``, ``NAME-2`` and so on of each lecture, with their
            notes as written; a heading may open them.
        seed: of what stands together in an excerpt.
    """
    rng = random.Random(seed)
    lectures = [[_Section.of(b) for b in found] for found in by_lecture(blocks).values()]
    found = [section.whole for lecture in lectures for section in lecture]
    for lecture in lectures:
        found += [excerpt for part in lecture for excerpt in _excerpts(part, lecture, rng)]
    return found


def by_lecture(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """Sections ``NAME-1``, ``NAME-2`` and so on by the name of their lecture."""
    lectures: dict[str, list[Block]] = {}
    for block in blocks:
        lectures.setdefault(block.id.rpartition("-")[0], []).append(block)
    return lectures


def headed(notes: str) -> tuple[str, str]:
    """The heading that opens notes, empty where none does, and the rest."""
    first, _, rest = notes.partition("\n")
    if not first.startswith("## "):
        return "", notes
    return first.removeprefix("## ").strip(), rest.strip()


@dataclass(slots=True)
class _Section:
    """A section, its sentences, and where its answers stand."""

    title: str
    block: Block
    """With its markup off, without the title, and with what can still be answered in its words."""
    spans: list[Span]
    words: list[frozenset[str]]
    answered: dict[int, list[Branch]] = field(default_factory=dict)
    """By the number of the sentence."""

    @classmethod
    def of(cls, block: Block) -> _Section:
        title, body = headed(block.notes)
        notes = unwrapped(plain(body))
        kept = [b for b in block.branches if b.task != "answer" or b.target in notes]
        spans = sentences(notes)
        words = [term_set(span.of(notes)) for span in spans]
        section = cls(title, Block(block.id, notes, kept), spans, words)
        for branch in kept:
            if branch.task in {"answer", "explain"}:
                said = branch.fields["cites"] if branch.task == "explain" else branch.target
                holding = [n for n, span in enumerate(spans) if said.strip() in span.of(notes)]
                if holding:
                    at = section._nearest(branch, holding)
                    section.answered.setdefault(at, []).append(branch)
        return section

    def _nearest(self, branch: Branch, numbers: Sequence[int]) -> int:
        asked = _asked(branch)
        return max(numbers, key=lambda number: len(self.words[number] & asked))

    def told(self, first: int, last: int) -> list[Branch]:
        """What a run of sentences answers with all the words that stand around each answer."""
        return [
            branch
            for number in range(first, last + 1)
            for branch in self.answered.get(number, [])
            if self._beside(branch, number, first, last)
            == self._beside(branch, number, 0, len(self.spans) - 1)
        ]

    def _beside(self, branch: Branch, number: int, first: int, last: int) -> frozenset[str]:
        words = self.words[max(first, number - 1) : min(last, number + 1) + 1]
        return frozenset[str]().union(*words) & _asked(branch)

    def tempting(self, branch: Branch) -> int:
        return self._nearest(branch, range(len(self.spans)))

    @property
    def whole(self) -> Block:
        notes = f"{self.title}\n{self.block.notes}" if self.title else self.block.notes
        return Block(self.block.id, notes, self.block.branches)

    @property
    def refused(self) -> list[Branch]:
        return [branch for branch in self.block.branches if branch.task == "refuse"]


_Place = tuple[int, int]
"""Of a sentence: the number of its section in the lecture, and its own."""


def _excerpts(home: _Section, lecture: Sequence[_Section], rng: random.Random) -> Iterator[Block]:
    """Excerpts in which every answer of a section stands at least once."""
    number = lecture.index(home)
    waiting = [(at, b) for at, branches in home.answered.items() for b in branches]
    waiting = rng.sample(waiting, len(waiting))
    tempted = rng.sample(home.refused, len(home.refused))
    for count in range(len(waiting)):
        if not waiting:
            return
        at, asked = waiting[0]
        chosen = [(number, at), *_near(asked, lecture, (number, at), 1, rng)]
        if tempted:
            near_miss = tempted[count % len(tempted)]
            chosen.append((number, home.tempting(near_miss)))
        else:
            chosen += _near(asked, lecture, (number, at), 1, rng)
        windows = _windows({*chosen}, lecture)
        rng.shuffle(windows)
        block = _excerpt(f"{home.block.id}-x{count + 1}", windows, home, lecture, rng)
        seen = {id(b) for b in block.branches}
        waiting = [item for item in waiting[1:] if id(item[1]) not in seen]
        yield block


def _near(
    asked: Branch, lecture: Sequence[_Section], but: _Place, count: int, rng: random.Random
) -> list[_Place]:
    """The other sentences of the lecture that share most words with a question."""
    terms = _asked(asked)
    places = [
        (len(words & terms) + rng.random(), (part, number))
        for part, section in enumerate(lecture)
        for number, words in enumerate(section.words)
        if (part, number) != but
    ]
    return [place for _, place in sorted(places, reverse=True)[:count]]


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring sentences of one section."""

    part: int
    first: int
    last: int

    def text(self, lecture: Sequence[_Section]) -> str:
        section = lecture[self.part]
        start, end = section.spans[self.first].start, section.spans[self.last].end
        return section.block.notes[start:end]


def _windows(places: Set[_Place], lecture: Sequence[_Section]) -> list[_Window]:
    """Each sentence with the one before and the one after; those that meet are one."""
    found: list[_Window] = []
    for part, number in sorted(places):
        last = min(number + 1, len(lecture[part].spans) - 1)
        window = _Window(part, max(0, number - 1), last)
        if found and found[-1].part == part and window.first <= found[-1].last + 1:
            found[-1] = replace(found[-1], last=last)
        else:
            found.append(window)
    return found


def _excerpt(
    name: str,
    windows: Sequence[_Window],
    home: _Section,
    lecture: Sequence[_Section],
    rng: random.Random,
) -> Block:
    notes = "\n\n".join(window.text(lecture) for window in windows)
    held = [b for window in windows for b in lecture[window.part].told(window.first, window.last)]
    answers = sum(branch.task == "answer" for branch in held)
    number = lecture.index(home)
    inside = {n for w in windows if w.part == number for n in range(w.first, w.last + 1)}
    foreign = [w.text(lecture) for w in windows if w.part != number]
    refused = [
        branch
        for branch in home.refused
        if home.tempting(branch) in inside and not _may_answer(foreign, branch)
    ]
    elsewhere = [
        Branch("refuse", branch.fields, REFUSAL)
        for branch in home.block.branches
        if branch.task == "answer" and branch.target.lower() not in notes.lower()
    ]
    refused += rng.sample(elsewhere, min(1, len(elsewhere)))
    return Block(name, notes, held + refused[: max(1, round(_REFUSALS * answers))])


def _may_answer(texts: Sequence[str], branch: Branch) -> bool:
    asked = _asked(branch)
    return any(len(term_set(text) & asked) >= _FOREIGN * len(asked) for text in texts)


def _asked(branch: Branch) -> frozenset[str]:
    return frozenset(term.text for term in query_terms(branch.fields["question"]))
