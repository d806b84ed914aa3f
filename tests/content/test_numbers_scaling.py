"""The small numbers of the lecture on scaling: what its examples start from, each step."""

import math

from .shown import Shown

SHOWN = Shown("scaling-and-emergence.md")


def test_logarithms_and_the_law_of_the_table() -> None:
    exponent = -math.log10(0.8)
    SHOWN(f"log10 of 1,000 is {math.log10(1_000):.0f}", "each loss is 0.8 times the one before")
    SHOWN(f"here {exponent:.3f} downwards, and the law reads loss = 4 × (N / 1 million)^")
    SHOWN(f"(N / 1 million)^-{exponent:.3f}, where N", "A loss of 2 means")
    SHOWN("With 0.076, doubling a model")


def test_two_more_steps_of_ten_reach_ten_thousand_million() -> None:
    SHOWN("bring the loss to 2.56 × 0.8 × 0.8?", f"from 100 million: {100 * 10 * 10:,} million")


def test_six_operations_are_two_forward_and_four_backward() -> None:
    forward, backward = 2, 2 * 2
    SHOWN(f"which makes {forward} FLOP", f"about twice as much, {backward} FLOP")
    SHOWN(f"The **{forward + backward}ND** rule", f"about C = {forward + backward} × N × D")
    SHOWN(f"the forward part, {forward} FLOP per", f"leaves out the factor {forward + backward},")
    SHOWN("6ND in FLOP |", "Training takes about 6ND operations", "- **6ND**: the")
    SHOWN("The notation 3.15e+23 means 3.15 times ten to the power of 23")


def test_time_on_one_processor_starts_from_its_peak() -> None:
    speed = 312e12 * 0.40
    SHOWN("and 40 % is a respectable value", f"speed 312e+12 × 0.40 = {speed:.3e} FLOP")
    SHOWN(f"time 3.15e+23 / {speed:.3e}")


def test_a_hundredfold_budget_is_a_tenfold_size() -> None:
    assert math.isclose(100**0.5, 10)
    SHOWN("C^0.50 is the square root of the compute: a hundredfold budget, a tenfold size")
    SHOWN("own budget of 5.88e+23 FLOP", "parameters tokens loss 1.97 →")


def test_formula_and_exercise_name_what_they_start_from() -> None:
    SHOWN("the second part is 482.01 / 175e9^0.3478", "stand for more than 400 training runs")
    SHOWN("large model that reads 300 billion tokens?", "Chinchilla, which has 70 billion")


def test_rule_of_twenty_multiplies_out() -> None:
    SHOWN("With D = 20 × N, the cost is C = 6 × N × 20 × N", f"= {6 * 20} × N², so N is the square")
    SHOWN(f"square root of C / {6 * 20}.", f"1.2e+22 FLOP, C / {6 * 20} is 1e+20")
    SHOWN("A model of 175 billion parameters should have read")


def test_friend_with_1e21_flop() -> None:
    size = math.sqrt(1e21 / 120)
    SHOWN("A friend has 1e+21 FLOP and plans a model of 13 billion parameters")
    SHOWN(f"By the rule, {size / 1e9:.1f} billion parameters and {20 * size / 1e9:.0f} billion")


def test_ratios_are_drawn_against_twenty_and_taken_from_the_table() -> None:
    SHOWN("drawn against the line at 20", "GPT-3's tokens blank", "gives 300 billion")
    assert math.floor(1e12 / 7e9 / 10) * 10 == 140
    SHOWN("on 1 trillion tokens, over 140 for each")


def test_half_the_size_starts_from_chinchillas_loss() -> None:
    SHOWN("reaches a loss of 1.974 with 70 billion parameters and 1.4 trillion tokens")
    SHOWN("reaches the same loss with 3.65 trillion tokens", "saves 0.7e+11 with every token")
    SHOWN.row("optimal", "70 B", "1.4 T", f"{6 * 70e9 * 1.4e12:.2e}", f"{2 * 70e9 / 1e11:.1f}e+11")


def test_memory_names_sizes_bits_and_cards() -> None:
    SHOWN("take parameters × bits / 8 bytes", "| 7 billion | 70 billion | 175 billion |")
    assert 7 * 4 / 8 < 8
    SHOWN("a model of 7 billion parameters runs on a laptop with 8 GB, and one of 70 billion")
    SHOWN("For training, by the 16 bytes per parameter", "eight times their 16-bit weight")
    SHOWN("has 32 layers, and in each", "of 4,096 numbers with 2 bytes each", "At 32 conversations")
    SHOWN("GiB, which is 2^30 bytes", "a card sold with 24 GB", "that fits by 3 %")
    SHOWN("Your graphics card has 24 GB. Which models can it hold at 16 and at 4 bits, if 4 GB")
    SHOWN(
        f"In {24 - 4} GB fit {24 - 4} / 2 = 10 billion parameters at 16 bits", "billion at 4 bits"
    )
    SHOWN(f"weighs {7 * 2} GB at 16 bits and {7 / 2} GB at 4, and eight times the 16-bit weight")
    SHOWN("A model of 7 billion parameters weighs")


def test_memory_wall_compounds_from_the_table() -> None:
    SHOWN("such periods, 3.0 becomes 3.0^10", "If 410 had held after GPT-3", "had 0.54 trillion")
    SHOWN("a model of 7 billion parameters at 16 bits reads all its 14 GB")
    SHOWN("does 14 billion operations", "14 GB / 2,039 GB/s", "14e+9 / 312e+12", "[A100 of 80 GB]")
    SHOWN("Weights of 4 bits are read four times as quickly")


def test_checkpoints_are_listed() -> None:
    SHOWN("step 0 1", f"steps {', '.join(str(2**n) for n in range(10))} {len(range(10))}")
    SHOWN(f"every 1,000 steps, up to 143,000 {143_000 // 1_000}", "about 300 billion")
    SHOWN(
        "The same 300 billion tokens", "with 12 billion parameters, reads", "with 70 million, reads"
    )
    SHOWN(
        f"One tenth of 143,000 is {143_000 // 10:,} steps, so take step 14,000", "a 1-billion model"
    )


def test_text_is_finite_and_read_again() -> None:
    SHOWN("By the rule of twenty, 300 trillion tokens", "passes 1 4 16 many")


def test_examples_fill_the_context() -> None:
    SHOWN(f"need {128} together and an example {40}", "the 175 billion parameters, following")


def test_digits_and_rare_success_name_what_they_start_from() -> None:
    SHOWN("| Model | One digit | 5 digits exact | 10 digits exact |")
    SHOWN("is right once in 1,000 cases and is tested on 100 questions. All 100 go wrong")
    SHOWN("the report will say 0 %", "rises from 0.20 to 0.24 and the best wrong option has 0.25")
    SHOWN("at 0.26 it becomes one")


def test_five_questions_and_the_headline() -> None:
    names = (
        "Which score?",
        "How many items?",
        "What is chance?",
        "Which axis?",
        "How many models?",
    )
    for number, name in enumerate(names, 1):
        SHOWN(f"{number} {name}")
    SHOWN(f"with 100 questions, 0 % may hide {100 / 1_000} %", f"four options give {100 // 4} %")
    SHOWN("Our 70-billion model solves 62 % of these puzzles, the 7-billion model only 26 %")
