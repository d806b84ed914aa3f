"""Chinese notes: what stands alone, what is defined, and how to ask; both scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmtutor.quiz.notes.meanings import Definition
from llmtutor.quiz.notes.statements import CLOSE, OPEN, SectionNotes, Statement
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import fold

OPENERS = re.compile(
    "[這这那此該该其它他她牠祂我你您]|同[年時时]|但(?!丁)|因此|所以|於是|于是|然而|而|[並并](?![發发行列联聯])|也(?!門|门)|又|另|此外|例如|比如"
    "|之後|之后|後來|后来|当時|当时|至此|隨後|随后|接[著着]|兩者|两者|前者|後者|后者|可是|不過|不过|最[後后終终]|首先|其次"
    "|再(?!生)|[還还](?!原)|[則则](?!天)|即(?![時时])|如果|若|由此|從此|从此|以上|以下|上述|下[列面]|期間|期间|總之|总之|另外"
    "|同樣|同样|因為|因为|由於|由于|雖|虽|使(?![用命者節节館馆])得?|令(?!牌)|讓|让|除[此了]|特[別别]|[當当]然|[年月日季](?![本球輪轮光食蝕蚀語语軍军金表亮相])"
    "|[當当][年地天日]|早期|初期|後期|后期|晚期|[導导]致|以致|藉此|借此|[兩两](?![稅税晉晋漢汉宋河廣广])|[雙双](?![子曲鍵键])|各|全(?![球民國国人])"
    "|均(?![田衡])|皆|都(?![市會会])|部[分份]|[許许]多|很多|不少|大[多部]|一般|通常|最[初早近]|[為为][日此了]|[於于]此"
    "|[經经][過过]|[當当]|重[用新]|反[對对]|可以|能(?![量級级源階阶])[夠够]?|需(?!求)要?|必[須须]|仍|已|曾(?![文國国])|先(?![進进秦天])"
    "|便(?!利)|就(?![緒绪業业])|才(?!能)|只|更|甚|尤|主要|共(?![享和振產产同軛轭價价生])|[約约](?![束旦翰瑟])|近(?![視视地海似代])|此[後后]|[對对]此"
    "|有些|有的|加上|一[些方]|次年|隔年|翌年|今|目前|現在|现在|請|请|[設设](?![備备計计施置立])|假[設设]|[一二三四五六七八九十][、.．是]"
)
_INSIDE = re.compile(
    "[這这]|該|该|上述|以下|如下|前述|我們|我们|你|您|本[文章節节課课書书]|[下右左上][圖图表]|此[時时後后外次]|前者|後者|后者|"
    "[他她它]們?们?的?|隔年|次年|翌年|聞訊|闻讯|[功軍军]才|[…|{}<>=]|https?:|今[年日天]|目前|現在|现在|同[年時时]|當時|当时|兩者|两者|什[麼么]|[？?！!]|，所[謂谓]|那[一些年個个時时次]|[別别]混"
    "|前[兩两][種种個个]|(?:通常|一般|往往|常常?)?比[較较][好差快慢高低強强弱][。，]"
    "|[都必常]考(?![慮虑])|考[過过]|有人[寫写]"
)
_PRAISE = re.compile(
    "重要|主要|[關关][鍵键]|著名|有名|典型|支柱|代表|豐富|丰富|濃厚|浓厚|優秀|优秀|良好"
)
_MOST_CLAUSES, _MOST_CHARACTERS = 3, 64
_FIGURE, _MOST_FIGURES = re.compile(r"(?<!\d)(?!\d{3,4} ?年)\d[\d.,]*"), 2
_HEADED = re.compile(r"(?:[(（][^()（）]*[)）])?：")
"""What is left of a line when its label is the blank."""
_NEGATIVE = re.compile("[不沒没無无未非]|並非|从未")
_ABSOLUTE = re.compile("[總总]是|永[遠远]|所有|完全|[絕绝][對对]|全部|一切|唯一|每[個个一]")
_OF_WHAT = re.compile(
    "[^，。]{2,14}(?<![法規规原準准細细否])[則则](?=[是以有在為为被由用可能不會会])"
    "|[上中下]游(?![是指])|(?:[要重][點点]|[關关][鍵键]|[結结][論论])是"
    "|[^，。]{1,14}是最[^，。的]{1,5}的(?:一?[位個个種种部次座條条項项]|人)?。"
)
"""Set against the sentence before it, or the most of what that one names."""
_NAME_AND_YEAR = re.compile(r"[^，。；：、]{2,16}(?<![於于在自至到]) \d{3,4}年?。$")
"""Of which nothing is said: 「青石大學 1928。」"""
_QUOTED = re.compile("[（(][^（）()]*[)）]|《[^》]*》|〈[^〉]*〉|「[^」]*」|『[^』]*』|“[^”]*”")
_PREDICATE = re.compile(
    r"是|[約约](?=[\d一二三四五六七八九十百千])|(?<![認认以行])[為为](?!主)|有(?![機机效關关限])|[會会](?=[^議议員员，。])|能(?![量力級级源])|可(?!見)|[應应][該该]"
    "|[在由使令讓让被把將将須须需要以到至對对給给比向從从了著着得叫指含佔占立現现出入走來来去回達达成加用作做呈介越]|(?<!名)[稱称]|[過过](?!程)|[當当]"
    "|[建設设創创][設设立]|[創创開开]|[發发][現现明生展]|[產产]生|[進进](?!士)|[改轉转變变][變变為为成]|分(?![子數数])"
    "|[減减增降升提推引導导領领帶带取失奪夺打擊击敗败勝胜退攻殺杀死逝葬結结停禁保持護护守抗求請请派任封賜赐征招募管拒][^論论率]"
    "|[寫写講讲說说讀读教看見见聽听收受獲获買买賣卖付借放送運运輸输傳传][^動动]|[認认][識识為为]|[記记載载述]|[證证]明|表示|[顯显修築筑拆廢废除]"
    "|[統统]一|[規规]定|[訂订簽签批允許许贊赞]|[吸附釋释]|影[響响]|[刺抑促][激制進进]"
    "|[協协幫帮供養养培採采擴扩張张縮缩延續续連连接觸触碰撞壓压拉抬抓握靠隨随逃避遷迁居][^力]|[經经][過过歷历]|[參参][加與与]"
    "|[屬属位][於于]|[歸归像似等]|相[同等似反]|[沒没無无不未非]|[高低大小多少快慢重輕轻強强弱長长短]。"
)
"""What makes a sentence of a line: a verb, or a quality at its end."""
_NAME = (
    rf"[^{OPEN}{CLOSE}，。；：、\s（）()「」『』是指為为在於于和與与及的之了被把將将從从由對对著着過过算"
    "保有]"
)
_DEFINED = re.compile(
    rf"^(?P<open>{OPEN})?(?P<term>(?:《[^》]{{2,12}}》|{_NAME}{{2,10}}?))(?:{CLOSE})?"
    rf"(?:[（(](?P<paren>[^（）()]{{2,40}})[）)])?"
    rf"(?:，?又[稱称叫](?:為|为|作)?(?P<alias>{_NAME}{{2,10}}))?，?"
    r"(?P<verb>是指|指的是|就是|是|指(?![數数出定揮挥導导標标]))(?P<meaning>[^，。；]{6,60})"
)
_TAIL = re.compile("的[^的]{1,7}$")
PART_OF = re.compile(
    "(?:原因|理[論论]基[礎础]|[優优缺特弱][點点]|特[徵征]|目的|[結结]果|意[義义]|重[點点]|方法|方式|工程|目[標标]|[對对]策|[問问][題题]|[證证][據据]|[關关][鍵键]|步[驟骤]"
    "|面[積积]|基[礎础]|容量|[後后]果|例子|名[稱称]|[時时][間间]|[條条]件|代[價价]|[好壞坏][處处]|前提|[動动]力|[產产]物|口[訣诀]|附近|[當当]地|居民"
    "|太子|皇帝|皇后|降[將将]|[亂乱][後后]|前期|[後后]期|[上下][盤盘]|差[別别]|[內内]容|作者|作用|[開开]始|[總总]式|老[師师]|[課课]本|助教|考試|考试|[都必常會会]考|考[過过]|考古題"
    "|比[較较].*的.*|全名|[簡简][稱称]|名字|市[長长]|校[長长]|[學学]校|公司|城市|首都|部落|做法|球[隊队]|工序|灌溉面[積积])$"
)
"""Nouns that say of what they are another sentence's: "The reason is …"."""
_NO_TERM = re.compile(
    "老[師师]|[說说覺觉](?=.)|(?:主要|只要|特別|特别|規則|规则|原因|目的|特[點点徵征]|一般|通常|結果|结果|就|都|也|又|都|不|多|大都|基[礎础]|依據|依据"
    "|前提|[關关][鍵键]|[對对]策|途[徑径]|[標标]志|[標标][誌志]|要[點点]|(?<![規规原法守準准細细通總总])[則则])$"
)
_BAD_MEANING = re.compile(
    "^(?:[否不因由在以為为從从了一個个]?[個个]?)$|^(?:因為|因为|由於|由于|否|不|在|從|从|以|由|為了|为了|當|当)"
)


ANYTHING = re.compile("的(?:事|事情|東西|东西|情[況况形]|[時时]候|地方|感[覺觉]|[過过]程)$")
"""Ends of a meaning that fits much else: "喜歡的事"."""


def leaning(text: str) -> str:
    """What in a text leans on its surroundings; empty where it stands alone."""
    if match := OPENERS.match(text):
        return f"opens with '{match[0]}'"
    if match := _OF_WHAT.match(text):
        return f"'{match[0]}' leaves its other half out"
    if match := _INSIDE.search(text):
        return f"'{match[0]}' points elsewhere"
    if (at := text.find("其")) >= 0 and (at < 3 or text[at + 1 : at + 2] in "他中實实次"):
        return "'其' has nothing to stand for"
    return "" if _is_balanced(text) else "unbalanced brackets"


def _is_balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("「」", "『』", "《》", "（）", "()"))


def is_sentence(text: str) -> bool:
    """Whether a text is one whole statement."""
    whole = 8 <= len(text) <= 90 and text.endswith("。") and text.count("。") == 1
    said = _PREDICATE.search(_QUOTED.sub("", text))
    return whole and bool(said) and not _NAME_AND_YEAR.match(text)


def is_definite(text: str) -> bool:
    """Whether a sentence claims one thing, short enough to be held in mind, and no praise."""
    short = len(text) <= _MOST_CHARACTERS and text.count("，") < _MOST_CLAUSES
    text = _HEADED.sub("", text, count=1) if _HEADED.match(text) else text
    short = short and len(_FIGURE.findall(text)) <= _MOST_FIGURES
    return short and not _PRAISE.search(text) and "：" not in text and "、" not in text[:4]


def is_negative(text: str) -> bool:
    """Whether a statement denies something."""
    return bool(_NEGATIVE.search(text))


def is_absolute(text: str) -> bool:
    """Whether a statement holds a word that gives a false one away."""
    return bool(_ABSOLUTE.search(text))


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters."""
    changed = sum(fold(char) != char for char in text if "㐀" <= char <= "鿿")
    return changed * 20 > sum("㐀" <= char <= "鿿" for char in text)


def definitions(notes: SectionNotes) -> Iterator[Definition]:
    """What a section defines in its sentences; its lists of terms are read with the English."""
    for statement in notes.statements:
        if statement.cjk and (found := _definition(statement)):
            yield found


def _definition(statement: Statement) -> Definition | None:
    if leaning(statement.text):
        return None
    match = _DEFINED.match(statement.marked)
    if not match:
        return None
    if (
        not match["open"]
        and not match["alias"]
        and statement.marked[: match.start("verb")][-1:] == "，"
    ):
        return None  # 「曹丕撰寫《典論》，是…」 tells a deed, not what a thing is
    meaning = match["meaning"].replace(OPEN, "").replace(CLOSE, "").strip()
    if (
        _PRAISE.search(meaning)
        or _BAD_MEANING.match(meaning)
        or not _TAIL.search(meaning)
        or ANYTHING.search(meaning)
        or _NO_TERM.search(match["term"])
        or not is_term(match["term"])
        or PART_OF.match(match["term"])
    ):
        return None
    names = tuple(name for name in (match["paren"], match["alias"]) if name)
    return Definition(
        term=match["term"],
        article="",
        scope="",
        verb="指" if "指" in match["verb"] else "是",
        meaning=meaning,
        names=names,
        source=statement.source,
        statement=statement,
        strong=bool(match["open"]) or "指" in match["verb"],
    )
