"""Recompute every number worked out in the lecture on pre-training and fine-tuning.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
from itertools import combinations
from pathlib import Path
from statistics import NormalDist, mean, median

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "pre-training-and-fine-tuning.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())
PICTURES = [line for line in SOURCE.splitlines() if line.startswith(" ")]

BERT_BASE = (30_522 + 512 + 2) * 768 + 1_536 + 12 * 7_087_872 + 768 * 768 + 768
GPT2_SMALL, WIDTH, BLOCKS = 124_439_808, 768, 12
BILLION = 10**9
WEIGHTS = (0.31, -0.08, 0.70, -0.42, 0.06, -0.66, 0.17, 0.24)


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def short(value: float, digits: int = 2) -> str:
    """A number as the lecture prints it: no zero before the point."""
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def softmax(scores: tuple[float, ...]) -> tuple[float, ...]:
    powers = [math.exp(score) for score in scores]
    return tuple(power / sum(powers) for power in powers)


def quantise(weights: tuple[float, ...]) -> tuple[float, list[int], list[float]]:
    """The scale of a block, its whole numbers and the weights they stand for."""
    scale = max(map(abs, weights)) / 7
    stored = [round(weight / scale) for weight in weights]
    return scale, stored, [number * scale for number in stored]


def normal_float_levels() -> list[float]:
    """The sixteen levels of NF4: seven below zero, zero, eight above."""
    edge, normal = 0.9677083, NormalDist()
    above = [normal.inv_cdf(edge + (0.5 - edge) * i / 8) for i in range(8)]
    below = [-normal.inv_cdf(edge + (0.5 - edge) * i / 7) for i in range(7)]
    return sorted(level / max(above) for level in [*above, 0.0, *below])


def test_300_billion_tokens_take_2400_years_to_read() -> None:
    years = 300 * BILLION / 4 / (365.25 * 24 * 3_600)
    assert round(years, -2) == 2_400
    assert_shown("about 2,400 years")


def test_six_words_give_five_or_two_guesses() -> None:
    words = "the tide follows the moon around".split()
    hidden = "the [MASK] follows the [MASK] around".split()
    assert_shown(f"{words[-1]} {len(words) - 1} guesses", f"MLM in {' '.join(hidden)}")
    assert_shown(f"tide moon {sum(a != b for a, b in zip(words, hidden, strict=True))} guesses")


def test_four_guesses_have_loss_1_21_and_perplexity_3_36() -> None:
    guesses = {"the": 0.5, "tide": 0.25, "is": 0.125, "out": 0.5}
    for word, p in guesses.items():
        shown = f"{p:.3f}".lstrip("0") if p == 0.125 else short(p)
        assert_shown(f"{word} {shown} {-math.log(p):.2f} {-math.log2(p):.0f}")
    nats = mean(-math.log(p) for p in guesses.values())
    bits = mean(-math.log2(p) for p in guesses.values())
    assert math.isclose(math.exp(nats), 2**bits)
    assert_shown(f"average {nats:.2f} {bits:.2f}", f"One bit is {math.log(2):.2f} nats")
    assert_shown(f"e^{nats:.3f} = 2^{bits:.2f} = {2**bits:.2f}")
    product = math.prod(guesses.values())
    assert_shown(f".50 × .25 × .125 × .50 = {short(product, 4)}", "is again 3.36")
    assert math.isclose((1 / product) ** 0.25, 2**bits)


def test_bits_per_byte_and_the_price_of_a_confident_mistake() -> None:
    size = len(b"the tide is out")
    assert_shown(f"1 + 2 + 3 + 1 = {1 + 2 + 3 + 1} bits", f"{size} bytes")
    assert_shown(f"7 / {size} = {7 / size:.2f} bits per byte")
    assert round(math.exp(100 * 0.1), -3) == 22_000
    assert_shown("e^10, about 22,000 times")
    assert_shown(f"costs {-math.log(0.01):.2f} nats instead of {-math.log(0.5):.2f}")
    assert round(math.log(0.01) / math.log(0.5), 1) == 6.6  # nearly seven times


def test_one_step_at_the_logits_halves_the_loss() -> None:
    logits, right = (2.0, 1.0, 0.0), (0, 0, 1)
    before = softmax(logits)
    gradient = [p - y for p, y in zip(before, right, strict=True)]
    moved = tuple(logit - g for logit, g in zip(logits, gradient, strict=True))
    rows = zip(("in", "up", "out"), logits, before, right, gradient, moved, strict=True)
    for (word, logit, p, y, g, new), after in zip(rows, softmax(moved), strict=True):
        shown = f"{short(p)} {y} {short(g)} {new:.2f} {short(after)}"
        assert_shown(f"{word} {logit:.2f} {shown}")
    losses = -math.log(before[2]), -math.log(softmax(moved)[2])
    assert_shown(f"-ln .09 = {losses[0]:.2f} -ln .30 = {losses[1]:.2f}")
    assert round(losses[0] / losses[1]) == 2
    assert_shown(f"8,000 examples and batches of 8, an epoch has {8_000 // 8:,} steps")


def test_shares_of_the_pile() -> None:
    parts = {
        "Pile-CC (web pages)": (227.12, "1"),
        "PubMed Central (medicine)": (90.27, "2"),
        "Books3": (100.96, "1.5"),
        "OpenWebText2": (62.77, "2"),
        "GitHub (code)": (95.16, "1"),
        "Wikipedia (English)": (6.38, "3"),
    }
    for name, (size, passes) in parts.items():
        share = 100 * size * float(passes) / 1_254.20
        assert_row(name, f"{size:.2f}", passes, f"{share:.1f} %")
    assert_shown(f"6.38 × 3 = {6.38 * 3:.2f} GiB")


def test_two_sentences_have_jaccard_similarity_56() -> None:
    first = "the tide follows the moon around the earth".split()
    second = [word.replace("around", "round") for word in first]
    a, b = ({*zip(s, s[1:], strict=False)} for s in (first, second))
    assert len(a) == len(b) == 7
    sums = f"{len(a & b)} + {len(a - b)} + {len(b - a)} = {len(a | b)}"
    assert_shown(f"{len(a & b)} pairs are common to both, and {sums} occur")
    assert_shown(f"{len(a & b)} / {len(a | b)} = {short(len(a & b) / len(a | b))}")
    assert_shown(f"the remaining {1_000 - 750 - 70} billion")


def test_elmo_mixes_three_layers() -> None:
    layers, weights = ((1, 0), (0, 1), (1, 1)), (0.2, 0.5, 0.3)
    mixed = [sum(w * v[i] for w, v in zip(weights, layers, strict=True)) for i in range(2)]
    assert_shown(f"mixed [{short(mixed[0], 1)}, {short(mixed[1], 1)}]")
    assert math.isclose(sum(weights), 1)


def test_learning_rates_fall_by_2_6_per_layer() -> None:
    rates = [short(0.01 / 2.6**depth, 4) for depth in range(4)]
    assert_shown(f"learn with {rates[1]}, {rates[2]} and {rates[3]}")
    for name, rate in zip(("classifier", "layer 3", "layer 2", "layer 1"), rates, strict=True):
        assert any(line.split()[:1] == name.split()[:1] and rate in line for line in PICTURES)


def test_ten_tasks_with_full_models_or_with_heads() -> None:
    assert_shown(f"{BERT_BASE:,} parameters", f"ten models, {10 * BERT_BASE:,} parameters")
    assert_shown(f"{2 * WIDTH + 2:,} parameters, {BERT_BASE + 10 * (2 * WIDTH + 2):,} in all")


def test_five_seeds_and_the_better_of_two() -> None:
    scores = (86, 91, 62, 88, 90)
    for number, score in enumerate(scores, start=1):
        assert_shown(f"seed {number} {score} ")
    two = mean(max(pair) for pair in combinations(scores, 2))
    assert_shown(f"mean is {mean(scores)}, the median {median(scores)} and the best {max(scores)}")
    assert_shown(f"report {two} on average")
    validation = (0.52, 0.41, 0.38, 0.43, 0.51)
    assert validation.index(min(validation)) == 2
    assert_shown("validation " + " ".join(map(short, validation)), "stop after the third")


def test_full_fine_tuning_takes_16_bytes_per_parameter() -> None:
    sizes = (2, 2, 4, 4, 4)
    assert_shown(f"{sum(sizes)} bytes {7 * sum(sizes)} GB")
    assert_shown("2 bytes 14 GB", "4 bytes 28 GB")
    assert sum(sizes[:2]) + sum(sizes[3:]) == 12  # without the master copy


def test_adapters_are_two_percent_of_bert() -> None:
    one = 2 * WIDTH * 64 + 64 + WIDTH
    every = 2 * BLOCKS * one
    assert_shown(f"2 × 768 × 64 + 64 + 768 = {one:,}", f"make {every:,}")
    assert_shown(f"which is {100 * every / BERT_BASE:.1f} % of BERT-base")
    assert_shown(f"{BERT_BASE + 10 * every:,} parameters instead of {10 * BERT_BASE:,}")
    narrow = 0.5 * 1.0 + 0.5 * 2.0
    assert_shown(f"to .5×1.0 + .5×2.0 = {narrow}.", f"`[1.0 + .2×{narrow}, 2.0 - .1×{narrow}]`")
    assert_shown(f"= `[{1 + 0.2 * narrow:.2f}, {2 - 0.1 * narrow:.2f}]`")


def test_learned_prompts_are_small() -> None:
    prefix = BLOCKS * 2 * 20 * WIDTH
    assert_shown(f"20 × 768 = {20 * WIDTH:,}", f"12 × 2 × 20 × 768 = {prefix:,}")
    assert_shown(f"or {100 * prefix / GPT2_SMALL:.1f} % of the model")
    assert_shown(f"{5 * 4_096:,} parameters")
    assert round(5 * 4_096 / (11 * BILLION) * 10**6) == 2
    assert_shown("about two millionths")


def test_a_change_of_rank_one() -> None:
    column, row = (1, 0, 2), (0.1, 0.2, 0.0)
    change = [[b * a for a in row] for b in column]
    assert_shown(" ".join(["=", "│", *(f"{value:.0f}" for value in change[1]), "│"]))
    for line in (change[0], change[2]):
        assert_shown(f"{short(line[0], 1)} {short(line[1], 1)} 0 ")
    assert_shown(f"{len(column) + len(row)} numbers instead of {len(column) * len(row)}")
    assert_shown(f"rank 1 needs {2 * 1_000:,} numbers instead of {1_000**2:,}")
    assert_shown(f"rank 8 needs {8 * 2 * 1_000:,}")


def test_lora_of_gpt3_and_of_gpt2() -> None:
    gpt3 = 96 * 2 * 4 * (12_288 + 12_288)
    assert_shown(f"96 × 2 × 4 × (12,288 + 12,288) = {gpt3:,}", f"{2 * gpt3 / 10**6:.1f} MB")
    assert round(350 * BILLION / (2 * gpt3), -3) == 9_000
    assert_shown("about 9,000 times")
    gpt2 = 12 * 8 * (768 + 2_304)
    assert_shown(f"12 × 8 × (768 + 2,304) = {gpt2:,}")
    assert_shown(f"{gpt2:,} || all params: {GPT2_SMALL + gpt2:,}")
    assert_shown(f"which is {100 * gpt2 / (GPT2_SMALL + gpt2):.2f} %")


def test_eight_weights_in_four_bits() -> None:
    scale, stored, restored = quantise(WEIGHTS)
    errors = [abs(a - b) for a, b in zip(WEIGHTS, restored, strict=True)]
    assert_shown(f".70 / 7 = {short(scale)}", "weight " + " ".join(map(short, WEIGHTS)))
    assert_shown("÷ scale " + " ".join(short(weight / scale, 1) for weight in WEIGHTS))
    assert_shown("stored " + " ".join(map(str, stored)))
    assert_shown("restored " + " ".join(map(short, restored)))
    assert_shown("error " + " ".join(map(short, errors)))
    assert max(errors) <= scale / 2
    assert_shown(f"average error is {short(mean(errors), 3)}")


def test_an_outlier_wipes_out_its_block() -> None:
    scale, stored, _ = quantise(tuple(7.0 if weight == 0.70 else weight for weight in WEIGHTS))
    assert_shown(f"scale would be {scale:.2f}", ", ".join(map(str, stored)))
    assert stored.count(0) == 6
    assert_shown("six of the other seven")


def test_levels_of_whole_numbers_and_of_nf4() -> None:
    levels = [level for level in normal_float_levels() if level >= 0]
    assert len(normal_float_levels()) == 16
    assert_shown("÷ 7 0 " + " ".join(short(i / 7) for i in range(1, 8)))
    nf4 = [short(level, 2) for level in levels[1:]]
    assert_shown("NF4 0 " + " ".join(nf4))


def test_double_quantisation_costs_4_127_bits() -> None:
    plain, double = 4 + 32 / 64, 4 + 8 / 64 + 32 / (64 * 256)
    assert_shown(f"4 + 32/64 = {plain} bits", f"4 + 8/64 + 32/{64 * 256:,} = {double:.3f} bits")
    assert_shown(f"saves {plain - double:.3f} bits")
    update = 32 * 2 * 8 * (4_096 + 4_096)
    extra = 16 * update / BILLION
    assert_shown(f"{update:,} parameters, or {extra:.2f} GB")
    assert_shown(f"full 7 billion × 16 bytes {7 * 16:.1f} GB", f"{14 + extra:.1f} GB ██▌")
    assert_shown(
        f"{7 * double / 8 + extra:.1f} GB ▋",
        f"take 65 × {double:.3f} / 8 = {65 * double / 8:.1f} GB",
    )
    assert 65 * 12 == 780


def test_groups_quarter_the_pairs_of_long_attention() -> None:
    assert_shown(f"8,192 × 8,192 = {8_192**2:,}", f"4 × 2,048 × 2,048 = {4 * 2_048**2:,}")
    assert 4 * 4 * 2_048**2 == 8_192**2
    assert 8_192**2 // 2_048**2 == 16
    assert_shown("16 times as expensive", "a quarter")


def test_two_models_are_mixed_73_to_27() -> None:
    tuned, base = softmax((-0.5, -1.5))
    assert_shown(f"fine-tuned 0.5 {short(tuned)} 2.00 {tuned * 2:.2f}")
    assert_shown(f"base 1.5 {short(base)} 1.00 {short(base)}", f"merged {2 * tuned + base:.2f}")
    assert_shown(f"forgotten {46.8 - 38.6:.1f} points")


def test_steps_of_the_gpt2_script() -> None:
    steps = 3 * 8_000 // 8
    assert_shown(f"8,000 blocks, or {8_000 * 128:,} tokens", f"three epochs have {steps:,}")
    assert steps // 400 == 7
    assert_shown(f"the seventh time at {7 * 400:,}", "at 800, 1,600 and 2,400")
    assert (steps - 1_750) / (steps - 500) == 0.5  # half the peak of 5.0e-5
    blocks = 100_000 // 128
    epoch = math.ceil(blocks / 8)
    assert_shown(f"gives {blocks} blocks, {epoch} steps an epoch and {3 * epoch} steps in all")
    assert 3 * epoch < 400


def test_84_percent_removes_a_fifth_of_the_errors() -> None:
    assert math.isclose(1 - (100 - 84) / (100 - 80), 0.20)
    assert_shown("removed 20 % of the errors")
