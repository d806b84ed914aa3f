"""Which script a text is in, and its terms; remembered, because many rules ask of the same text."""

from __future__ import annotations

import re
from functools import lru_cache

from llmtutor.search import analysis
from llmtutor.search.analysis import STOPWORDS, is_cjk, terms_of

_REMEMBERED = 32768
_NARROW_SIGN = re.compile(
    r"(?<=[㐀-鿿）)」』》\x02\x03])[,;:?!]|[,;:?!](?=[㐀-鿿（「『《\x02\x03])"
)
_WIDE = dict(zip(",;:?!", "，；：？！", strict=True))


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
    # the "s" of "Ada's" means nothing
    left = (term for term in analysis.terms(text) if term.text != "s")
    found = [term for term in left if term.shown not in STOPWORDS]
    if is_chinese(text):
        return frozenset(one.text for one in found if len(one.text) > 1 or one.text.isascii())
    return frozenset(one.text for one in found)


def with_wide_signs(text: str) -> str:
    """Chinese with its own commas and colons, where it was typed with those of Latin script."""
    return _NARROW_SIGN.sub(lambda match: _WIDE[match[0]], text)
