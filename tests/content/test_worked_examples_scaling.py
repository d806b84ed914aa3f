"""Recompute every number worked out in the lecture on scaling laws and emergence.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import contextlib
import io
import math
import re
from pathlib import Path

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "scaling-and-emergence.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

FLOOR, A, ALPHA, B, BETA = 1.8172, 482.01, 0.3478, 2085.43, 0.3658
CHINCHILLA = 6 * 70e9 * 1.4e12
A100_SPEED, A100_BANDWIDTH = 312e12, 2_039e9


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def scientific(value: float, digits: int = 2) -> str:
    """A large number as the lecture prints it, such as 3.15e+23."""
    return f"{value:.{digits}e}"


def parts(parameters: float, tokens: float) -> tuple[float, float]:
    """What the loss owes to being too small and to having read too little."""
    return A / parameters**ALPHA, B / tokens**BETA


def loss(parameters: float, tokens: float) -> float:
    return FLOOR + sum(parts(parameters, tokens))


def tokens_for(parameters: float, target: float) -> float:
    """The tokens with which a model of this size reaches the loss."""
    return float((B / (target - FLOOR - A / parameters**ALPHA)) ** (1 / BETA))


def best_size(compute: float, a: float, alpha: float, b: float, beta: float) -> float:
    """The size with the lowest loss for a budget, from the fit's constants."""
    scale = (alpha * a / (beta * b)) ** (1 / (alpha + beta))
    return float(scale * (compute / 6) ** (beta / (alpha + beta)))


def test_a_loss_of_2_is_a_probability_of_14_percent() -> None:
    assert_shown(f"about e^-2 = {math.exp(-2):.2f}".replace("0.", "."))


def test_power_law_table_falls_by_0097_per_tenfold() -> None:
    for row, size in enumerate(("1 million", "10 million", "100 million", "1,000 million")):
        value = 4 * 0.8**row
        assert_row(size, f"{value:.3f}", str(6 + row), f"{math.log10(value):.3f}")
    assert_shown(f"falls by {-math.log10(0.8):.3f} in every row")


def test_code_extrapolates_to_1638_and_1311() -> None:
    code = re.search(r"```python\n(from math import log10.*?)```", SOURCE, re.DOTALL)
    assert code is not None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code.group(1), {})
    assert printed.getvalue().split() == ["10000", "1.638", "100000", "1.311"]
    assert_shown("# 1.638, 1.311", f"The loss there is {2.56 * 0.8 * 0.8:.3f}")


def test_halving_the_loss_takes_9100_times_the_parameters() -> None:
    assert_shown(f"2^-0.076 = {2**-0.076:.3f}, a gain of {(1 - 2**-0.076) * 100:.0f} %")
    assert round(2 ** (1 / 0.076), -2) == 9_100
    assert_shown("2^(1/0.076), about 9,100 times")


def test_training_compute_is_6nd() -> None:
    models = (("GPT-3", 175, 300, "300 B"), ("Gopher", 280, 300, "300 B"))
    for name, size, tokens, shown in (*models, ("Chinchilla", 70, 1_400, "1.4 T")):
        assert_row(name, f"{size} B", shown, scientific(6 * size * 1e9 * tokens * 1e9))
    assert_shown(f"which is {3.15e23 / 1e18:,.0f} billion billion")
    assert_shown(f"2 × 175 billion = {2 * 175} billion operations", scientific(350e9 * 1e6, 1))


def test_training_gpt3_takes_80_years_on_one_a100() -> None:
    speed = A100_SPEED * 0.4
    seconds = 3.15e23 / speed
    assert_shown(f"= {scientific(speed, 3)} FLOP a second", f"= {seconds / 1e9:.2f}e+9 seconds")
    assert_shown(f"on 1 {seconds / 86_400 / 365.25:.0f} years")
    assert_shown(f"on 1,024 {seconds / 86_400 / 1_024:.1f} days")


def test_ten_times_the_compute_after_kaplan_and_chinchilla() -> None:
    for name, size, data in (("Kaplan, 2020", 0.73, 0.27), ("Chinchilla, 2022", 0.5, 0.5)):
        larger, longer = 10**size, 10**data
        assert math.isclose(larger * longer, 10)
        bars = "█" * round(3 * larger) + " " + "█" * round(3 * longer)
        assert_shown(f"{name} × {larger:.1f} × {longer:.1f} {bars}")
    assert_shown(f"power of 0.73 is {10**0.73:.1f}, and 10^0.27 is {10**0.27:.1f}")


def test_isoflop_valley_has_its_bottom_at_70_billion() -> None:
    losses = {}
    for size in (9, 18, 35, 70, 140, 280, 560):
        tokens = CHINCHILLA / 6 / (size * 1e9)
        losses[size] = loss(size * 1e9, tokens)
        line = rf" +{size} B +{tokens / 1e9:,.0f} B +{losses[size]:.3f} +·( +)■"
        found = re.search(line, SOURCE)
        assert found is not None, size
        assert len(found[1]) == round((losses[size] - 1.97) * 750), size
    assert min(losses, key=losses.__getitem__) == 70
    assert all(round(losses[size] - losses[70], 3) in {0.004, 0.005} for size in (35, 140))
    assert all(abs(losses[size] - losses[70] - 0.045) < 0.0015 for size in (9, 560))
    assert_shown("rises by about 0.005", "costs about 0.045", scientific(CHINCHILLA))


def test_loss_formula_for_gpt3_gopher_and_chinchilla() -> None:
    assert_shown("E = 1.8172, A = 482.01, alpha = 0.3478, B = 2085.43, beta = 0.3658")
    for name, size, tokens, shown in (
        ("GPT-3", 175, 300e9, "300 B"),
        ("Gopher", 280, 300e9, "300 B"),
        ("Chinchilla", 70, 1.4e12, "1.4 T"),
    ):
        small, little = parts(size * 1e9, tokens)
        numbers = f"{small:.3f}", f"{little:.3f}", f"{loss(size * 1e9, tokens):.3f}"
        assert_row(name, f"{size} B", shown, "1.817", *numbers)
    assert_shown(f"`482.01 / 175e9**0.3478`, and the answer is {482.01 / 175e9**0.3478:.3f}")


def test_chinchilla_loses_0031_by_size_and_gains_0057_by_reading() -> None:
    gopher, chinchilla = parts(280e9, 300e9), parts(70e9, 1.4e12)
    assert_shown(f"loses {chinchilla[0] - gopher[0]:.3f} more in the first respect")
    assert_shown(f"it gains {gopher[1] - chinchilla[1]:.3f} in the second")
    before, after = math.exp(loss(280e9, 300e9)), math.exp(loss(70e9, 1.4e12))
    assert_shown(f"they mean {before:.2f} for Gopher and {after:.2f} for Chinchilla")
    assert_shown(f"1.817 + 0.132 = {FLOOR + gopher[1]:.3f} remains")


def test_printed_constants_recommend_93_tokens_and_refitted_ones_18() -> None:
    printed = best_size(CHINCHILLA, 406.4, 0.34, 410.7, 0.28)
    refitted = best_size(CHINCHILLA, A, ALPHA, B, BETA)
    assert_shown("constants printed in the Chinchilla paper are 1.69, 406.4, 0.34, 410.7 and 0.28")
    ratios = [CHINCHILLA / 6 / size**2 for size in (printed, refitted)]
    assert_shown(f"recommend {printed / 1e9:.0f} billion parameters and {ratios[0]:.0f} tokens")
    assert_shown(f"refitted ones recommend {refitted / 1e9:.0f} billion and {ratios[1]:.0f}.")


def test_rule_of_twenty_turns_budgets_into_plans() -> None:
    for compute, shown in ((1e20, "0.9 B"), (1e21, "2.9 B"), (1e22, "9.1 B")):
        size = math.sqrt(compute / 120)
        assert f"{size / 1e9:.1f} B" == shown
        assert_row(scientific(compute, 0), shown, f"{20 * size / 1e9:.0f} B")
    assert round(math.sqrt(CHINCHILLA / 120)) == 70e9
    assert_shown("1.2e+22 FLOP, C / 120 is 1e+20, and its root is 1e+10, or 10 billion")
    assert math.isclose(math.sqrt(1.2e22 / 120), 10e9)
    assert_row("5.88e+23", "70 B", "1,400 B")


def test_chinchilla_read_4_7_times_as_much_as_gopher() -> None:
    assert_shown(f"1.4 trillion to 300 billion, which is {1_400 / 300:.1f}")
    for amount, unit, shown in ((280, 14, "280 B"), (70, 14, "70 B"), (300, 75, "300 B")):
        assert_shown(f"{'█' * round(amount / unit)} {shown}")
    assert_shown(f"{'█' * round(1_400 / 75)} 1,400 B")


def test_gpt3_should_have_read_twelve_times_as_much() -> None:
    assert_shown(f"read {20 * 175 / 1_000} trillion tokens, nearly twelve times")
    assert 11.5 < 3_500 / 300 < 12
    assert_shown(f"a model of {math.sqrt(3.15e23 / 120) / 1e9:.0f} billion")
    assert_shown(f"1e+21 / (6 × 13e+9) = {1e21 / (6 * 13e9) / 1e9:.1f} billion tokens")


def test_tokens_per_parameter_of_six_models() -> None:
    models = {"Gopher": (280, 300), "LaMDA": (137, 168), "GPT-3": (175, 300)}
    models |= {
        "BloombergGPT": (50, 363 + 345),
        "Chinchilla": (70, 1_400),
        "Falcon-40B": (40, 1_000),
    }
    for name, (size, tokens) in models.items():
        ratio = tokens / size
        assert_shown(f"{name} {ratio:.1f} {'█' * round(ratio)} ")
        assert re.search(rf"\| {name} +\| +{size} B \|", SOURCE), name
    assert 708 / 50 > 8 * 300 / 175
    assert_shown("at least eight times as much", f"Of its {363 + 345} billion tokens")
    assert_shown(f"true ratio is {569 / 50:.1f} and not {708 / 50:.1f}")


def test_half_the_size_pays_after_two_and_a_half_trillion_tokens() -> None:
    target = loss(70e9, 1.4e12)
    tokens = tokens_for(35e9, target)
    compute = 6 * 35e9 * tokens
    assert_row("half", "35 B", f"{tokens / 1e12:.2f} T", scientific(compute), "0.7e+11")
    assert_shown(f"costs {scientific(compute - CHINCHILLA)} FLOP more to train")
    assert_shown(f"1.78e+23 / 0.7e+11 = {(compute - CHINCHILLA) / 0.7e11 / 1e12:.1f} trillion")
    for used in (0.0, 1.0, 2.5, 5.0, 10.0):
        large, small = 5.88 + 1.4 * used, 7.66 + 0.7 * used
        label = f"{used:g} T" if used else "0"
        assert_shown(f"{label} 70 B {large:.2f} {'█' * round(2 * large)} 35 B")
        assert_shown(f"35 B {small:.2f} {'█' * round(2 * small)} ")


def test_overtraining_a_very_small_model_cannot_reach_the_loss() -> None:
    target = loss(70e9, 1.4e12)
    tokens = tokens_for(20e9, target)
    assert_shown(f"20 billion needs {tokens / 1e12:.0f} trillion tokens")
    assert_shown(f"and {6 * 20e9 * tokens / CHINCHILLA:.1f} times the compute")
    assert FLOOR + parts(10e9, 1)[0] > target
    assert_shown("A model of 10 billion can never reach it")
    assert_shown(f"or {15e12 / 8e9:,.0f} for each")
    assert 1e12 / 7e9 > 140


def test_memory_of_weights_at_32_to_4_bits() -> None:
    for bits in (32, 16, 8, 4):
        assert_row(str(bits), *(f"{size * bits / 8:g} GB" for size in (7, 70, 175)))
    assert_shown(f"same 7 billion need {16 * 7} GB, eight times")
    assert 16 * 7 == 8 * 14
    assert_shown(f"14 GB are {14e9 / 2**30:.1f} GiB")
    assert_shown(f"20 / 2 = {20 // 2} billion", f"20 / 0.5 = {20 / 0.5:.0f} billion")


def test_caches_of_32_conversations_outweigh_the_model() -> None:
    entry = 2 * 32 * 4_096 * 2
    cache = entry * 4_096 / 1e9
    assert_shown(f"2 × 32 × 4,096 × 2 = {entry:,} bytes", f"4,096 tokens takes {cache:.1f} GB")
    for users in (1, 8, 32):
        total = 14 + users * cache
        shown = f"14.0 {users * cache:.1f} {total:.1f} GB {'█' * round(total / 4)} "
        assert_shown(f"{users} user{'s' if users > 1 else ''} {shown}")
    assert round(32 * cache / 14) == 5


def test_memory_wall_compounds_and_reading_takes_153_times_as_long() -> None:
    assert_shown(f"3.0^10 = {3**10:,}, while 1.6 becomes {1.6**10:.0f} and 1.4 becomes")
    assert_shown(f"becomes {1.4**10:.0f}. Processors")
    reading, calculating = 14e9 / A100_BANDWIDTH, 14e9 / A100_SPEED
    assert_shown(f"GB/s {reading * 1e3:.2f} ms", f"312e+12 {calculating * 1e3:.2f} ms")
    assert_shown(f"wait for {(1 - calculating / reading) * 100:.0f} % of the time")
    assert_shown(f"takes {reading / calculating:.0f} times as long")
    assert_shown(f"no more than {1 / reading:.0f} tokens a second")
    assert_shown(f"a model of {175 * 410 / 1_000:.0f} trillion parameters in 2022")


def test_pythia_checkpoints_and_tokens() -> None:
    early = [int(step) for step in "1, 2, 4, 8, 16, 32, 64, 128, 256, 512".split(", ")]
    assert early == [2**power for power in range(10)]
    assert_shown(f"sum {1 + len(early) + 143_000 // 1_000}")
    tokens = 143_000 * 2_097_152
    assert_shown(f"143,000 × 2,097,152 = {tokens:,}")
    assert_shown(
        f"reads {tokens / 12e9:.0f} tokens for each", f"reads {tokens / 70e6:,.0f} for each"
    )
    assert_shown(f"had read {14_000 * 2_097_152 / 1e9:.1f} billion tokens")


def test_text_for_fifteen_trillion_parameters() -> None:
    assert 300 / 20 == 15
    assert_shown("a model of 15 trillion parameters", "15 trillion, a twentieth")


def test_compute_of_the_first_and_last_emergent_ability() -> None:
    assert_shown(f"6 × 13e+9 × 300e+9 = {scientific(6 * 13e9 * 300e9, 1)}")
    assert_shown(f"540 B | {scientific(6 * 540e9 * 780e9, 1)} |")


def test_few_shot_scores_and_examples() -> None:
    for shots, trivia, natural in (("zero", 64.3, 14.6), ("one", 68.0, 23.0), ("few", 71.2, 29.9)):
        for score in (trivia, natural):
            assert_shown(f"{shots}-shot {score} {'█' * round(score / 5)} ")
    assert round(29.9 / 14.6) == 2
    assert_shown(f"(2,048 - 128) / 40 = {(2_048 - 128) // 40} examples", f"for {48 * 40:,} tokens")


def test_exact_match_turns_steady_progress_into_a_jump() -> None:
    digits = {"tiny": 0.50, "small": 0.70, "medium": 0.85, "large": 0.95, "very large": 0.99}
    for name, p in digits.items():
        assert_row(name, f"{p:.2f}", f"{p**5:.3f}", f"{p**10:.3f}")
        exact = "█" * round(20 * p**10) or "."
        assert_shown(f"{name} {'█' * round(20 * p)} {exact}")


def test_small_tests_hide_rare_success() -> None:
    silent = 0.999**100
    assert_shown(
        f"0.999^100 = {silent:.3f}", f"even one success is only {100 - 100 * silent:.0f} %"
    )
    assert_shown(f"tenth root of 0.5, which is {0.5**0.1:.3f}")
