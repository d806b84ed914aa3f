"""A sentence that brings a term in, set off by its author, with a gap in the term's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from llmtutor.quiz.makers.claims import HEDGES, PRAISE, VAGUE_TALK
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.english import BLANK, content_stems, is_finite, is_verb, words_of
from llmtutor.quiz.notes.english_verbs import OPPOSITE_QUALITIES
from llmtutor.quiz.notes.english_words import VAGUE_ADJECTIVES
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import STOPWORDS, stem

_BOLD = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]{{2,40}}){CLOSE}")
_LEAST, _MOST = 8, 28
"""Words of a sentence."""
_LEAST_LEFT, _LEAST_LEFT_CJK = 5, 12
"""Words of meaning, or Chinese characters, from which the term is told."""
_ROW = re.compile(r"(?:\b(?:and|or|as|like|both|either|including|versus)|[,(/“\"、和與与及或-]) ?$")
_GOES_ON = re.compile(r"^(?:,? (?:and|or)\b|[,)/”\"、和與与及或-]| ?[(（]|'s\b)")
"""One of a row is not told by what stands around it; brackets behind say the same once more."""
_ANYTHING = re.compile(
    r"^(?:In|On|At|By|From|With|For|After|Before|Under|During|Since|To|Through|Near)(?: [Tt]he)? ?$"
)
"""Where a sentence opens so, a year, a place and a book all fit its gap."""
_PLACES_IT = re.compile(
    r"\b(?:following|examples?|kinds? of|types? of|such as|part of|role|use[sd]?|important)\b"
)
_STRESSED = frozenset(
    """away towards before after both only always never not more less most least above below inside
    outside increases decreases rises falls up down left right first last same different opposite
    across along through towards onto into over under gains loses between larger smaller higher
    lower faster slower without within against together alone once twice
    independent dependent positive negative part whole one all some any each plus versus instead
    per need want other new old real true false""".split()
)
"""Words that an author sets off for stress, not as terms."""
_EVERYDAY = VAGUE_ADJECTIVES | PRAISE | frozenset(chain.from_iterable(OPPOSITE_QUALITIES))
_SHORT = 5
_TECHNICAL = re.compile(r"(?:al|ic|ar|oid)$")
_VAGUE = re.compile(
    r"\b(?:this|that is|these|those|such|same|others?|another|former|latter|then)\b", re.I
)


_LABEL_BEHIND = re.compile(r"：| (?:on|in|at|by|with|from|under|during|via) ")
"""Behind a blank that opens its line, which is then no sentence: "____ on cells that …"."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """The term of each sentence that sets one off and does not say "X is …": that is defined."""
    defined = {(one.source.path, one.source.start) for one in notes.definitions}
    for statement in notes.standing:
        if (statement.path, statement.start) not in defined:
            yield from of(notes, statement)


def of(notes: LectureNotes, statement: Statement) -> Iterator[Question]:
    """A statement with a gap for the one term that it sets off."""
    found = list(_BOLD.finditer(statement.marked))
    if len(found) == 1 and _is_term(notes, statement, found[0][1].strip()):
        yield from _asked(notes, statement, found[0])


def _is_term(notes: LectureNotes, statement: Statement, term: str) -> bool:
    """Whether what is set off is a term that the lecture brings in, not a stress or a title."""
    if "," in term or " and " in term or term.lower() in _STRESSED or term.endswith("ly"):
        return False
    if f"`{term}`" in statement.verbatim or not is_term(term, set_off=" " in term):
        return False
    if " " not in term and term.endswith("ed") and term.islower():
        return False  # "widely believed"
    if is_chinese(term):
        return statement.cjk and "的" not in term  # 沿着曲线的移动 can be said otherwise, too
    return not (term.istitle() and " " in term) or notes.mentions(term) > 1


def _asked(notes: LectureNotes, statement: Statement, match: re.Match[str]) -> Iterator[Question]:
    plain = [part.replace(OPEN, "").replace(CLOSE, "") for part in _around(statement, match)]
    before, after = plain
    if _ANYTHING.match(before) and not statement.cjk:
        return
    if not before.strip() and _LABEL_BEHIND.match(after):
        return  # a label, of which its line may say anything
    if _ROW.search(before) or _GOES_ON.search(after) or after.startswith(("的", " of ")):
        return
    text = before + after
    fit = _is_fit_cjk(text) if statement.cjk else _is_fit(text)
    if not fit or match[1].strip().lower() in text.lower():
        return
    term = match[1].strip()
    if _is_everyday(notes, term, after):
        return
    opening = re.sub(r"\b([Aa])n? $", r"\1(n) ", before)
    yield draft(
        "cloze",
        opening + BLANK + after,
        term,
        statement.source,
        "coinage: gap",
        accept=notes.names(term),
    )


def _is_everyday(notes: LectureNotes, term: str, after: str) -> bool:
    """Whether a word is a plain adjective, for which others fill the gap: "the good ear"."""
    if term in _EVERYDAY:
        return True
    following = words_of(after).lower[:1]
    before_noun = after[:1] == " " and bool(following) and following[0] not in STOPWORDS
    short = term.islower() and " " not in term and len(term) <= _SHORT
    plain = short and not _TECHNICAL.search(term) and stem(term) not in notes.known
    return plain and before_noun and not is_finite(following[0]) and not is_verb(following[0])


def _around(statement: Statement, match: re.Match[str]) -> tuple[str, str]:
    """What stands before and after the term, up to a semicolon on either side."""
    before, after = statement.marked[: match.start()], statement.marked[match.end() :]
    head, semicolon, _ = after.partition(";")
    return before, f"{head}." if semicolon else after


def _is_fit(text: str) -> bool:
    """Whether the rest of a sentence tells one definite thing."""
    words = words_of(text)
    if not _LEAST <= len(words.shown) + 1 <= _MOST or ":" in text or ";" in text:
        return False
    if (HEDGES | PRAISE) & set(words.lower) or VAGUE_TALK.search(text) or _VAGUE.search(text):
        return False
    return not _PLACES_IT.search(text) and len(content_stems(text)) >= _LEAST_LEFT


def _is_fit_cjk(text: str) -> bool:
    return len(text) >= _LEAST_LEFT_CJK and chinese.is_definite(text)
