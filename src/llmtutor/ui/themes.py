"""The app's own colours: one accent for "here", green and red for right and wrong alone."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="llmtutor-dark",
    primary="#82b4f0",
    secondary="#8d97a6",
    accent="#82b4f0",
    foreground="#d9dce3",
    background="#15171c",
    surface="#1c1f26",
    panel="#252932",
    success="#7fcb8f",
    warning="#dfc06a",
    error="#f09089",
    dark=True,
    variables={
        "text-muted": "#9ba3b1",
        "border": "#82b4f0",
        "border-blurred": "#3a404c",
        "block-cursor-background": "#2f4a6b",
        "block-cursor-foreground": "#f2f5fa",
        "block-cursor-blurred-background": "#262f3c",
        "block-cursor-blurred-foreground": "#d9dce3",
        "footer-background": "#1c1f26",
        "footer-key-foreground": "#82b4f0",
        "footer-description-foreground": "#b6bcc8",
        "scrollbar": "#3a404c",
        "scrollbar-hover": "#566074",
        "scrollbar-active": "#82b4f0",
        "scrollbar-background": "#15171c",
        "input-selection-background": "#2f4a6b",
    },
)

LIGHT = Theme(
    name="llmtutor-light",
    primary="#0b5cad",
    secondary="#59636e",
    accent="#0b5cad",
    foreground="#1f2328",
    background="#fbfaf7",
    surface="#f1f0ec",
    panel="#e6e5e0",
    success="#1a6e33",
    warning="#775300",
    error="#b1261d",
    dark=False,
    variables={
        "text-muted": "#565e68",
        "border": "#0b5cad",
        "border-blurred": "#c9c8c2",
        "block-cursor-background": "#cfe0f4",
        "block-cursor-foreground": "#101418",
        "block-cursor-blurred-background": "#e3e9f0",
        "block-cursor-blurred-foreground": "#1f2328",
        "footer-background": "#f1f0ec",
        "footer-key-foreground": "#0b5cad",
        "footer-description-foreground": "#444c55",
        "scrollbar": "#c9c8c2",
        "scrollbar-hover": "#a5a49e",
        "scrollbar-active": "#0b5cad",
        "scrollbar-background": "#fbfaf7",
        "input-selection-background": "#cfe0f4",
    },
)

OURS = (DARK, LIGHT)
DEFAULT = DARK.name
