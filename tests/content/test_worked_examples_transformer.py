"""Recompute every number worked out in the lecture on the Transformer.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
from collections import Counter
from pathlib import Path

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "transformer-and-embeddings.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]

VOCABULARY, POSITIONS, WIDTH, WIDE, HEADS, BLOCKS = 50_257, 1_024, 768, 3_072, 12, 12
ATTENTION = 4 * (WIDTH * WIDTH + WIDTH)
FEED_FORWARD = (WIDTH * WIDE + WIDE, WIDE * WIDTH + WIDTH)
NORM = WIDTH + WIDTH
BLOCK = ATTENTION + sum(FEED_FORWARD) + 2 * NORM
GPT2_SMALL = (VOCABULARY + POSITIONS) * WIDTH + BLOCKS * BLOCK + NORM

WORDS = ("Ada", "thanked", "herself")
QUERIES: Matrix = ((1, 0), (0, 1), (2, 1))
KEYS: Matrix = ((2, 1), (0, 1), (1, 0))
VALUES: Matrix = ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5))
CORPUS = {"sea": 5, "seal": 3, "tea": 4, "team": 2}
FOX = "The _quick _brown _fox _jumps _over _the _lazy _dog ."


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def short(value: float) -> str:
    """A weight as the lecture prints it: two decimals, no zero before the point."""
    return f"{value:.2f}".removeprefix("0")


def dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def times(vector: Vector, matrix: Matrix) -> Vector:
    return tuple(dot(vector, column) for column in zip(*matrix, strict=True))


def softmax(scores: Vector) -> Vector:
    powers = [math.exp(score) for score in scores]
    return tuple(power / sum(powers) for power in powers)


def divided_scores(row: int) -> Vector:
    return tuple(dot(QUERIES[row], key) / math.sqrt(2) for key in KEYS)


def merge(tokens: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for token in tokens:
        if merged and (merged[-1], token) == pair:
            merged[-1] += token
        else:
            merged.append(token)
    return merged


def learn_merges(count: int) -> tuple[list[tuple[tuple[str, str], int]], int]:
    """The first merges of the corpus with their counts, and the tokens it then takes."""
    split = {word: list(word) for word in CORPUS}
    merges: list[tuple[tuple[str, str], int]] = []
    for _ in range(count):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, tokens in split.items():
            for pair in zip(tokens, tokens[1:], strict=False):
                pairs[pair] += CORPUS[word]
        merges += pairs.most_common(1)
        split = {word: merge(tokens, merges[-1][0]) for word, tokens in split.items()}
    return merges, sum(len(tokens) * CORPUS[word] for word, tokens in split.items())


def test_softmax_of_2_1_0_is_67_24_09() -> None:
    powers = [f"{math.exp(score):.2f}" for score in (2, 1, 0)]
    weights = [short(weight) for weight in softmax((2, 1, 0))]
    assert_shown(f"give {powers[0]}, {powers[1]} and {powers[2]}")
    assert_shown(f"sum to {sum(math.exp(score) for score in (2, 1, 0)):.2f}")
    assert_shown(f"the weights {weights[0]}, {weights[1]} and {weights[2]}")
    assert_shown(f"(about {math.e:.2f})")
    for weight, shown in zip(softmax((2, 1, 0)), weights, strict=True):
        assert_shown(f"{shown} {'█' * round(weight * 20)} ")


def test_softmax_of_ten_times_larger_scores_is_all_or_nothing() -> None:
    weights = [short(weight) for weight in softmax((20, 10, 0))]
    assert weights == ["1.00", ".00", ".00"]
    assert_shown(f"20 {weights[0]}", f"10 {weights[1]}")
    for near, far in zip(softmax((2, 1, 0)), softmax((12, 11, 10)), strict=True):
        assert math.isclose(near, far)


def test_alignment_weights_sum_to_one_and_chat_receives_almost_cat() -> None:
    rows = {"le": (0.90, 0.04, 0.06), "chat": (0.05, 0.10, 0.85), "noir": (0.03, 0.87, 0.10)}
    for word, weights in rows.items():
        assert math.isclose(sum(weights), 1)
        assert_shown(" ".join([word, *map(short, weights)]))
    received = times(rows["chat"], ((1, 0), (0, 1), (1, 1)))
    assert_shown(f"= [{short(received[0])}, {short(received[1])}]")


def test_scores_of_long_sequences() -> None:
    assert_shown(f"an RNN needs {100 - 1} steps")
    assert_shown(f"100 tokens make {100**2:,} scores, and 1,000 tokens make {1000**2:,}")


def test_four_merges_of_the_sea_corpus() -> None:
    merges, tokens = learn_merges(4)
    characters = sum(len(word) * count for word, count in CORPUS.items())
    letters = len(set("".join(CORPUS)))
    assert_shown(f"{characters} characters, drawn from {letters} different letters")
    for number, ((left, right), count) in enumerate(merges, start=1):
        assert_row(str(number), f"{left} + {right}", str(count), left + right)
    assert_shown(f"2×2 = {tokens} tokens instead of {characters}")
    assert_shown(f"grown from {letters} to {letters + len(merges)}")


def test_steal_becomes_s_tea_l() -> None:
    tokens = list("steal")
    assert_shown("start " + " │ ".join(tokens))
    for pair, _ in learn_merges(4)[0]:
        before, tokens = tokens, merge(tokens, pair)
        if tokens != before:
            assert_shown(f"{pair[0]} + {pair[1]} {' │ '.join(tokens)}")
    assert_shown(f"so the tokens are {' │ '.join(tokens)} ```")


def test_gpt2_vocabulary_is_bytes_merges_and_one_marker() -> None:
    assert VOCABULARY == 256 + 50_000 + 1
    assert_shown("256 bytes, 50,000 merges and one end-of-text marker", f"{VOCABULARY:,} tokens")


def test_fox_sentence_has_ten_tokens_with_ten_ids() -> None:
    picture = SOURCE.split("```text The fox sentence")[1].split("```")[0].splitlines()
    assert picture[1].split() == FOX.split()
    assert len(picture[2].split()) == len(FOX.split()) == 10
    joined = "".join(FOX.split()).replace("_", " ")
    assert_shown(f'"{joined}"')


def test_embedding_rows_compare_by_dot_product() -> None:
    rows: Matrix = ((0.2, 0.9, -0.4), (0.1, 0.8, -0.3), (-0.7, 0.0, 0.5), (0.6, -0.2, 0.1))
    for number, row in enumerate(rows):
        assert_shown(f"{number} [ {' '.join(f'{x:.1f}' for x in row)} ]")
    assert times((0, 0, 1, 0), rows) == rows[2]
    for other, name in ((1, "dot product"), (2, "rows 0 and 2 have")):
        terms = " + ".join(f"{x * y:.2f}" for x, y in zip(rows[0], rows[other], strict=True))
        assert_shown(f"{name} {terms.replace('+ -', '- ')} = {dot(rows[0], rows[other]):.2f}")


def test_embedding_table_of_gpt2_small_and_its_share() -> None:
    table = VOCABULARY * WIDTH
    assert_shown(f"{VOCABULARY:,} × {WIDTH} = {table:,} parameters")
    assert_shown(f"{round(100 * table / GPT2_SMALL)} % of all {GPT2_SMALL:,}")


def test_sinusoidal_positions() -> None:
    def encoding(p: int) -> Vector:
        return (math.sin(p), math.cos(p), math.sin(p / 100), math.cos(p / 100))

    for p in range(4):
        assert_shown(" ".join([str(p), *(f"{x:.2f}" for x in encoding(p))]))
    added = [a + b for a, b in zip((0.20, 0.90, -0.40, 0.10), encoding(1), strict=True)]
    assert_shown(f"[{', '.join(f'{x:.2f}' for x in added)}]")
    assert math.isclose(10_000 ** (2 / 4), 100)


def test_position_table_and_rotation() -> None:
    assert_shown(f"{POSITIONS:,} positions of {WIDTH} numbers", f"{POSITIONS * WIDTH:,} parameters")
    for first, second in ((1, 3), (501, 503)):
        a, b = [(math.cos(p), math.sin(p)) for p in (first, second)]
        assert_shown(f"cos 2 = {dot(a, b):.2f}", f"positions {first} and {second}")


def test_attention_by_hand_for_herself() -> None:
    assert times((1, 1), ((1, 0), (1, 1))) == QUERIES[2]
    weights = softmax(divided_scores(2))
    rows = zip(WORDS, KEYS, VALUES, divided_scores(2), weights, strict=True)
    for word, (a, b), value, scaled, weight in rows:
        score = f"2×{a:.0f} + 1×{b:.0f} = {dot(QUERIES[2], (a, b)):.0f}"
        numbers = f"{scaled:.2f} {math.exp(scaled):.2f} {short(weight)}"
        assert_shown(f"{word} [{a:.0f}, {b:.0f}] {score} {numbers} [{value[0]}, {value[1]}]")
    total = sum(math.exp(score) for score in divided_scores(2))
    output = times(weights, VALUES)
    assert_shown(f"sqrt(2) = {math.sqrt(2):.2f}", f"sum {total:.2f} 1.00")
    assert_shown(f"= [{short(output[0])}, {short(output[1])}]")


def test_dot_products_grow_with_the_square_root_of_the_dimension() -> None:
    signs = [(-1) ** bit for bit in range(2)]
    sums = [a + b + c + d for a in signs for b in signs for c in signs for d in signs]
    assert sum(x * x for x in sums) / len(sums) == 4  # four products of variance 1
    assert_shown(f"about {math.isqrt(64)}, the square root of 64")
    large, small = softmax((8, 0)), softmax((1, 0))
    assert_shown(f"gives {f'{large[0]:.4f}'[1:]} and {f'{large[1]:.4f}'[1:]}")
    assert_shown(f"give {short(small[0])} and {short(small[1])}")
    assert_shown(f"which is {f'{large[0] * large[1]:.4f}'[1:]} in the first case")
    assert_shown(f"and {short(small[0] * small[1])} in the second")


def test_multi_head_shapes_and_joining() -> None:
    size = WIDTH // HEADS
    assert size == 512 // 8 == 64
    assert_shown(f"{HEADS} heads of 10 × {size}", f"side by side: 10 × {HEADS * size}")
    assert HEADS * WIDTH * size == WIDTH * WIDTH
    assert_shown(f"{HEADS} × {WIDTH} × {size} and {WIDTH} × {WIDTH} are both {WIDTH * WIDTH:,}")
    assert_shown(f".90 + .70 = {dot((0.90, 0.10, 0.20, 0.70), (1, 0, 0, 1)):.2f}")


def test_residual_and_layer_normalisation() -> None:
    assert_shown(f"[{1.0 + 0.1:.1f}, {2.0 - 0.3:.1f}]")
    vector = (2, 4, 6, 8)
    mean = sum(vector) / 4
    variance = sum((x - mean) ** 2 for x in vector) / 4
    normal = ", ".join(f"{(x - mean) / math.sqrt(variance):.2f}" for x in vector)
    squares = " + ".join(f"{(x - mean) ** 2:.0f}" for x in vector)
    assert_shown(f"mean {mean:.0f} and variance ({squares}) / 4 = {variance:.0f}")
    assert_shown(f"gives `[{normal}]`")


def test_one_block_of_gpt2_small_has_7087872_parameters() -> None:
    first, second = FEED_FORWARD
    assert_row("Attention", "4 × (768 × 768 + 768)", f"{ATTENTION:,}")
    assert_row("Feed-forward, first layer", "768 × 3,072 + 3,072", f"{first:,}")
    assert_row("Feed-forward, second layer", "3,072 × 768 + 768", f"{second:,}")
    assert_row("Two norms", "2 × (768 + 768)", f"{2 * NORM:,}")
    assert_row("One block", "", f"{BLOCK:,}")
    assert round((first + second) / BLOCK * 3) == 2
    assert_shown("Two thirds of a block")


def test_gpt2_small_has_124439808_parameters() -> None:
    assert_shown(f"Twelve blocks have {BLOCKS * BLOCK:,} parameters")
    assert_shown(f"({VOCABULARY * WIDTH:,})", f"({POSITIONS * WIDTH:,})", f"({NORM:,})")
    assert_shown(f"GPT-2 small has {GPT2_SMALL:,}")
    assert_shown(f"{GPT2_SMALL * 4:,} bytes", f"{GPT2_SMALL * 2:,} if each")


def test_first_word_of_the_translation() -> None:
    weights = [short(weight) for weight in softmax((4.0, 2.5, 0.5))]
    powers = [math.exp(score) for score in (4.0, 2.5, 0.5)]
    assert_shown(f"gives {powers[0]:.1f}, {powers[1]:.1f} and {powers[2]:.1f}")
    assert_shown(f"their sum, {sum(powers):.1f}, which gives")
    assert_shown(f"which gives {weights[0]}, {weights[1]} and {weights[2]}")
    english, french = "Hello , how are you ?".split(), "<start> Bonjour , comment ça va ?".split()
    assert_shown(f"it has {len(english)} tokens", f"{len(french)} <start> Bonjour , comment ça")
    assert_shown(f"{len(french)} × {len(english)} = {len(french) * len(english)} weights")


def test_causal_mask_leaves_weights_for_the_past() -> None:
    for row, word in enumerate(WORDS):
        visible = divided_scores(row)[: row + 1]
        hidden = 2 - row
        scores = [f"{score:.2f}" for score in visible] + ["-inf"] * hidden
        weights = [short(weight) for weight in softmax(visible)] + [".00"] * hidden
        assert_shown(" ".join([word, *scores, *weights]))


def test_predictions_in_training_and_tokens_processed_with_a_cache() -> None:
    assert_shown(f"yields {round(0.15 * 200)} predictions", f"model makes {200 - 1}.")
    assert len(FOX.split()) - 1 == 9
    assert_shown("nine predictions at once")
    assert_shown(f"10 + 11 + 12 + 13 + 14 = {sum(range(10, 15))} tokens without a cache")
    assert_shown(f"10 + 4 = {10 + 4} with one")


def test_induction_head_puts_90_percent_on_lovelace() -> None:
    weights = softmax((4, 0, 0, 0, 0, 0, 0))
    picture = SOURCE.split("An induction head at work")[1].splitlines()[1].split()
    assert len(picture[1:-1]) == len(weights)
    assert_shown(
        f"{math.exp(4):.1f} / {math.exp(4) + 6:.1f} = {short(weights[0])} on",
        f"shares {short(sum(weights[1:]))} among",
    )


def test_first_loss_of_an_untrained_gpt2() -> None:
    assert_shown(f"close to {-math.log(1 / VOCABULARY):.2f} before any training")
    assert_shown(f"{GPT2_SMALL:,} in all, {BLOCK:,} per block")
