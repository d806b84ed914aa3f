"""The short answer: a piece of the evidence, chosen by the model, verbatim by construction."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from llmtutor.content.inline import plain
from llmtutor.content.sentences import Span, sentences
from llmtutor.engine.protocol import WeighedSpan
from llmtutor.search.analysis import STOPWORDS, query_terms, term_set
from llmtutor.search.evidence import Sentence
from llmtutor.search.kinds import answer_kind, holds_kind
from llmtutor.tutor.models import Quote, ShortAnswer
from llmtutor.tutor.prompt import unwrapped

TOKEN = 0.35
"""Nats that a piece gains by each of its tokens. Every word more costs probability, so that the
likeliest piece is often half of the answer: "cloud tops" for "the temperature of cloud tops"."""
MARKS = 2.5
"""Tokens of a word that count at most: "consonant–vowel–consonant" has eleven, for its dashes."""
BREAK = 1.0
"""Nats that a piece loses which goes on into another clause: "small mutations, so a vaccine"."""
BESIDE = 3.0
"""Nats that a piece gains whose sentence holds as many of the question's words as any does,
not counting words of the piece itself. Retrieved notes hold several things of a kind."""
CLAUSE = 3.0
"""Nats that a piece gains in whose clause all of the question's words stand: "seconds" and
"minutes" share the sentence "an X-ray takes seconds, while a scan takes minutes"."""
BEHIND = 3.0
"""Nats that a piece loses by each point that search puts its sentence behind the best one."""
KIND = 1.0
"""Nats that a piece gains which holds what was asked for: a number for "how many"."""
ECHO = 2.0
"""Nats that a piece loses which only says words of the question again."""
EDGE = 1.0
"""Nats that a piece loses at each end where a phrase is cut: "of the", "dimension and"."""
CUT = 1.5
"""Nats that a piece loses at each end where a range or a date is cut: "4" of "between 4 and 9"."""
_FIGURE = re.compile(
    r"\d|%|\b(?:no|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:hundred|thousand|million"
    r"|billion|trillion|third|quarter|dozen|ten)s?|half|once|twice|thrice|both|single|pair|couple"
    r"|several|few|many|multiple|various|most|all|every|each|infinite\w*|an?|any|majority"
    r"|minority|remainder|double|only)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b\d{3,4}s?\b|\b\d0s|['’]\d\d|\b(?:BC|AD)\b|centur", re.IGNORECASE)
_NO_YEAR = re.compile(r"^(?!(?:in )?(?:1[5-9]|20)\d\d$)")
_FORMS = (
    (re.compile(r"\b(?:what|which) year\b", re.IGNORECASE), _YEAR),
    (re.compile(r"\b(?:what|which) (?:percent|proportion|share|fraction)", re.I), _FIGURE),
    (re.compile(r"\bhow (?:many|old)\b", re.IGNORECASE), _FIGURE),
    (re.compile(r"\bhow (?:many|much|large|big|fast|often)\b", re.IGNORECASE), _NO_YEAR),
    (re.compile(r"^\W*(?:(?:by|from|to|for) )?who(?:m|se)?\b", re.I), re.compile(r"^\D*$")),
)
"""What a question asks for, and what an answer to it must then hold: of 776 such questions on
Wikipedia 6 have an answer without it."""
FORM = 3.0
"""Nats by which a piece of the right form may be less likely than one that can be no answer;
if even that is not to be had, the notes hold something else."""
_ARTICLES = frozenset({"the", "a", "an"})
_OPENS_FIGURE = re.compile(
    r"(?:about|above|after|around|at|before|below|between|beyond|by|from|less|more|most|over|since"
    r"|under|until|up|within)\b(?: \w+){0,2} \d",
    re.IGNORECASE,
)
"""What a figure may begin with: no cut phrase."""
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_INSIDE = re.compile(
    r"(?<!\w)\d[\d.,]*[^\s\w]{0,2} ?(?:to|–|-) ?(?=\d)|(?<=\bbetween )\S*\d\S* and (?=\S*\d)"
    rf"|(?<!\w)\d{{1,2}}\.? (?={_MONTH}\b)|\b{_MONTH} (?=\d)"
)
"""The first half of a range or a date, and what joins the second to it."""
_BREAK = re.compile(r"[,:](?!\d)|[;()—→\n]| [–-] ")
"""What ends a clause."""


def choose(
    question: str,
    quotes: Sequence[Quote],
    spans: Sequence[WeighedSpan],
    evidence: Sequence[Sentence] = (),
) -> ShortAnswer | None:
    """The best whole piece that has the form asked for; None where there is none.

    Args:
        question: what was asked.
        quotes: the texts that were searched for pieces, in that order.
        spans: pieces of the quotes' texts.
        evidence: the sentences that search found, best first; none where it was not asked.
    """
    weighed = _weighed(question, _Around(question, quotes, evidence), spans)
    fitting = [item for item in weighed if _has_the_form(question, _text(item[1], quotes))]
    score, best = max(fitting, key=lambda item: item[0], default=(0.0, None))
    if best is None or score < max(score for score, _ in weighed) - FORM:
        return None
    quote = quotes[best.text]
    return ShortAnswer(
        quote.text[best.start : best.end],
        quote.path,
        quote.start + best.start,
        quote.start + best.end,
        math.exp(best.total),
    )


def _text(span: WeighedSpan, quotes: Sequence[Quote]) -> str:
    return quotes[span.text].text[span.start : span.end]


def _weighed(
    question: str, around: _Around, spans: Sequence[WeighedSpan]
) -> list[tuple[float, WeighedSpan]]:
    """The pieces that can be read out, each with what speaks for it, in nats."""
    kind, quotes = answer_kind(question), around.quotes
    weighed = [
        (
            span.total
            + TOKEN * min(span.tokens, MARKS * len(_text(span, quotes).split()) + 1)
            + around.weight(span)
            + _plausible(_text(span, quotes), around.asked, kind)
            - CUT * _cuts(quotes[span.text].text, span.start, span.end),
            span,
        )
        for span in spans
    ]
    return [item for item in weighed if item[0] > -math.inf]


class _Around:
    """What stands around a piece: the question's words, and a sentence that search prefers."""

    def __init__(
        self, question: str, quotes: Sequence[Quote], evidence: Sequence[Sentence]
    ) -> None:
        self.asked = frozenset(term.text for term in query_terms(question))
        self.quotes = quotes
        self._sentences = [
            [
                (span, term_set(span.of(quote.text)) & self.asked, _behind(span, quote, evidence))
                for span in sentences(quote.text)
            ]
            for quote in quotes
        ]
        shared = (len(words) for found in self._sentences for _, words, _ in found)
        self._most = max(shared, default=0)

    def weight(self, piece: WeighedSpan) -> float:
        """What speaks for a piece by its place, in nats."""
        text = self.quotes[piece.text].text
        own = term_set(text[piece.start : piece.end])
        for span, words, behind in self._sentences[piece.text]:
            if span.start <= piece.start < span.end:
                beside = len(words - own) / self._most if self._most else 0.0
                clause = self._clause(text, span, piece)
                return BESIDE * beside + CLAUSE * clause - BEHIND * behind
        return 0.0

    def _clause(self, text: str, sentence: Span, piece: WeighedSpan) -> float:
        """The share of the question's words that stand in the clause around a piece, 0 to 1."""
        before = _BREAK.split(text[sentence.start : piece.start])[-1]
        after = _BREAK.split(text[piece.end : max(piece.end, sentence.end)])[0]
        words = (term_set(before) | term_set(after)) & self.asked
        return len(words) / len(self.asked) if self.asked else 0.0


def _behind(span: Span, quote: Quote, evidence: Sequence[Sentence]) -> float:
    """How far search puts a sentence behind its best one; 1 where it did not rank it."""
    start, end = quote.start + span.start, quote.start + span.end
    scores = [
        found.score
        for found in evidence
        if found.path == quote.path and found.start < end and start < found.end
    ]
    if not evidence:
        return 0.0
    return evidence[0].score - max(scores) if scores else 1.0


def _plausible(text: str, asked: frozenset[str], kind: str) -> float:
    """What speaks for a piece beside the model's own weight, in nats."""
    text = unwrapped(text)
    if plain(text) != text or "\n" in text:
        return -math.inf  # markup is nothing to read out
    words = text.lower().split()
    found = term_set(text)
    score = KIND * bool(kind and holds_kind(kind, text))
    score -= ECHO * (len(found & asked) / len(found) if found else 1.0)
    opens = words[0] in STOPWORDS - _ARTICLES and not _OPENS_FIGURE.match(text)
    score -= BREAK * bool(_BREAK.search(text.rstrip(")")))
    return score - EDGE * opens - EDGE * (words[-1] in STOPWORDS)


def _has_the_form(question: str, text: str) -> bool:
    """Whether a piece can be an answer by its form: a year for "which year", a count, a size."""
    return all(held.search(text) for asked, held in _FORMS if asked.search(question))


def _cuts(text: str, start: int, end: int) -> int:
    """How many of a piece's two ends lie inside a range or a date of the text."""
    around = max(0, start - 24)
    joints = [(match.start(), match.end()) for match in _INSIDE.finditer(text[around : end + 24])]
    return sum(any(first < at - around <= last for first, last in joints) for at in (start, end))
