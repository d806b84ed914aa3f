"""A trace as parts to read: a title, what to notice, and lines that fit 76 columns."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from llmtutor.content.inline import plain
from llmtutor.search.confidence import HEDGED_BELOW, REFUSED_BELOW
from llmtutor.tutor.models import Verdict
from llmtutor.tutor.trace import Trace, TracedPrompt
from llmtutor.tutor.verdict import joined

WIDTH = 76
_BAR = 20
_VERDICTS: dict[Verdict, str] = {
    "answered": "in your notes",
    "hedged": "perhaps in your notes",
    "not_in_notes": "not in your notes",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the story of an answer."""

    title: str
    notice: str
    """What to look at."""
    lines: tuple[str, ...]


def told(trace: Trace) -> tuple[Told, ...]:
    """The whole story, in the order in which it happened."""
    return (
        Told("Question", *_question(trace)),
        Told("Passages", "words: BM25; meaning: cosine, where there are vectors", _hits(trace)),
        Told(
            "Sentences",
            "+ kept as a quote, - dropped; share of the question's weight",
            _sentences(trace),
        ),
        Told("Verdict", *_verdict(trace)),
        Told("Techniques", "ask.… in the settings switches each", _techniques(trace)),
        *(Told(f"Prompt: {item.purpose}", _figures(item), _prompt(item)) for item in trace.prompts),
        Told("Time", "wall clock", tuple(f"{ms:9.1f} ms  {name}" for name, ms in trace.steps)),
    )


def _question(trace: Trace) -> tuple[str, tuple[str, ...]]:
    lines = [*_wrapped(trace.question)]
    if trace.read_as:
        lines += _wrapped(f"read as: {trace.read_as}")
    most = max((term.weight for term in trace.terms), default=1.0) or 1.0
    for term in trace.terms:
        typed = f"  (typed: {term.typed})" if term.typed else ""
        bar = "█" * max(1, round(_BAR * term.weight / most))
        lines.append(f"{_cut(term.word, 24):24} {term.weight:5.2f} {bar}{typed}")
    return "words that were looked for, the rarer the heavier", tuple(lines)


def _hits(trace: Trace) -> tuple[str, ...]:
    if not trace.hits:
        return ("none",)
    rows = [f"{'words':>6} {'meaning':>7} {'score':>6}  section"]
    for hit in trace.hits:
        meaning = "      –" if hit.meaning is None else f"{hit.meaning:7.2f}"
        rows.append(f"{hit.words:6.1f} {meaning} {hit.score:6.2f}  {_cut(hit.title, 50)}")
    return tuple(rows)


def _sentences(trace: Trace) -> tuple[str, ...]:
    lines = []
    for item in trace.sentences:
        sign = "+" if item.kept else "-"
        text = " ".join(plain(item.text).split())
        lines.append(f"{sign} {item.score:5.2f} {item.coverage * 100:3.0f} %  {_cut(text, 61)}")
    return tuple(lines) or ("none",)


def _verdict(trace: Trace) -> tuple[str, tuple[str, ...]]:
    sure = joined(trace.confidence, trace.refusal)
    lines = [f"search alone: {trace.confidence:.2f}, {_VERDICTS[trace.by_search]}"]
    if trace.refusal is not None:
        lines.append(f'the model\'s "not in the notes": {trace.refusal:.2f}; joined {sure:.2f}')
    lines.append(f"so: {_VERDICTS[trace.verdict]}")
    notice = f"below {REFUSED_BELOW:.2f} not in your notes, below {HEDGED_BELOW:.2f} perhaps"
    return notice, tuple(lines)


def _techniques(trace: Trace) -> tuple[str, ...]:
    lines: list[str] = []
    for item in trace.techniques:
        sign = "on " if item.on else "off"
        first, *rest = textwrap.wrap(" ".join(item.did.split()), WIDTH - 24) or [""]
        lines.append(f"{sign} {item.name:18} {first}")
        lines += [" " * 23 + line for line in rest]
    return tuple(lines)


def _figures(item: TracedPrompt) -> str:
    read = f"{item.tokens} tokens, {item.cached} of them read before; {item.read_ms:.0f} ms"
    return f"{read}; wrote {item.new_tokens} in {item.write_ms:.0f} ms" if item.new_tokens else read


def _prompt(item: TracedPrompt) -> tuple[str, ...]:
    lines = [line for text in item.text.split("\n") for line in (_wrapped(text) or ("",))]
    return (*(f"│ {line}" for line in lines), *_wrapped(f"» {item.wrote.strip()}"))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH - 4)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
