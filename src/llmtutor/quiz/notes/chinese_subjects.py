"""Whether a Chinese sentence names what it is about, as Chinese often does not."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.chinese import OPENERS, PART_OF

_TIME = re.compile(
    r"^(?:在|於|于|自|到|至)?(?:(?:西元|公元)?前?\d{1,4}年(?:代|間|间|底|初|末)?|[^，。]{2,4}[元一二三四五六七八九十]+年)"
    r"(?:[春夏秋冬]|\d{1,2}月(?:\d{1,2}日)?|[一二三四五六七八九十]+月(?:[一二三四五六七八九十]+日)?)?(?:起|時|时|後|后|前)?，?"
)
_DATED = re.compile(r"\d")
"""A figure at the head is a day or a count; of what, another sentence says."""
_NO_OBJECT = re.compile(
    "[才纔](?:解除|[結结]束|停止|恢[復复]|[開开]始|完成|成功|[緩缓]解)。?$|就是(?:一[個个])?例子?。?$"
)
"""What came to an end so late stood in the sentence before."""
_VERB_FIRST = re.compile(
    "[有在於于被將将把使令爆發发成建開开舉举設设改起首再又並并即遂春夏秋冬末初年月日与與和及並后後因由以將所]"
)
_SUBJECT, _AGAIN = 2, 3
"""Characters at the head of a sentence that must come so often in the notes to be a name."""
_TWICE = 2
"""How often a longer name in front of a verb must."""
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_VERB = (
    "不?是(?!否)|由(?!此|於|于)|位[於于]|[屬属][於于]?|分[為为成]|[稱称][為为]|表示|[負负][責责]|[採采]用|使用|利用|提倡|包括|包含|具有"
    "|沿[襲袭]|需要|[產产][於于生]|存在|可以|不[能需會会]|[會会](?![議议計计])|有(?![機机效關关些的人時时])|在|[將将把從从以用]|提出|建立"
    "|[發发][明現现]|[擊击][敗败]|[統统]一|放出|吸收|形成|淘汰|[釋释]放|[構构组]成|[導导]致|引起|管理|比(?![較较])|[記记][錄录]|保存|[應应][該该]|才|以前|最|常|通常|主要|大多|[約约]|都|也|[則则]"
)
_NAMED = re.compile(rf"(?P<name>[^，。；：:、\s]{{2,12}}?(?: [A-Za-z0-9]+)?) ?(?:{_VERB})")
_STRONG = re.compile(
    r"(?P<name>[^，。；：:、\s]{2,10}?)(?:不?是(?!否|因)|[產产]於|产于|位[於于]|[屬属][於于]|由)"
)
_OF_A_KIND = re.compile(
    "(?:[山河溪江湖海島岛洲]|水[庫库]|[斷断][層层]|板[塊块]|[地岩][層层殼壳]|[玉岩石]|[朝國国]|制度?|法[律則则]?|[學学]派|公司|大[學学]"
    "|[戰战][爭争]|條約|条约|定律|理[論论]|主[義义]|[學学][說说]|症|病|素|酶|蛋白[質质]?|[細细]胞|植物|[動动]物|系[統统]|[機机]制|[協协][議议]|算法|火山)$"
)
"""What names of one thing, or of one kind, end in."""
_DATED_DEED = re.compile(r"(?P<name>[㐀-鿿]{2,4})\d{3,4}年(?=[㐀-鿿])")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9-]+$")


def has_subject(text: str, notes: str) -> bool:
    """Whether a sentence names what it is about.

    Args:
        text: the sentence.
        notes: the lecture's words; a name comes again in them.
    """
    text = text.replace(" ", "")
    rest = _TIME.sub("", text, count=1)
    if _DATED.match(rest) or _NO_OBJECT.search(rest):
        return False
    if OPENERS.match(rest) or _VERB_FIRST.match(rest):
        return False
    plain = _ASIDE.sub("", rest)
    if (match := _NAMED.match(plain)) and PART_OF.match(match["name"]):
        return False
    if rest.startswith(("「", "《", "“")):
        return True
    notes = notes.replace(" ", "")
    return rest != text or notes.count(rest[:_SUBJECT]) >= _AGAIN or _is_named(plain, notes)


def _is_named(plain: str, notes: str) -> bool:
    """Whether a verb follows a name: one the notes use again, a Latin one, or one with a year."""
    if _DATED_DEED.match(plain):
        return True
    strong = _STRONG.match(plain)
    if strong and _OF_A_KIND.search(strong["name"]):
        return True
    match = _NAMED.match(plain)
    if not match:
        return False
    name = match["name"]
    return bool(_LATIN.match(name)) or notes.count(name) >= _TWICE
