"""What kind of answer a question wants, and whether a sentence holds one."""

from __future__ import annotations

import re

from llmtutor.content.inline import IMAGE, LINK
from llmtutor.search.analysis import fold
from llmtutor.search.query import Query

_KINDS: tuple[tuple[str, str, str], ...] = (
    # what is asked, how the question says it, what an answer then holds
    (
        "number",
        r"\bhow (?:many|much|long|large|big|far|old|often|fast|high|tall|deep|wide)\b"
        r"|\bwhat (?:percent|number|size|share|fraction|age|length)|多少|[幾几]",
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand"
        r"|million|billion|half|third|quarter|dozen|once|twice)\b|[一二三四五六七八九十百千萬万億亿兩两半]",
    ),
    (
        "time",
        r"\bwhen\b|\bwhat (?:year|date|day|month|time|century|decade)|何[時时]|[幾几]年|哪[一]?年"
        r"|什[麼么][時时]候",
        r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|today"
        r"|yesterday|morning|evening|night|season|year)s?\b|[年月日世紀纪]",
    ),
    (
        "person",
        r"\bwho(?:m|se)?\b|[誰谁]|哪位|何人",
        r"(?<=[a-z,;] )[A-Z][a-z]+|^[A-Z][a-z]+ [A-Z][a-z]+|\b(?:he|she|his|her|they)\b"
        r"|[·・]|[人者家]",
    ),
    (
        "place",
        r"\bwhere\b|\bwhat (?:city|country|state|place|town|region)|哪[裡里邊边]|何[處处地]",
        r"\b(?:in|at|near|from|to|on) (?:the )?[A-Z]|[在於于]|[省市縣县國国州區区]",
    ),
    (
        "reason",
        r"\bwhy\b|\bwhat (?:causes?|caused|reason)|\bhow come\b|[為为]什[麼么]|[為为]何",
        r"\b(?:because|since|so that|so as|therefore|thus|hence|due to|in order to|otherwise|to"
        r" (?:keep|avoid|prevent|make|stop|help)|causes?|caused|reason|keeps?|prevents?|avoids?"
        r"|without)\b|因[為为此]|由[於于]|所以",
    ),
)
_QUESTION = tuple((name, re.compile(asked), re.compile(held)) for name, asked, held in _KINDS)


_LONGEST_NAME = 4
_REFERENCE_WORDS = 2
_CJK_NAME = re.compile(
    r"^(?:何谓|什么是|甚么是|何为|请问)?\s*([^\s，,？?是]{2,12}?)(?:是什么|是甚么|的定义|指什么|$|？|\?)"
)


def answer_kind(query: str) -> str:
    """``number``, ``time``, ``person``, ``place``, ``reason``, or nothing in particular."""
    lowered = fold(query[:500])
    for name, asked, _ in _QUESTION:
        if asked.search(lowered) or asked.search(query[:500]):
            return name
    return ""


def holds_kind(kind: str, sentence: str) -> bool:
    """Whether a sentence holds something of the kind that is asked for."""
    for name, _, held in _QUESTION:
        if name == kind:
            return bool(held.search(sentence) or held.search(sentence.lower()))
    return False


def definition_pattern(query: Query) -> re.Pattern[str] | None:
    """What a sentence that defines the thing asked about looks like.

    ``X is …``, ``X (Y) is …``, ``X: …`` at its start, for a question about one
    short thing; None for any other question.
    """
    name = " ".join(term.shown for term in query.terms if not term.cjk)
    if query.cjk:
        found = _CJK_NAME.search(fold(query.text))
        name = found[1] if found else ""
    if not name or len(name.split()) > _LONGEST_NAME:
        return None
    words = r"[\s\-]+".join(re.escape(word) + r"(?:e?s)?" for word in name.split())
    return re.compile(
        rf"^\W*(?:(?:a|an|the)\s+)?(?:[\w\-]+\s+){{0,1}}{words}\W*(?:\([^)]{{1,60}}\))?\W*"
        r"(?:\s(?:is|are|means?|refers?|stands?|denotes?)\b|[:：]\s*\w|是|指|為|为|即)",
        re.IGNORECASE,
    )


def is_reference(sentence: str) -> bool:
    """Whether a sentence only names links: at most a word or two stand beside them."""
    if "](" not in sentence:
        return False
    rest = LINK.sub(" ", IMAGE.sub(" ", sentence))
    return len(re.findall(r"\w{2,}", rest)) <= _REFERENCE_WORDS
