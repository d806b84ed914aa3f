"""Text as search sees it: Latin words by their stem, Chinese by characters and pairs.

The index stores segmented text and lets SQLite stem it; queries and sentences
are taken apart here in the same way, so that terms can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from llmtutor.search.porter import stem as stem  # noqa: PLC0414

MAX_QUERY = 2_000
"""Code points of a query that are looked at."""

_CJK_CHARS = "㐀-䶿一-鿿豈-﫿぀-ヿ가-힣"
_CJK = re.compile(f"[{_CJK_CHARS}]+")
TOKEN = re.compile(f"[{_CJK_CHARS}]+|[^\\W_{_CJK_CHARS}]+")
_LATIN = re.compile(r"[A-Za-z]+")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_PHRASE = re.compile(r"[\"“”「『]([^\"“”「」『』]{1,200})[\"“”」』]")

# Words that carry no topic; dropped from queries, kept in the index.
STOPWORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both
    but by can could did do does doing done during each else ever every for from further give
    given gives had has have having he her here hers him his how i if in into is it its itself
    just let like make makes many may me might more most much must my name no nor not of off on
    once only or other our out over own please say says she should show so some such tell than
    that the their them then there these they this those through to too under until up upon us
    use used uses using very was we were what when where which while who whom whose why will with
    within without would you your explain describe define definition mean means meaning happen
    happens work works stand stands list difference differences different vs versus kind kinds
    type types example examples tell called exactly really actually basically
    的 了 是 在 和 與 及 或 有 為 於 以 而 之 其 這 那 哪 誰 什 麼 何 嗎 呢 吧 啊 也 都 就 被
    把 讓 所 個 与 为 于 这 谁 么 吗 让 个""".split()
)
_SHORTENED = re.compile(
    r"\b(?:ca|wo)n['’]t\b|(?<=[a-z])(?:n['’]t|['’](?:s|m|d|re|ve|ll))\b", re.IGNORECASE
)
"""What is left of a word of no topic that was joined to the one before it: I'm, what's."""
_CJK_QUESTION_WORDS = re.compile(
    "[為为]什[麼么]|是什[麼么]|什[麼么]是?|[為为]何|如何|怎[麼么樣样]+|哪[個个裡里些一位]?|多少|[幾几][個个]?|是否|何[時时處处]?|[誰谁]|"
    "請問|请问|哪[種种]|是不是"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a query looks for."""

    text: str
    """As it stands in the index: stemmed, folded."""
    shown: str
    """As the student wrote it."""
    cjk: bool = False


def fold(text: str) -> str:
    """Lower case, compatibility forms joined, accents off, Traditional as Simplified Chinese.

    For comparing only: the length may change.
    """
    text = text.lower()
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKD", text):
        text = unicodedata.normalize("NFKD", text).lower()
        text = _COMBINING.sub("", text)
        text = unicodedata.normalize("NFC", text)
    return _CJK.sub(_simplify, text)


def segment(text: str) -> str:
    """Text for SQLite's own tokeniser: each Chinese run as characters and pairs."""
    if text.isascii():
        return text
    return _CJK.sub(_spread, unicodedata.normalize("NFKC", text))


def terms(text: str) -> list[Term]:
    """Every term of a text in order, stop words included."""
    found: list[Term] = []
    for match in TOKEN.finditer(fold(text)):
        token = match[0]
        if _CJK.match(token):
            found.extend(Term(piece, piece, cjk=True) for piece in _pieces(token))
        else:
            found.append(Term(stem(token), token))
    return found


def terms_of(text: str) -> list[str]:
    """The terms of a text in order, as they stand in the index."""
    folded = fold(text)
    if folded.isascii():
        return [stem(word) for word in _ASCII_TOKEN.findall(folded)]
    found: list[str] = []
    for match in TOKEN.finditer(folded):
        token = match[0]
        if _CJK.match(token):
            found += _pieces(token)
        else:
            found.append(stem(token))
    return found


def query_terms(query: str) -> list[Term]:
    """What a query looks for, each once: no stop words, no question words."""
    query = _SHORTENED.sub("", unicodedata.normalize("NFKC", query[:MAX_QUERY]))
    everything = terms(_CJK_QUESTION_WORDS.sub(" ", query)) or terms(query)
    content = [term for term in everything if not _is_stopword(term)]
    chosen = content or everything
    return list({term.text: term for term in chosen}.values())


def term_set(text: str) -> frozenset[str]:
    """The terms of a passage or sentence, for comparing with a query's."""
    return frozenset(terms_of(text))


def phrases(query: str) -> list[str]:
    """The parts of a query in quotation marks."""
    return [match[1].strip() for match in _PHRASE.finditer(query[:MAX_QUERY]) if match[1].strip()]


def has_cjk(text: str) -> bool:
    """Whether a Chinese, Japanese or Korean character stands in a text."""
    return not text.isascii() and bool(_CJK.search(text))


def is_cjk(text: str) -> bool:
    """Whether a text is mostly Chinese, Japanese or Korean."""
    if text.isascii():
        return False
    count = sum(map(len, _CJK.findall(text)))
    return bool(count) and count * 3 > sum(map(len, _LATIN.findall(text)))


def _pieces(run: str) -> list[str]:
    return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]


def _simplify(match: re.Match[str]) -> str:
    return match[0].translate(_simplified())


def _spread(match: re.Match[str]) -> str:
    return f" {' '.join(_pieces(_simplify(match)))} "


def _is_stopword(term: Term) -> bool:
    # a question without Chinese must not wait for the table of simplified characters
    return term.shown in (_stopwords() if term.cjk else STOPWORDS)


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return STOPWORDS | {fold(word) for word in STOPWORDS}


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Each Traditional character and its Simplified form, one to one, from OpenCC."""
    import opencc

    chars = [chr(code) for code in range(0x3400, 0xA000)]
    folded = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {
        ord(char): simple
        for char, simple in zip(chars, folded, strict=True)
        if char != simple and len(simple) == 1
    }
