"""The keys of the ask pane."""

from __future__ import annotations

from textual.binding import Binding, BindingType

ASK_KEYS: list[BindingType] = [
    Binding("1", "cite(1)", "open a quote", id="ask.cite1", key_display="1-9",
            tooltip="Read the quote with this number where it stands"),
    *(Binding(str(n), f"cite({n})", f"open quote {n}", id=f"ask.cite{n}", show=False,
              tooltip="Read the quote with this number where it stands")
      for n in range(2, 10)),
    Binding("y", "copy", "copy", id="ask.copy", tooltip="Copy the answer with its quotes"),
    Binding("w", "widen", "ask everything", id="ask.widen",
            tooltip="Put the same question to everything"),
    Binding("r", "regenerate", "answer anew", id="ask.regenerate",
            tooltip="Let the model answer the same question once more, otherwise"),
    Binding("f", "earlier", "earlier questions", id="ask.earlier", show=False,
            tooltip="Find what you asked before"),
    Binding("x", "export", "save as Markdown", id="ask.export", show=False,
            tooltip="Write all questions and answers to a Markdown file"),
    Binding("a", "ask_again", "ask again", id="ask.again", tooltip="Type another question"),
    Binding("escape", "screen.back", "back", id="ask.back",
            tooltip="Stop the answer; else back to reading"),
    Binding("ctrl+s", "switch_scope", "where to look", id="ask.scope", show=False,
            tooltip="Ask this section, this lecture, this course or everything"),
]  # fmt: skip
