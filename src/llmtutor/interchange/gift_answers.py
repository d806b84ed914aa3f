"""The part of GIFT between braces, and its escapes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_SEAL = 0xF0000
"""Private code points stand for escaped signs, so that a plain search finds only live ones."""
_SEALED = re.compile("[\U000f0000-\U000f00ff]")
_OPENED = {**{ord(sign): sign for sign in "~=#{}:\\"}, ord("n"): "\n"}
_START = re.compile(r"(?=[=~])")
_WEIGHT = re.compile(r"^%(-?\d+(?:[.,]\d+)?)%")
_ARROW = re.compile(r"\s*->\s*")
_RANGE = re.compile(r"\s*(-?[\d.eE+-]+)\s*\.\.\s*(-?[\d.eE+-]+)\s*")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question."""

    sign: str
    """``=`` for what is right, ``~`` for an option."""
    text: str
    weight: float
    """Percent of the mark."""
    pair: tuple[str, str] | None
    """Both sides of a match."""


def sealed(text: str) -> str:
    """Text with every escaped sign put out of the way."""
    bare = _SEALED.sub("", text)
    return _ESCAPE.sub(lambda found: chr(_SEAL + ord(found[1])), bare)


def plain(text: str) -> str:
    r"""Sealed text as it reads; ``\n`` is a line break."""
    return _SEALED.sub(lambda found: _OPENED.get(ord(found[0]) - _SEAL, ""), text)


def answers_of(inside: str) -> list[Answer]:
    """The answers between the braces, their feedback left out."""
    answers = []
    for piece in _START.split(inside):
        if not piece or piece[0] not in "=~":
            continue
        sign, body = piece[0], piece[1:].split("#")[0].strip()
        weight = 100.0 if sign == "=" else 0.0
        if found := _WEIGHT.match(body):
            weight = float(found[1].replace(",", "."))
            body = body[found.end() :].strip()
        sides = _ARROW.split(body, maxsplit=1)
        pair = (plain(sides[0]), plain(sides[1])) if sign == "=" and len(sides) == 2 else None
        if body:
            answers.append(Answer(sign, plain(body), weight, pair))
    return answers


def number_text(body: str) -> str:
    """A numerical answer as text: the value without its tolerance, or the middle of a range."""
    first = re.split("[#=~]", body.strip().lstrip("="))[0].strip()
    if found := _RANGE.fullmatch(first):
        try:
            return f"{(float(found[1]) + float(found[2])) / 2:g}"
        except ValueError:
            return ""
    value = _WEIGHT.sub("", first).split(":")[0].strip()
    try:
        float(value)
    except ValueError:
        return ""
    return value
