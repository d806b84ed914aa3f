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
    "|(?:分[別别]|重新|再次|[獨独]立)(?:[發发][現现明]|提出|建立)。?$"
)
"""What came to an end so late stood in the sentence before."""
_PROPERTY = re.compile(
    "(?:通式|分子式|化[學学]式|[結结][構构][簡简]?式|沸[點点]|熔[點点]|密度|特[點点征徵]|性[質质]|用途|全[稱称]|[別别][稱称名]|原因"
    "|[結结]果|[優优缺][點点]|作用|功能|[單单]位|成分|(?:流域)?面[積积]|全?[長长]度?|高度|人口|水量)"
    "[A-Za-z0-9:：，是為为有約约達达占佔]"
)
"""What notes tell of a thing that only their heading names."""
_EVENT_ALONE = re.compile(
    "[^，。]{2,8}(?:事件|[戰战][爭争役]|之[亂乱]|[條条][約约]|革命|[運运][動动]|[園园][區区]|[選选][舉举]|大[選选]|大[學学]|[會会][議议]|危[機机]|政[變变])"
    "(?:[（(][^）)]*[）)])?[，。]|[^，。]{2,8}[（(][^）)]*[）)]。|[^，。]{1,3}。$"
)
"""What stands behind a date in a list of dates: of the event nothing is said."""
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
    "|[發发][明現现]|[擊击][敗败]|[統统]一|放出|吸收|形成|淘汰|[釋释]放|[構构组]成|[導导]致|引起|管理|比(?![較较])|[記记][錄录]|保存|[應应][該该]|才|以前|最|常|通常|主要|大多|[約约]|都"
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
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
"""A day, of which another sentence tells the year."""
_LATIN = re.compile(r"[A-Z][A-Za-z0-9-]+$")


_NO_NAME = re.compile(
    "^(?:老[師师]|[講讲][師师]|教授[說说講讲]|上[課课]|譬如|然[後后]|自此|旋即|直[到至]|截至|[到至]了?|[隨随][著着]|根[據据]|按照|依照?|相[對对]|[進进]入|完全|指定|除|第[一二三四五六七八九十]"
    "|[一二三四五六七八九十百千兩两幾几]+[支個个部種种家份座條条位名次項项所]|[從从自]|[東西南北中东]{1,2}[部方邊边側侧]|伴[隨随]|[關关]押|指的是|最[開开]始|[書书]中|[極极]端|另一|一份|[傳传][統统]|[歷历]史上|[經经]|[沒没]|不(?!丹)|[對对](?![稱称流數数])|[為为]|[當当]"
    "|[關关]於|[關关]于|其|與|与|和(?![平服尚解])|及|主要|常[見见]|少[數数]|多[數数]|[現现]存|[實实][際际]|事[實实])"
    "|以[後后前來来]|之[後后前]|[後后前時时]$|以[東西南北东]|[年月日][後后]|方面$"
)
"""What opens a sentence and names nothing: "自此以後", "第一種", "西部"."""


def has_subject(text: str, notes: str) -> bool:
    """Whether a sentence names what it is about.

    Args:
        text: the sentence.
        notes: the lecture's words; a name comes again in them.
    """
    text = text.replace(" ", "")
    rest = _TIME.sub("", text, count=1)
    if any(
        one.match(rest) for one in (_DATED, OPENERS, _VERB_FIRST, _PROPERTY)
    ) or _NO_OBJECT.search(rest):
        return False
    if (_DAY.search(text) and "年" not in text) or (rest != text and _EVENT_ALONE.match(rest)):
        return False
    plain = _ASIDE.sub("", rest)
    if (match := _NAMED.match(plain)) and PART_OF.match(match["name"]):
        return False
    if rest.startswith(("「", "《", "“")):
        return True
    if rest == text and _NO_NAME.match(plain):
        return False
    notes = notes.replace(" ", "")
    return rest != text or notes.count(rest[:_SUBJECT]) >= _AGAIN or _is_named(plain, notes)


def _is_named(plain: str, notes: str) -> bool:
    """Whether a verb follows a name: one the notes use again, a Latin one, or one with a year."""
    if _DATED_DEED.match(plain):
        return True
    strong = _STRONG.match(plain)
    if strong and not _NO_NAME.search(strong["name"]) and _OF_A_KIND.search(strong["name"]):
        return True
    match = _NAMED.match(plain)
    if not match:
        return False
    name = match["name"]
    if _NO_NAME.search(name):
        return False
    return bool(_LATIN.match(name)) or notes.count(name) >= _TWICE
