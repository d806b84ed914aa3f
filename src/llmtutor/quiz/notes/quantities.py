"""Years and numbers with units in a statement, and others that could stand in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_YEAR = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ff]rom|[Aa]round|{_MONTH}|{_MONTH} \d{{1,2}},) "
    r"(?P<year>\d{1,4} (?:BC|BCE|AD|CE)|1[0-9]{3}|20[0-9]{2})(?!\w|[-–/.,]\d|s\b)"
)
_CJK_YEAR = re.compile(
    r"(?<![\d、至到—-])(?P<year>(?:西元|公元)?前?\d{3,4}) ?年(?!代|間|间|度|[前後后來来期])"
)
_AMOUNT = (
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale> (?:thousand|million|billion|trillion))?"
)
_UNIT_WORD = r"[a-zA-Z°µ²³/·]{1,20}(?:-[a-z]+)?"
_UNITS = frozenset(
    """% s ms kg g mg km m cm mm nm l ml kb mb gb tb hz khz mhz ghz w kw v j kj °c °f k people men
    women children percent pa bar mol""".split()
)
_BASE = (
    "(?:(?:[kMGmµnp]?(?:m|g|s|L|l|mol|J|W|Wh|V|A|Hz|Pa|N|eV|Sv|Bq|cal|bar|bp|b|Da|T)"
    "|h|min|d|yr|K|°C|rpm|ppm|ppb|dB|mmHg|atm|fL|dL|cm|ha)[²³]?)"
)
_COMPOUND = re.compile(rf"(?=..)(?!pm$){_BASE}(?:[/·]{_BASE})*")
"""A unit that its letters tell: kWh/m³, mmol/L, mmHg, eV."""
_NUMBER = re.compile(
    rf"(?<![\w.,/×+−=(\[$-]){_AMOUNT}(?P<unit> ?%| {_UNIT_WORD}(?: {_UNIT_WORD})?)(?![\w,]*\d)"
)
_CJK_NUMBER = re.compile(
    r"(?<![\d.,第])(?P<number>\d+(?:[.,]\d+)*)(?P<scale>[萬万億亿兆]?餘?余?)"
    r"(?P<unit>(?:[個个人座條条種种次位名里米尺噸吨元歲岁天秒度倍層层枚艘隻只頭头首部冊册卷]|公里|公尺|公斤|平方公里|小時|小时)|%)"
)
_VERBS = frozenset(
    """is was has does gives makes takes points splits calls asks yields goes comes runs uses means
    fits this its us always as resembles stands adds shows holds keeps leaves needs picks plus
    times less yes thus across adds covers counts equals meets reads sits tells turns wins
    works""".split()
)
_NAMED = re.compile(
    r"(?<!^)(?<![.:] )\b[A-Z][\w-]* $"
    r"|\b(?:step|part|layer|round|token|position|row|figure|table|chapter|version|page|level|number"
    r"|stage|type|class|id|ids|positions|tokens|rows|steps|layers|days?|chunk) $"
)
"""A number behind such a word is a name: Llama 2, step 4."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A year, or a number with its unit, in a line of text."""

    text: str
    """As written, with its scale, without its unit: "175 billion"."""
    start: int
    end: int
    value: float
    unit: str
    """Lower case; ``year`` for a year."""
    scale: str = ""
    """``million`` …, or nothing."""


def quantities(text: str, *, cjk: bool = False) -> Iterator[Quantity]:
    """Every year and every number with a unit, in order of kind."""
    dates = list(years(text, cjk=cjk))
    yield from dates
    for match in (_CJK_NUMBER if cjk else _NUMBER).finditer(text):
        if any(date.start <= match.start() < date.end for date in dates):
            continue
        if _NAMED.search(text[: match.start()]):
            continue
        if re.fullmatch(r"1[5-9]\d\d|20[0-2]\d", match["number"]) and not match["scale"]:
            continue  # more likely a year than a count
        unit = match["unit"].strip().lower() if cjk else _unit(match["unit"])
        if not unit:
            continue
        end = match.end("scale") if match["scale"] else match.end("number")
        yield Quantity(
            text[match.start() : end],
            match.start(),
            end,
            float(match["number"].replace(",", "")),
            unit,
            (match["scale"] or "").strip(),
        )


def counts(text: str) -> Iterator[Quantity]:
    """Small numbers written as words before what they count: "four pulmonary veins"."""
    for match in _COUNT.finditer(text):
        unit = _unit(match["unit"])
        rest = text[match.end("number") + 1 :]
        # "two chambers, the Five Hundred and the Ancients" counts for itself
        if unit and not re.match(r"(?:[a-z-]+ ){0,2}[a-z-]+s?(?:[,:(]| \(|: )", rest):
            start, end = match.span("number")
            value = float(_WORDS.index(match["number"].lower()))
            yield Quantity(match["number"], start, end, value, unit)


_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
_COUNT = re.compile(
    r"(?<![\w-])(?<!\bof )(?<!\bthe )(?<!\bor )(?<!\bto )(?<!\band )(?<!\bthese )(?<!\ball )"
    rf"(?P<number>{'|'.join(_WORDS[3:13])}) (?P<unit>[a-z-]{{3,20}}(?: [a-z-]{{3,20}})?)"
)


def _unit(words: str) -> str:
    """The unit at the front of one or two words: a sign, or a plural noun; else empty."""
    whole = words.strip().partition(" ")[0]
    first, _, second = words.strip().lower().partition(" ")
    if first in _UNITS or _is_plural(first) or _COMPOUND.fullmatch(whole):
        return first
    return f"{first} {second}" if _is_plural(second) and not _is_plural(first) else ""


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in _VERBS


def years(text: str, *, cjk: bool = False) -> Iterator[Quantity]:
    """The years a line names as dates, not those in brackets behind a paper."""
    for match in (_CJK_YEAR if cjk else _YEAR).finditer(text):
        digits = re.search(r"\d+", match["year"])
        value = float(digits[0]) if digits else 0.0
        before = "BC" in match["year"] or "前" in match["year"]
        start, end = match.span("year")
        yield Quantity(match["year"], start, end, -value if before else value, "year")


def like(quantity: Quantity, value: float) -> str:
    """Another value written as a quantity is: same scale, digits, separators, same era."""
    if quantity.text.lower() in _WORDS:
        return _WORDS[int(value)] if 1 < value < len(_WORDS) else ""
    if quantity.unit == "year":
        digits = re.search(r"\d+", quantity.text)
        shown = str(int(abs(value)))
        return quantity.text.replace(digits[0], shown) if digits else shown
    number = re.match(r"[\d.,]+", quantity.text)
    written = number[0] if number else quantity.text
    decimals = len(written.partition(".")[2])
    plain = len(written.partition(".")[0]) > len("999") and "," not in written
    shown = f"{value:.{decimals}f}" if plain else f"{value:,.{decimals}f}"
    return shown + quantity.text[len(written) :]


def neighbours(quantity: Quantity) -> list[float]:
    """Values of the same grain that a person might mistake it for, none of them close to it.

    They are as round as it is, and within a factor of about two.
    """
    value = quantity.value
    if quantity.unit == "year":
        return [value + step for step in (-19, -14, -10, -6, -4, 4, 7, 11, 13, 18)]
    grain = _grain(value)
    count = round(value / grain)
    made = (round(near * grain, 6) for near in _near(count))
    return [one for one in dict.fromkeys(made) if one != value and _is_sane(one, quantity)]


_FACTORS = (0.52, 0.6, 0.66, 1.5, 1.66, 1.83)
_FEW = 9
"""Steps of its grain up to which a value's neighbours are those next to it."""


def _grain(value: float) -> float:
    """The step in which a value is counted: 0.1 for 14.5, 5 for 35, 10,000 for 230,000."""
    shown = f"{value:.6f}".rstrip("0")
    if not shown.endswith("."):
        return 10.0 ** -len(shown.partition(".")[2])
    digits = shown.rstrip(".")
    grain = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    count = round(value / grain)
    if count % 5 == 0 and count > 5:
        return grain * 5
    return grain / 2 if count < 4 and grain > 1 else grain


def _near(count: int) -> list[int]:
    if count <= _FEW:
        return [near for near in range(count - 3, count + 5) if near > 0 and near != count]
    return [round(count * factor) for factor in _FACTORS]


def _is_sane(value: float, quantity: Quantity) -> bool:
    if value <= 1 and quantity.value > 1:
        return False
    return quantity.unit not in {"%", "percent"} or value < 100
