"""A conversation as Markdown: questions, quotes with links, the model's words marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote as url_quote

from llmtutor.content.inline import plain
from llmtutor.tutor.models import Answer, Turn, Verdict

_VERDICTS: dict[Verdict, str] = {
    "answered": "In your notes",
    "hedged": "Perhaps in your notes",
    "not_in_notes": "Not in your notes",
}
_SIGNS = {"full": "✓", "part": "◐", "none": "✗"}
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~$"})

Target = Callable[[str], str]
"""From the path of a section to the file that holds it, or to nothing."""


def to_markdown(turns: Sequence[Turn], target: Target = lambda _path: "") -> str:
    """A document of turns, oldest first.

    Quotes and the model's words are text: whatever they hold, they add no link,
    no heading and no picture of their own.

    Args:
        turns: what was asked.
        target: where a section's file is; a quote links there.
    """
    parts = ["# Questions and answers\n"]
    parts += [_turn(turn, target) for turn in turns]
    return "\n".join(parts)


def _turn(turn: Turn, target: Target) -> str:
    answer = turn.answer
    within = f", in `{turn.scope.replace('`', '')}`" if turn.scope else ""
    lines = [f"## {_text(answer.question)}", "", f"{turn.asked:%Y-%m-%d %H:%M}{within}", ""]
    if answer.read_as:
        lines += [f"Read as: {_text(answer.read_as)}", ""]
    closest = "; closest:" if answer.verdict == "not_in_notes" and answer.quotes else ""
    lines += [f"**{_VERDICTS[answer.verdict]}{closest}**", ""]
    if answer.short_answer:
        lines += [f"“{_text(answer.short_answer.text)}”", ""]
    lines += _quotes(answer, target)
    if answer.sentences:
        lines += [f"{_text(answer.model or 'The model')}, in its own words:", ""]
        for sentence in answer.sentences:
            cited = "".join(f" [{number}]" for number in sentence.citations)
            lines.append(f"- {_SIGNS[sentence.support]} {_text(sentence.text)}{cited}")
        lines.append("")
    return "\n".join(lines)


def _quotes(answer: Answer, target: Target) -> list[str]:
    lines: list[str] = []
    for number, quote in enumerate(answer.quotes, start=1):
        words = _text(" ".join(plain(quote.text).split()))
        place = target(quote.path)
        title = _text(quote.title)
        source = f"[{title}]({url_quote(place)})" if place else title
        lines += [f"> {words}", ">", f"> [{number}] {source}, `{quote.path}`", ""]
    return lines


def _text(text: str) -> str:
    kept = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    # some readers make links of bare addresses
    return kept.translate(_SPECIAL).replace("://", "\\://").replace("www.", "www\\.")
