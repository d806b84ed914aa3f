"""Which statements of a section can be met alone: whole, plain, and no part of a worked example."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from llmtutor.quiz.notes import chinese
from llmtutor.quiz.notes.chinese_subjects import has_subject
from llmtutor.quiz.notes.english import is_sentence, words_of
from llmtutor.quiz.notes.english_words import EXAMPLE_CUES
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.lines import as_sentence, is_finished
from llmtutor.quiz.notes.reference import readings
from llmtutor.quiz.notes.script import is_chinese
from llmtutor.quiz.notes.statements import OPEN, ItemList, SectionNotes, Statement
from llmtutor.search.analysis import stem

MOST_WORDS = 34
_CUE = re.compile(
    r"\b(?:an?|the|is|are|all|our|these|with) invented\b(?! by| in)"
    r"|\b(?:two|three) imagined\b"
    r"|\bthis example\b|\bfor example, (?:consider|take|suppose)\b|\bworked example\b"
    r"|^(?:A|Your|One) (?:friend|colleague|student|shop|customer)\b"
    r"|(?-i:\b(?:Alice|Bob)\b(?! [A-Z]))"
    r"|^Example\b|(?-i:\b(?:Bank|Firm|Company|Person|Country|Group|Plant|Shop) [A-E]\b)"
    r"|\bHere (?:is|are)\b(?!.*: )|^(?:Now )?(?:search|score|take|suppose|imagine|consider)\b"
    r"|假設|假设|舉例|举例|例如",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"^\W*how\b|\b(?:when|if|steps?|procedure|mechanism|algorithm|sequence|cycle|phases)\b"
    r"|步[驟骤]|流程|[過过]程",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[→⇒↔|]")
_EXAMPLE_TITLE = re.compile(r"\b(?:examples?|exercises?)\b|例[題题子]|[練练][習习]", re.IGNORECASE)
_CUE_LINE = re.compile(r"(?:Worked )?[Ee]xample\b|Running example\b|e\.g\.")
_TERM_LINE = re.compile(r"^[^.:–—=]{1,60}?(?:\s*[:=]| [–—-]) ")
"""A line of a list of terms: no sentence, even with a full stop."""
_LABEL = re.compile(
    r"(?<![\w.'°/–-])(?<!itamin )(?<!itamins )(?<!epatitis )(?<!roup )(?<!lass )(?<!ype )"
    # a unit behind its figure: 37 K, 15 million K
    r"(?<!\d )(?<!\d\u00a0)(?<!° )(?<!illion )"
    r"(?:[B-HJ-Z]|[A-Z]\d{1,2})"
    # an ion, a bond, O(n), a case
    r"(?![\w.'-]|[⁺⁻₀-₉⁰-⁹²³]|[+−](?=[ ,.;)/])|–[A-Z]\b|\(\w|\+\+| v\.? [A-Z]"
    r"| (?:cells?|tests?|waves?|values?|statistics?|chromosomes?|rays?|lymphocytes?"
    r"|receptors?|orbitals?|vitamins?|fibres?|fibers?|proteins?|minor|major|sharp|flat)\b)"
)
"""A letter that stands for something a drawing or an example names; not that of "B cells"."""
_TWO = re.compile(r"(?:°[CF]|[a-z]{4,}|\b[A-Z]+\d\w*)\. [A-Z]")
"""Two sentences that look like one, because the first ends in what may be an abbreviation."""
_CALCULATION = re.compile(
    r"[×÷√⌈∑∏^]|\d ?[+/*] ?\d|\[[^\]]*\d|\d\]|[a-z]_[a-z]\b|\(\w, ?\w\)|→|←|⇒"
)
_UNFIT_LEADS = frozenset(
    "Careful Note Warning Remark Caution Example Proof Exercise Source".split()
)


def eligible(
    section: SectionNotes, known: Collection[str], *, whole: bool = True, terms: bool = False
) -> Iterator[Statement]:
    """The statements of a section that are no part of a worked example.

    Args:
        section: whose statements.
        known: stems of the terms of the notes.
        whole: as whole sentences, with what their pronouns stand for; else as they were written.
        terms: lines of a list of terms as well.
    """
    example_block = -1
    steps = {found.block for found in section.lists if _is_steps(found, section)}
    worked = bool(_EXAMPLE_TITLE.search(section.section.title))
    for read in readings(section) if whole else section.statements:
        statement = as_sentence(read)
        if worked and any(char.isdigit() for char in statement.text):
            continue
        step = statement.block in steps and OPEN not in statement.marked and not statement.lead
        if step or _goes_on_from_signs(statement, section.section.text):
            continue
        if _opens_example(statement):
            if statement.form == "item" and _CUE_LINE.match(statement.text):
                continue  # the other lines of a list are no part of its example
            example_block = statement.block
        if example_block >= 0 and _goes_on(statement, known):
            continue
        if statement.block == example_block or statement.lead in _UNFIT_LEADS:
            continue
        if not terms and statement.form == "item" and _TERM_LINE.match(statement.text):
            continue
        terse = statement.form == "item"
        if not whole or statement.cjk or is_finished(statement.text, terse=terse):
            yield statement


def _is_steps(found: ItemList, section: SectionNotes) -> bool:
    """Whether a list tells what happens one after another, each line only after the last."""
    title = "" if found.intro else section.section.title
    return found.items[0].numbered and bool(_HOW.search(found.intro or title))


def _goes_on_from_signs(statement: Statement, text: str) -> bool:
    """Whether a sentence follows arrows or bars on its line: part of an example in signs."""
    begin = text.rfind("\n", 0, statement.start) + 1
    return statement.form != "item" and bool(_SIGNS.search(text, begin, statement.start))


def stands(text: str, known: Collection[str], notes: str) -> bool:
    """Whether a text can be met alone: whole, plain, leaning on nothing.

    Args:
        text: a sentence.
        known: stems of the terms of the notes.
        notes: all words of the lecture.
    """
    if is_chinese(text):
        whole = chinese.is_sentence(text) and has_subject(text, notes)
        return whole and not chinese.leaning(text)
    return is_whole_and_plain(text, known) and not leaning(text, known, strict=True)


def is_whole_and_plain(text: str, known: Collection[str]) -> bool:
    """Whether an English text is one finished sentence without calculations."""
    return is_plain(text, known) and is_finished(text, terse=False)


def is_plain(text: str, known: Collection[str]) -> bool:
    """Whether a text is one sentence without labels or calculations, of a length to read once."""
    if not is_sentence(text) or len(words_of(text).shown) > MOST_WORDS:
        return False
    if _TWO.search(text) or _CALCULATION.search(text) or text.count(";") > 1 or "?" in text:
        return False
    lettered = re.sub(r"[A-Z][a-z]+ [VX]\b", "", text)  # Charles V
    return all(stem(label.lower()) in known for label in _LABEL.findall(lettered))


def _goes_on(statement: Statement, known: Collection[str]) -> bool:
    """Whether a statement after an example may still be on its figures: it opens with no name."""
    if not any(char.isdigit() for char in statement.text) or OPEN in statement.marked:
        return False
    words = words_of(statement.text)
    if not words.shown:
        return True
    named = sum(word[:1].isupper() for word in words.shown[:3]) > 1
    return not (named or _is_name(words.shown[0]) or stem(words.lower[0]) in known)


def _is_name(word: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in word[1:])


def _opens_example(statement: Statement) -> bool:
    """Whether the statement begins a worked example, which its paragraph then goes on with."""
    words = words_of(statement.text).lower
    return bool(words and words[0] in EXAMPLE_CUES) or bool(_CUE.search(statement.text))
