"""A whole lecture as question makers read it: its sections, its terms, and what it says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from llmtutor.quiz.notes import chinese, titles
from llmtutor.quiz.notes.abbreviations import abbreviations, spelled_out
from llmtutor.quiz.notes.alone import Alone
from llmtutor.quiz.notes.before import Before, Lines
from llmtutor.quiz.notes.clarity import Clarity
from llmtutor.quiz.notes.definites import UNCLEAR
from llmtutor.quiz.notes.definitions import definitions
from llmtutor.quiz.notes.english import content_stems, words_of
from llmtutor.quiz.notes.following import Following
from llmtutor.quiz.notes.introduced import topics
from llmtutor.quiz.notes.leaning import leaning
from llmtutor.quiz.notes.meanings import Definition, is_vague
from llmtutor.quiz.notes.said import Sayings, key_of
from llmtutor.quiz.notes.statements import CLOSE, OPEN, SectionNotes, Statement
from llmtutor.quiz.notes.terms import is_term
from llmtutor.search.analysis import stem

_SET_OFF = re.compile(f"{OPEN}([^{OPEN}{CLOSE}:：]{{2,50}}){CLOSE}")
_LABEL = re.compile(r"([^\W_][\w-]*)(?: \([^()]*\))?:")
_FEW_CODES = 2
_KEYWORDS, _OFTEN = 60, 4
"""Words a lecture comes back to, at most; statements that hold one of them, at least."""
_FULL, _FULL_CJK = 6, 8
"""Words, or Chinese characters, of a meaning that needs nothing else to be one."""


@dataclass(slots=True)
class Concept:
    """A thing the lecture defines, under all its names."""

    names: list[str]
    """As written; the first is the one to show."""
    keys: set[str]
    """Its names as they are compared."""
    definitions: list[Definition] = field(default_factory=list)


@dataclass
class LectureNotes:
    """Everything the makers and the gate ask of a lecture. Built once, read often."""

    path: str
    title: str
    sections: Sequence[SectionNotes]
    clarity: Clarity | None = None
    """What a model made of the statements, where one has read them."""

    @cached_property
    def statements(self) -> list[Statement]:
        return [statement for section in self.sections for statement in section.statements]

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """What each short form stands for, by the short form as written."""
        found: dict[str, str] = {}
        for statement in self.statements:
            for short, long in (*spelled_out(statement.text), *abbreviations(statement.text)):
                found.setdefault(short, long)
        return found

    @cached_property
    def text(self) -> str:
        """All words of the lecture on one line, for looking up how a word is written."""
        return " . ".join(statement.text for statement in self.statements)

    @cached_property
    def definitions(self) -> list[Definition]:
        """What the lecture defines, fit to be asked about: it stands alone and says enough."""
        return [
            one
            if self._is_proper(one) or self._is_never_small(one)
            else replace(one, term=self.shown(one.term))
            for section in self.sections
            for one in self._defined(section)
            if (one.strong or self._is_current(one)) and self._is_fit(one)
        ]

    def _is_proper(self, definition: Definition) -> bool:
        """Whether one capitalised word names a single thing: "Pythia is a suite of …"."""
        if definition.article or definition.verb != "is" or " " in definition.term:
            return False
        said = definition.meaning.startswith(("a ", "an "))
        return said and f" {definition.term.lower()}" not in self.text

    def _is_never_small(self, definition: Definition) -> bool:
        """Whether a label may open with a name: "Stirling engine", and nowhere "stirling"."""
        first, space, _ = definition.term.partition(" ")
        if definition.verb or not space:
            return False
        return re.search(rf"\b{re.escape(first.lower())}\b", self.text) is None

    @staticmethod
    def _defined(section: SectionNotes) -> Iterator[Definition]:
        yield from definitions(section)
        yield from chinese.definitions(section)

    def _is_current(self, definition: Definition) -> bool:
        """Whether a term that nobody set off is fully explained, or is one the lecture uses."""
        if len(definition.meaning.split()) >= _FULL or len(definition.meaning) >= _FULL_CJK:
            return True
        key = key_of(definition.term)
        return key in self.titles or self.mentions(definition.term) >= 2

    def _is_fit(self, definition: Definition) -> bool:
        if is_vague(definition) or (definition.does and not definition.strong):
            return False
        meaning = definition.meaning
        if definition.statement is not None and definition.statement.cjk:
            return not chinese.leaning(definition.term + meaning)
        if any(char >= "\u2e80" for char in meaning):
            return not chinese.leaning(meaning)
        narrowed = bool(definition.scope) or " of " in definition.term
        if narrowed and {"their", "its", "them"} & set(words_of(meaning).lower):
            return False
        if leaning(meaning, self.known, opening=False).startswith(("'it'", "'they'", "'he'")):
            return False
        found = leaning(f"{definition.term} {definition.verb or 'is'} {meaning}", self.known)
        # what an author sets off and defines is meant in general: "the rule", "the next step"
        return not found or (definition.strong and found.endswith(UNCLEAR))

    @cached_property
    def concepts(self) -> list[Concept]:
        """The things defined, each once however often and under whatever name."""
        made: list[Concept] = []
        by_key: dict[str, Concept] = {}
        for definition in self.definitions:
            names = [definition.term, *definition.names, *self._other_names(definition.term)]
            keys = [key_of(name) for name in names]
            concept = next((by_key[key] for key in keys if key in by_key), None)
            if concept is None:
                concept = Concept([], set())
                made.append(concept)
            for name, key in zip(names, keys, strict=True):
                if key not in concept.keys:
                    concept.names.append(name)
                    concept.keys.add(key)
                by_key[key] = concept
            concept.definitions.append(definition)
        return made

    def _other_names(self, term: str) -> list[str]:
        key = key_of(term)
        return [
            other
            for short, long in self.abbreviations.items()
            for one, other in ((short, long), (long, short))
            if key_of(one) == key
        ]

    def names(self, term: str) -> tuple[str, ...]:
        """Other texts the notes give for a term: its abbreviation, its expansion, an alias."""
        if concept := self.concept_of(term):
            return tuple(name for name in concept.names if key_of(name) != key_of(term))
        return tuple(self._other_names(term))

    def concept_of(self, term: str) -> Concept | None:
        """The thing a term names; None where the lecture does not define it."""
        key = key_of(term)
        return next((one for one in self.concepts if key in one.keys), None)

    @cached_property
    def titles(self) -> frozenset[str]:
        """Section titles as they are compared, no numbering, nothing in brackets."""
        return frozenset(key_of(titles.plain(one.section.title)) for one in self.sections)

    @cached_property
    def subject(self) -> str:
        """What the lecture is about, by its title: no course code, no week, nothing in brackets."""
        return titles.subject(self.title)

    def heading(self, section: SectionNotes) -> str:
        """What a section is about, in a stem: its title, or the lecture's where that says more."""
        title = titles.named(section.section.title)
        return self.subject if titles.is_general(title) else title

    def place(self, section: SectionNotes) -> str:
        """What a list is on, in a stem: its section, and the lecture where one word says little."""
        heading = self.heading(section)
        known = not titles.says_little(heading) or key_of(self.subject) in key_of(heading)
        return heading if known or not self.subject else f"{self.subject} – {heading}"

    @cached_property
    def keywords(self) -> frozenset[str]:
        """Stems of the words the lecture comes back to."""
        counts = Counter(
            word for one in self.statements for word in content_stems(one.text) if len(word) > 2
        )
        return frozenset(word for word, count in counts.most_common(_KEYWORDS) if count >= _OFTEN)

    @cached_property
    def known(self) -> frozenset[str]:
        """Stems of terms the notes work with: "the softmax" is clear. With "the": topics."""
        phrases: set[str] = set()
        for section in self.sections:
            phrases.add(titles.plain(section.section.title))
            for statement in section.statements:
                if statement.form == "item" and is_term(statement.lead):
                    phrases.add(statement.lead)
                phrases.update(term for term in _SET_OFF.findall(statement.marked) if is_term(term))
            # "The city is the capital": a plain subject with "the" was named before
            phrases.update(
                one.term for one in self._defined(section) if one.strong or one.article != "the"
            )
        phrases |= {name for pair in self.abbreviations.items() for name in pair}
        terms = {" ".join(stem(word) for word in words_of(p).lower) for p in phrases}
        return frozenset(terms | topics(self.title, self.sections))

    def shown(self, term: str) -> str:
        """A term as it stands inside a sentence: lower case unless it is a name."""
        if not term[:1].isupper() or not term[1:2].islower() or re.search("[A-Z0-9]", term[1:]):
            return term
        if term in self._codes:
            return term
        lowered = term[0].lower() + term[1:]
        return term if self.named(term) > self.text.count(f" {lowered}") else lowered

    @cached_property
    def _codes(self) -> frozenset[str]:
        """One-word labels of lists in which most are codes: Treg beside Th1, Th17 and CTL."""
        found: set[str] = set()
        for held in (one for section in self.sections for one in section.lists):
            labels = [match[1] for item in held.items if (match := _LABEL.match(item.text))]
            codes = [label for label in labels if re.search("[A-Z0-9]", label[1:])]
            if len(codes) >= _FEW_CODES and len(codes) * 2 > len(labels):
                found.update(labels)
        return frozenset(found)

    def named(self, term: str) -> int:
        """How often a term stands with its capital inside a sentence, not at its head."""
        return self.text.count(f" {term}") - self.text.count(f". {term}")

    @cached_property
    def alone(self) -> Alone:
        """What of it can be met alone."""
        return Alone(self.title, self.sections, self.known, self.text, self.clarity)

    @property
    def standing(self) -> list[Statement]:
        """The statements that stand alone and are no part of a worked example."""
        return self.alone.standing

    @property
    def clauses(self) -> list[Statement]:
        """What stands alone and says one thing: sentences, and the clauses of longer ones."""
        return self.alone.clauses

    def known_at(self, path: str, start: int) -> frozenset[str]:
        """The same as :attr:`known`, with what a statement there may name without more words."""
        return self.alone.known_at(path, start)

    def before(self, path: str, start: int) -> Before | None:
        """The lines that stand before a statement in its paragraph or list; None at its head."""
        return self._lines[path].before(start)

    @cached_property
    def following(self) -> Following:
        """What of it is clear with the lines before it, and not alone."""
        return Following(self.alone, lambda one: self.before(one.path, one.start))

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        return {section.path: Lines(section) for section in self.sections}

    @cached_property
    def said(self) -> Sayings:
        """What the statements say, ready to be asked."""
        return Sayings(self.statements)

    def mentions(self, term: str) -> int:
        """In how many statements a term stands."""
        return len(self.said.holding(key_of(term)))
