"""Checking in code whether the quotes bear out what the model wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmtutor.content.inline import plain
from llmtutor.content.sentences import sentences
from llmtutor.search.analysis import STOPWORDS, Term, term_set, terms
from llmtutor.tutor.models import Quote, Support, WrittenSentence

FULL = 0.8
"""Share of a sentence's content words that the quotes must hold to bear it out."""
PART = 0.5
_CITED = 0.35
"""Share that one quote must hold to be cited."""
_NUMBER = re.compile(r"\d[\d.,]*")
_NEGATION = re.compile(
    r"\b(?:not?|never|none|cannot|without)\b|n't\b|[不沒没無无非]", re.IGNORECASE
)


def check(text: str, question: str, quotes: Sequence[Quote]) -> tuple[WrittenSentence, ...]:
    """Mark each sentence of a text as borne out by the quotes, in part, or not.

    Words of the question prove nothing and do not count. A number that no quote
    holds, or a denial that no cited quote makes, leaves a sentence unsupported.
    """
    asked = term_set(question)
    return tuple(
        _checked(" ".join(span.of(text).split()), asked, quotes) for span in sentences(text)
    )


def check_with_more(
    text: str, question: str, quotes: Sequence[Quote], others: Sequence[Quote]
) -> tuple[tuple[WrittenSentence, ...], tuple[Quote, ...]]:
    """As :func:`check`; what the quotes do not bear out is held against other sentences too.

    Returns:
        The sentences, and the quotes with those others at their end that bear out
        a whole sentence alone.
    """
    found = list(quotes)
    for sentence in check(text, question, quotes):
        if sentence.support == "full":
            continue
        for other in others:
            if check(sentence.text, question, (other,))[0].support == "full":
                found += [other] if other not in found else []
                break
    return check(text, question, found), tuple(found)


def _checked(sentence: str, asked: frozenset[str], quotes: Sequence[Quote]) -> WrittenSentence:
    content = {
        term.text for term in terms(sentence) if _is_content(term) and term.text not in asked
    } or {term.text for term in terms(sentence) if _is_content(term)}
    held = [content & term_set(plain(quote.text) + " " + quote.title) for quote in quotes]
    cited = tuple(
        number
        for number, found in enumerate(held, start=1)
        if content and len(found) / len(content) >= _CITED
    )
    everything = frozenset().union(*held) if held else frozenset()
    share = len(everything) / len(content) if content else 0.0
    support: Support = "full" if share >= FULL else "part" if share >= PART else "none"
    cited_text = " ".join(plain(quotes[number - 1].text) for number in cited)
    if not cited or not _numbers(sentence) <= _numbers(cited_text):
        support = "none"
    elif support == "full" and _NEGATION.search(sentence) and not _NEGATION.search(cited_text):
        support = "part"
    return WrittenSentence(sentence, support, cited if support != "none" else ())


def _is_content(term: Term) -> bool:
    return term.shown not in STOPWORDS and (not term.cjk or len(term.text) > 1)


def _numbers(text: str) -> set[str]:
    return {match[0].rstrip(".,").replace(",", "") for match in _NUMBER.finditer(text)}
