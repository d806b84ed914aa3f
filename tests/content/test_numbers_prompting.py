"""The small numbers of the lecture on prompting: what its examples start from, each step."""

import math

from .shown import Shown, short

SHOWN = Shown("prompting.md")


def test_window_is_divided() -> None:
    window, system, entry, answer = 4_096, 200, 1_500, 500
    SHOWN(f"With a window of {window:,} tokens, a system prompt of {system}, an input of {entry:,}")
    SHOWN(f"and {answer} kept free for the answer, {window - system - entry - answer:,} are left")
    SHOWN("At 150 tokens each", "| 1+1=2, 2+3=5, 5+5= |")


def test_prefix_moves_probability() -> None:
    SHOWN("Hello, how are you? I'm .30 Bonjour .00", "Hello, how are you? I'm .02 Bonjour .60")


def test_continuing_the_toy_list_adds_a_question() -> None:
    SHOWN(f'may well write ", {5 + 10}+{5 + 20}=?"')


def test_calibration_starts_from_both_answers() -> None:
    SHOWN(f"says positive with .70 and negative with {short(1 - 0.70)}")
    SHOWN(f"For a real review it says .60 and {short(1 - 0.60)}", "For this model, .60 was less")


def test_gap_is_filled_with_three_words() -> None:
    SHOWN("great .08 terrible .02 long .03")


def test_habits_are_numbered_and_named() -> None:
    names = ("be explicit", "give an", "say it twice", "limit length", "ask for", "chain prompts")
    for number, name in enumerate(names, 1):
        SHOWN(f" {number} {name}")
    told = ("be explicit", "give an example", "say it twice", "limit the length", "ask for reasons")
    for number, name in enumerate((*told, "chain prompts"), 1):
        SHOWN(f"**Habit {number}: {name}.**")
    SHOWN("Use 5, 7 and 5 syllables", 'prompt 1 "Write a short', 'prompt 2 "From the paragraph')
    SHOWN("1 light-dependent reactions 2 Calvin cycle")


def test_square_roots_of_sixteen() -> None:
    root = math.isqrt(16)
    SHOWN(
        "the square root of 16?", f"For √16 a good answer says that {root} is right because {root}"
    )
    SHOWN(
        f"The equation x² = 16 has two solutions, {root} and -{root}", "is right in 90 % of cases"
    )


def test_logits_of_the_fruits_are_named() -> None:
    SHOWN("3.0 for apple, 2.0 for pear, 1.5 for plum, 1.0 for fig and 0.0 for kiwi")
    SHOWN("T = 0.2 T = 0.8 T = 1.0 T = 1.5", f"gaps of {5} instead of {3 - 2}, which the softmax")
    low = 1 / (1 + math.exp(-5))
    SHOWN(f"turns into {short(low)} and {short(1 - low)}", "At 0.2 the model is nearly")
    SHOWN("At 0.8 it is varied", "A temperature below 1 makes", "a temperature above 1 evens")
    SHOWN("At temperature 1, an answer", '"temperature 0" cannot be computed')


def test_fifty_draws_of_a_likely_token() -> None:
    SHOWN("has the probability .95 at each of 50 steps, the chance that all 50 draws take it")


def test_tails_are_cut_at_the_limits_named() -> None:
    SHOWN("top-k, k = 2 top-p, p = .80", "For k = 2, apple and pear keep .56 and .21")
    SHOWN("With p = .80 three fruits", "With p = .90 it would be four", "which is printed as .90")
    SHOWN(f"may have .10 each. Top-k with k = 2 throws away {short(1 - 2 * 0.10)} of the")
    SHOWN("while top-p with p = .80 keeps eight names", "At temperature 0.2 the same p leaves")
    SHOWN("With a share of .10 the limit", "def candidates(logits, temperature=1.0, top_p=1.0):")


def test_cap_and_rounds_of_a_dialogue() -> None:
    question, answer, window = 40, 160, 4_096
    rounds = window // (question + answer)
    SHOWN("of which the cap lets 8 through", f"has {question} tokens and every answer {answer}")
    SHOWN(f"A window of {window:,} tokens holds {rounds} full rounds of {question + answer} tokens")
    SHOWN(f"In round {rounds + 1} something must be dropped")


def test_two_versions_and_their_disagreements() -> None:
    both, only_a, only_b, none = 19, 2, 5, 4
    cases = both + only_a + only_b + none
    SHOWN(
        f"version A gets {both + only_a} of {cases} cases right and version B gets {both + only_b}"
    )
    SHOWN(f"A right {both} {only_a} A right on {both + only_a}", f"A wrong {only_b} {none}")
    SHOWN(f"B right on {both + only_b} they differ on {only_a} + {only_b} = {only_a + only_b}")
    SHOWN(
        f"each of the {only_a + only_b} disagreements", f"a split of {only_b} to {only_a} or worse"
    )
    SHOWN("Had the split been 12 to 2", "return min(1.0, 2 * tail / 2**n)")
    SHOWN("print(round(sign_test(5, 2), 2), round(sign_test(12, 2), 3))")


def test_telegram_and_its_room() -> None:
    SHOWN("The 4 words that stay", "at nine in room 12, or whether 12 people meet")
    SHOWN("[Ada Lovelace] published notes", "machine, in [1843]", "[Ada Lovelace]'s [1843] notes")
    for number, start in enumerate(
        ("This text is about", "[Ada Lovelace] pub", "[Ada Lovelace]'s"), 1
    ):
        SHOWN(f" {number} {start}")
