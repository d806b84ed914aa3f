"""The keys of the study screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("slash", "search", "search", id="study.search", key_display="/",
            tooltip="Search all your notes"),
    Binding("a", "ask", "ask", id="study.ask", tooltip="Ask about your notes"),
    Binding("e", "quiz_me", "quiz me", id="study.quiz_me",
            tooltip="Questions on this section, or on the lecture on its page"),
    Binding("n", "next", "next", id="study.next", tooltip="Go to the next section"),
    Binding("p", "before", "section before", id="study.before", show=False,
            tooltip="Go to the section before"),
    Binding("t", "contents", "contents", id="study.contents",
            tooltip="Choose from all courses, lectures and sections"),
    Binding("u", "up", "lecture", id="study.lecture", show=False,
            tooltip="What this lecture is about"),
    Binding("y", "copy", "copy", id="study.copy", show=False,
            tooltip="Copy the marked passage, else the whole section"),
    Binding("z", "language", "language", id="study.language", show=False,
            tooltip="Show the course in its next language"),
    Binding("o", "links", "links", id="study.links", show=False,
            tooltip="The links of this section"),
    Binding("i", "inspect", "inspector", id="study.inspect", show=False,
            tooltip="How the last answer came about"),
    Binding("escape", "back", "back", id="study.back",
            tooltip="One step back; stops what runs"),
]  # fmt: skip
