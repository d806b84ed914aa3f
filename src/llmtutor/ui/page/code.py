"""Colours for code in a known language."""

from __future__ import annotations

from llmtutor.ui.page.ink import Ink, Mark

MAX_COLOURED = 20_000
"""Characters; longer code stays plain, so that a page opens at once."""

_INKS: tuple[tuple[str, Ink], ...] = (
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Comment", "comment"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Decorator", "name"),
)


def coloured(code: str, language: str) -> list[Mark]:
    """The inks of code; none where the language is not known."""
    if not language or language == "text" or len(code) > MAX_COLOURED:
        return []
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    marks: list[Mark] = []
    position = 0
    for kind, value in lexer.get_tokens(code):
        if not code.startswith(value, position):
            return []  # the lexer changed the text; its places would be wrong
        ink = next((ink for name, ink in _INKS if str(kind).startswith(name)), None)
        if ink:
            marks.append(Mark(position, position + len(value), ink))
        position += len(value)
    return marks
