"""How questions are worded, in English and in both Chinese scripts."""

from __future__ import annotations

from dataclasses import dataclass

from llmtutor.quiz.notes.chinese import is_traditional
from llmtutor.quiz.notes.script import is_chinese


@dataclass(frozen=True, slots=True)
class Wording:
    """Stems with places to fill."""

    which: str
    """{verb} {meaning}: asks for a term."""
    which_described: str
    """{meaning}, which may be no noun phrase."""
    what: str
    """{verb} {subject}: asks for a meaning."""
    what_does: str
    what_means: str
    """{term}: asks for the meaning a list gives."""
    term_for: str
    """{meaning}, a noun phrase: asks for a term to be written."""
    stands_for: str
    """{short}"""
    match_terms: str
    """{title}"""
    match_columns: str
    """{first} {second}"""
    cell: str
    """{value} {column} {row}"""
    rows: str
    """{plural} {column} {value}: asks for several rows."""
    order: str
    """{title}: steps."""
    timeline: str
    """{title}: events."""
    why: str
    """{clause}"""
    year_of: str
    """{event}"""
    said: str
    """{quote}: the explanation of a false statement."""


ENGLISH = Wording(
    which="Which of these {verb} {meaning}?",
    which_described="Which of these is described as “{meaning}”?",
    what="What {verb} {subject}?",
    what_does="What does {subject} do?",
    what_means="What is meant by “{term}”?",
    term_for="What is the term for {meaning}?",
    stands_for="What does {short} stand for?",
    match_terms="Match each term from “{title}” with its meaning.",
    match_columns="{title}: match each {first} with its {second}.",
    cell="Which {column} belongs to the {first} “{row}”?",
    rows="Which of these have the {column} “{value}”?",
    order="{title}: put these in order, from first to last.",
    timeline="{title}: put these in order of time, earliest first.",
    why="Why is it that {clause}?",
    year_of="Which year belongs to this event: “{event}”?",
    said="The notes say: {quote}",
)
TRADITIONAL = Wording(
    which="下列何者是{meaning}？",
    which_described="下列何者的說明是「{meaning}」？",
    what="「{subject}」是什麼？",
    what_does="「{subject}」有什麼作用？",
    what_means="「{term}」指的是什麼？",
    term_for="哪個名詞指的是「{meaning}」？",
    stands_for="{short} 是什麼的縮寫？",
    match_terms="將「{title}」中的名詞與其意義配對。",
    match_columns="{title}：將每個{first}與其{second}配對。",
    cell="{first}「{row}」的{column}是什麼？",
    rows="下列哪些的{column}是「{value}」？",
    order="{title}：依先後順序排列。",
    timeline="{title}：依時間先後排列，最早的在前。",
    why="為什麼{clause}？",
    year_of="「{event}」發生在哪一年？",
    said="筆記寫道：{quote}",
)
SIMPLIFIED = Wording(
    which="下列哪一项是{meaning}？",
    which_described="下列哪一项的说明是“{meaning}”？",
    what="“{subject}”是什么？",
    what_does="“{subject}”有什么作用？",
    what_means="“{term}”指的是什么？",
    term_for="哪个名词指的是“{meaning}”？",
    stands_for="{short} 是什么的缩写？",
    match_terms="将“{title}”中的名词与其意义配对。",
    match_columns="{title}：将每个{first}与其{second}配对。",
    cell="{first}“{row}”的{column}是什么？",
    rows="下列哪些的{column}是“{value}”？",
    order="{title}：按先后顺序排列。",
    timeline="{title}：按时间先后排列，最早的在前。",
    why="为什么{clause}？",
    year_of="“{event}”发生在哪一年？",
    said="笔记写道：{quote}",
)


def wording_for(text: str) -> Wording:
    """The wording in the language and script of a text."""
    if not is_chinese(text):
        return ENGLISH
    return TRADITIONAL if is_traditional(text) else SIMPLIFIED
