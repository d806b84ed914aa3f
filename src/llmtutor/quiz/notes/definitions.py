"""What the notes say a thing is: definitions found in sentences and in lists of terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.english import words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.glosses import defines_alone, says_what_it_is
from llmtutor.quiz.notes.meanings import Definition, clause, is_vague, opens_as_its_term, says_what
from llmtutor.quiz.notes.said import key_of
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Item, SectionNotes, Statement
from llmtutor.quiz.notes.terms import is_term

_TERM = f"{OPEN}([^{OPEN}{CLOSE}]{{1,60}}){CLOSE}"
_PAREN = r"(?: \((?P<paren>[^()]{2,60})\))?"
_ALIAS = r"(?:, (?:or|also called|also known as) (?:an? |the )?(?P<alias>[^,;]{2,40}),)?"
_IS = r"(?P<verb>is|are|was|were|means?|refers? to|denotes?|describes?)"
_SET_OFF = re.compile(
    r"(?:^|[,;:] (?:and |while |whereas |but )?)(?P<article>(?:[Aa]n?|[Tt]he) )?"
    rf"{_TERM}{_PAREN}{_ALIAS}(?P<rest> (?:of|over|for|in|between) [^,;:.{OPEN}]{{1,40}}?)?"
    rf" {_IS} (?=(?P<meaning>.{{6,400}}))"
)
_NEXT_TERM = re.compile(
    rf"(?:[,;] (?:and |while |whereas |but )?| and )(?:an? |the )?{OPEN}[^{CLOSE}]+{CLOSE}"
    r"[^,;.]{0,40}? (?:is|are|was|were) "
)
_BESIDE = re.compile(
    rf"(?P<article>\b(?:[Aa]n?|[Tt]he) )?{_TERM}{_PAREN}, "
    rf"(?P<meaning>an? [^{OPEN}{CLOSE},;:.]{{12,160}})(?=[.;,](?:\s|$)|$)"
)
_LED = re.compile(r"^(?:In|For|With|During|After|Under|By|From|Unlike|Like|At|On|When|If)\b[^,]*$")
"""What opens a sentence, so that behind its comma the sentence itself begins."""
_DOES = re.compile(
    rf"^(?P<article>(?:An?|The) )?{_TERM}{_PAREN} (?P<verb>[a-z]{{3,15}}[^s\W]s) "
    r"(?P<meaning>.{12,400})"
)
_PLAIN = re.compile(
    r"^(?P<article>(?:An?|The) )?(?P<term>[^\s,;:()][^,;:()]{0,70}?)"
    + _PAREN
    + r" (?P<verb>is|are|was|were|means|refers to) "
    r"(?P<meaning>(?:an?|the|one) .{6,400}"
    r"|(?<=are )[a-z]{3,}s (?:who|that|which|under|of|with|made|between) .{4,400})"
)
_SET_OFF_AFTER_IS = re.compile(rf"^[^{OPEN}]* (?:is|are|was|were) (?:(?:an?|the) )?{OPEN}")
_MASS = re.compile(
    r"^(?P<article>)(?P<term>[A-Z][^,;:()]{2,50}?) (?P<verb>is) (?P<meaning>[a-z]{4,} .{10,400})"
)
"""Declarative memory is memory for facts; overfitting is fitting a model to the noise."""
_CALLED = re.compile(
    rf"^(?P<meaning>An? [^,;:{OPEN}]{{8,90}}?),? (?:is|are) (?:often |usually |also |therefore )?"
    rf"(?:called|known as|termed|named) (?P<article>(?:an?|the) )?{_TERM}[^,;:]{{0,3}}$"
)
_LISTED = re.compile(
    rf"^{OPEN}?(?P<term>[^{OPEN}{CLOSE}:：=–—()（）]{{1,60}}?){CLOSE}?"
    rf"(?:\s*[(（](?P<paren>[^()（）]{{2,60}})[)）]){{0,1}}{CLOSE}?\s*(?:[:：=]| [–—-])\s*"
    rf"(?P<meaning>[^\s:].{{5,400}})$"
)
_YEAR = re.compile(r"\d{3,4}")
_ALSO = re.compile(r"^(?:or|also called|also known as|aka|i\.e\.) (?:an? |the )?")
_PART_OF = re.compile(
    r"^(?:conditions?|requirements?|criteri(?:on|a)|reasons?|steps?|examples?|advantages?|results?"
    r"|consequences?|purpose|meaning|definition) (?:of|for|to|why)\b|的|.《|》.",
    re.IGNORECASE,
)
"""Labels that say what of a thing the line tells (顺反异构的条件), or in which book it is told."""
_DEEDS = "选選编編写寫找求画畫算标標列确確判取定检檢测測"
"""Characters with which a line tells to do what its label says."""
_NO_LABEL = re.compile(r"&| v\.? |^\S+(?:ic|al|ive|ous|ory|ed)$")
"""Authors, cases and qualities, of which a line tells more than what they are."""
_NEXT_CLAUSE_CJK = re.compile("[，,]")
_NEXT_SENTENCE = re.compile(rf"(?<=[a-z\d)])[.!]\s+(?={OPEN}?[A-Z])|;\s|[。；]")
_APPOSED = re.compile(
    r"^(?:an?|the) (?P<term>[^,;:()]{3,40}), (?P<meaning>(?:an?|the|one) .{10,})$"
)
"""The leftover core is a white dwarf, an object with …: the second thing is the one explained."""


def definitions(notes: SectionNotes) -> Iterator[Definition]:
    """Everything a section defines, in English; :mod:`chinese` has its own."""
    for statement in notes.statements:
        if not statement.cjk:
            made = _of_statement(statement)
            yield from (about for one in made if (about := _righted(one, notes.section.title)))
        if statement.form == "prose" and statement.marked.startswith(OPEN):
            line = _LISTED.match(statement.marked)
            if line and _is_line(line):
                yield from _labelled(line, statement.source, alone=True)
    for found in notes.lists:
        yield from _of_list(notes, found.items)


def _of_statement(statement: Statement) -> Iterator[Definition]:
    if statement.lead in {"Careful", "Note", "Warning"}:
        return
    set_off = list(_SET_OFF.finditer(statement.marked))
    for match in set_off:
        yield from _made(statement, match, match[2], strong=True)
    beside = _BESIDE.search(statement.marked)
    if beside and not _LED.match(statement.marked[: beside.start()]):
        yield from _explained_beside(statement, beside)
    if set_off:
        return
    if called := _CALLED.match(statement.marked):
        yield from _called(statement, called)
    elif (does := _DOES.match(statement.marked)) and not _goes_on_as_noun(does):
        yield from _made(statement, does, does[2], strong=True)
    elif _SET_OFF_AFTER_IS.search(statement.marked):
        return  # "The firm is a **price taker**": what is brought in is the price taker
    elif plain := _PLAIN.match(statement.text):
        yield from _made(statement, plain, plain["term"], strong=False)
    elif (mass := _MASS.match(statement.text)) and opens_as_its_term(mass["term"], mass["meaning"]):
        yield from _made(statement, mass, mass["term"], strong=False)


def _goes_on_as_noun(does: re.Match[str]) -> bool:
    """Whether what looks like the verb is the term's noun: "**early warning** systems work"."""
    following = does["meaning"].partition(" ")[0]
    return following in FINITE or f"{following}s" in VERBS_IN_S


def _righted(found: Definition, title: str) -> Definition | None:
    """A definition with its two sides exchanged, where its section is about the second of them.

    "The leftover core is a white dwarf, an object with …" explains the white dwarf. Of a
    section on something else nobody knows which of the two it explains.
    """
    second = None if found.strong else _APPOSED.match(found.meaning)
    if second is None:
        return found
    if key_of(second["term"]) == key_of(title) and is_term(second["term"]):
        return replace(found, term=second["term"], article="a", meaning=second["meaning"])
    return None if found.article == "the" else found


_PLURAL = re.compile(r"[^cisu]s$")
"""Of a term: "patricians, a closed group", but not "mechanics" or "axis"."""


def _explained_beside(statement: Statement, match: re.Match[str]) -> Iterator[Definition]:
    """C4 plants have **Kranz anatomy**, a ring of bundle-sheath cells around the vein."""
    meaning = clause(match["meaning"])
    names = (match["paren"],) if match["paren"] else ()
    article = (match["article"] or "").strip().lower()
    verb = "are" if not article and _PLURAL.search(match[2]) else "is"
    made = Definition(
        match[2], article, "", verb, meaning, names, statement.source, statement, strong=True
    )
    fit = is_term(made.term, set_off=True) and defines_alone(meaning) and says_what(made)
    # "volutes, a solution that was copied everywhere" tells a story of them, not their kind
    if fit and not is_vague(replace(made, strong=False)):
        yield made


def _called(statement: Statement, match: re.Match[str]) -> Iterator[Definition]:
    """A score before the softmax is called a **logit**."""
    meaning = match["meaning"][0].lower() + match["meaning"][1:]
    article = (match["article"] or "").strip()
    made = Definition(match[3], article, "", "is", meaning, (), statement.source, statement, True)
    if is_term(made.term, set_off=True):
        yield made


def _made(
    statement: Statement, match: re.Match[str], term: str, *, strong: bool
) -> Iterator[Definition]:
    groups = match.groupdict()
    meaning = _NEXT_TERM.split(match["meaning"])[0].replace(OPEN, "").replace(CLOSE, "")
    meaning = clause(meaning)
    names = tuple(name for name in (groups.get("paren"), groups.get("alias")) if name)
    made = Definition(
        term=term.strip(),
        article=(match["article"] or "").strip().lower(),
        scope=(groups.get("rest") or "").strip(),
        verb=match["verb"],
        meaning=meaning,
        names=tuple(_ALSO.sub("", name).strip() for name in names),
        source=statement.source,
        statement=statement,
        strong=strong,
    )
    if "(" not in made.term and is_term(made.term, set_off=strong) and says_what(made):
        yield made


def _of_list(notes: SectionNotes, items: tuple[Item, ...]) -> Iterator[Definition]:
    """The lines of a list of terms, if most of its lines are one; set-off terms in any list."""
    found = [(item, _LISTED.match(item.marked)) for item in items]
    matched = [(item, match) for item, match in found if match and _is_line(match)]
    few = len(matched) < 3 or len(matched) * 3 < len(items) * 2
    labels = {item.start for item, _ in matched}
    for item, match in matched:
        if (few and not item.marked.startswith(OPEN)) or _is_detail(item, items, labels):
            continue
        yield from _labelled(match, notes.source(item.start, item.end), alone=few)


def _labelled(match: re.Match[str], source: Source, *, alone: bool) -> Iterator[Definition]:
    """A label and what the first sentence behind it says that it is.

    Args:
        match: the line.
        source: where it stands.
        alone: whether no list of terms surrounds it, which would say that it is one.
    """
    meaning = _plain(_NEXT_SENTENCE.split(match["meaning"], maxsplit=1)[0])
    if is_chinese(meaning):
        meaning = _NEXT_CLAUSE_CJK.split(meaning, maxsplit=1)[0]
    term, aside = match["term"].strip(), match["paren"] or ""
    if _PART_OF.search(term) or (term[:1] == meaning[:1] and term[:1] in _DEEDS):
        return  # 选主链：选最长的碳链 tells how it is done, in the words of its label
    if _YEAR.match(aside) or "、" in term or (alone and _NO_LABEL.search(term)):
        return
    if alone and not defines_alone(meaning):
        return
    if says_what_it_is(meaning):
        names = (aside,) if aside and not any(char.isdigit() for char in aside) else ()
        yield Definition(term, "", "", "", meaning, names, source, None, True)


def _plain(marked: str) -> str:
    return marked.replace(OPEN, "").replace(CLOSE, "").rstrip(" .。;；")


def _is_detail(item: Item, items: Sequence[Item], labels: Collection[int]) -> bool:
    """Whether a line hangs under one that explains a term itself, and so tells more of that."""
    above = [one for one in items if one.start < item.start and one.depth < item.depth]
    return bool(above) and above[-1].start in labels


def _is_line(match: re.Match[str]) -> bool:
    meaning = match["meaning"].lstrip(OPEN)
    if (
        "http" in meaning
        or _YEAR.match(match["term"])
        or not is_term(match["term"].strip(), set_off=match["term"].count(" ") > 0)
    ):
        return False
    if is_chinese(meaning):
        return len(meaning) >= 5 and not meaning[:1].isdigit()
    return meaning[:1].islower() and len(words_of(meaning).lower) >= 3
