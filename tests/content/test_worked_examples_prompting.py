"""Recompute every number worked out in the lecture on prompting.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart. Token counts
come from GPT-2's tokeniser; its splits are kept here, with _ for a leading space.
"""

import math
import re
from pathlib import Path
from typing import Any

import pytest

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "prompting.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

FRUITS = {"apple": 3.0, "pear": 2.0, "plum": 1.5, "fig": 1.0, "kiwi": 0.0}
TRANSLATE = "Trans|late|_the|_following|_English|_text|_to|_French|:"
HELLO = "|\n|Hello|,|_how|_are|_you|?"
ANSWER = "The|_greenhouse|_effect|_war|ms|_the|_Earth|_because|_some|_gases"
ANSWER += "|_in|_the|_air|_hold|_back|_heat|."
SUMS = "1|+|1|=|2|,|_2|+|3|=|5|,|_5|+|5|=|?,|_10|+|20|=|?"
LINES = "1|+|1|=|2|\n|2|+|3|=|5|\n|5|+|5|="
CAPITAL = "What|_is|_the|_capital|_of|_France|?"
CENTRE = "|_Name|_the|_political|_and|_administrative|_centre|."
GREENHOUSE = ("Expl|ain|_the|_greenhouse|_effect|", "_in|_at|_most|_three|_sentences|", ".")


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def run(start: str) -> dict[str, Any]:
    """The names that the Python listing with this text leaves behind."""
    listing = next(
        part for part in re.findall(r"```python\n(.*?)```", SOURCE, re.S) if start in part
    )
    names: dict[str, Any] = {}
    exec(listing, names)
    return names


def count(split: str) -> int:
    return len(split.split("|"))


def joined(split: str) -> str:
    return split.replace("|", "").replace("_", " ")


def short(value: float) -> str:
    """A probability as the lecture prints it: two decimals, no zero before the point."""
    return f"{value:.2f}".removeprefix("0")


def softmax(temperature: float) -> dict[str, float]:
    powers = {name: math.exp(logit / temperature) for name, logit in FRUITS.items()}
    return {name: power / sum(powers.values()) for name, power in powers.items()}


def test_probabilities_after_two_openings_sum_to_one() -> None:
    for column in zip((0.40, 0.01), (0.05, 0.45), (0.55, 0.54), strict=True):
        assert math.isclose(sum(column), 1)
    assert_shown("muddy .40 .01", "closed .05 .45", "everything else .55 .54")


def test_twelve_examples_fit_into_the_window() -> None:
    left = 4_096 - 200 - 1_500 - 500
    assert_shown(f"{left:,} are left", f"{left // 150} examples fit and a thirteenth does not")


def test_translation_prefix_has_9_tokens_and_a_space_makes_10() -> None:
    assert_shown(f'"{joined(TRANSLATE)}"')
    assert_shown(f"has {count(TRANSLATE)} tokens", f"the prompt has {count(TRANSLATE + HELLO)}")
    assert_shown(joined(TRANSLATE + HELLO))
    assert_shown(f"after the colon it has {count(TRANSLATE + '|_')} tokens")


def test_toy_prompt_has_two_examples_two_questions_and_22_tokens() -> None:
    assert_shown(f'"{joined(SUMS)}"', f"{joined(SUMS)} {count(SUMS)} tokens")
    entries = joined(SUMS).split(", ")
    answers = [sum(map(int, e.split("=")[0].split("+"))) for e in entries if e.endswith("?")]
    assert len(entries) - len(answers) == len(answers) == 2
    assert_shown(f"with the answers {answers[0]} and {answers[1]}")
    assert_shown(f"{joined(LINES)} {count(LINES)} tokens")
    assert SUMS.split("|").count("?,") == 1


def test_first_example_brings_most_of_the_gain() -> None:
    table = {2: (76.9, 99.6, 100.0), 3: (34.2, 65.5, 80.4), 4: (4.0, 14.0, 25.5)}
    for digits, shares in table.items():
        assert_row(f"{digits} digits", *(f"{share:.1f} %" for share in shares))
    gains = [(one - none, few - none) for none, one, few in table.values()]
    assert_shown(f"{gains[0][0]:.1f} of {gains[0][1]:.1f} points for two digits")
    assert_shown(f"{gains[1][0]:.1f} of {gains[1][1]:.1f} for three")
    assert all(one > few / 2 for one, few in gains[:2])


def test_four_examples_have_24_orders() -> None:
    assert_shown(f"4 × 3 × 2 × 1 = {math.factorial(4)} ways")


def test_calibration_turns_positive_into_negative() -> None:
    quotients = {"positive": 0.60 / 0.70, "negative": 0.40 / 0.30}
    for (label, quotient), (real, empty) in zip(
        quotients.items(), ((0.60, 0.70), (0.40, 0.30)), strict=True
    ):
        rescaled = quotient / sum(quotients.values())
        row = f"{label} {short(real)} / {short(empty)} = {short(quotient)} {short(rescaled)}"
        assert_shown(row)
    assert max(quotients, key=lambda label: quotients[label]) == "negative"
    assert_shown(f"quotients .86 and 1.33 add up to {sum(quotients.values()):.2f}")


def test_sentence_counter_is_right_once_and_wrong_once() -> None:
    names = run("def sentences")
    assert names["sentences"](names["answer"]) == 2
    assert names["sentences"]("Dr. Ada Lovelace wrote notes.") == 2
    assert_shown("print(sentences(answer) <= 3) # True", "# 2, and should be 1")


def test_constrained_decoding_rescales_yes_and_no() -> None:
    before = {"yes": 0.30, "no": 0.20}
    for word, chance in before.items():
        after = chance / sum(before.values())
        bar = "█" * round(after * 20)
        assert_shown(f"{word} {short(chance)} kept {short(after)} {bar}")
    assert_shown("Well .50 banned .00")


def test_template_fills_its_slot_and_breaks_on_braces() -> None:
    template = run("TEMPLATE")["TEMPLATE"]
    assert_shown(f"# {template.format(text='the film was a joy')}")
    single, doubled = '{"review": "{text}"}', '{{"review": "{text}"}}'
    with pytest.raises(KeyError):
        single.format(text="Nice.")
    assert doubled.format(text="Nice.") == '{"review": "Nice."}'


def test_verbaliser_gives_80_to_20() -> None:
    great, terrible = 0.08, 0.02
    total = great + terrible
    assert_shown(f"positive .08 / {short(total)} = {short(great / total)}")
    assert_shown(f"negative .02 / {short(total)} = {short(terrible / total)}")


def test_haiku_has_5_7_and_5_syllables() -> None:
    longer = {"thirsty": 2, "begin": 2}
    haiku = ("Soft rain at first light,", "the thirsty field drinks it in,", "frogs begin to sing.")
    totals = []
    for line in haiku:
        syllables = [longer.get(word, 1) for word in re.findall(r"\w+", line)]
        totals.append(sum(syllables))
        assert_shown(f"{line} {'+'.join(map(str, syllables))} = {totals[-1]}")
    assert totals == [5, 7, 5]


def test_token_counts_of_the_prompt_pairs() -> None:
    assert_shown(joined(CAPITAL), joined(CENTRE).strip())
    assert_shown(f"from {count(CAPITAL)} tokens to {count(CAPITAL + CENTRE)}")
    plain, limit, stop = GREENHOUSE
    assert_shown(f'"{joined(plain + stop)}"', f'"{joined(limit).strip()}"')
    added = count(plain + limit + stop) - count(plain + stop)
    assert_shown(f"adds {added} tokens to the {count(plain + stop)} of")


def test_square_root_and_chain_of_links() -> None:
    assert math.sqrt(16) == 4
    assert {x for x in range(-10, 11) if x * x == 16} == {4, -4}
    assert_shown(f"the chain is right in {0.9**2:.0%}".replace("%", " %"))
    assert_shown(f"with five links it is {0.9**5:.0%}".replace("%", " %"))


def test_temperature_sharpens_and_flattens() -> None:
    for name in FRUITS:
        shares = " ".join(short(softmax(t)[name]) for t in (0.2, 0.8, 1.0, 1.5))
        assert_shown(f"{name} {shares}")
    bars = [f"{name} {'█' * round(20 * share)}" for name, share in softmax(1.0).items()]
    assert_shown(f"T = 0.2 apple {'█' * 20}", f"T = 1.0 {' '.join(bars)}")
    divided = [f"{logit / 0.2:g}" for logit in FRUITS.values()]
    assert_shown(f"At T = 0.2 they become {', '.join(divided[:-1])} and {divided[-1]}")
    odds = [math.exp(1 / t) for t in (0.2, 1.0, 1.5)]
    assert_shown(f"{odds[0]:.0f} to 1 at temperature 0.2, {odds[1]:.1f} to 1 at 1.0")
    assert_shown(f"{odds[2]:.1f} to 1 at 1.5", f".95^50 = {short(0.95**50)}")


def test_top_k_and_top_p_rescale_the_fruits() -> None:
    shares = softmax(1.0)
    kept = run("def candidates")["candidates"](FRUITS, top_p=0.8)
    assert list(kept) == ["apple", "pear", "plum"]
    pair, running = shares["apple"] + shares["pear"], 0.0
    for name, share in shares.items():
        running += share
        k = short(share / pair) if name in {"apple", "pear"} else "-"
        p = short(kept[name]) if name in kept else "-"
        assert_shown(f"{name} {short(share)} {short(running)} {k} {p}")
    assert_shown(f"two reach only {short(pair)}", f"divided by their sum {short(pair)}")
    after_plum = f"{pair + shares['plum']:.3f}"
    assert_shown(f"after plum is {after_plum[1:]}")
    named = [short(kept[name]) for name in kept]
    assert_shown(f"with {named[0]}, {named[1]} and {named[2]}")


def test_top_p_follows_shape_temperature_and_min_p() -> None:
    candidates = run("def candidates")["candidates"]
    assert len(candidates(FRUITS, top_p=0.9)) == 4
    assert list(candidates(FRUITS, temperature=0.2, top_p=0.8)) == ["apple"]
    assert math.isclose(1 - 2 * 0.10, 0.80)
    assert math.isclose(8 * 0.10, 0.80)
    limit = 0.10 * softmax(1.0)["apple"]
    assert_shown(f"the limit is {f'{limit:.3f}'[1:]}")
    assert [name for name, share in softmax(1.0).items() if share < limit] == ["kiwi"]


def test_answer_of_17_tokens_is_cut_after_because() -> None:
    tokens = ANSWER.split("|")
    assert_shown(f"has {len(tokens)} tokens", f"{' '.join(tokens[:8])} │ {' '.join(tokens[8:])}")
    assert tokens[7] == "_because"


def test_five_rounds_send_2200_tokens() -> None:
    sent = [40 * n + 160 * (n - 1) for n in range(1, 6)]
    for n, tokens in enumerate(sent, start=1):
        assert_shown(f"round {n} {tokens} {'█' * (tokens // 20)}")
    assert_shown(f"send {sum(sent):,} tokens", f"typed only {5 * 40}")
    assert_shown(f"holds {4_096 // 200} full rounds")


def test_sign_test_of_two_prompts() -> None:
    assert 19 + 2 == 21
    assert 19 + 5 == 24
    assert 19 + 2 + 5 + 4 == 30
    sign_test = run("def sign_test")["sign_test"]
    assert_shown(f"2 × (1 + 7 + 21) / 128 = {short(sign_test(5, 2))}")
    assert_shown(f"2 × (1 + 14 + 91) / 16,384 = {f'{sign_test(12, 2):.3f}'[1:]}")
    assert math.isclose(sign_test(5, 2), 2 * 29 / 128)
    assert [math.comb(7, heads) for heads in range(3)] == [1, 7, 21]
    assert_shown(f"2^7 = {2**7} equally likely", "7 have one, and 21 have two")
    assert math.isclose(sign_test(12, 2), 2 * 106 / 16_384)
    assert_shown(f"# {sign_test(5, 2):.2f} {sign_test(12, 2):.3f}")
    assert_shown(f"9 to 1 gives {short(sign_test(9, 1))} and 8 to 2 only {short(sign_test(8, 2))}")


def test_summaries_grow_denser_at_twelve_words() -> None:
    picture = SOURCE.split("entities in [ ]\n", 1)[1].split("```", 1)[0]
    for summary in re.split(r"^ \d ", picture, flags=re.M)[1:]:
        text, shown, bar = re.split(r"(\d/12 = \.\d\d)", summary)
        entities = len(re.findall(r"\[.*?\]", text, re.S))
        assert len(re.findall(r"[\w']+", re.sub(r"\]'s", "s", text))) == 12
        assert shown == f"{entities}/12 = {short(entities / 12)}"
        assert bar.strip() == "█" * round(20 * entities / 12)


def test_four_words_hold_61_percent_of_the_bits() -> None:
    picture = SOURCE.split("4 bits or more stay\n", 1)[1].split("```", 1)[0]
    words, kept = picture.split("kept:")
    bits = [(word, int(value)) for word, value in re.findall(r"(\w+) (\d+)", words)]
    stay = [(word, value) for word, value in bits if value >= 4]
    assert kept.split() == [word for word, _ in stay]
    total, held = sum(value for _, value in bits), sum(value for _, value in stay)
    assert_shown(f"has {len(bits)} words and {total} bits", f"hold {held} of them")
    assert_shown(f"{held / total:.0%} of the information".replace("%", " %"))
    assert len(stay) * 3 == len(bits)
    assert_shown(
        f"1/2 carries {-math.log2(1 / 2):.0f} bit, one with 1/16 carries {-math.log2(1 / 16):.0f}"
    )
    assert_shown(f"2,000 tokens shrinks to {2_000 // 20}")
