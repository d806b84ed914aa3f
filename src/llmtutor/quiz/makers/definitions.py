"""Questions from what the notes say a thing is: the term, to be written, and true or false."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.likeness import form
from llmtutor.quiz.makers.claims import goes_on_with_another
from llmtutor.quiz.makers.drafting import draft
from llmtutor.quiz.makers.rivals import rivals
from llmtutor.quiz.makers.wording import wording_for
from llmtutor.quiz.models import Question
from llmtutor.quiz.notes.english import BLANK, content_stems, head_stem, is_noun_phrase, words_of
from llmtutor.quiz.notes.glosses import defines_alone, is_enumeration
from llmtutor.quiz.notes.lecture import LectureNotes
from llmtutor.quiz.notes.meanings import Definition
from llmtutor.quiz.notes.narrowing import narrowed
from llmtutor.quiz.notes.script import content_terms, is_chinese
from llmtutor.quiz.notes.sorts import sort_of

_ADJECTIVE = re.compile(r"^\S+(?:ive|al|ic|ous|able|ible|less|ful|ed)$")
_TWO_KNOWN = re.compile(r"the (?!.*\b(?:that|which|who|whose)\b).* the [\w-]+$")
_GOES_ON = re.compile(r",? (?:which|that|where|whose|who)\b")
_QUOTES = re.compile(r"[\"“”]|\bb/c\b|\bbecause\b|→|->")
_NO_TERM = re.compile(r", |\d{4}|^[A-Za-z]+ing to |^[A-Z]\S+ (?:and|&|v\.?) [A-Z]\S+$")
"""A line's label that is no term: "Lehmann, 1936", "moving to funded", "Höfner and Elser"."""
_COUNTED_OFF = re.compile(r"(?:two|three|four|five|six|seven|eight|\d+) [–—-]")
"""What a line names, and not what its label is: "Ekman: six – anger, fear, …"."""
_SAYS_MORE = re.compile(r", (?:is|are|was|were|has|have) ")
_COUNTED = re.compile(r"(?:one|two|three|four|five|six|seven|eight|\d+) ")
_LEAST_TELLING = 4
"""Words of a meaning that one term alone answers to: "a common law offence" fits several."""
LONGEST = 30
"""Words of a meaning that a stem can hold."""


def make(notes: LectureNotes) -> Iterator[Question]:
    """Questions of several kinds on each definition; a set will use one of them."""
    for concept in notes.concepts:
        for definition in concept.definitions:
            if len(words_of(definition.meaning).lower) > LONGEST or _breaks_off(definition):
                continue
            yield from _written(notes, definition)
            yield from _true_or_false(definition, rivals(notes, concept, definition))


def _is_adjective(definition: Definition) -> bool:
    """Whether a list explains a quality ("autoregressive: producing …"), which "is" no thing."""
    gerund = definition.meaning.split()[0].endswith("ing")
    return gerund and bool(_ADJECTIVE.match(definition.term))


def _is_no_name_s(definition: Definition) -> bool:
    """Whether "the term for …" would be bad English before a meaning."""
    meaning = definition.meaning
    odd = _QUOTES.search(meaning) or _COUNTED.match(meaning) or _SAYS_MORE.search(meaning)
    return bool(odd) or goes_on_with_another(meaning)


def _breaks_off(definition: Definition) -> bool:
    """Whether a meaning ends before its noun: "a definite, though not fixed, composition"."""
    if definition.statement is None or not re.search(r"\ban? \w+$", definition.meaning):
        return False
    _, _, rest = definition.statement.text.partition(definition.meaning)
    return bool(re.match(r", (?:though|but|if|not|or|and)\b", rest))


def _written(notes: LectureNotes, definition: Definition) -> Iterator[Question]:
    """The term, to be written: in a gap of its own sentence, or as the answer to a question."""
    if _NO_TERM.search(definition.term):
        return
    if definition.scope or _is_thin(definition) or _is_told_apart_later(notes, definition):
        return
    accept = [*notes.names(definition.term), *_head(definition.term)]
    source = narrowed(definition.source, definition.meaning)
    wording = wording_for(definition.meaning)
    telling = _is_telling(definition)
    line = "" if _COUNTED_OFF.match(definition.meaning) else gap(definition)
    if line and (telling or (definition.strong and not definition.does)):
        yield draft(
            "cloze",
            line,
            definition.term,
            source,
            "definition: gap",
            accept=accept,
            explanation=explained(definition),
        )
    proper = definition.term[:1].isupper() and not is_chinese(definition.term)
    asked = definition.verb in {"is", "are", "是", "指", ""} and not definition.does
    # behind a Chinese label may stand what a thing does as well as what it is
    noun = bool(definition.verb) or (
        not is_chinese(definition.meaning)
        and is_noun_phrase(definition.meaning)
        and not _is_adjective(definition)
    )
    if asked and noun and telling and not (proper or _is_no_name_s(definition)):
        yield draft(
            "short",
            wording.term_for.format(meaning=definition.meaning),
            definition.term,
            source,
            "definition: name it",
            accept=accept,
            explanation=explained(definition),
        )


def _is_thin(definition: Definition) -> bool:
    """Whether a line that is no sentence says too little of which thing it is."""
    if definition.verb:
        return False
    if not defines_alone(definition.meaning) or is_enumeration(definition.meaning):
        return True  # what belongs to a thing, or what it does, does not say which thing it is
    few = len(content_stems(definition.meaning)) <= _LEAST_TELLING
    # "the whole plant inside the seed": of which kind?
    return few and bool(_TWO_KNOWN.match(definition.meaning))


def _is_telling(definition: Definition) -> bool:
    """Whether a meaning has words enough to recognise the term by."""
    words = len(content_stems(definition.meaning))
    if definition.does or (not definition.strong and definition.meaning.startswith("the ")):
        return words > _LEAST_TELLING
    return is_chinese(definition.meaning) or words >= _LEAST_TELLING


def _is_told_apart_later(notes: LectureNotes, definition: Definition) -> bool:
    """Whether a thing is of another's kind, and its sentence goes on to say what sort of it.

    "A virus is a particle made of …, which can only multiply in a host": without the last
    clause the virion fits too.
    """
    statement = definition.statement
    following = statement.text.partition(definition.meaning)[2] if statement else ""
    if not _GOES_ON.match(following) or not definition.kind:
        return False
    mine = notes.concept_of(definition.term)
    return any(
        other.kind == definition.kind
        for concept in notes.concepts
        if concept is not mine
        for other in concept.definitions
    )


def _head(term: str) -> list[str]:
    """The head of a long term, "kernel" for "kernel of a linear map": answer enough."""
    head, of, _ = term.partition(" of a")
    return [head] if of else []


def gap(definition: Definition) -> str:
    """The definition as a sentence with a blank for its term; empty where it has no sentence."""
    if not definition.verb:
        return f"{BLANK}{'：' if is_chinese(definition.meaning) else ': '}{definition.meaning}"
    if is_chinese(definition.meaning):
        return f"{BLANK}{definition.verb}{definition.meaning}。"
    opening = f"{definition.article} {BLANK}".strip()
    # "an" before a blank gives a vowel away, and "a" all consonants
    opening = f"A(n) {BLANK}" if definition.article in {"a", "an"} else opening
    return f"{opening[0].upper()}{opening[1:]} {definition.verb} {definition.meaning}."


def sentence(definition: Definition, term: str, article: str) -> str:
    """The definition as a statement about a term."""
    if is_chinese(definition.meaning):
        return f"{term}{definition.verb or '：'}{definition.meaning}。"
    subject = f"{article} {term}".strip()
    verb = definition.verb or "is"
    return f"{subject[0].upper()}{subject[1:]} {verb} {definition.meaning}."


def explained(definition: Definition) -> str:
    """The definition in a sentence of its own."""
    if definition.verb:
        also = [f"(or {name})" for name in definition.names[:1] if name.isascii()]
        parts = (definition.term, *also, definition.scope)
        named = " ".join(part for part in parts if part)
        return sentence(definition, named, definition.article)
    colon, stop = ("：", "。") if is_chinese(definition.meaning) else (": ", ".")
    long = [f" ({name})" for name in definition.names[:1] if definition.term.isupper()]
    term = f"{definition.term[0].upper()}{definition.term[1:]}{''.join(long)}"
    return f"{term}{colon}{definition.meaning}{stop}"


def _true_or_false(definition: Definition, near: Sequence[Definition]) -> Iterator[Question]:
    """The definition as it stands, and with another term in its place."""
    if not definition.verb or definition.scope:
        return
    source = narrowed(definition.source, definition.meaning)
    right = sentence(definition, definition.term, definition.article)
    if not content_terms(definition.term) <= content_terms(definition.meaning):
        # "Freezing rain is rain that freezes" proves itself
        yield draft(
            "truefalse",
            right,
            True,
            source,
            "definition: true",
            explanation=explained(definition),
        )
    alike = (one for one in near if _fits(definition, one) and _is_alike(definition, one))
    if wrong := next(alike, None):
        stem = sentence(definition, wrong.term, wrong.article)
        yield draft(
            "truefalse",
            stem,
            False,
            source,
            "definition: wrong term",
            explanation=explained(definition),
            harder=0.1,
        )


def _is_alike(definition: Definition, other: Definition) -> bool:
    """Whether two things are of one kind by their meanings or their names: two models, two tests.

    Nobody believes that a network is a chip.
    """
    if definition.kind and definition.kind == other.kind:
        return True
    return head_stem(definition.term) == head_stem(other.term)


def _fits(definition: Definition, other: Definition) -> bool:
    """Whether another term can stand in the sentence: number and article agree."""
    plural = {"are", "were"}
    same = (definition.verb in plural) == (other.verb in plural)
    same = same and form(definition.term) == form(other.term)
    sort = sort_of(definition)
    same = same and sort == sort_of(other) and definition.does == other.does
    same = same and (bool(sort) or definition.kind == other.kind)
    return same and bool(other.verb) and bool(definition.article) == bool(other.article)
