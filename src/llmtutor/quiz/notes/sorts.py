"""What sort of thing a definition speaks of: only things of one sort can be mixed up."""

from __future__ import annotations

import re

from llmtutor.quiz.notes.english import head_stem, words_of
from llmtutor.quiz.notes.meanings import Definition, without_determiner
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.search.analysis import stem

_NOUNS = {
    "people": """person people body group member man men woman women king queen emperor ruler
        class party council committee assembly court officer official magistrate soldier worker
        citizen scientist author organisation organization company team tribe nation state firm
        seller buyer lord warrior priest animal plant species""",
    "doing": """technique method process practice training task procedure act action movement
        division way approach strategy reaction conversion exchange transfer""",
    "quantity": """number measure ratio share rate probability sum size distance weight parameter
        setting score value amount temperature speed length degree extent
        time angle percentage fraction utility energy heat
        product difference volume mass density counter work""",
    "money": "price cost tax fee wage income revenue profit payment loan debt",
    "system": """model system program network machine device database framework library suite
        software organelle instrument chip computer controller sensor tool vehicle engine
        module kernel lock server router""",
    "saying": """statement promise offer order rule law principle theory doctrine claim term clause
        argument finding assumption condition equation formula protocol agreement contract
        warning message command word""",
    "place": """region basin valley ridge market city
        island mountain river lake coast""",
    "ability": """ability inability tendency memory knowledge skill""",
}
_OF = {stem(noun): sort for sort, nouns in _NOUNS.items() for noun in nouns.split()}
_HAPPENS = frozenset("occurs arises happens exists develops forms begins starts appears".split())
"""Verbs that say when or where there is such a thing, not what it does."""
_CJK = (
    ("people", re.compile("[者家人帝王將将臣后妃僧族民](?<!國家)(?<!国家)$")),
    ("body", re.compile("(?:機構|机构|機關|机关|團體|团体|軍隊|军队|政府|公司)$")),
    (
        "doing",
        re.compile(
            "(?:[現现]象|[過过]程|方式|方法|作用|[運运][動动]|反[應应]|行[為为]|活[動动]|分裂|法)$"
        ),
    ),
    ("quantity", re.compile("(?:[數数率度量值]|比例|面[積积])$")),
    ("ground", re.compile("(?:地形|平原|山脈|山脉|[丘谷扇域]|盆地|地[區区]|海岸|湖泊|河流)$")),
    ("air", re.compile("(?:[風风雨]|降雨|天氣|天气|[氣气]候)$")),
)


def sort_of(definition: Definition) -> str:
    """What sort of thing a definition speaks of; empty where its noun does not tell."""
    if is_chinese(definition.meaning):
        return next((sort for sort, tail in _CJK if tail.search(definition.meaning)), "")
    if definition.does:
        return "event" if definition.verb in _HAPPENS else ""
    first = words_of(without_determiner(definition.meaning)).lower[:1]
    if first and first[0].endswith("ing"):
        return "doing"
    return _OF.get(definition.kind, "")


def of_one_sort(one: Definition, other: Definition, apart: int) -> bool:
    """Whether two definitions may speak of things of one sort, so that each could be the other.

    Args:
        one: a definition.
        other: another.
        apart: sections between them; 0 in one section.
    """
    if is_chinese(one.meaning) != is_chinese(other.meaning):
        return False
    if _listed(one) or _listed(other):
        # a list of terms is one sort, whatever nouns its lines open with
        return _listed(one) and _listed(other) and apart == 0 and not _sorts_differ(one, other)
    mine, its = sort_of(one), sort_of(other)
    if mine == its == "quantity" and is_chinese(one.meaning):
        return one.kind[-2:] == other.kind[-2:]
    if mine and its:
        return mine == its
    if is_chinese(one.meaning):
        return one.kind[-1:] == other.kind[-1:]
    same = bool(one.kind) and one.kind == other.kind
    return same or (apart <= 1 and head_stem(one.term) == head_stem(other.term))


def _listed(definition: Definition) -> bool:
    return not definition.verb


def _sorts_differ(one: Definition, other: Definition) -> bool:
    mine, its = sort_of(one), sort_of(other)
    return "people" in {mine, its} and mine != its
