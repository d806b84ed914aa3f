"""Chinese lines read as sentences: the label as subject, "它" named, a full stop where it fits."""

from __future__ import annotations

import re
from dataclasses import replace

from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement

_LABELLED = re.compile(
    r"^(?P<label>[^，。；：、→=≈≠+＋/（）()]{2,12})(?P<aside>[（(][^（）()]{1,20}[）)])?："
    r"(?P<said>(?:主要由|由(?!此|於|于)|是(?!指|否)|位[於于]|[屬属][於于]|可以|不需|不能|不會|不会|利用|[採采]用|使用|[負负][責责]"
    r"|淘汰|被|沒有|没有|[會会](?![議议計计])|能(?![量級级源階阶])|包括|包含|能[夠够]).{4,})$"
)
"""A label and what is said of it, with no subject of its own."""
_A_THING = re.compile(r"^(?:[能由被會会]|可以)[^，]*的[㐀-鿿]{2,4}。?$")
"""What may be a thing, and no deed: "能引起反應的物質"."""
_NO_LABEL = re.compile(
    "注意|[備备][註注]|步[驟骤]|例|口[訣诀]|[優优缺特重弱][點点]|[補补]充|意[義义]|目的|原因|[後后]果|方法|[問问][題题]|[對对]策|[條条]件|[證证][據据]|不均|[結结]果"
    "|[來来]源|影[響响]|[個个]人|老[師师]|考|疑[問问]|待|毛病|[關关][鍵键]|功能|作用|差[別别異异]|[區区][別别]|途[徑径]|代[價价]|限制|用途"
)
_IS = re.compile(r"^(?P<name>[^，。；：、\s是（）()]{2,12})(?:[（(][^（）()]*[）)])?是(?!否|指)")
_IT = re.compile(r"^(?P<it>它(?!們|们)|其(?=[㐀-鿿]{1,4}(?:是|有|在|由|[為为])))")
_WHOLE = re.compile(
    r"^(?![\[(（「])(?P<name>[^，。；：、]{2,14}?)(?<![時时期後后中前上下])(?<!例子)"
    r"(?:是(?!否|因)|由(?!此|於|于)|位[於于]|[屬属][於于]|分[為为]|[稱称][為为]|表示|[負负][責责]|[採采]用|提倡|包括|具有|沿[襲袭]|[產产][於于]"
    r"|可以|不能|不[會会]|[沒没]有|[會会](?![議议計计])|有(?![機机效關关些的人])|以[^，。]{1,10}[為为]主|被|比(?=[^，。]{2,10}[低高大小多少快慢重輕轻長长短強强弱][，。]?$)|提出|[發发][現现明]|每增加)"
    r".{3,}$"
)
"""A line with a subject and a verb."""
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_OPEN_ENDED = re.compile(r"[→=≈≠←↑↓+＋<>]|…|[？！，：；、]$|\d[.．]?$")
_LEAST = 10
"""Characters of a line that may be a sentence without its full stop."""


def chinese_reading(before: Statement | None, statement: Statement, text: str) -> Statement:
    """A Chinese statement with its subject in it, where its label or the one before names it.

    Args:
        before: the sentence before it in its paragraph, if there is one.
        statement: as it was read.
        text: of the section.
    """
    return _closed(_with_label(_with_it_named(before, statement, text)))


def _with_label(statement: Statement) -> Statement:
    """A label as the subject of what it heads: "LRU：淘汰…" as "LRU淘汰…"."""
    match = _LABELLED.match(statement.text)
    if not match or _NO_LABEL.search(match["label"]) or "：" in match["said"]:
        return statement
    if _A_THING.match(match["said"]):
        return statement
    set_off = statement.marked.startswith(f"{OPEN}{match['label']}")
    label = f"{OPEN}{match['label']}{CLOSE}" if set_off else match["label"]
    return replace(statement, marked=f"{label}{match['aside'] or ''}{match['said']}")


def _with_it_named(before: Statement | None, statement: Statement, text: str) -> Statement:
    """The word "它" as what the sentence before says what it is."""
    match = _IT.match(statement.text)
    said = _IS.match(before.text) if before and match else None
    if not match or not before or not said:
        return statement
    of = "的" if match["it"] == "其" else ""
    return replace(
        statement,
        marked=said["name"] + of + statement.text[match.end() :],
        start=before.start,
        verbatim=text[before.start : statement.end],
    )


def _closed(statement: Statement) -> Statement:
    """A line of a list that says something whole, with the full stop that its author left out."""
    text = statement.text
    if statement.form != "item" or text.endswith("。") or len(text) < _LEAST or "。" in text:
        return statement
    if _OPEN_ENDED.search(text) or not _WHOLE.match(_ASIDE.sub("", text)):
        return statement
    return replace(statement, marked=f"{statement.marked}。")
