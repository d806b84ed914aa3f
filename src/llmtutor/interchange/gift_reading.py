"""Questions in GIFT, Moodle's own text format: reading them, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llmtutor.content.identity import meaning_id
from llmtutor.content.models import FileWarnings
from llmtutor.interchange.gift import ORDER_TAG
from llmtutor.interchange.gift_answers import Answer, answers_of, number_text, plain, sealed
from llmtutor.interchange.question_card import card_of, key_text
from llmtutor.interchange.result import ReadCards
from llmtutor.quiz.models import Key, Kind, Question, Source
from llmtutor.review.intake import ImportedCard
from llmtutor.review.models import BLANK

_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(?:html|plain|markdown|moodle)\]", re.IGNORECASE)
_ID = re.compile(r"\[id:([^\]]+)\]")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_PATH = re.compile(r"[^/\s]+/[^/\s]+/[^/\s]+")
_OWN_ID = re.compile(r"[0-9a-f]{16}(?:-\d+)?")
_TRUTH = {"t": True, "true": True, "f": False, "false": False}


@dataclass(frozen=True, slots=True)
class _Block:
    """One question as it stands in the file."""

    line: int
    text: str
    comment: str
    category: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was made of the answers of a block."""

    kind: Kind
    key: Key
    options: tuple[str, ...] | None = None
    accept: tuple[str, ...] = ()


def read_gift(text: str, source: str) -> ReadCards:
    """The questions in a file; what has no answer to check is named and left out.

    Args:
        text: the file, cleaned.
        source: its name, for warnings.
    """
    warnings = FileWarnings(source)
    cards = []
    for block in _blocks(sealed(text)):
        question, problem = _question(block)
        if question is None:
            warnings.add(block.line, problem, "left it out")
        else:
            cards.append(ImportedCard(replace(card_of(question), origin="import")))
    return ReadCards(tuple(cards), tuple(warnings.items))


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    lines: list[str] = []
    comment, category, first, depth = "", "", 1, 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if not lines and bare.startswith("//"):
            comment += bare
            continue
        if not lines and bare.startswith("$CATEGORY:"):
            category = bare.partition(":")[2].strip().split("/")[-1]
            continue
        if bare.startswith("//"):
            continue
        if bare or (lines and depth > 0):
            first = number if not lines else first
            lines.append(line)
            depth += line.count("{") - line.count("}")
        if lines and not bare and depth <= 0:
            blocks.append(_Block(first, "\n".join(lines).strip(), comment, category))
            lines, comment, depth = [], "", 0
        elif not bare and not lines:
            comment = ""
    if lines:
        blocks.append(_Block(first, "\n".join(lines).strip(), comment, category))
    return blocks


def _question(block: _Block) -> tuple[Question | None, str]:
    """The question of a block, or what is wrong with it."""
    text = block.text
    title = _TITLE.match(text)
    if title:
        text = text[title.end() :]
    text = _FORMAT.sub("", text.strip())
    before, opened, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        return None, "text without an answer"
    if not closed:
        return None, "an answer that is never closed"
    stem = plain(f"{before}{BLANK}{after}" if after.strip() else before).strip()
    inside, _, why = inside.partition("####")
    asked = _asked(inside.strip(), block.comment, cloze=BLANK in stem)
    if asked is None:
        return None, "an answer that cannot be checked (an essay, or none)"
    if not stem:
        return None, "an answer without a question"
    return _built(block, stem, asked, plain(why).strip()), ""


def _asked(inside: str, comment: str, *, cloze: bool) -> _Asked | None:
    word = inside.partition("#")[0].strip().lower()
    if word in _TRUTH:
        return _Asked("truefalse", _TRUTH[word])
    text_kind: Kind = "cloze" if cloze else "short"
    if inside.startswith("#"):
        number = number_text(inside[1:])
        return _Asked(text_kind, number) if number else None
    answers = answers_of(inside)
    if any(answer.sign == "~" for answer in answers):
        return _chosen(answers)
    if answers and all(answer.pair for answer in answers):
        return _matched(answers, is_order=ORDER_TAG in _TAG.findall(comment))
    right = [answer.text for answer in answers if answer.weight > 99]
    return _Asked(text_kind, right[0], accept=tuple(right[1:])) if right else None


def _matched(answers: Sequence[Answer], *, is_order: bool) -> _Asked:
    pairs = tuple(answer.pair for answer in answers if answer.pair)
    items = tuple(right for _, right in pairs)
    key: Key = items if is_order else pairs
    return _Asked("order" if is_order else "match", key, tuple(sorted(items)))


def _chosen(answers: Sequence[Answer]) -> _Asked | None:
    options = tuple(answer.text for answer in answers)
    right = tuple(answer.text for answer in answers if answer.weight > 0)
    if len(set(options)) < len(options) or not right:
        return None
    if len(right) == 1:
        return _Asked("choice", right[0], options)
    return _Asked("multi", right, options)


def _built(block: _Block, stem: str, asked: _Asked, why: str) -> Question:
    found = _ID.search(block.comment)
    path = next((tag for tag in _TAG.findall(block.comment) if _PATH.fullmatch(tag)), "")
    question = Question(
        id="",
        kind=asked.kind,
        stem=stem,
        options=asked.options,
        key=asked.key,
        explanation=why,
        source=Source(path, block.category, "", 0, 0),
        topic=path or block.category,
        maker="gift",
        accept=asked.accept,
    )
    own = found[1] if found and _OWN_ID.fullmatch(found[1]) else ""
    identity = own or meaning_id(asked.kind, stem, key_text(question))
    return replace(question, id=identity)
