"""Chat formats for models whose file has none: llama.cpp's own, and some that it lacks."""

from __future__ import annotations

import ctypes
import difflib
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.worker.template import PLAIN_STOP, Renderer, Style, own_template, plain_text

_TURN = "{%% for m in messages %%}{%% if m.role == 'system' %%}%s{%% elif m.role == 'user' %%}%s"
_TURN += "{%% else %%}%s{%% endif %%}{%% endfor %%}%s{{ '' }}"  # keeps a line end before it

_HASHES = ("### System:\n{{ m.content }}\n\n", "### User:\n{{ m.content }}\n\n")
_ALPACA = ("{{ m.content }}\n\n", "### Instruction:\n{{ m.content }}\n\n")

_FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "solar": (
        _TURN % (*_HASHES, "### Assistant:\n{{ m.content }}\n\n", "### Assistant:\n"),
        ("\n### User:", "\n### System:"),
    ),
    "alpaca": (
        _TURN % (*_ALPACA, "### Response:\n{{ m.content }}\n\n", "### Response:\n"),
        ("\n### Instruction:",),
    ),
    "falcon": (
        _TURN
        % ("{{ m.content }}\n\n", "User: {{ m.content }}\n\n", "Assistant: {{ m.content }}\n\n",
           "Assistant:"),
        ("\nUser:",),
    ),
    "phi2": (
        _TURN
        % ("{{ m.content }}\n\n", "Instruct: {{ m.content }}\n", "Output: {{ m.content }}\n",
           "Output:"),
        ("\nInstruct:",),
    ),
    "magicoder": (
        _TURN
        % ("{{ m.content }}\n\n", "@@ Instruction\n{{ m.content }}\n\n",
           "@@ Response\n{{ m.content }}\n\n", "@@ Response\n"),
        ("\n@@ Instruction",),
    ),
}  # fmt: skip
"""Templates of ours with the texts that end an answer: nothing else ends it for certain."""

AUTO, PLAIN = "auto", "plain"


def names(library: Any) -> list[str]:
    """Every chat format that can be asked for by name."""
    count = library.llama_chat_builtin_templates(None, 0)
    found = (ctypes.c_char_p * count)()
    library.llama_chat_builtin_templates(found, count)
    return sorted({PLAIN, *_FAMILIES, *(name.decode() for name in found if name)})


def style(library: Any, name: str) -> Style:
    """The chat format of that name.

    Raises:
        EngineError: ``template``: there is none.
    """
    if name == PLAIN:
        return Style("plain", plain_text, PLAIN_STOP)
    if name in _FAMILIES:
        source, stop = _FAMILIES[name]
        return Style("builtin", own_template(source, "", ""), stop)
    known = names(library)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise EngineError(
            "template",
            f"there is no chat format '{name}'",
            hint=f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(known)}",
        )
    return Style("builtin", builtin_template(library, name))


def builtin_template(library: Any, source: str) -> Renderer:
    """llama.cpp's own formatter, for a name of it or a template that it recognises."""

    def render(turns: Any) -> str:
        chat = (library.llama_chat_message * len(turns))(
            *(library.llama_chat_message(role.encode(), text.encode()) for role, text in turns)
        )
        room = 4096 + 4 * sum(len(text.encode()) for _, text in turns)
        buffer = ctypes.create_string_buffer(room)
        used = library.llama_chat_apply_template(
            source.encode(), chat, len(turns), True, buffer, room
        )
        if not 0 < used <= room:
            raise ValueError("llama.cpp does not know it either")
        return buffer.raw[:used].decode()

    return render
