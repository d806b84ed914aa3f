"""Which script a text is in, and its terms; remembered, because many rules ask of the same text."""

from __future__ import annotations

from functools import lru_cache

from llmtutor.search import analysis
from llmtutor.search.analysis import STOPWORDS, is_cjk, terms_of

_REMEMBERED = 32768


@lru_cache(maxsize=_REMEMBERED)
def is_chinese(text: str) -> bool:
    """Whether a text is mostly Chinese."""
    return not text.isascii() and is_cjk(text)


@lru_cache(maxsize=_REMEMBERED)
def terms(text: str) -> tuple[str, ...]:
    """The terms of a text in order, as search sees them."""
    return tuple(terms_of(text))


@lru_cache(maxsize=_REMEMBERED)
def content_terms(text: str) -> frozenset[str]:
    """The terms that carry meaning: no stop words; of Chinese the pairs of characters."""
    found = [term for term in analysis.terms(text) if term.shown not in STOPWORDS]
    if is_chinese(text):
        return frozenset(one.text for one in found if len(one.text) > 1 or one.text.isascii())
    return frozenset(one.text for one in found)
