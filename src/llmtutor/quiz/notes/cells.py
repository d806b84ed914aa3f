"""Headers, names and cells of tables: which of them a question can use."""

from __future__ import annotations

import re

from llmtutor.quiz.likeness import normal_form
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import Table
from llmtutor.search.analysis import STOPWORDS, stem

_LONGEST_NAME, _LONGEST_CELL = 4, 12
"""Words of a row's name, and of a cell that can be asked for."""
_LONGEST_NAME_CJK = 12
_THINGS = 3
"""Things that a comparison has at least, for its cells to be told apart by knowledge."""
_FIGURE = re.compile(r"0?\.\d+|\d[\d.]*e[+-]?\d+")
"""Worked-out figures that nobody should know by heart."""
_DOES = frozenset(
    """removes fixes tests checks detects avoids costs eats acts works runs targets blocks
    replaces""".split()
)
"""Headers that are verbs here: "Match each form with its removes" is no English."""
_PLACES = frozenset("outside inside before after between where when who what how why first".split())
_ASKS = re.compile("[啥哪誰谁怎]|什[麼么]|是否|[有能][無无否]")
_OPEN = re.compile(
    r"\b(?:should|must|can|could|will|would|might|ought)\b|\b(?:is|are|has|have|does)$",
    re.IGNORECASE,
)
"""Headers that every cell ends as a sentence: "Firms should have"."""
_NOUN_CJK = re.compile(
    ".[者人物法性量率力值度器式數数體体學学素酶質质系族科屬属種种類类型形名稱称點点地區区國国省市州河山朝代年期月日時时間间"
    "號号碼码色味角比例價价格能功途項项目標标準准制造置位層层級级線线面群團团員员官職职務务責责因果義义理論论典書书品文字詞词語语音調调化"
    "程序態态象樣样件條条款案史事域段境圍围圖图表符根元首君主帝王將将軍军派家教宗神節节食材料藥药劑剂毒病症疫胞酸鹽盐題题別别議议備备曆历應应動动構构用]$"
)
"""What whole nouns end in; of rocks, 深成 is half of one."""
_INNER = {"of", "at", "in", "per", "to", "for", "on"}
_NUMBERING = frozenset("no nr id row line item step case exercise part number group".split())
_REMARKS = frozenset(
    """remark remarks note notes comment comments feature features characteristics 備註 备注 附註
    說明 说明 特點 特点 特色 特徵 特征 pros cons advantage advantages disadvantage disadvantages
    benefit benefits drawback drawbacks limitation limitations plus minus strength strengths
    weakness weaknesses remember points good bad who bit 優點 优点 缺點 缺点
    優缺點 优缺点""".split()
)
"""Columns of this and that, which belong to a row in no one way, or as well to another."""
_CORNERS = frozenset(
    """feature features property properties aspect aspects criterion criteria attribute attributes
    characteristic characteristics point dimension 比較 比较 項目 项目 特徵 特征 性質 性质 方面 類別
    类别""".split()
)
"""What heads the first column of a comparison, whose things stand in its first line."""
_SORTS = {"類別", "类别"}
_DITTO = re.compile(
    r"同[上左前]|^(?:ditto|same|idem|〃|\"|as above|no|none)\b|[?？]|\btbc\b|待查", re.IGNORECASE
)
_COMPARED = re.compile(
    r"^(?:[較较更最比]|常最)|^(?:[a-z]+er|some|(?:much |a bit |slightly )?(?:more|less|fewer)"
    r"|most|least|every\w+|any\w*|all|(?:the )?same|many|few|several|various|varies"
    r"|(?:several|various|many|other) \w+|considerable|depends"
    r"|(?:v\.? |very |quite |fairly )?(?:un)?(?:rare|common|usual|known|clear)"
    r"|(?:the )?(?:rest|others?)(?: of .*)?)$",
    re.IGNORECASE,
)
"""More or less than another cell, and so no answer by itself."""
_CUT = re.compile(
    r"^\W*\d[^()]*\([^()]*\)\s*\w|^(?:e\.g|i\.e|z\.B|incl|esp)\b|\be\.g\.|^[(（]|[(（][^)）]*$|^[^(（]*[)）]"
    r"|\b(?:like|than|with|of|the|and|or|for|to|by|from)$",
    re.IGNORECASE,
)
"""A figure with a remark inside, an example for more, or what breaks off."""
_LABEL = re.compile(r"[A-Z]?\d{0,3}|\d[\d.,]*")
_CODE = re.compile(r"[A-Z][A-Za-z]{0,3}\d{0,2}")
"""C4, CAM, PS1: as good a name as any at the head of a comparison."""
_NAMED = re.compile(r"(?:[(（][+−-][)）] )?[^\W\d]|\d?[A-Z]{2}")
_ABOUT = re.compile(r"(?:[约約近]|about )\d")
_WITH_PLACE = re.compile(r"[A-Z][\w–-]+, [A-Z]\w+")
"""Valdivia, Chile."""
_SYMBOL = re.compile(r"[A-Z][a-z]?\d{0,2}")
_CALCULATION = re.compile(r"[=×÷/*→]| [+−-] ")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")


def name_column(table: Table) -> int | None:
    """The column that names what the rows are on: the first; the second beside figures or dates."""
    if _names_rows(table, 0):
        return 0
    figured = sum(bool(re.search(r"\d", row[0])) for row in table.rows) * 2 >= len(table.rows)
    headed = table.header[0].strip().lower() not in _CORNERS | {""}
    return 1 if figured and headed and _names_rows(table, 1) else None


def _names_rows(table: Table, column: int) -> bool:
    """Whether most cells of a column are names, all different; letters are where none is long."""
    header = table.header[column]
    words = words_of(header).lower
    if (
        not heads_cells(header)
        or (header.strip().lower() in _CORNERS - _SORTS)
        or header.strip().lower() in _PLACES
    ):
        return False
    cells = [row[column] for row in table.rows]
    if _NUMBERING & {*words} and any(map(_SYMBOL.fullmatch, cells)):
        return False
    distinct = len({normal_form(one) or one for one in cells}) == len(cells)
    return distinct and sum(map(is_name, cells)) * 3 >= len(cells) * 2


def is_name(cell: str) -> bool:
    """Whether a cell names the thing that its row is on."""
    named = _NAMED.match(cell) and not _ABOUT.match(cell) and _is_name(cell)
    return bool(named or _WITH_PLACE.fullmatch(cell) or _SYMBOL.fullmatch(cell))


def heads_cells(header: str) -> bool:
    """Whether a header can be shown beside another: any short one that asks and remarks nothing."""
    header = header.strip()
    if (
        not header
        or _REMARKS & {header.lower(), *words_of(header).lower[-1:]}
        or re.search(r"^\d|[?？\\…]|\.\.|^e\.g\.", header)
    ):
        return False
    if _OPEN.search(header):
        return False
    if is_chinese(header):
        return len(header) <= _LONGEST_NAME_CJK and not _ASKS.search(header)
    return len(header) > 1 and len(words_of(header).shown) <= _LONGEST_NAME + 1


def names_a_kind(header: str, text: str) -> bool:
    """Whether the notes speak of several of what a header names, so that its rows are of it.

    "hormones", "each hormone", "a hormone" beside a header "Hormone"; of "Hypothalamus", what
    the rows come from, there is one.
    """
    if is_chinese(header):
        return True
    word = re.escape(words_of(_ASIDE.sub("", header)).lower[-1])
    several = rf"{word}e?s|{word.removesuffix('y')}ies"
    return bool(
        re.search(rf"\b(?:(?:an?|each|every|any|per) (?:[\w-]+ )?{word}|{several})\b", text.lower())
    )


def compares(table: Table) -> bool:
    """Whether the first line names the things, and the first column what is said of them."""
    corner = table.header[0].strip().lower()
    things = table.header[1:]
    if (corner and corner not in _CORNERS) or len(things) < _THINGS:
        return False
    distinct = len({normal_form(one) or one for one in things}) == len(things)
    # "Hohokam" beside "water, monument, rank": the rows are the things
    small = all(one[:1].islower() for one in things)
    rows = all(row[0][:1].isupper() for row in table.rows)
    if (small and rows) or any(re.search(r"[%(]", one) for one in things):
        return False
    return distinct and all(_is_name(one) or _CODE.fullmatch(one) for one in things)


def _is_name(text: str) -> bool:
    text = _ASIDE.sub("", text)
    if not text or _LABEL.fullmatch(text) or _CALCULATION.search(text):
        return False
    if is_chinese(text):
        return len(text) <= _LONGEST_NAME_CJK
    words = words_of(text).lower
    if words and (words[0].endswith("ing") or "(" in text or "," in text):
        return False
    return 0 < len(words) <= _LONGEST_NAME and not FINITE & set(words[1:])


def as_noun(header: str) -> str:
    """A column's header as it names what stands under it; empty where no question can use it."""
    header = header.strip()
    if header.lower() in _REMARKS | _CORNERS:
        return ""
    if is_chinese(header):
        fits = len(header) <= 10 and not _ASKS.search(header) and header[0] not in "佔占"
        return header if fits and _NOUN_CJK.search(header) else ""
    words, bare = words_of(header).lower, _ASIDE.sub("", header)
    if not 1 <= len(words) <= 4 or _CALCULATION.search(header) or len(words[0]) < 2:
        return ""
    if re.search(r"[A-Z].*[A-Z]|-[A-Z]|\?", header[1:]) or "." in bare:
        return ""
    small = any(word in STOPWORDS and word not in _INNER for word in words)
    if words[0] in _INNER | _PLACES or words[-1] in _INNER or small:
        return ""
    verb = words[0] in VERBS_IN_S | _DOES or bool(re.match(r"[a-z]+s [a-z]+ly\b", " ".join(words)))
    said = verb or FINITE & set(words) or words[0].endswith(("goes", "comes", "ed"))
    return "" if said else header


def is_usable(cell: str) -> bool:
    """Whether a cell can be asked for: it holds a word, no calculation, and does not lean."""
    if _FIGURE.fullmatch(cell) or not re.search(r"\w", cell) or _DITTO.search(cell):
        return False
    if _COMPARED.search(cell) or _CUT.search(cell) or ";" in cell or "NB" in cell:
        return False  # two things in one: "covalent; usually"
    return len(words_of(cell).shown) <= _LONGEST_CELL and not _CALCULATION.search(cell)


def is_one_of(cell: str, header: str) -> bool:
    """Whether a cell names things of its row's own sort: "T and B cells" beside a cell."""
    if is_chinese(header):
        return cell.endswith(header)
    last, own = words_of(cell).lower[-1:], words_of(header).lower[-1:]
    return bool(last and own) and stem(last[0]) == stem(own[0])
