"""True statements that a model made false, held to one exchanged place."""

from __future__ import annotations

from difflib import SequenceMatcher

from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_words import NEGATIVES
from llmtutor.search.analysis import STOPWORDS, stem

_MOST_WORDS = 4
"""Of a place that is exchanged."""


def turned_in_one_place(true: str, false: str) -> tuple[str, str] | None:
    """What was exchanged for what; None unless exactly one place was, or two places swapped.

    A word that only denies is no exchange, nor is another form of the same word.
    """
    one, other = true.split(), false.split()
    changes = [
        (" ".join(one[a:b]).strip(" .,;"), " ".join(other[c:d]).strip(" .,;"))
        for tag, a, b, c, d in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    if len(changes) == 2 and changes[0] == changes[1][::-1]:
        changes = changes[:1]
    if len(changes) != 1:
        return None
    before, after = changes[0]
    return (before, after) if _is_exchange(before, after) else None


def _is_exchange(before: str, after: str) -> bool:
    mine, its = words_of(before).lower, words_of(after).lower
    if not (0 < len(mine) <= _MOST_WORDS and 0 < len(its) <= _MOST_WORDS):
        return False
    if NEGATIVES & {*mine, *its}:
        return False
    content = [{stem(word) for word in words if word not in STOPWORDS} for words in (mine, its)]
    return all(content) and not content[0] <= content[1] and not content[1] <= content[0]
