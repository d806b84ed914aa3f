"""Terse notes made of subjects: tables, bullets, logs and code, with what is asked about them.

``data/terse.yaml`` says what a subject's rows are and what can be noted of them.
A block takes some rows and some facts, leaves single facts out, and asks for what
is there beside what is not: the fact left out where others have it, a row or a
fact that is not in the notes, who or how many where another name or number stands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from adapter.examples import Block, Branch, verdict_text
from llmtutor.tutor.abilities import REFUSAL

Rows = Mapping[str, Mapping[str, str]]
"""Of a row's name, its facts as they stand in the notes."""
_PEOPLE = ("Ada", "Dr Holm", "Mrs Quell", "Jonas", "Prof. Iver", "Sanne", "Mr Tadic", "Leonie")
_DATES = ("3 April", "17 Oct", "28 Feb", "9 June", "Tuesday", "12 Nov", "Friday 6th")
_TIMES = ("07:15", "9:40", "13:05", "16:30", "18:00", "quarter to ten", "08:50")
_LEFT_OUT = 0.2
"""Share of single facts that are left out."""


@dataclass(frozen=True, slots=True)
class Terse:
    """Rows, what is noted of them, and the subject they are of."""

    subject: Mapping[str, Any]
    facts: tuple[str, ...]
    rows: Rows

    def ask(self, rng: random.Random, row: str, fact: str) -> str:
        return str(rng.choice(self.subject["facts"][fact]["ask"])).replace("{x}", self.shown(row))

    def say(self, row: str, fact: str, value: str) -> str:
        said = str(self.subject["facts"][fact]["say"])
        said = said.replace("{x}", self.shown(row)).replace("{v}", value)
        return said[0].upper() + said[1:]

    def shown(self, row: str) -> str:
        """A row's name as it is spoken of: of a link, its words."""
        return row[1:].partition("](")[0] if row.startswith("[") else row


def terse_blocks(file: Path, count: int, seed: int) -> list[Block]:
    """``count`` blocks, each of another choice of rows and facts; the same seed, the same ones."""
    subjects = yaml.safe_load(file.read_text(encoding="utf-8"))
    rng = random.Random(seed)
    return [_block(subjects[n % len(subjects)], f"terse-{n}", rng) for n in range(count)]


def _block(subject: Mapping[str, Any], name: str, rng: random.Random) -> Block:
    notes = _filled(subject, rng)
    given = {
        "who": rng.choice(_PEOPLE), "date": rng.choice(_DATES), "time": rng.choice(_TIMES),
        "n": str(rng.randint(2, 19)),
    }  # fmt: skip
    title = _put(rng.choice(subject["titles"]), given)
    aside = rng.choice(subject["asides"])
    lines = rng.choice(_FORMS)(notes)
    lines.insert(rng.choice((0, len(lines))), _put(aside["text"], given))
    text = "\n".join([f"{rng.choice(('## ', '', '# '))}{title}", *lines])
    branches = [*_answers(notes, text, rng), *_refusals(notes, rng)]
    for question, answer in rng.sample(aside["ask"], min(2, len(aside["ask"]))):
        branches.append(Branch("answer", {"question": question}, given.get(answer, str(answer))))
    branches += _others(notes, text, rng)
    return Block(name, text, [one for one in branches if _holds(one, text)])


def _holds(branch: Branch, text: str) -> bool:
    return branch.task != "answer" or branch.target in text


def _put(text: str, given: Mapping[str, str]) -> str:
    for key, value in given.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _filled(subject: Mapping[str, Any], rng: random.Random) -> Terse:
    names = rng.sample(subject["names"], rng.randint(3, min(5, len(subject["names"]) - 1)))
    facts = rng.sample(list(subject["facts"]), rng.randint(2, min(4, len(subject["facts"]) - 1)))
    columns = {fact: _values(subject["facts"][fact], len(names), rng) for fact in facts}
    rows: dict[str, dict[str, str]] = {}
    for place, name in enumerate(names):
        kept = [fact for fact in facts if rng.random() >= _LEFT_OUT] or facts[:1]
        rows[name] = {fact: columns[fact][place] for fact in kept}
    return Terse(subject, tuple(facts), rows)


def _values(fact: Mapping[str, Any], count: int, rng: random.Random) -> list[str]:
    if "values" in fact:
        return [str(value) for value in rng.sample(fact["values"], count)]
    least, most, places = fact["number"]
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{rng.uniform(least, most):.{places}f}{fact['unit']}"] = None
    return list(found)


def _bullets(notes: Terse) -> list[str]:
    return [f"- {row}: {_listed(facts, ', ')}" for row, facts in notes.rows.items()]


def _nested(notes: Terse) -> list[str]:
    return [
        line
        for row, facts in notes.rows.items()
        for line in (f"* {row}", *(f"  * {fact}: {value}" for fact, value in facts.items()))
    ]


def _table(notes: Terse) -> list[str]:
    head = [notes.subject["thing"], *notes.facts]
    rows = [[row, *(f.get(fact, "–") for fact in notes.facts)] for row, f in notes.rows.items()]
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _telegram(notes: Terse) -> list[str]:
    return [f"{row} -> {_listed(facts, '; ')}" for row, facts in notes.rows.items()]


def _headings(notes: Terse) -> list[str]:
    return [
        line
        for row, facts in notes.rows.items()
        for line in (f"### {row}", *(f"{fact} = {value}" for fact, value in facts.items()))
    ]


def _code(notes: Terse) -> list[str]:
    rows = (
        f'    "{row}": {{{", ".join(f"{fact!r}: {value!r}" for fact, value in facts.items())}}},'
        for row, facts in notes.rows.items()
    )
    return ["```python", f"{notes.subject['thing'].upper()} = {{", *rows, "}", "```"]


def _sheet(notes: Terse) -> list[str]:
    head = [notes.subject["thing"], *notes.facts]
    rows = [[row, *(f.get(fact, "") for fact in notes.facts)] for row, f in notes.rows.items()]
    return [";".join(cells) for cells in (head, *rows)]


def _by_fact(notes: Terse) -> list[str]:
    lines = []
    for fact in notes.facts:
        held = [f"{row} {facts[fact]}" for row, facts in notes.rows.items() if fact in facts]
        lines += [f"**{fact}:** {', '.join(held)}"] if held else []
    return lines


_FORMS: Sequence[Callable[[Terse], list[str]]] = (
    _bullets, _nested, _table, _table, _telegram, _headings, _code, _sheet, _by_fact,
)  # fmt: skip


def _listed(facts: Mapping[str, str], between: str) -> str:
    return between.join(f"{fact} {value}" for fact, value in facts.items())


def _there(notes: Terse, rng: random.Random) -> list[tuple[str, str, str]]:
    """``(row, fact, value)`` of all that is noted, in random order."""
    found = [(row, fact, v) for row, facts in notes.rows.items() for fact, v in facts.items()]
    rng.shuffle(found)
    return found


def _answers(notes: Terse, text: str, rng: random.Random) -> Iterator[Branch]:
    there = _there(notes, rng)
    for row, fact, value in there[:5]:
        yield Branch("answer", {"question": notes.ask(rng, row, fact)}, value)
    for row, fact, value in there[5:6]:
        if text.count(value) == 1:
            question = f"Which {notes.subject['thing']} has {value} as {fact}?"
            yield Branch("answer", {"question": question}, notes.shown(row))


def _refusals(notes: Terse, rng: random.Random) -> Iterator[Branch]:
    subject = notes.subject
    out = [(r, f) for r, facts in notes.rows.items() for f in notes.facts if f not in facts]
    other_facts = [fact for fact in subject["facts"] if fact not in notes.facts]
    other_rows = [row for row in subject["names"] if row not in notes.rows]
    asked = [notes.ask(rng, row, fact) for row, fact in rng.sample(out, min(2, len(out)))]
    asked.append(notes.ask(rng, rng.choice(list(notes.rows)), rng.choice(other_facts)))
    asked.append(notes.ask(rng, rng.choice(other_rows), rng.choice(notes.facts)))
    row = notes.shown(rng.choice(list(notes.rows)))
    asked += [text.replace("{x}", row) for text in rng.sample(subject["absent"], 1)]
    rng.shuffle(asked)
    for question in asked[:4]:
        yield Branch("refuse", {"question": question}, REFUSAL)


def _others(notes: Terse, text: str, rng: random.Random) -> Iterator[Branch]:
    """One each of what is explained, asked and made false, and two verdicts."""
    there = _there(notes, rng)
    row, fact, value = there[0]
    yield Branch("explain", {"question": notes.ask(rng, row, fact)}, notes.say(row, fact, value))
    for row, fact, value in there[1:]:
        question = notes.ask(rng, row, fact)
        if text.count(value) == 1 and question.endswith("?") and len(question.split()) > 4:
            yield Branch("question", {"span": value}, question[0].upper() + question[1:])
            break
    row, fact, value = rng.choice(there)
    if others := [v for _, f, v in there if f == fact and v != value]:
        said = [notes.say(row, fact, v) for v in (value, rng.choice(others))]
        yield Branch("false", {"statement": said[0]}, said[1])
        asked = {"question": notes.ask(rng, row, fact), "key": value}
        given, verdict = rng.choice(
            (
                (said[0], "right"),
                (said[1], verdict_text("wrong", value)),
                (others[0], verdict_text("wrong", value)),
            )
        )
        yield Branch("judge", {**asked, "given": given}, verdict)
    yield from _of_two(notes, rng)


def _of_two(notes: Terse, rng: random.Random) -> Iterator[Branch]:
    """A question for two facts of a row: answered with one of them, or with both."""
    for row, facts in notes.rows.items():
        if len(facts) < 2:
            continue
        (one, first), (two, second) = rng.sample(list(facts.items()), 2)
        question = f"What are {one} and {two} of {notes.shown(row)}?"
        key = f"{one} {first}, {two} {second}"
        given, verdict = rng.choice(
            ((first, verdict_text("partly", f"{two} {second}")), (f"{second}; {first}", "right"))
        )
        yield Branch("judge", {"question": question, "key": key, "given": given}, verdict)
        return
