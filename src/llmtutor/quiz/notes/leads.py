"""A line's label in the place of the "it" that follows, and as the frame of its clause."""

from __future__ import annotations

import re
from dataclasses import replace

from llmtutor.quiz.notes.antecedents import is_plural_noun, verb_at
from llmtutor.quiz.notes.english import is_noun_phrase
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement

KINDS = (
    "technique|approach|method|model|architecture|mechanism|process|structure|algorithm|system|tool"
    "|library|framework|task|phase|stage|step|layer|function|network|theory|law|reaction|organ|cell"
    "|principle|rule|practice|property|measure|metric|format"
)
_IN_THIS = re.compile(rf"^In this (?P<kind>{KINDS}|case|setting|form), (?=[a-z])")
_WITH_ARTICLE = re.compile(rf"(?:{KINDS})$", re.IGNORECASE)
_PRONOUN = re.compile(rf"^(?P<pronoun>It|They|Its|Their|This (?:{KINDS})) (?=[a-z])")
_NO_PRONOUN = re.compile(
    r"^It (?:is|was|can be|may be|has been) (?:[a-z]+ ){1,3}(?:that|to|whether)\b"
    r"|^It (?:takes|took|seems|appears|follows|helps|means)\b"
)
_LABEL = re.compile(
    rf"^{OPEN}?(?P<label>[A-Z][^{OPEN}{CLOSE}:.,;()\d]{{3,40}}?){CLOSE}?: (?=(?:an?|the|[a-z]+s) )"
)
_HAPPENS = re.compile(r"(?:sis|phase|[a-z] (?:\w+(?:tion|sion|ment|ing|port|flow|diffusion)))$")
"""Labels that name what goes on, so that "in" may stand before them: mitosis, passive transport."""
_WITHOUT_ARTICLE = re.compile(r"(?:ion|ism|sis|ity|ol|ine|in|ing|ment|ness|ance|ence|cy|ogen|ose)$")
_CLAUSE = re.compile(r"an? (?:[\w-]+ ){1,3}?[a-z]+[^s\W]s (?:\w+)", re.IGNORECASE)
_OPENS_CLAUSE = frozenset("that which who whose where when by called".split())
_MOST_LABEL = 4
"""Words."""


def labelled(before: Statement | None, statement: Statement, text: str) -> Statement:
    """A statement with its label for "it", or the label that stands before it as a line of its own.

    Args:
        before: the piece before it on its line, if there is one.
        statement: as it was read.
        text: of the section.
    """
    if statement.lead:
        return _in_this(_taken_up(statement, statement.lead, statement.start, text))
    if before is not None and (label := _alone(before)):
        taken = _taken_up(statement, label, before.start, text)
        return _by_label(before, statement, text) if taken is statement else taken
    return _framed(_by_label(before, statement, text))


def happens_by_name(name: str) -> bool:
    """Whether a name is that of something that goes on, so that things come about by it."""
    return bool(_HAPPENS.search(name))


def _by_label(before: Statement | None, statement: Statement, text: str) -> Statement:
    """What the label before it names, for "in this way"."""
    match = _LABEL.match(before.marked) if before else None
    if not before or not match or not happens_by_name(match["label"]):
        return statement
    label = match["label"][0].lower() + match["label"][1:]
    marked = re.sub(r"\bin this way(?=[,.])", f"by {label}", statement.marked, count=1)
    if marked == statement.marked:
        return statement
    return replace(
        statement, marked=marked, start=before.start, verbatim=text[before.start : statement.end]
    )


def _alone(before: Statement) -> str:
    """A label that is a piece of its own: "Cholesterol (in animal cells)."."""
    if before.form != "item" or not before.text.endswith("."):
        return ""
    if before.lead:
        return before.lead if _is_meaning(before.text) else ""
    line = re.sub(r" ?\([^()]*\)", "", before.text).rstrip(".")
    label, colon, said_of_it = line.partition(": ")
    if colon:
        return label if _is_meaning(said_of_it) else ""
    words = line.split()
    said = verb_at(words) or any(re.search(r"[^\w'’–-]", word) for word in words)
    return "" if said or len(words) > _MOST_LABEL else " ".join(words)


def _is_meaning(text: str) -> bool:
    """Whether a label is followed by a noun phrase or one word, and by no clause of its own."""
    words = text.split()
    if not words:
        return False  # "Retinal (11-cis): (see figure)."
    alone = len(words) == 1 or (
        len(words) <= _MOST_LABEL and words[0].islower() and not verb_at(words)
    )
    return alone or (is_noun_phrase(text) and not _CLAUSE.match(text))


def _taken_up(statement: Statement, label: str, start: int, text: str) -> Statement:
    match = _PRONOUN.match(statement.text)
    if not match or _NO_PRONOUN.match(statement.text) or len(label.split()) > _MOST_LABEL:
        return statement
    if re.search(r"[^\w '’–-]", label) or not label[:1].isupper():
        return statement
    plural = is_plural_noun(label.rsplit(maxsplit=1)[-1])
    name = label if plural else _with_its_article(label, text)
    if not name or plural != (match["pronoun"] in {"They", "Their"}):
        return statement
    if match["pronoun"] in {"Its", "Their"}:
        name += "’" if plural and name.endswith("s") else "’s"
    said = name + statement.text[match.end("pronoun") :]
    return replace(statement, marked=said, start=start, verbatim=text[start : statement.end])


def _with_its_article(label: str, text: str) -> str:
    """A label as a subject, with the article the notes use before it; empty where unsure."""
    lowered = label[0].lower() + label[1:]
    found = re.search(rf"\b((?i:the|an?)) {re.escape(lowered)}\b", text)
    if found:
        return f"{found[1].capitalize()} {lowered}"
    if re.search(rf"(?<![.:] )(?<!^)\b{re.escape(lowered)}\b", text):
        return label
    sure = _WITHOUT_ARTICLE.search(label) or label.split(maxsplit=1)[0].isupper()
    return label if sure else ""


def _in_this(statement: Statement) -> Statement:
    """A label in the place of "In this approach", which follows it."""
    match = _IN_THIS.match(statement.text)
    if not match:
        return statement
    label = _lowered(statement.lead)
    gerund = re.match(r"[\w-]+ing (?:the|an?) ", label)
    article = "the " if _WITH_ARTICLE.search(label) and not gerund else ""
    return replace(statement, marked=f"In {article}{label}, {statement.text[match.end() :]}")


def _framed(statement: Statement) -> Statement:
    """A clause behind the name of what goes on: "In exocytosis, a vesicle fuses with …"."""
    match = _LABEL.match(statement.marked) if statement.form == "item" else None
    if not match or not statement.text.endswith(".") or not _HAPPENS.search(match["label"]):
        return statement
    clause = statement.marked[match.end() :]
    words = clause.replace(OPEN, "").replace(CLOSE, "").split()
    at = verb_at(words)
    if len(match["label"].split()) > _MOST_LABEL or not at or _OPENS_CLAUSE & {*words[:at]}:
        return statement
    label = match["label"][0].lower() + match["label"][1:]
    return replace(statement, marked=f"In {OPEN}{label}{CLOSE}, {clause}")


def _lowered(label: str) -> str:
    """A label as inside a sentence: without the capitals of a title, with those of names."""
    words = label.split()
    if words[0].isupper() or any(char.isupper() for char in words[0][1:]):
        return label
    lasting = [word for word in words[1:] if word[:1].isupper() and word[1:].islower()]
    # of two words or more a small one shows that the capitals are those of names
    title = len(lasting) == sum(len(word) > len("with") and word[0] != "(" for word in words[1:])
    lowered = [word.lower() if title and word in lasting else word for word in words[1:]]
    return " ".join([words[0][0].lower() + words[0][1:], *lowered])
