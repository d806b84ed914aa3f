"""Cards and questions of every kind, and Anki packages made by hand."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

from llmtutor.content.identity import meaning_id
from llmtutor.interchange.question_card import card_of
from llmtutor.quiz.models import Key, Kind, Question, Source
from llmtutor.review.models import Card, CardKind, meaning_of

PATH = "llm/rag/why-retrieve"
_TEXT = "Retrieval finds passages; generation writes from them."


def question(
    kind: Kind,
    stem: str,
    key: Key,
    options: tuple[str, ...] | None = None,
    accept: tuple[str, ...] = (),
    why: str = "Because = {of} ~this~: #1",
) -> Question:
    source = Source(PATH, "Why retrieve?", _TEXT, 0, len(_TEXT))
    name = meaning_id(kind, stem, str(key))
    return Question(name, kind, stem, options, key, why, source, PATH, accept=accept)


QUESTIONS = (
    question("choice", "What does RAG retrieve?", "passages", ("a graph", "passages", "tokens")),
    question(
        "choice",
        "Which {set} = union: a~b # c\\d?",
        "x = {1}",
        ("x = {1}", "y ~ 2", "C:\\dir", "# no", "a\\"),
    ),
    question("multi", "Which are parts?", ("a", "b", "c"), ("a", "x", "b", "c", "y")),
    question("truefalse", "Retrieval comes first.", True),
    question("truefalse", "Generation comes first.", False),
    question("cloze", "The ____ finds passages.", "retriever", accept=("retrieval",)),
    question("cloze", "What finds passages is the ____", "retriever"),
    question("short", "What writes the answer?", "the generator", accept=("generator", "LLM")),
    question("short", "換行\n在這裡是什麼?", "一個 = 號"),
    question(
        "order", "Put in order", ("index", "retrieve", "write"), ("write", "index", "retrieve")
    ),
    question(
        "match",
        "Match",
        (("BM25", "sparse"), ("vectors", "dense"), ("RRF", "fusion")),
        ("dense", "fusion", "sparse"),
    ),
)


def plain_card(
    front: str, back: str, kind: CardKind = "basic", path: str = "bio/cells/one"
) -> Card:
    meaning = meaning_of(kind, front, back)
    return Card(meaning, meaning, kind, front, back, path, "Cells", sibling=meaning)


PLAIN = (
    plain_card("The powerhouse of the cell", "Mitochondrion"),
    plain_card("Two\nlines", "- one\n- two"),
    plain_card("Water is ____ and wet.", "H2O", "cloze"),
    plain_card("a [link] is ____.", "not [hidden]", "cloze"),
)
CARDS = (*map(card_of, QUESTIONS), *PLAIN)

_SCHEMA = """
CREATE TABLE col(id integer primary key, crt, mod, scm, ver, dty, usn, ls, conf, models, decks,
  dconf, tags);
CREATE TABLE notes(id integer primary key, guid, mid, mod, usn, tags, flds, sfld, csum, flags,
  data);
CREATE TABLE cards(id integer primary key, nid, did, ord, mod, usn, type, queue, due, ivl, factor,
  reps, lapses, left, odue, odid, flags, data);
CREATE TABLE revlog(id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);
"""
MADE = 1_700_000_000
_BASIC = {
    "name": "Basic",
    "type": 0,
    "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [
        {"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
        {"qfmt": "{{#Back}}{{Back}}{{type:Front}}{{/Back}}", "afmt": "{{Front}}"},
    ],
}
_CLOZE = {
    "name": "Cloze",
    "type": 1,
    "flds": [{"name": "Text"}, {"name": "Extra"}],
    "tmpls": [{"qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}],
}
NOTES = (
    # id, guid, model, fields, cards: (id, ord, type, queue, due, ivl, factor, reps, lapses)
    (1, "g1", 1, "What is <b>RAG</b>?\x1fA &amp; B<br>two<img src='x/y.png'>[sound:a.mp3]",
     ((11, 0, 2, 2, 30, 10, 2500, 4, 1), (12, 1, 0, 0, 0, 0, 0, 0, 0))),
    (2, "g2", 2, "{{c1::BERT}} is an {{c2::encoder::(kind)}} \\(x^2\\)\x1fSee <i>notes</i>",
     ((21, 0, 2, -1, 40, 20, 1300, 3, 0), (22, 1, 2, 2, 50, 30, 2500, 9, 2))),
    (3, "g3", 2, "{{c1::image-occlusion:rect:left=.1}}\x1f<img src=a.jpg>",
     ((31, 0, 0, 0, 0, 0, 0, 0, 0),)),
    (4, "g4", 1, "\x1f", ((41, 0, 0, 0, 0, 0, 0, 0, 0),)),
)  # fmt: skip
REVIEWS = (
    (1_700_100_000_000, 11, 3, 1), (1_700_400_000_000, 11, 1, 1), (1_700_401_000_000, 11, 3, 2),
    (1_700_900_000_000, 11, 4, 1), (1_700_950_000_000, 11, 0, 4), (1_700_960_000_000, 11, 3, 3),
)  # fmt: skip


def collection(file: Path) -> None:
    """A collection of the older form."""
    database = sqlite3.connect(file)
    database.executescript(_SCHEMA)
    models = json.dumps({"1": _BASIC, "2": _CLOZE})
    decks = json.dumps({"1": {"name": "Default"}, "7": {"name": "ML::RAG"}})
    database.execute(
        "INSERT INTO col VALUES(1,?,0,0,11,0,0,0,'{}',?,?,'{}','{}')", (MADE, models, decks)
    )
    for key, guid, model, fields, cards in NOTES:
        database.execute(
            "INSERT INTO notes VALUES(?,?,?,0,0,'',?,'',0,0,'')", (key, guid, model, fields)
        )
        for card, ordinal, *rest in cards:
            database.execute(
                "INSERT INTO cards VALUES(?,?,7,?,0,0,?,?,?,?,?,?,?,0,0,0,0,'')",
                (card, key, ordinal, *rest),
            )
    for at, card, ease, kind in REVIEWS:
        database.execute(
            "INSERT INTO revlog VALUES(?,?,0,?,1,1,?,4200,?)",
            (at, card, ease, 0 if kind == 3 else 2500, kind),
        )
    database.commit()
    database.close()


def package(file: Path, database: bytes, name: str = "collection.anki2") -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, database)
        archive.writestr("media", "{}")
    return file
