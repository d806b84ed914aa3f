"""The small numbers of the lecture on model families: what its sums start from, each step."""

import math

from .shown import Shown

SHOWN = Shown("classic-model-families.md")
BLOCK = 7_087_872


def test_lecture_opens_with_the_size_of_palm() -> None:
    SHOWN("a model of 540 billion parameters")
    SHOWN.row("PaLM", 2022, "540 B", "Google", "largest dense by 2022")


def test_chain_rule_multiplies_the_three_factors_named() -> None:
    the, ferry, left = 0.2, 0.05, 0.4
    SHOWN(f'"The" begins a text with probability {the}, that "ferry" follows it with {ferry}')
    SHOWN(
        f'"left" follows both with {left}', f"{the} × {ferry} × {left} = {the * ferry * left:.3f}"
    )


def test_gpt_is_counted_from_its_shape() -> None:
    tokens, positions, width, blocks = 40_478, 512, 768, 12
    total = (tokens + positions) * width + blocks * BLOCK
    SHOWN(
        f"Its {blocks} blocks are", f"({tokens:,} + {positions}) × {width} + {blocks} × {BLOCK:,}"
    )
    SHOWN(f"{blocks} × {BLOCK:,} = {total:,} parameters")


def test_thirteen_widths_of_a_block() -> None:
    SHOWN("one block 12 × width² + 13 × width. Where do the 13 widths come from?")
    SHOWN("Attention has 4 biases of one width each", "biases of 4 widths and 1 width")
    SHOWN(f"two norms have {2} widths each: {4} + {4 + 1} + {2 * 2} = {4 + 4 + 1 + 4}.")


def test_loss_and_perplexity_of_four_tokens() -> None:
    chances = (1 / 2, 1 / 4, 1 / 4, 1 / 2)
    loss = -sum(math.log(chance) for chance in chances) / len(chances)
    named = [f"1/{1 / chance:.0f}" for chance in chances]
    SHOWN(f"tokens {named[0]}, {named[1]}, {named[2]} and {named[3]}, the loss is {loss:.2f}")
    SHOWN(f"perplexity e^{loss:.2f} = {math.exp(round(loss, 2)):.2f}")


def test_halving_a_perplexity_lowers_the_loss_by_ln_2() -> None:
    SHOWN(f"lowers the loss by ln 2 = {math.log(2):.2f}, whatever")
    SHOWN("The fall from 37.50 to 17.48 is more than half")
    SHOWN(f"coin toss would have the loss ln 2 = {math.log(2):.2f}.")


def test_one_text_is_cut_in_two_ways() -> None:
    words, loss = 100, 390
    SHOWN(f"a text of {words} words the same probability, with a total loss of {loss}")
    for tokens, told in ((130, "cuts the text into 130 tokens"), (200, "cuts it into 200 and")):
        SHOWN(told, f"e^({loss}/{tokens}) = {math.exp(loss / tokens):.1f}")
    SHOWN(f"both have e^({loss}/{words}) = {math.exp(loss / words):.1f}")


def test_detector_passes_fifty_of_a_thousand() -> None:
    SHOWN(
        "a hit rate of 95 %", f"among 1,000 machine-written texts it still passes {1000 * 5 // 100}"
    )


def test_gpt3_sum_names_its_shape() -> None:
    SHOWN("has about 12 × width² of them", "the 96 blocks hold 12 × 96 × 12,288²")
    SHOWN("where guessing gives 50 %", "set_seed(1)", "max_new_tokens=30", "answer[0]")


def test_positions_of_bert_count_its_tokens() -> None:
    lines = SHOWN.block("each column is a sum of three vectors")
    tokens = lines[-3].split()[1:]
    assert lines[-1].split()[1:] == [str(number) for number in range(len(tokens))]
    SHOWN(f"of {BLOCK:,} each", f"which makes {12 * BLOCK:,}.", "one vector of 768 numbers")
    SHOWN(f"× 768 + 1,536 = {(30_522 + 512 + 2) * 768 + 1_536:,} parameters")


def test_masked_text_has_400_tokens() -> None:
    tokens, chosen = 400, 60
    assert chosen == tokens * 15 // 100
    SHOWN(f"Masking a text of {tokens} tokens", f"{tokens} tokens ├─ {tokens - chosen} not chosen")
    SHOWN(f"A text of {tokens} tokens gives GPT {tokens - 1} guesses and BERT {chosen}")
    SHOWN(f"{chosen} chosen (15 %)", f"From {tokens} tokens BERT takes {chosen} lessons")
    losses = [-math.log(chance) for chance in (0.60, 0.25)]
    SHOWN(f"probabilities 0.60 and 0.25, the losses are {losses[0]:.2f} and {losses[1]:.2f}")
    SHOWN("choose 50 % of the tokens", "A head of 1,538 parameters")
    assert round(50 / 15) == 3  # three times as many guesses


def test_roberta_reads_sixteen_times_as_many_sequences() -> None:
    SHOWN(f"nearly {8_000 * 500_000 / (256 * 1_000_000):.0f} times as many", "Over 40 passes")
    more = 50_265 - 30_522
    SHOWN(f"50,265 rows, {more:,} more", f"adds {more:,} × 768 = {more * 768:,} parameters")


def test_teacher_scores_and_temperatures() -> None:
    SHOWN('scores 4 for "harbour", 3 for "port" and 0 for "spoon"', "a number T above 1")
    SHOWN("right answer   teacher, T = 1   teacher, T = 2", f"six blocks of {BLOCK:,}")
    SHOWN(f"which is {77.0 / 79.5:.0%}.".replace("%", " %"))


def test_factorised_embedding_names_its_sides() -> None:
    tokens, width, narrow = 30_000, 768, 128
    SHOWN(f"With {tokens:,} tokens, a full table of width {width} has {tokens * width:,}")
    both = tokens * narrow + narrow * width
    SHOWN(f"stores {tokens:,} × {narrow} and stretches with {narrow} × {width}, together {both:,}.")
    SHOWN.row("Norm after the tables", f"{narrow} + {narrow}", 2 * narrow)


def test_big_bird_looks_at_eight_blocks_of_64() -> None:
    everyone, near, drawn = 2, 3, 3
    blocks = everyone + near + drawn
    SHOWN(f"blocks of 64 tokens and lets each block look at {blocks} others: {everyone} that")
    SHOWN(f"{near} neighbours including itself, and {drawn} drawn at random")
    SHOWN(f"{blocks * 64} scores instead of {4_096:,}", "Full attention over 4,096 tokens")


def test_similarity_has_21_answers_and_text_400_tokens() -> None:
    SHOWN(f"which leaves {round((5 - 1) / 0.2) + 1} possible answers", "bookkeeping for 400 tokens")


def test_segments_reach_back_by_layers() -> None:
    layers, size = 3, 4
    SHOWN(f"layers, segments of {size}: how far", f"last segment of layer {layers} can draw on")
    SHOWN(
        f"With {layers} layers and segments of {size}",
        f"{layers} × {size} = {layers * size} tokens",
    )
    SHOWN(f"{18} layers and segments of {384} tokens could reach back {18 * 384:,}")
    rows = SHOWN.block("how far back the last layer can reach")
    assert [row.split()[1] for row in rows[:3]] == ["3", "2", "1"]
    assert [row.count("■") // size for row in rows] == [1, 2, 3, 4]
    SHOWN('"position 3" would')


def test_rule_of_twelve_names_its_parts() -> None:
    SHOWN("**the 12 L d² rule**", "about 12 × L × d² parameters", "Width | 12 L d² | Token")
    SHOWN(
        "Attention gives four matrices of d × d, and the feed-forward network gives two of d × 4d"
    )
    assert 4 + 2 * 4 == 12
    SHOWN(f"With {12 + 1} L d² and the table", "24 layers, width 2,048 and 1.3 billion parameters")
    assert round((12 * 24 * 2_048**2 + 50_257 * 2_048) / 1e9, 1) == 1.3
    SHOWN("a table of 50,257 tokens", "the rule 12 × layers × width² fails", "12 × 64 × 8,192²")
    SHOWN(f"four matrices of 8,192 × {128 * 128:,}")


def test_two_of_four_experts_share_a_token() -> None:
    rows = SHOWN.block("with four experts, two chosen")
    found = [line.split("expert ")[1].split() for line in rows if "expert " in line]
    assert [words[0] for words in found] == ["1", "2", "3", "4"]
    weights = [float(word) for words in found for word in words[1:] if word[0].isdigit()]
    assert (weights, sum(weights)) == ([0.7, 0.3], 1.0)


def test_classics_are_a_thousand_times_smaller_than_a_chat_model() -> None:
    SHOWN("encoder of 100 million parameters", "Compared with 30,522 tokens")
    SHOWN(f"the smaller table saves {30_522 - 21_128:,} × 768")
