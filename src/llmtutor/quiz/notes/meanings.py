"""What a definition says its term is, and whether that says enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llmtutor.quiz.models import Source
from llmtutor.quiz.notes.english import head_stem, words_of
from llmtutor.quiz.notes.english_verbs import FINITE, VERBS_IN_S
from llmtutor.quiz.notes.english_words import DETERMINERS, NARROWING
from llmtutor.quiz.notes.lines import RELATIVE
from llmtutor.quiz.notes.script import is_chinese, terms
from llmtutor.quiz.notes.statements import Statement
from llmtutor.quiz.notes.terms import is_place_in_a_row, names_a_part
from llmtutor.search.analysis import STOPWORDS

_LEAST_WORDS = 4
_NO_OPENING = frozenset(
    "not more less called also to neither either both best better worst worse".split()
)
_SAYS_LITTLE = frozenset("stands comes goes consists belongs".split())
_BROKEN = re.compile(
    r"^(?:on|in|at|by|with|from|where|when|under|over|after|before|during|until|via|as)\b"
    r"|\band (?:is|are|was|were|has|have|sits|lies|runs|makes|gives|holds|takes|can|may|does)\b"
    r"|\b(?:check (?:which|this|if)|not sure|some books)\b|"
    r"[.!?] +[A-Z]|same as|^the [A-Z]|[:;]|, (?:but|so)\b|\bbecause\b"
    r"|^[a-z]{3,}er(?: ?[(,]| (?:than|with|but|and|in)\b)"
    r"|^an? (?:[a-z]+ )?(?:term|word|name|phrase|expression|label|coinage)"
    r" (?:from|of|by|coined|used|introduced|due|given|borrowed)\b"
    r"|^(?:the|an?|one|our) (?:[a-z]+ )?(?:big|main|usual|classic|real|biggest|chief|great|greatest"
    r"|major|typical|obvious|serious|key|common|worst|best|other)"
    r" (?:worry|problem|thing|danger|risk|issue|trouble|difficulty|challenge|concern"
    r"|drawback|question|suspect|culprit|candidate|choice|exception|example|reason|point|enemy"
    r"|threat|weakness|advantage|mistake|trap)\b"
    r"|^(?:the|a) (?:worry|thing|trouble|snag|catch|concern)\b| [–—-] .* [–—-] "
)
"""Two sentences in one, a judgement, a list, a name or a comparison instead of a meaning, what a
word comes from, or what goes on to something else."""
_LINKING = frozenset(
    "是 指 is are was were mean means refer refers denote denotes describe describes".split()
) | {"refers to", "refer to"}
_CUT = re.compile(
    r"; |, which is why |:(?: |$)| – | — | - |, (?:and|but|so|or|which|where|while|whereas|though"
    r"|although|because|yet|since|usually|often|such as|like|for example|with|in which|also|as"
    r"|e\.g\.|allowing|making|enabling|leading|helping|laying|giving|causing|creating|resulting) "
)
_LEAST_HEAD = {
    ", which is why ": 3,
    ", which ": 7,
    ", where ": 7,
    ", with ": 6,
    ": ": 6,
    ", but ": 6,
    ", though ": 6,
    ", although ": 6,
    ", while ": 6,
    ", whereas ": 6,
}
"""Words a definition must have left when a clause that may belong to it is cut off."""
_VAGUE_KINDS = frozenset(
    """aspect aspects area areas challenge topic concern issue part way thing matter question
    example instance case idea problem reason step result fact field branch foundation point
    aim goal place time word name mistake promise member skill strength weakness ancestor
    minority majority change sum end heart core root beginning opposite sign symptom cause
    consequence factor solution alternative choice success failure exception threat danger risk
    advantage drawback benefit improvement reminder symbol mystery""".split()
)
_SUPERLATIVE_ALONE = re.compile(r"the (?:most|least) [a-z]+(?:,| and\b| or\b|$)")
"""The most abundant, but of what?"""
_PRAISE = frozenset("state-of-the-art impressive demonstrated groundbreaking famous great".split())
_PARTICIPLES = frozenset(
    "taken left made built given found held kept cut set written known".split()
)
_PLAIN_WORDS = 4
_NO_PLAIN_TERM = frozenset(
    """model models system systems data text texts word words program user sum change price
    small large early late new one two three four five six seven eight nine ten sixteen twenty
    hundred thousand""".split()
)


@dataclass(frozen=True, slots=True)
class Definition:
    """One place where the notes say what a term means."""

    term: str
    article: str
    """"a", "an", "the" or nothing, as the sentence has it."""
    scope: str
    """What narrows it in its sentence: "of a vector space"; else empty."""
    verb: str
    """"is", "are", "was" …; a full verb for what the term does; nothing for a list's line."""
    meaning: str
    """Follows the verb; no full stop."""
    names: tuple[str, ...]
    """Other names the same line gives: an abbreviation or its expansion, an alias."""
    source: Source
    statement: Statement | None
    """None for a line of a list."""
    strong: bool
    """Set off by the author, or a line of a list of terms."""

    @property
    def does(self) -> bool:
        """Whether it says what the term does rather than what it is."""
        return bool(self.verb) and self.verb not in _LINKING

    @property
    def subject(self) -> str:
        """The term with its article and scope, as it stands in a question."""
        return " ".join(part for part in (self.article, self.term, self.scope) if part)

    @property
    def kind(self) -> str:
        """Stem of the noun that says what sort of thing it is ("a list of numbers": list).

        Empty where a verb says what the term does; of Chinese what follows the last 的.
        """
        if is_chinese(self.meaning):
            return self.meaning.rpartition("的")[2]
        if self.does:
            return ""
        words = without_determiner(self.meaning).split()
        until = next((at for at, word in enumerate(words) if at and word in NARROWING), len(words))
        while until > 1 and (words[until - 1].endswith("ed") or words[until - 1] in _PARTICIPLES):
            until -= 1  # "a large basin left when": a basin
        return head_stem(" ".join(words[:until]))


_QUALITY = re.compile(r"[a-z-]+[^\Ws], (?:with|and|but|or) ")
"""What a thing is like, and no thing: "narrow, with tapering ends"."""
_OF_ITS_KIND = re.compile(
    r" (?:plus|minus) "
    r"|^(?:an?|one) (?:[\w-]+ ){0,2}[\w-]+, (?:(?:in|for|of|at|from|by|with|to) )?"
    r"(?:which|where|whose)\b"
)
"""A sum says how something is worked out; a relative clause behind a comma explains the kind
and not the thing: "Matching pennies is a zero-sum game, in which one side's gain …"."""


def clause(meaning: str) -> str:
    """A definition up to where its sentence goes on to something else; no full stop."""
    meaning = _one_subject(meaning.strip().rstrip("."))
    for match in _CUT.finditer(meaning):
        head = meaning[: match.start()]
        series = match[0] in {", and ", ", or "} and "," in head
        if (
            len(head.split()) >= _LEAST_HEAD.get(match[0], 4)
            and not series
            and head.count("(") == head.count(")")
        ):
            return _one_predicate(head.rstrip(" ,."))
    return _one_predicate(meaning)


def _one_subject(meaning: str) -> str:
    """Without what is said of another thing: "a fixed number, a statistic is calculated"."""
    for match in _COMMA.finditer(meaning):
        words = meaning[match.end() :].split()[: _SUBJECT + 2]
        for at, word in enumerate(words[1 : _SUBJECT + 1], start=1):
            if _TIES & {*words[:at]} or words[0].endswith(("ing", "ed")) or "," in words[at - 1]:
                break
            goes_on = len(words) > at + 1 and words[at + 1] not in {"and", "or", "of", "that"}
            if word in _BE or (word in VERBS_IN_S and goes_on and not word.endswith("ss")):
                return meaning[: match.start()]
    return meaning


_COMMA, _SUBJECT = re.compile(r", (?:and |but |while )?"), 4
"""What may bring in another subject, and words that it may have before its verb."""
_BE = frozenset("is are was were".split())
_TIES = RELATIVE | NARROWING | (STOPWORDS - DETERMINERS)


def _one_predicate(meaning: str) -> str:
    """Without a second thing that is said of the subject: "a contact sport and carries a risk"."""
    words = meaning.split()
    for at, word in enumerate(words[:-1]):
        if word in {"that", "which", "who", "whose", "where"}:
            return meaning
        if word == "and" and _is_predicate(words[at + 1 : at + 3]):
            return " ".join(words[:at]).rstrip(" ,;:")
    return meaning


def _is_predicate(words: Sequence[str]) -> bool:
    """Whether words open with a verb in -s: "carries", "is", "faces a" (beside "faces of")."""
    if words[0] in VERBS_IN_S or words[0] in {"is", "has", "was"}:
        return True
    with_object = len(words) > 1 and words[1] in DETERMINERS
    return with_object and bool(re.fullmatch(r"[a-z]{3,}[^\Wsu]s", words[0]))


def says_what(definition: Definition) -> bool:
    """Whether the meaning is a thing of some kind, said fully enough to be recognised."""
    words = words_of(definition.meaning).lower
    if len(words) < _LEAST_WORDS or words[0] in _NO_OPENING or _BROKEN.search(definition.meaning):
        return False
    if not definition.strong and (
        not _is_plain(definition) or _OF_ITS_KIND.search(definition.meaning)
    ):
        return False
    if definition.does:
        least = _LEAST_WORDS + (2 if definition.verb in {"has", "uses"} else 1)
        return definition.verb not in _SAYS_LITTLE and len(words) >= least
    same = terms(definition.term) == (definition.kind,)
    if same or words[0] == "that" or {"them", "they", "it"} & set(words[-2:]):
        return False
    if words[0] == "the" and not NARROWING & set(words[2:]):
        return False  # "the thin outer shell": of what
    return definition.verb in {"means", "mean"} or _opens_as_noun(definition, words[0])


def _opens_as_noun(definition: Definition, first: str) -> bool:
    """Whether a meaning opens with an article, or with a noun where the author set the term off."""
    if first in DETERMINERS or first == "what":
        return True
    if opens_as_its_term(definition.term, definition.meaning):
        return True
    noun = not first.endswith(("ed", "ly", "able", "ible", "ous"))
    if _QUALITY.match(definition.meaning):
        return False
    return definition.strong and noun and first not in STOPWORDS | FINITE


def opens_as_its_term(term: str, meaning: str) -> bool:
    """Whether a meaning without an article opens with its term's own noun, or both are doings."""
    last, first = words_of(term).lower[-1:], words_of(meaning).lower[:1]
    if not last or not first:
        return False
    doing = last[0].endswith("ing") and first[0].endswith("ing")
    return doing or (last == first and len(words_of(term).lower) > 1)


def _is_plain(definition: Definition) -> bool:
    """Whether a term that nobody set off is one thing, and its meaning leaves nothing open."""
    term = words_of(definition.term).lower
    if names_a_part(definition.term) or " of the " in f" {definition.term} ":
        return False
    if len(term) > _PLAIN_WORDS and " of a" not in definition.term:
        return False
    if definition.article == "the" and definition.verb in {"was", "were"}:
        return False
    open_ended = {"it", "them", "they", "but", "though", "although"} & set(
        words_of(definition.meaning).lower
    )
    first = words_of(without_determiner(definition.meaning)).lower[:1]
    superlative = bool(first) and first[0].endswith("est") and len(first[0]) > len("forest") - 1
    return not (open_ended or superlative or _NO_PLAIN_TERM & set(term))


_OF_NOTHING = re.compile(
    r"(?:an?|the) (?:set|group|kind|type|sort|number|pair|series|piece)"
    r" (?:meant|used|made|that|which|for|with|in)\b|the one\b(?! of)"
)
"""A set of what?"""


def is_vague(definition: Definition) -> bool:
    """Whether it only praises or places its term ("a crucial aspect of …", "the third stage")."""
    words = words_of(without_determiner(definition.meaning)).lower
    if is_place_in_a_row(definition.term):
        return True
    if _SUPERLATIVE_ALONE.match(definition.meaning) or _OF_NOTHING.match(definition.meaning):
        return True
    if _PRAISE & set(words) or " known for " in definition.meaning:
        return True
    return not definition.strong and any(word in _VAGUE_KINDS for word in words[:4])


def without_determiner(meaning: str) -> str:
    """A meaning without the article it opens with."""
    first, _, rest = meaning.partition(" ")
    return rest if first in {"a", "an", "the", "one", "any"} else meaning
