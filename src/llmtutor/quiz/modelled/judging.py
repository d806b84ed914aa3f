"""A model's opinion on an answer in words, held to quoting what is missing."""

from __future__ import annotations

import re

from llmtutor.engine.protocol import Engine, Grammar
from llmtutor.errors import TutorError
from llmtutor.quiz.answers import MAX_ANSWER, normal
from llmtutor.quiz.grading import grade
from llmtutor.quiz.modelled.asking import Asker
from llmtutor.quiz.models import Grade, Question
from llmtutor.quiz.notes.english_words import NEGATIVES
from llmtutor.quiz.notes.script import content_terms, is_chinese
from llmtutor.quiz.notes.statements import one_line

_FORM = Grammar('root ::= "right" | ("partly: " | "wrong: ") [^\\n]{2,120}')
_SAID = re.compile(r"^(right|partly|wrong)(?:: *(.*))?$")
_NUMBER = re.compile(r"\d[\d,.]*")
_LEAST = 3
"""Words of meaning of a key that can be said in other words; a term is compared by letters."""


def can_be_judged(question: Question, given: str) -> bool:
    """Whether a second opinion means anything: the key says something, and so does the answer."""
    if question.kind != "short" or not isinstance(question.key, str):
        return False
    if is_chinese(question.key) or len(content_terms(question.key)) < _LEAST:
        return False
    return bool(content_terms(given[:MAX_ANSWER])) and not grade(question, given).right


async def judge(engine: Engine, question: Question, given: str) -> Grade | None:
    """What a model thinks an answer is worth; None where its opinion cannot be used.

    It must quote, from the key or the source, what the answer lacks; numbers of
    the key must stand in an answer that is to be right, and it must not deny
    what the key affirms.
    """
    if not can_be_judged(question, given):
        return None
    try:
        asker = Asker(engine, await engine.start())
    except TutorError:
        return None
    if not asker.abilities.judges:
        return None
    fields = {"question": question.stem, "key": str(question.key), "given": given[:MAX_ANSWER]}
    said = await asker.words("judge", fields, one_line(question.source.text), constraint=_FORM)
    return verdict(said, question, given)


def verdict(said: str, question: Question, given: str) -> Grade | None:
    """A model's words as a grade; None where they break their form or quote nothing."""
    match = _SAID.match(said.strip())
    if match is None:
        return None
    key = str(question.key)
    if match[1] == "right":
        return Grade(1.0, f"the notes say: {key}") if _may_be_right(key, given) else None
    missing = quoted(match[2] or "", f"{key} {one_line(question.source.text)}")
    if not missing or content_terms(missing) <= content_terms(given):
        return None
    if match[1] == "partly" and content_terms(given) & content_terms(key):
        return Grade(0.5, f"missing: “{missing}”")
    return Grade(0.0, f"missing: “{missing}”")


def quoted(missing: str, where: str) -> str:
    """What a model says is missing, as it stands in the text; empty where it does not."""
    words = re.findall(r"\w+", missing)
    if not words:
        return ""
    found = re.search(r"\W+".join(map(re.escape, words)), where, re.IGNORECASE)
    return found[0] if found else ""


def _may_be_right(key: str, given: str) -> bool:
    if set(_NUMBER.findall(key)) - set(_NUMBER.findall(given)):
        return False
    mine, its = set(normal(given).split()), set(normal(key).split())
    if bool(mine & NEGATIVES) != bool(its & NEGATIVES):
        return False
    return bool(content_terms(key) & content_terms(given))
