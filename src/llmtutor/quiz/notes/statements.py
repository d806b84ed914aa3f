"""A section taken apart: statements, lists and tables, each with its verbatim place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from llmtutor.content.blocks import Block, blocks
from llmtutor.content.inline import count_words, plain
from llmtutor.content.models import Section
from llmtutor.content.sentences import Span, sentences
from llmtutor.quiz.models import Source
from llmtutor.quiz.notes import captions
from llmtutor.quiz.notes.script import is_chinese, with_wide_signs
from llmtutor.quiz.notes.units import units
from llmtutor.search.kinds import is_reference

LEAST_SENTENCE, LEAST_PROSE = 8, 30
"""Words of a sentence, and of all such sentences of a section that has prose: one line that
leads to a list, or to what comes next, is none."""
OPEN, CLOSE = "\x02", "\x03"
"""Stand around a term that the author set off by bold, italics or code, in ``Statement.marked``."""

_ITEM = re.compile(r"([ \t]*)([-*+•‣▪]|\d{1,3}[.)、]|[（(]\d{1,2}[）)])[ \t]+(?=\S)")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t|:]*-[ \t|:\-]*$")
_LABEL = re.compile(rf"{OPEN}([^{CLOSE}]{{1,40}}[:：]){CLOSE}\s*(?=\S)")
_LEAD = re.compile(
    rf"{OPEN}?([^{OPEN}:：.]{{2,60}}?){CLOSE}?[:：]\s*"
    rf"(?={OPEN}?(?:(?:van|von|de) )?[A-Z].{{15,}}[.!]$)"
)
_CONNECTIVE = re.compile(
    r"(?:However|Moreover|Additionally|Furthermore|In addition|Nevertheless|Similarly|Likewise"
    r"|Conversely|In contrast|By contrast|Finally|Besides|Thus|Hence|Therefore|Indeed|Lastly"
    r"|First|Second|Third|Firstly|Secondly|Thirdly|Meanwhile), (?=[A-Z]?[a-z])"
    r"|(?:此外|另外|然而|不過|不过|可是)，"
)
_CITATION = re.compile(
    r" \((?:[A-Z][^()]{0,60}?,? )?(?:1[89]|20)\d{2}[a-z]?\)|(?<=\w) \[\d{1,3}(?:, ?\d{1,3})*\]"
    r"|\[(?:update|citation needed|note \d+|\d{1,3})\]"
)
"""Who said so, and when: no part of what is said."""
_HOWEVER = re.compile(r"(?<=\w), (?:however|moreover|furthermore|in addition),(?= )")
_THEREFORE = re.compile(
    r"\b(is|are|was|were|can|has|may) therefore(?= [a-z])|(?<=\w), therefore,(?= )"
)
_ALSO = re.compile(r"(?<=[\w,]) also (?=[a-z])(?!called|known)")
_SET_OFF = re.compile(
    r"\*\*\*?(?=\S)([^*\n]{1,80})(?<=\S)\*\*\*?|(?<![\w*])\*(?=\S)([^*\n]{1,60})(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=\S)([^_\n]{1,60})(?<=\S)_(?!\w)|(?<!`)`([^`\n]{1,40})`(?!`)"
)
_HALF = re.compile(r"^\*(?=\S)|(?<=\S)\*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the notes, or a line that stands for one."""

    path: str
    """Of its section."""
    title: str
    """Of its section."""
    start: int
    end: int
    """Offsets into the section's text."""
    verbatim: str
    marked: str
    """Its words on one line, with :data:`OPEN` and :data:`CLOSE` around set-off terms."""
    lead: str
    """The label before it ("Data bias: …", "**Careful:** …"), not part of ``marked``."""
    form: str
    """``prose``, ``item`` (of a list) or ``quote``."""
    block: int
    """Statements of one paragraph or list share this number."""
    cjk: bool

    @property
    def text(self) -> str:
        """Its words on one line."""
        return self.marked.replace(OPEN, "").replace(CLOSE, "")

    @property
    def source(self) -> Source:
        return Source(self.path, self.title, self.verbatim, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, with what hangs under it."""

    text: str
    marked: str
    start: int
    end: int
    depth: int
    """Columns its marker is indented by."""
    numbered: bool


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list and the line it hangs under."""

    intro: str
    items: tuple[Item, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the words of its cells, and where each row stands."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    """Of the rows."""
    span: Span
    """Of the whole table."""


@dataclass(slots=True)
class SectionNotes:
    """A section as question makers see it."""

    path: str
    section: Section
    statements: list[Statement] = field(default_factory=list)
    lists: list[ItemList] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    words: int = 0
    """Of prose: statements, not code, tables, links or labels."""

    @property
    def cjk(self) -> bool:
        return is_chinese(self.section.text)

    @property
    def has_prose(self) -> bool:
        """Whether there are sentences to ask about, not links, labels and headings alone."""
        counts = (
            count_words(one.text) for one in self.statements if one.text.endswith((".", "。"))
        )
        return sum(count for count in counts if count >= LEAST_SENTENCE) >= LEAST_PROSE

    def source(self, start: int, end: int) -> Source:
        """The verbatim piece between two offsets."""
        text = self.section.text[start:end]
        return Source(self.path, self.section.title, text, start, end)


def read_section(path: str, section: Section) -> SectionNotes:
    """Take a section apart; code, pictures and lines that only name links are left out."""
    notes = SectionNotes(path, section)
    intro = ""
    for number, block in enumerate(blocks(section.text)):
        if block.kind in {"prose", "quote", "list"}:
            made = list(_statements(notes, block, number))
            notes.statements += made
            notes.words += sum(count_words(statement.text) for statement in made)
        if block.kind == "list":
            # a list may hold nothing but signs: "- |"
            if items := tuple(_items(section.text, block)):
                notes.lists.append(ItemList(intro, items, number))
        elif block.kind == "table" and (table := _table(section.text, block)):
            notes.tables.append(table)
        intro = one_line(section.text[block.start : block.end]) if block.kind == "prose" else ""
    return notes


def one_line(markdown: str) -> str:
    """Words of a piece of Markdown on one line."""
    # joined first: a link or a bold term may run over a line's end
    return " ".join(plain(" ".join(markdown.split())).split())


def marked_line(markdown: str) -> str:
    """Words on one line, set-off terms between :data:`OPEN` and :data:`CLOSE`."""
    marked = _SET_OFF.sub(_mark, " ".join(markdown.split()))
    # half of an emphasis that runs over several sentences
    return one_line(_HALF.sub("", marked) if marked.count("*") == 1 else marked)


def _mark(match: re.Match[str]) -> str:
    inside = next(group for group in match.groups() if group)
    return f"{OPEN}{inside.strip()}{CLOSE}"


def _statements(notes: SectionNotes, block: Block, number: int) -> Iterator[Statement]:
    text = notes.section.text
    form = {"list": "item", "quote": "quote"}.get(block.kind, "prose")
    for unit in units(text, block):
        for span in sentences(text, unit.start, unit.end):
            if within := captions.under_a_picture(span.of(text)):
                said = Span(span.start + within[0], span.start + within[1])
                lead, marked = "", captions.said_in(marked_line(said.of(text)))
            elif is_reference(span.of(text)):
                continue
            else:
                said = span
                line = captions.without_label(marked_line(said.of(text)))
                lead, marked = _without_lead(line, form)
            if re.search(r"\w", marked):
                yield _statement(notes, said, marked, lead, form, number)


def _statement(
    notes: SectionNotes, span: Span, marked: str, lead: str, form: str, block: int
) -> Statement:
    cjk = is_chinese(marked)
    return Statement(
        path=notes.path,
        title=notes.section.title,
        start=span.start,
        end=span.end,
        verbatim=span.of(notes.section.text),
        marked=with_wide_signs(marked) if cjk else marked,
        lead=lead,
        form=form,
        block=block,
        cjk=cjk,
    )


def _without_lead(marked: str, form: str) -> tuple[str, str]:
    """``(label, statement)``; the statement begins with a capital, as a sentence does."""
    match = _LABEL.match(marked) or (
        _LEAD.match(marked) if form == "item" or marked.startswith(OPEN) else None
    )
    label = match[1].strip(" :：") if match else ""
    rest = _CITATION.sub("", marked[match.end() :] if match else marked)
    # words that only tie a sentence to the one before say nothing of their own
    rest = _THEREFORE.sub(r"\1", _HOWEVER.sub("", rest))
    rest = _ALSO.sub(" ", _CONNECTIVE.sub("", rest, count=1) if _CONNECTIVE.match(rest) else rest)
    at = 1 if rest.startswith(OPEN) else 0
    return label, rest[:at] + rest[at : at + 1].upper() + rest[at + 1 :] if rest != marked else rest


def _items(text: str, block: Block) -> Iterator[Item]:
    start = block.start
    held: tuple[int, int, int, bool] | None = None
    for line in text[block.start : block.end].split("\n"):
        end = start + len(line)
        match = _ITEM.match(line)
        if match:
            if held:
                yield _item(text, *held)
            numbered = any(char.isdigit() for char in match[2])
            held = (start + match.end(), end, len(match[1].expandtabs(4)), numbered)
        elif held and line.strip() and line[:1] in " \t":
            held = (held[0], end, held[2], held[3])
        elif held and line.strip():
            yield _item(text, *held)
            held = None
        start = end + 1
    if held:
        yield _item(text, *held)


def _item(text: str, start: int, end: int, depth: int, numbered: bool) -> Item:
    marked = marked_line(text[start:end])
    words = marked.replace(OPEN, "").replace(CLOSE, "")
    return Item(words, marked, start, start + len(text[start:end].rstrip()), depth, numbered)


def _table(text: str, block: Block) -> Table | None:
    rows: list[tuple[str, ...]] = []
    spans: list[Span] = []
    position = block.start
    for line in text[block.start : block.end].split("\n"):
        if not _RULE.match(line):
            rows.append(_cells(line))
            spans.append(Span(position, position + len(line.rstrip())))
        position += len(line) + 1
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    width = len(rows[0])
    kept = [(row, span) for row, span in zip(rows, spans, strict=True) if len(row) == width][1:]
    return Table(
        rows[0],
        tuple(row for row, _ in kept),
        tuple(span for _, span in kept),
        Span(block.start, block.end),
    )


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(one_line(cell.replace("\\|", "|")) for cell in _CELL.split(inner))
