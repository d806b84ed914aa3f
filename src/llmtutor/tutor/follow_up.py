"""A question that only makes sense after another one, made to stand alone."""

from __future__ import annotations

import re

from llmtutor.search.analysis import STOPWORDS, is_cjk, query_terms, term_set
from llmtutor.tutor.models import Answer

_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|there|one|ones|same|other"
    r"|former|latter|above|instead|then|both)\b|[它他她][們们]?的?|[這这那](?:個|个|些|樣|样|裡|里|種|种)?|其",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|but|so|or|also|why|how so|how come|what about|how about|for example)\b"
    r"|那|為什麼|为什么|還有|还有|然後|然后|例如|比如)",
    re.IGNORECASE,
)
_FEW = 1
"""Content words up to which a question can hardly stand alone."""
_NAMED = 3
"""Content words from which a question stands alone even with an "it" in it."""
_CARRIED = 6
"""Words of the question before that are carried over."""


def is_follow_up(question: str) -> bool:
    """Whether a question needs the one before it."""
    content = len(_content(question)) // (3 if is_cjk(question) else 1)
    if content <= _FEW and (_GOES_ON.search(question) or _POINTS_BACK.search(question)):
        return True
    return content <= _NAMED and bool(_POINTS_BACK.search(question))


def carried_over(question: str, before: Answer) -> str:
    """The follow-up with the words of the question before it, for search and the model."""
    subject = before.read_as or before.question
    if is_cjk(question):
        return f"{question}（{subject}）"
    own = term_set(question)
    words = [term for term in _content(subject) if not term_set(term) & own]
    if not words:
        return question
    return f"{question} ({' '.join(words[:_CARRIED])})"


def is_sound(rewritten: str, question: str, before: Answer) -> bool:
    """Whether a model's rewriting can be trusted: one question, in words of both.

    A model that rambles or answers instead would lead search astray.
    """
    known = term_set(question) | term_set(before.read_as or before.question)
    known |= term_set(" ".join(quote.text for quote in before.quotes))
    said = {term for term in map(term_set, _content(rewritten)) if term}
    return (
        bool(said)
        and "\n" not in rewritten
        and len(rewritten) <= 2 * (len(question) + len(before.question)) + 20
        and all(terms & known for terms in said)
    )


def _content(text: str) -> list[str]:
    """The words that carry a question, in order, as they were written."""
    shown = [term.shown for term in query_terms(text)]
    return [word for word in dict.fromkeys(shown) if word not in STOPWORDS]
