"""What may be set: defaults, help and limits in one place, and how a value is checked."""

from __future__ import annotations

import dataclasses
import difflib
import math
from dataclasses import dataclass, field
from typing import Any


def option(
    default: Any,
    help: str,
    *,
    least: float | None = None,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    secret: bool = False,
) -> Any:
    """A settings field: its default, what it does, and what it may hold."""
    meta = {"help": help, "least": least, "most": most, "choices": choices, "secret": secret}
    return field(default=default, metadata=meta)


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The embedded model."""

    model: str = option("default", "Model that answers: a catalogue name or a .gguf file")
    context: int = option(2048, "Tokens the model sees at once", least=256, most=131072)
    threads: int = option(0, "Processor threads; 0 is physical cores less one", least=0, most=256)
    gpu_layers: int = option(-1, "Layers on the GPU; -1 is all where there is one", least=-1)
    max_tokens: int = option(160, "Longest answer, in tokens", least=8, most=8192)
    temperature: float = option(0.0, "0 repeats itself exactly; higher varies", least=0, most=2)
    top_p: float = option(0.95, "Keep the likeliest tokens up to this share", least=0.01, most=1)
    top_k: int = option(40, "Keep this many of the likeliest tokens; 0 is all", least=0)
    min_p: float = option(0.05, "Drop tokens below this share of the best", least=0, most=1)
    repeat_penalty: float = option(1.1, "Above 1 repeats itself less", least=1, most=2)
    seed: int = option(7, "Same seed, same answer", least=0, most=2**31)
    chat_format: str = option(
        "auto", "How a conversation is laid out; auto takes the model file's own, chatml another"
    )
    ability: str = option(
        "auto",
        "How much of a prompt the model follows; auto tells by what it was taught or a trial",
        choices=("auto", "tiny", "small", "capable"),
    )
    adapter: str = option(
        "auto",
        "LoRA adapter on the model: a name, a file or none; auto is the one that came with it",
    )
    adapter_scale: float = option(1.0, "How strongly the adapter acts", least=-4, most=4)
    read_ahead: str = option(
        "always",
        "Let the model read the open section before you ask: a first word in an instant",
        choices=("always", "plugged_in", "never"),
    )
    snapshot_mb: int = option(
        500, "Disk for what the model has read, in MB; 0 keeps nothing", least=0, most=1_000_000
    )
    kind: str = option(
        "embedded",
        "Who answers: the embedded model, or a server that speaks the OpenAI protocol",
        choices=("embedded", "server"),
    )
    url: str = option("http://127.0.0.1:8080/v1", "Address of the server, where kind is server")
    server_model: str = option("", "The server's name for the model; empty takes its first")
    api_key: str = option("", "Key that the server expects; empty is none", secret=True)
    allow_remote: bool = option(
        False, "Let questions and notes leave this computer, to the server's address"
    )


@dataclass(frozen=True, slots=True)
class AskSettings:
    """Asking about the notes."""

    generate: bool = option(True, "Let the model write below the quotes")
    embedding: str = option(
        "default",
        "Embedding model that finds what is said in other words: a name or a .gguf file; or off",
    )
    quotes: int = option(3, "Most quotes shown for a question", least=1, most=10)
    short_answer: bool = option(
        True, "Let a model that can choose a few words of the notes as the short answer"
    )
    model_verdict: bool = option(
        True, "Let a model that can say so have its word on what is not in the notes"
    )
    whole_section: bool = option(
        True, "In the scope of one section, give the model all of it where it fits"
    )
    hyde: bool = option(False, "Search also for an answer that the model makes up (HyDE); slower")
    compress: bool = option(
        False, "Leave out of the prompt what the model expects anyway, by surprisal"
    )
    cache: str = option(
        "near",
        "Give an answer again for the same question on the same notes, or for a near one",
        choices=("off", "same", "near"),
    )
    style: str = option(
        "plain",
        "How the model is asked: plainly, after two examples, or to think step by step",
        choices=("plain", "few-shot", "steps"),
    )
    follow_ups: bool = option(
        True, "Read a question such as 'and why?' with the question before it"
    )


@dataclass(frozen=True, slots=True)
class AppSettings:
    """How the app looks and behaves."""

    theme: str = option("llmtutor-dark", "Colours; ctrl+p lists the themes")
    language: str = option(
        "", "Language of a course's text where it is translated, as zh-Hant; empty is its own"
    )
    ascii: bool = option(False, "Plain ASCII signs instead of ✓ ◐ ┃")
    read_seconds: float = option(4.0, "Seconds at a section's end that count as read", least=0)


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """Reviewing what was learnt."""

    desired_retention: float = option(
        0.9, "Share of reviews to be remembered; more means more reviews", least=0.7, most=0.97
    )
    new_a_day: int = option(10, "New cards a day", least=0, most=9999)
    reviews_a_day: int = option(100, "Most reviews a day", least=0, most=9999)
    day_starts_at: int = option(4, "Hour at which a study day begins", least=0, most=23)
    cards_from_notes: str = option(
        "all",
        "Cards written in your notes: all, only where tagged #flashcards or #card, or none",
        choices=("all", "tagged", "off"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked."""

    engine: EngineSettings = field(default_factory=EngineSettings)
    ask: AskSettings = field(default_factory=AskSettings)
    app: AppSettings = field(default_factory=AppSettings)
    review: ReviewSettings = field(default_factory=ReviewSettings)


_DEFAULTS = Settings()


def keys() -> dict[str, dataclasses.Field[Any]]:
    """Every settings key, as ``group.name``, with its field."""
    return {
        f"{group.name}.{item.name}": item
        for group in dataclasses.fields(Settings)
        for item in dataclasses.fields(getattr(_DEFAULTS, group.name))
    }


def nearest(key: str) -> str:
    """A hint at the setting that was meant."""
    close = difflib.get_close_matches(key, keys(), n=1, cutoff=0.4)
    return f"Did you mean '{close[0]}'?" if close else "llmtutor doctor lists the settings"


def shown(key: str, value: Any) -> str:
    """A value as it may be printed: of a secret, only whether there is one."""
    if keys()[key].metadata["secret"]:
        return "set" if value else ""
    return str(value)


def checked(item: dataclasses.Field[Any], value: Any) -> Any:
    """A value in its field's own type and range; ValueError says what is wrong."""
    kind = type(item.default)
    meta = item.metadata
    if isinstance(value, str) and kind is not str:
        value = _parsed(value, kind)
    if isinstance(value, bool) and (word := "on" if value else "off") in meta["choices"]:
        value = word  # YAML reads a bare off as false
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        raise ValueError(f"'{value}' is not {_NAMES[kind]}")
    if isinstance(value, float) and math.isnan(value):
        raise ValueError(f"'{value}' is not a number")
    for limit, broken in ((meta["least"], "below"), (meta["most"], "above")):
        if limit is not None and (value < limit if broken == "below" else value > limit):
            raise ValueError(f"{value} is {broken} {limit}")
    if meta["choices"] and value not in meta["choices"]:
        raise ValueError(f"'{value}' is none of {', '.join(meta['choices'])}")
    return value


_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def _parsed(text: str, kind: type) -> Any:
    if kind is bool:
        return _WORDS.get(text.strip().lower(), text)
    try:
        return kind(text)
    except ValueError:
        return text
