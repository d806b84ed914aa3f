"""Whether anything else in a sentence could be what "it", "they" or "he" goes back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmtutor.quiz.notes.antecedents import Subject, is_plural_noun
from llmtutor.quiz.notes.english import is_adverb, is_finite, is_verb
from llmtutor.quiz.notes.statements import CLOSE, OPEN, Statement
from llmtutor.search.analysis import STOPWORDS

_COPULA = frozenset(
    """is are was were became becomes remained remains means describes refers denotes lies lie
    occurs occur happens happen tends tend seems seem depends depend arises arise exists
    exist""".split()
)
_AUXILIARY = frozenset(
    "can cannot could may might must will would do does did has have had".split()
)
"""Verbs behind which no other thing stands that a pronoun might mean."""
_SECOND_CLAUSE = re.compile(r"(?:, (?:and|but|while|whereas|so) |; )(?!(?:it|they|he|she)\b)(.+)")
_JOINED_CLAUSE = re.compile(r" and (?:the|its|their|an?) (?:[\w-]+ )?[\w-]+ (?=[a-z])")
_NAMES_ANOTHER = re.compile(r"\b(?:called|named|known as|termed)\b|:")
_BY_AGENT = re.compile(r"\bby (?:an?|the|one) (?=[a-z])")
_NEW_THING = re.compile(r"\b(?:into|onto|with|in|on|from|to|through|at|by|for) (?:an?|one) [a-z]")
_ENDS_OBJECT = frozenset(
    """of in at for on with to from under between by against over and or but that which when where
    who while as than because if so into during through after before until""".split()
)
_BEING = re.compile(r"^(?:not |also |[a-z]+ly )?(?:be|been)\b")
_MAIN_VERB = re.compile(r"^(?:not |also |[a-z]+ly )*[a-z]+ (?=[a-z])")
_DETERMINED = frozenset("the a an its their his her one this that each another".split())

_NAME = re.compile(
    r"(?<![\w'’-])[A-Z][\w'’.-]*(?: (?:(?:of|de|van|von|al|der|ibn|la|the) )?[A-Z][\w'’.-]*)*"
)
_THINGS = frozenset(
    """band university college company prize war wars treaty street orchestra academy party empire
    dynasty kingdom era age act church theatre theater river sea house hall palace temple pyramid
    book festival school museum club records symphony opera jazz album novel museum library court
    bank union army fleet council senate congress parliament republic revolution century law peace
    battle siege stone crisis plan pact doctrine committee institute office society
    journal""".split()
)
_PLACED = frozenset(
    """in at near into across throughout around outside inside via toward on towards his her took
    conquered besieged invaded crossed sacked occupied annexed entered reached retook
    ruled""".split()
)
"""Before a name, words that make it that of a place, or of a work: "his Third Symphony"."""
_MOVES = frozenset(
    """went go goes came moved returned travelled traveled fled sailed marched emigrated sent
    exiled""".split()
)
_TAKES = frozenset("learned learnt inherited borrowed took bought received translated".split())
_ADJECTIVE = re.compile(r"(?:an|ish|ese|ic|ench|utch|eek|ansk)$")
_CALENDAR = frozenset(
    """January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday I""".split()
)
ROLES = frozenset(
    """king queen emperor empress tsar pope sultan caliph president minister chancellor general son
    daughter brother sister father mother wife husband nephew uncle cousin stepson rival successor
    predecessor heir regent pupil student teacher partner friend colleague assistant professor
    architect vizier duke prince princess bishop lord monk priest officer governor senator consul
    man woman boy girl child husband pianist trumpeter singer drummer poet painter patron""".split()
)


_OF_A_NAME = re.compile(r"\b(?:surname|family name|first name|nickname|pseudonym|character)\b")
_PREDICATE = re.compile(
    r"^(?:,| (?:was|is|became|remained)) (?:an?|the|[A-Z][\w.]*['’]s) [^,.;]{0,60}"
)
"""What somebody was is nobody else: ", the first king of the Fourth Dynasty"."""


def rival_thing(subject: Subject) -> str:
    """What else a sentence names of its subject's number; empty where the subject is alone."""
    rest = subject.rest
    if match := _SECOND_CLAUSE.search(rest):
        if any(is_verb(word.strip(".,;")) for word in match[1].split()[:6]):
            return f"a second clause: {match[1][:20]}"
        rest = rest[: match.start()]
    if clause := _JOINED_CLAUSE.search(rest):
        following = [*clause[0].split()[3:], *rest[clause.end() :].split()[:2]]
        if any(is_verb(word) or is_finite(word) for word in following):
            return f"a second clause: {clause[0]}"
    first = rest.split(maxsplit=1)[:1]
    match = _NAMES_ANOTHER.search(rest)
    if match and not (first and match[0].startswith(first[0])):
        return f"'{match[0]}' names another"
    being = subject.verb in _AUXILIARY and _BEING.match(rest)
    if subject.verb in _COPULA or being:
        # "The best example is the pump", but "Acquisition is the stage in which …"
        # "The job of the kidney is to keep …": it is the kidney that keeps
        aim = rest.startswith(("to ", "that "))
        apart = first == ["the"] and not subject.set_off and subject.name.startswith("the ")
        agent = not subject.plural and _BY_AGENT.search(rest)
        return "the predicate" if aim or apart or agent else ""
    if subject.verb in _AUXILIARY:
        rest = _MAIN_VERB.sub("", rest, count=1)
    if not subject.plural and not subject.set_off and _NEW_THING.search(rest):
        return "a new thing"
    alike = (word for word in _object(rest.split()) if is_plural_noun(word) == subject.plural)
    return next(alike, "")


def _object(words: Sequence[str]) -> Iterator[str]:
    """The heads of the nouns behind a verb, up to what begins another part of the sentence."""
    held: list[str] = []
    for written in words:
        word = written.strip(".,;:").lower()
        if held and (word in _ENDS_OBJECT or word.endswith("ing") or written.endswith((",", ";"))):
            if word not in _ENDS_OBJECT:
                held.append(word)
            break
        if word in _ENDS_OBJECT:
            break
        if not is_adverb(word) and (word in _DETERMINED or word not in STOPWORDS):
            held.append(word)
    nouns = [word for word in held if word not in _DETERMINED]
    measured = any(char.isdigit() for word in nouns for char in word)
    if nouns and not measured:
        yield nouns[-1]


_OF_THE_OTHER = {
    "she": frozenset("son brother father husband nephew uncle stepson king emperor prince".split()),
    "he": frozenset(
        "daughter sister mother wife niece aunt stepdaughter queen empress princess".split()
    ),
}
"""Those who cannot be "she", and "he"."""


_SAID_OF_ANOTHER = {
    "he": re.compile(r"\bhim\b(?!self)"),
    "she": re.compile(r"\bher(?= (?:in|at|on|by|for|to|from|as|with|into|west|east)\b|[.,;]|$)"),
}
"""The object of a deed is not who did it: "The emperor sent him west. He was captured …"."""


def rival_person(name: str, statement: Statement, gender: str = "") -> str:
    """Who else a sentence names that "he" or "she" may mean; empty where nobody is.

    Args:
        name: of the one who is meant.
        statement: the sentence.
        gender: ``he`` or ``she``, where a pronoun tells; the other one's son is then no rival.
    """
    text = statement.text
    own = {word for word in name.replace("'s", "").split() if word[:1].isupper()}
    for match in _NAME.finditer(_without_titles(statement.marked)):
        before = match.string[: match.start()].split()[-1:]
        if not (gender and before and before[0].lower() in _OF_THE_OTHER[gender]) and (
            found := _person(match, own)
        ):
            return found
    body = text.removeprefix(name[:1].upper() + name[1:])
    for other, pattern in _SAID_OF_ANOTHER.items():
        if gender in {"", other} and (said := pattern.search(body)):
            return f"whoever '{said[0]}' is"
    if _OF_A_NAME.search(body):
        return "a name that is spoken of"
    body = _PREDICATE.sub("", body)
    body = re.sub(r"\bas (?:an? |the |his |her )?[a-z]+\b", "", body)
    roles = {word.lower().strip(".,;:") for word in body.split()} & ROLES
    roles -= _OF_THE_OTHER.get(gender, frozenset())
    return f"the {min(roles)}" if roles else ""


def is_thing(words: Sequence[str]) -> bool:
    """Whether a name holds a word that makes it that of a thing: a band, a war, a prize."""
    return bool({word.lower().strip(".,;:") for word in words} & _THINGS)


_TITLE = re.compile(
    rf"{OPEN}(?:The|An?) [^{CLOSE}]*{CLOSE}|{OPEN}[^{CLOSE}]* [a-z][^{CLOSE}]*{CLOSE}"
)


def _without_titles(marked: str) -> str:
    """A sentence without what stands in quotation marks or is set off: titles are no persons."""
    quoted = re.sub(r"[\"“][^\"”]*[\"”]|\([^()]*\)", " , ", _TITLE.sub(" , ", marked))
    return quoted.replace(OPEN, "").replace(CLOSE, "")


def _person(match: re.Match[str], own: set[str]) -> str:
    text = match.string
    words = match[0].strip(".'’").split()
    earlier = text[: match.start()].split()
    before = (earlier or [""])[-1]
    after = (text[match.end() :].split() or [""])[0]
    alone = len(words) == 1
    mine = own & {word.removesuffix("'s").removesuffix("’s").strip(".,") for word in words}
    # the first word has its capital from its place
    if mine or is_thing(words) or words[0] in _CALENDAR or (alone and not before):
        return ""
    if _is_place(earlier) or words[0] in {"The", "In", "On", "At"}:
        return ""
    if before.lower() == "the" and after.lower() not in ROLES:
        return ""
    noun = after.isascii() and after.isalpha() and after.islower() and after not in STOPWORDS
    # "the Hot Five and Hot Seven recordings", "a Creole pianist"
    of_a_noun = noun and not is_finite(after) and not is_verb(after) and after not in ROLES
    adjective = of_a_noun or (alone and noun and bool(_ADJECTIVE.search(words[0])))
    return "" if adjective or (alone and words[0].isupper()) else match[0]


def _is_place(earlier: Sequence[str]) -> bool:
    """Whether the words before a name make it that of a place or a day, or nobody else's."""
    last = ["", "", "", "", *(word.lower().strip(",") for word in earlier)][-4:]
    if last[-1] in _PLACED or last[-1].isdigit() or last[-2:] == ["name", "to"]:
        return True
    if last[-1] == "to":
        return last[-2] in _MOVES
    return last[-1] == "from" and not _TAKES & set(last)
