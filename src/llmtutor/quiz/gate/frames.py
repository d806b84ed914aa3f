"""What a stem asks about, without the words that only ask."""

from __future__ import annotations

import re
from functools import lru_cache

from llmtutor.quiz.notes.english import BLANK

_FRAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), left)
    for pattern, left in (
        (r"^Which of these (?:is|are|was|were) described as “(.*)”\?$", r"\1"),
        (r"^Which of these have the (.*)\?$", r"\1"),
        (r"^(?:(.*): )?[Ww]hich of these have “(.*)” under “(.*)”\?$", r"\1 \2 \3"),
        (r"^Which of these (.*)\?$", rf"{BLANK} \1"),
        (r"^Who (.*)\?$", rf"{BLANK} \1"),
        (r"^Which (?:paper|article|book|study|survey|report) (.*)\?$", rf"{BLANK} \1"),
        (r"^Which (\S+(?: \S+){0,3}) belongs to the (.*)\?$", r"\2, \1"),
        (r"^(?:.*: )?[Ww]hich year belongs to the event “(.*)”\?$", r"\1"),
        (r"^What is the term for (.*)\?$", r"\1"),
        (r"^What is meant by “(.*)”\?$", r"\1"),
        (r"^What does (.*) (?:do|mean|stand for)\?$", r"\1"),
        (r"^What (?:is|are|was|were) (.*)\?$", r"\1"),
        (r"^(?:(.*): )?[Mm]atch each of these with its (.*)\.$", r"\1 \2"),
        (r"^(?:(.*): )?[Mm]atch each (.*) with its (.*)\.$", r"\1 \2, \3"),
        (r"^(?:(.*): )?[Mm]atch the pairs “(.*)”\.$", r"\1 \2"),
        (r"^(?:(.*): )?[Pp]ut these (?:steps )?in order.*\.$", r"\1"),
        (r"^Why is it that (.*)\?$", r"\1"),
        (r"^Why (.*)\?$", r"\1"),
        (r"^下列(?:何者|哪一[项項])(?:是|的[說说]明是)(.*)？$", r"\1"),
        (r"^下列哪些的(.*)是(.*)？$", r"\1\2"),
        (r"^哪[個个]名[詞词]指的是[「“](.*)[」”]？$", r"\1"),
        (r"^[「“](.*)[」”](?:是什[麼么]|有什[麼么]作用|指的是什[麼么])？$", r"\1"),
        (r"^(?:.*：)?[「“](.*)[」”]是哪一年的事？$", r"\1"),
        (r"^(.*)[「“](.*)[」”]的(.*)是下列(?:何者|哪一[项項])？$", r"\1\2\3"),
        (r"^(.*) 是什[麼么]的[縮缩][寫写]？$", r"\1"),
        (r"^[將将]下列各[項项][與与]其(.*)配[對对]。$", r"\1"),
        (r"^(?:(.*)：)?[將将]每[個个](.*)[與与]其(.*)配[對对]。$", r"\1\2\3"),
        (r"^(?:(.*)：)?[將将][「“](.*)[」”][與与][「“](.*)[」”][兩两]{2}配[對对]。$", r"\1\2\3"),
        (r"^(?:(.*)：)?[將将]下列(?:步[驟骤]|各[項项])[依按].*。$", r"\1"),
        (r"^[為为]什[麼么](.*)？$", r"\1"),
    )
)


@lru_cache(maxsize=16384)
def content(stem: str) -> str:
    """The stem's own words: what is described, not "Which of these …?"."""
    for pattern, left in _FRAMES:
        if pattern.match(stem):
            return pattern.sub(left, stem)
    return stem


def is_framed(stem: str) -> bool:
    """Whether a stem has one of the forms above."""
    return any(pattern.match(stem) for pattern, _ in _FRAMES)
