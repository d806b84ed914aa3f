"""More to learn from a question set: explaining, making false and judging, beside answering.

A set gives questions and answers. The sentence that holds an answer explains it in
the notes' own words; another answer of the same passage and of the same shape, put
in its place, makes the sentence false, and is a wrong answer to the question.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Literal

from adapter.examples import Block, Branch, verdict_text
from llmtutor.content.sentences import sentences

Shape = Literal["number", "name", "words"]
_SHORTEST, _LONGEST = 7, 34
"""Words of a sentence that explains."""
_POINTS_BACK = re.compile(r"^(?:he|she|it|they|this|these|that|those|such|his|her|their)\b", re.I)
_JOINED = re.compile(r",? and |, ")


def with_derived(block: Block, rng: random.Random) -> Block:
    """The block with at most one example of each of the three tasks more."""
    answers = [branch for branch in block.branches if branch.task == "answer"]
    rng.shuffle(answers)
    lines = [" ".join(span.of(block.notes).split()) for span in sentences(block.notes)]
    more: list[Branch] = []
    for made in (_explained(answers, lines), _made_false(answers, lines), _judged(answers, rng)):
        more += [branch for branch, _ in zip(made, range(1), strict=False)]
    return Block(block.id, block.notes, [*block.branches, *more])


def _explained(answers: list[Branch], lines: list[str]) -> Iterator[Branch]:
    for branch in answers:
        line = _line_of(branch.target, lines)
        shared = _content(line) & _content(branch.fields["question"])
        if len(shared) >= 2:
            yield Branch("explain", dict(branch.fields), line)


def _content(text: str) -> set[str]:
    """The words that say something: those of four letters and more."""
    return set(re.findall(r"\w{4,}", text.lower()))


def _line_of(answer: str, lines: list[str]) -> str:
    """The only sentence that holds an answer, if it stands alone; else nothing."""
    found = [line for line in lines if answer in line]
    fits = len(found) == 1 and _SHORTEST <= len(found[0].split()) <= _LONGEST
    return found[0] if fits and not _POINTS_BACK.match(found[0]) else ""


def _made_false(answers: list[Branch], lines: list[str]) -> Iterator[Branch]:
    for branch in answers:
        line = _line_of(branch.target, lines)
        if line.count(branch.target) != 1 or shape(branch.target) == "words":
            continue
        for other in _alike(branch, answers):
            if other not in line:
                yield Branch("false", {"statement": line}, line.replace(branch.target, other))


def _alike(branch: Branch, answers: list[Branch]) -> list[str]:
    """Answers to other questions of the same shape, that say nothing of this one's."""
    words = _content(branch.target)
    return [
        other.target
        for other in answers
        if shape(other.target) == shape(branch.target)
        and len(other.target.split()) <= 4 >= len(branch.target.split())
        and not words & _content(other.target)
    ]


def shape(text: str) -> Shape:
    """What an answer looks like, so that another can stand in its place."""
    if re.search(r"\d", text):
        return "number"
    return "name" if text[:1].isupper() else "words"


def _judged(answers: list[Branch], rng: random.Random) -> Iterator[Branch]:
    """A student's answer: the key in another wording, a part of it, or another answer."""
    wanted = rng.choice(("right", "partly", "wrong"))
    for branch in answers:
        key = branch.target
        asked = {"question": branch.fields["question"], "key": key}
        parts = _JOINED.split(key)
        others = _alike(branch, answers)
        wordings = [text for text in branch.accepted if text.lower() != key.lower()]
        if wanted == "wrong" and others:
            yield Branch("judge", {**asked, "given": others[0]}, verdict_text("wrong", key))
        elif wanted == "partly" and len(parts) > 1:
            given = {**asked, "given": parts[0]}
            yield Branch("judge", given, verdict_text("partly", parts[-1]))
        elif wanted == "right" and wordings:
            yield Branch("judge", {**asked, "given": rng.choice(wordings)}, "right")
