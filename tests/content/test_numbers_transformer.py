"""The small numbers of the lecture on the Transformer: what its examples start from, each step."""

import math
from collections.abc import Sequence

from .shown import Shown, short

SHOWN = Shown("transformer-and-embeddings.md")


def listed(values: Sequence[float], digits: int = 0) -> str:
    """A vector as the lecture prints it."""
    return f"[{', '.join(f'{value:.{digits}f}' for value in values)}]"


def shares(values: Sequence[float]) -> str:
    """A vector of weights, without the zeros before the points."""
    return f"[{', '.join(short(value) for value in values)}]"


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_dot_products_start_from_the_vectors_named() -> None:
    for one, other in (((1, 2), (3, 1)), ((1, 2), (-2, 1))):
        terms = " + ".join(f"{a}×{b}" for a, b in zip(one, other, strict=True))
        shown = f"of `{listed(one)}` and `{listed(other)}` is `{terms} = {dot(one, other)}`"
        SHOWN(shown)


def test_matrix_of_the_product_stands_around_it() -> None:
    vector, matrix = (2, 1), ((1, 0), (3, 1))
    first, second = ((row[0], row[1]) for row in matrix)
    SHOWN(f"┌ {first[0]}  {first[1]} ┐", f"└ {second[0]}  {second[1]} ┘")
    terms = [f"{vector[0]}×{a} + {vector[1]}×{b}" for a, b in zip(first, second, strict=True)]
    product = [dot(vector, column) for column in zip(*matrix, strict=True)]
    SHOWN(f"[ {vector[0]} {vector[1]} ] × │ │ = [ {terms[0]} {terms[1]} ]")
    SHOWN(f"{terms[1]} ] = [ {product[0]} {product[1]} ]")


def test_softmax_pictures_name_their_scores() -> None:
    scores = (2, 1, 0)
    SHOWN(f"The scores {scores[0]}, {scores[1]} and {scores[2]} give")
    SHOWN("to the softmax: 2, 1, 0 and 12, 11, 10 give the same weights")
    total, wide = (sum(math.exp(score * scale) for score in scores) for scale in (1, 10))
    for score, line in zip(scores, SHOWN.block("scores ten times as large")[1:], strict=True):
        near, far = math.exp(score) / total, math.exp(10 * score) / wide
        cells = [score, short(near), "█" * round(20 * near), 10 * score, short(far)]
        assert line.replace("  █", " █").rstrip(" █").split() == [str(cell) for cell in cells]


def test_alignment_sum_starts_from_the_encoders_vectors() -> None:
    the, black, cat, weights = (1, 0), (0, 1), (1, 1), (0.05, 0.10, 0.85)
    SHOWN(f'`{listed(the)}` for "the", `{listed(black)}` for "black" and `{listed(cat)}` for "cat"')
    terms = " + ".join(
        f"{short(w)}×{listed(v)}" for w, v in zip(weights, (the, black, cat), strict=True)
    )
    received = [dot(weights, column) for column in zip(the, black, cat, strict=True)]
    SHOWN(f"`{terms} = {shares(received)}`", f"word {50 - 1} before it can begin word 50")
    SHOWN("last of 100 words, an RNN needs 99 steps")


def test_corpus_of_the_merges_is_named_and_counted() -> None:
    corpus = {"sea": 5, "seal": 3, "tea": 4, "team": 2}
    SHOWN('"sea" occurs 5 times, "seal" 3 times, "tea" 4 times and "team" twice')
    lengths = " + ".join(f"{count}×{len(word)}" for word, count in corpus.items())
    total = sum(count * len(word) for word, count in corpus.items())
    SHOWN(f"{lengths} = {total} characters")
    SHOWN(f"{' + '.join(map(str, corpus.values()))} = {sum(corpus.values())} times, more often")
    assert all("ea" in word for word in corpus)
    SHOWN(f"makes {256 + 50_000 + 1:,} tokens", f"one-hot vector of {256 + 50_000 + 1:,}")


def test_lookup_copies_row_two() -> None:
    rows = ((0.2, 0.9, -0.4), (0.1, 0.8, -0.3), (-0.7, 0.0, 0.5))
    row = "[ " + " ".join(f"{value:.1f}" for value in rows[2]) + " ]"
    SHOWN(f"2 {row} ──► {row}", "Multiplying `[0, 0, 1, 0]` by this table picks out row 2")
    SHOWN("far fewer dimensions: 768 numbers", "rows 0 and 1 have", "while rows 0 and 2 have")
    assert dot(rows[0], rows[1]) > 0 > dot(rows[0], rows[2])
    SHOWN("token 1 resembles token 0 and token 2 does not")


def test_position_is_added_number_by_number() -> None:
    embedding = (0.20, 0.90, -0.40, 0.10)
    place = (math.sin(1), math.cos(1), math.sin(0.01), math.cos(0.01))
    made = [a + b for a, b in zip(embedding, place, strict=True)]
    SHOWN(f"at position 1 has the invented embedding `{listed(embedding, 2)}`")
    SHOWN(f"receives `{listed(made, 2)}`; the first number is {embedding[0]:.2f} + {place[0]:.2f}.")
    slow = round(10_000 ** (2 / 4))
    SHOWN(f"`[sin p, cos p, sin(p/{slow}), cos(p/{slow})]`", f"sin p/{slow} cos p/{slow} 0 0.00")
    SHOWN("evenly between -1 and 1", f"no row for token {1_024 + 1:,}")
    SHOWN(f"about {math.degrees(1):.0f} degrees", "two equal vectors of length 1 that stand")


def test_query_of_herself_is_a_product() -> None:
    vector, rows = (1, 1), ((1, 0), (1, 1))
    query = [dot(vector, column) for column in zip(*rows, strict=True)]
    terms = ", ".join(
        " + ".join(f"{a}×{b}" for a, b in zip(vector, column, strict=True))
        for column in zip(*rows, strict=True)
    )
    SHOWN(f'"herself" has the vector `{listed(vector)}`')
    SHOWN(f"has the rows `{listed(rows[0])}` and `{listed(rows[1])}`")
    SHOWN(f"query is `[{terms}]` = `{listed(query)}`", f"query {listed(query)}, sqrt(2)")


def test_output_of_attention_is_the_weighted_sum_shown() -> None:
    weights, values = (0.85, 0.05, 0.10), ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5))
    output = [dot(weights, column) for column in zip(*values, strict=True)]
    terms = " + ".join(f"{short(w)}×{listed(v, 1)}" for w, v in zip(weights, values, strict=True))
    SHOWN(f"output {terms} = {shares(output)}", f"The output, `{shares(output)}`")
    SHOWN("turns them into weights that sum to 1.", f"key score /{math.sqrt(2):.2f} e^x")


def test_scores_of_64_dimensions_are_about_8_from_zero() -> None:
    score = math.isqrt(64)
    SHOWN(f"With d_k = {score**2}, a typical score is therefore about {score}, the square root of")
    SHOWN(f"scores {score} and 0 gives", f"after division by {score}, the scores 1 and 0 give")
    SHOWN("with mean 0 and variance 1, each product of two entries has variance 1", "`p × (1 - p)`")


def test_shapes_of_multi_head_attention() -> None:
    tokens, width, heads = len("The quick brown fox jumps over the lazy dog .".split()), 768, 12
    size = width // heads
    whole, part, square = f"{tokens} × {width}", f"{tokens} × {size}", f"{width} × {width}"
    SHOWN(f"one matrix of {square} makes", f"{whole} means ten rows", f"of {width} numbers.")
    SHOWN(f"input {whole} │ W_Q, W_K, W_V, each {square}")
    SHOWN(f"values {whole} each = {heads} heads of {part}")
    SHOWN(f"each head: ({part}) times ({size} × {tokens})")
    SHOWN(f"weights {heads} tables of {tokens} × {tokens}")
    SHOWN(f"outputs {heads} of {part}, side by side: {whole} │ W_O, {square}", f"output {whole}")


def test_two_heads_are_joined() -> None:
    one, other, column = (0.90, 0.10), (0.20, 0.70), (1, 0, 0, 1)
    SHOWN(f"one head returns `{shares(one)}`", f"second head returns `{shares(other)}`")
    SHOWN(f"they make `{shares((*one, *other))}`", f"column of W_O is `{listed(column)}`")


def test_residual_and_norm_name_their_vectors() -> None:
    SHOWN(
        f"input is `{listed((1.0, 2.0), 1)}` and the sub-layer returns `{listed((0.1, -0.3), 1)}`"
    )
    SHOWN(f"The vector `{listed((2, 4, 6, 8))}` has mean {(2 + 4 + 6 + 8) // 4}")
    SHOWN("Each number minus 5, divided by the square root of 5", "to mean 0 and variance 1, and")
    SHOWN("each norm has 768 scales and 768 shifts", "GPT-2 small has 124,439,808.")


def test_rounds_of_the_decoder_are_numbered_and_grow() -> None:
    rounds = SHOWN.block("Seven rounds of the decoder, one new token in each")[1:]
    written = ["<start>"]
    for number, line in enumerate(rounds, start=1):
        assert line.split() == [str(number), *written, line.split()[-1]]
        written.append(line.split()[-1])
    assert (written.count("<end>"), len(rounds)) == (1, 7)
    SHOWN(f"In round {len(rounds)} the decoder holds {len(rounds)} tokens", "that in round 1 only")
    SHOWN('logits 4.0 for "Bonjour", 2.5 for "Salut" and 0.5 for "Hello"')


def test_masked_example_names_its_queries() -> None:
    SHOWN('queries `[1, 0]` for "Ada" and `[0, 1]` for "thanked"', "scores / 1.41 weights after")
    SHOWN("e to the power of minus infinity is 0", "rewrite the 6 vectors", "stages 3 to 5 repeat")
    SHOWN(
        "Generating 5 tokens after a prompt of 10 means", f"token {11 + 1} must wait for token 11"
    )


def test_masks_of_the_three_families() -> None:
    rows = SHOWN.block("may look at: x yes, . no")[2:]
    for token, row in enumerate(rows, start=1):
        seen = " ".join("x" if other <= max(token, 2) else "." for other in range(1, 5))
        causal = " ".join("x" if other <= token else "." for other in range(1, 5))
        assert " ".join(row.split()) == f"token {token} x x x x {causal} {seen}"
    SHOWN("tokens 1 and 2 are input and tokens 3 and 4 are output", "so a text of 200 tokens")


def test_shapes_in_the_listing_are_those_of_the_fox() -> None:
    tokens, width = 10, 768
    SHOWN(f"# shape (1, {tokens})", f"wte(ids) # (1, {tokens}, {width})")
    SHOWN(f"arange(ids.size(-1))) # ({tokens}, {width})", f"places # (1, {tokens}, {width})")
    SHOWN(f"ids 0 to {tokens - 1} pick", "hidden_states[0])", "by the model    block 1 gets")


def test_induction_head_starts_from_one_score_of_four() -> None:
    SHOWN("the divided score 4 and six other tokens the score 0")
    SHOWN(f"{math.exp(4):.1f} once and {math.exp(0):.0f} six times")


def test_memory_of_gpt2_small_names_the_bytes() -> None:
    SHOWN("has 124,439,808 parameters of 4 bytes", "if each is stored in 2 bytes")
    SHOWN('the [MASK].")[:3]:', 'round(guess["score"], 2)')


def test_checks_of_an_implementation() -> None:
    loss = math.log(50_257)
    SHOWN("1  parameters", "2  first loss", "3  causality")
    SHOWN(f"changing token {8} leaves outputs 1 to {8 - 1} as they were")
    SHOWN("each of the 50,257 tokens about the same probability, 1/50,257, and minus")
    SHOWN(f"of that is {loss:.2f}. A first loss of 15", "towards 0 within minutes")
    assert loss + 4 < 15


def test_positions_added_twice() -> None:
    token, place = 0.50, 0.20
    SHOWN(f"right {token:.2f} - + {place:.2f} {token + place:.2f}")
    SHOWN(f"positions twice {token:.2f} + {place:.2f} + {place:.2f} {token + 2 * place:.2f}")
