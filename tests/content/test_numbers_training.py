"""The small numbers of the lecture on training: what its examples start from, and each step."""

import math
import re
from itertools import combinations

from .shown import Shown, short

SHOWN = Shown("pre-training-and-fine-tuning.md")
SECTION = SHOWN.section


def test_two_stages_and_their_examples() -> None:
    seconds = 300e9 / 4
    years = round(seconds / 86_400 / 365.25, -2)
    SHOWN(f"need {seconds / 1e9:.0f} billion seconds, or about {years:,.0f} years")
    SHOWN("you have 1,000 reviews with labels", "from those 1,000 reviews", "► 1,000 reviews")
    SHOWN("► 10,000 questions", "► 5,000 sentences", "The 1,000 reviews of our example")
    SHOWN("stage 1: pre-training stage 2: fine-tuning", "words | n - 1 |")


def test_losses_name_their_probabilities() -> None:
    whole = 0.50 * 0.25 * 0.125 * 0.50
    root = f"the fourth root of 1/{short(whole, 4)} is again {whole ** (-1 / 4):.2f}"
    SHOWN("logarithm to base 2", f"= {short(whole, 4)}, and", root)
    tokens, lower = 100, 0.1
    SHOWN(f"loss lower by {lower} makes a text of {tokens} tokens e^{tokens * lower:.0f}, about")
    SHOWN("the right token .01 instead of .50 costs")


def test_step_of_training_moves_a_logit() -> None:
    logit, gradient = 2.00, 0.67
    SHOWN(f'For "in", {logit:.2f} - {short(gradient)} is {logit - gradient:.2f}')
    SHOWN("minus 1 for the right token and minus 0 for the others", "the learning rate is 1.")


def test_gib_is_seven_percent_more_than_a_gb() -> None:
    SHOWN(f"A GiB is {1_024:,} × {1_024:,} × {1_024:,} bytes")
    SHOWN(f"bytes, {100 * (1_024**3 / 1e9 - 1):.0f} % more than a GB")
    SHOWN(f"only {100 * 6.38 * 3 / 1_254.20:.1f} % of the mixture", "Each has 7 pairs")


def test_elmo_picture_is_a_weighted_sum() -> None:
    weights, vectors = (0.2, 0.5, 0.3), ((1, 0), (0, 1), (1, 1))
    SHOWN(f"weights {', '.join(short(w, 1) for w in weights[:2])} and {short(weights[2], 1)}:")
    rows = SHOWN.block("One word vector mixed from three layers")[1:4]
    for row, weight, vector in zip(rows, weights, vectors, strict=True):
        numbers = [float(number) for number in re.findall(r"\d*\.\d+|\d+", row)]
        assert numbers == [*vector, weight, *(weight * value for value in vector)]


def test_rates_of_ulmfit_fall_from_the_top() -> None:
    SHOWN("top layer learns with .01", "epoch 1 2 3 4 learning rate")
    rows = [row.split() for row in SHOWN.block("simplified: # trained, . frozen")[2:]]
    for depth, row in enumerate(rows, start=1):
        assert row == [
            "layer",
            str(4 - depth),
            *("." if epoch <= depth else "#" for epoch in range(1, 5)),
            short(0.01 / 2.6**depth, 4),
        ]


def test_better_of_two_runs_is_counted_by_pairs() -> None:
    better = [max(pair) for pair in combinations((86, 91, 62, 88, 90), 2)]
    words = {10: "ten", 4: "four", 3: "three", 2: "two", 1: "one"}
    counts = {score: words[better.count(score)] for score in (91, 90, 88, 86)}
    SHOWN(
        f"average: of the {words[len(better)]} pairs of seeds, {counts[91]} have 91 as the better"
    )
    SHOWN(f"run, {counts[90]} 90, {counts[88]} 88 and {counts[86]} 86.", '"at 6.40"')
    assert sum(better) / len(better) == 89.6


def test_training_loss_falls_while_validation_turns() -> None:
    lines = [line.split() for line in SHOWN.block("stop after the third")[:3]]
    epochs, training, validation = ([float(cell) for cell in line[1:]] for line in lines)
    assert epochs == [1, 2, 3, 4, 5]
    assert training == sorted(training, reverse=True)
    turn = validation.index(min(validation)) + 1
    SHOWN(f"from epoch {turn + 1} on, the training loss falls", "training .60 .35 .20 .11 .06")


def test_bytes_per_parameter_add_up_to_sixteen() -> None:
    rows = SHOWN.block("Full fine-tuning of 7 billion parameters with Adam")
    parts = [re.findall(r"\d+", row) for row in rows]
    assert [int(gb) for size, gb in parts] == [7 * int(size) for size, _ in parts]
    sizes = [int(size) for size, _ in parts]
    assert sizes == [2, 2, 4, 4, 4, sum(sizes[:-1])]
    SHOWN("A model of 7 billion parameters cannot", "in 4 bytes (float32) or in 2 (float16")
    SHOWN("computing with 2-byte numbers and keeping a 4-byte master", "lost in 2 bytes")
    SHOWN("two averages, of 4 bytes each", f"no averages: 2 bytes instead of {sizes[-1]}")
    SHOWN(f"arrive at {sizes[-1] - 4} bytes", "an optimiser with 1-byte averages")
    SHOWN(f"takes {sizes[-1]} bytes for each parameter", f"brings {7 * sizes[-1]} GB down to less")
    assert 7 * 4.127 / 8 + 0.07 < 4
    SHOWN("GB down to less than 4.")


def test_adapter_is_worked_with_the_numbers_named() -> None:
    SHOWN("x (768) ─┴─► down to 64 ─► bend ─► up to 768", "vectors of 768 numbers and a narrow")
    SHOWN("a narrow place of 64", "Suppose `[1.0, 2.0]` is narrowed with the weights .5 and .5 to")
    SHOWN("upward weights 0 and 0 the output is still `[1.0, 2.0]`", "have become .2 and -.1")


def test_learned_prompts_name_their_lengths() -> None:
    SHOWN("20 soft vectors have 20 × 768", "A prefix of length 20 has 12 × 2 × 20 × 768")


def test_product_of_rank_one() -> None:
    column, row = (1, 0, 2), (0.1, 0.2, 0)

    def entry(value: float) -> str:
        return f"{value:.1f}".replace("0.", ".") if value else "0"

    wide = "  ".join(entry(value) for value in row)
    left = [f"┌ {column[0]} ┐", f"│ {column[1]} │ × [ {wide} ] =", f"└ {column[2]} ┘"]
    ends = (("┌", "┐"), ("│", "│"), ("└", "┘"))
    for factor, start, (opening, closing) in zip(column, left, ends, strict=True):
        cells = " ".join(entry(factor * value) for value in row)
        SHOWN(f"{start} {opening} {cells} {closing}")
    SHOWN("A matrix of rank 1 consists", "2 × .1 = .2", "matrix of 1,000 × 1,000, rank 1")


def test_lora_of_gpt3_and_gpt2_name_their_shapes() -> None:
    SHOWN("of 12,288 × 12,288 each, in all 96 layers with rank 4 takes 96 × 2 × 4 ×")
    SHOWN("At 2 bytes each they fill", f"whole model fills {175 * 2} GB", f"768 × {3 * 768:,}.")
    rank, alpha = re.findall(r"r=(\d+),\s+lora_alpha=(\d+)", SECTION("lora"))[0]
    SHOWN(f"12 × {rank} × (768 + 2,304)")
    assert int(alpha) == 2 * int(rank) == 16


def test_four_bits_hold_fifteen_whole_numbers() -> None:
    bits = 4
    SHOWN(f"With {bits} bits there are {2**bits} patterns", "still fill 2 bytes each")
    SHOWN(f"from -{2 ** (bits - 1) - 1} to {2 ** (bits - 1) - 1}.", "in the block divided by 7.")
    weight, scale = 0.31, 0.70 / 7
    stored = round(weight / scale)
    SHOWN(f"The first weight, {short(weight)}, is divided by {short(scale)}, rounded from")
    SHOWN(f"from {weight / scale:.1f} to {stored} and restored as {stored} × {short(scale)} =")
    SHOWN(
        f"{stored} × {short(scale)} = {short(stored * scale)}.", f"scale, {short(scale / 2)}, and"
    )
    SHOWN("If .70 were 7.00", "blocks of 64 weights and a 4-byte scale", "the 4-bit values are")
    SHOWN("back into 2-byte numbers, so 4-bit storage", '"4-bit model" names', "Two 4-bit files")


def test_memory_of_the_three_ways_names_its_factors() -> None:
    SHOWN("side by side for 7 billion parameters. The update has rank 8 on")
    SHOWN("matrices of 32 layers, each 4,096 × 4,096:", "0.07 GB at 16 bytes each")
    SHOWN("LoRA 7 billion × 2 bytes + 0.07 GB", "QLoRA 7 billion × 4.127 bits + 0.07 3.7 GB")
    SHOWN("4 + 8/64 + 32/16,384 =", "For 65 billion parameters the frozen weights take 65 ×")
    SHOWN(f"which is {780 // 65} bytes per parameter")


def test_shifted_groups_hold_each_token_once() -> None:
    rows = SHOWN.block("the groups shifted by two")
    tokens = [int(word) for word in re.findall(r"\d", rows[0])]
    assert tokens == list(range(1, 9))
    assert [int(word) for word in re.findall(r"\d", rows[1])] == tokens[2:] + tokens[:2]
    SHOWN("Token 4 cannot look at token 5 in the first row", "on to token 5 through the second")
    SHOWN(
        f"Going from {2_048:,} to {8_192:,} tokens makes attention [{(8_192 // 2_048) ** 2} times"
    )
    SHOWN("With 8,192 tokens, full attention compares 8,192 × 8,192")
    SHOWN("Four groups of 2,048 compare 4 × 2,048 × 2,048")


def test_merging_weights_come_from_a_softmax() -> None:
    losses = (0.5, 1.5)
    powers = [math.exp(-loss) for loss in losses]
    rounded = [round(power, 2) for power in powers]
    first, second, total = (short(value) for value in (*rounded, sum(rounded)))
    SHOWN(f"the invented losses {losses[0]} and {losses[1]}:")
    SHOWN(f"Raised to -{losses[0]} and -{losses[1]}, e gives {first} and {second}")
    SHOWN(f"{first} / {total} is {short(rounded[0] / sum(rounded))}.", "1.00 merged")


def test_settings_of_the_script_are_those_of_the_text() -> None:
    code = SECTION("gpt-2-training-example").split("```python\n")[1].split("```")[0]
    given = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+),", code)}
    batch = given["per_device_train_batch_size"]
    assert (batch, given["per_device_eval_batch_size"]) == (8, 8)
    assert "weight_decay=0.01," in code
    size = int(re.findall(r"ids\[i : i \+ (\d+)\]", code)[0])
    assert f"range(0, len(ids) - {size - 1}, {size})" in code
    steps = 8_000 // batch
    assert size * 8_000 == 1_024_000
    SHOWN(f"pieces of {size} tokens", f"With batches of {batch} an epoch has {steps:,} steps")
    assert given["num_train_epochs"] * steps == 3_000
    checks, saves = given["eval_steps"], given["save_steps"]
    SHOWN(f"every {checks} steps, first at {checks} and", f"saved every {saves}: at {saves}, ")
    warm = given["warmup_steps"]
    SHOWN(f"a warm-up of {warm} steps never", "A text of 100,000 tokens gives 781")
    SHOWN(f"step 0 {warm} {warm + (3_000 - warm) // 2:,} 3,000", "rate 0 5.0e-5 2.5e-5 0")
    picture = SHOWN.block("over 3,000 steps, one column per 100 steps")
    assert picture[0].split()[0] == "5.0e-5"
    assert picture[4].split()[0] == "0"


def test_baseline_leaves_a_fifth_of_the_errors_to_remove() -> None:
    lines = [line for line in SHOWN.block("What to look for in a BERT notebook") if line.strip()]
    assert [line.split()[0] for line in lines] == ["1", "2", "3", "4", "5"]
    right, model = 80, 84
    SHOWN(
        f"If {right} % of the reviews",
        f"is right in {right} % of cases",
        f"BERT with {model} % has",
    )
    SHOWN(f"removed {100 * (model - right) // (100 - right)} % of the errors")
    SHOWN("Llama-2-7B in the", "second and third has 7 billion", "on 300 pages about her town")
