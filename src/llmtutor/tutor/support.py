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
_CLAUSE = re.compile(r"[,;:](?!\d)|[，；：、]|\b(?:and|but|while|whereas|which|who)\b")
_NEGATION = re.compile(
    r"\b(?:not?|never|none|cannot|without)\b|n't\b|[不沒没無无非]", re.IGNORECASE
)


def check(text: str, question: str, quotes: Sequence[Quote]) -> tuple[WrittenSentence, ...]:
    """Mark each sentence of a text as borne out by the quotes, in part, or not.

    Words of the question prove nothing and do not count. A number that no quote
    holds leaves a sentence unsupported; a denial that no cited quote makes, or a number
    that the quotes say of something else, leaves it borne out in part.
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
    elif support == "full" and (
        (_NEGATION.search(sentence) and not _NEGATION.search(cited_text))
        or _moves_a_number(sentence, [plain(quotes[number - 1].text) for number in cited])
    ):
        support = "part"
    return WrittenSentence(sentence, support, cited if support != "none" else ())


def _moves_a_number(sentence: str, cited: Sequence[str]) -> bool:
    """Whether the quotes give another number where the sentence has this one.

    "Found in 1957 and honoured in 1997" does not bear out "found in 1997": the
    clause that holds more of the sentence's words has a number of its own.
    """
    words, said = _worded(sentence), _numbers(sentence)
    clauses = [
        (_numbers(clause), len(words & _worded(clause)))
        for text in cited
        for clause in _CLAUSE.split(text)
    ]
    for number in said:
        beside = max((shared for numbers, shared in clauses if number in numbers), default=0)
        if any(shared > beside for numbers, shared in clauses if numbers and not numbers & said):
            return True
    return False


def _worded(text: str) -> set[str]:
    """Its words of meaning, without numbers."""
    return {term.text for term in terms(text) if _is_content(term) and not term.text.isdigit()}


def _is_content(term: Term) -> bool:
    return term.shown not in STOPWORDS and (not term.cjk or len(term.text) > 1)


def _numbers(text: str) -> set[str]:
    return {match[0].rstrip(".,").replace(",", "") for match in _NUMBER.finditer(text)}
