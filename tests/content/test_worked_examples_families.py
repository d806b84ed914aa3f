"""Recompute every number worked out in the lecture on the classic model families.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
import re
from pathlib import Path
from typing import Any

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "classic-model-families.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())


def block(width: int) -> int:
    """Parameters of a Transformer block: attention, feed-forward network, two norms."""
    attention = 4 * (width * width + width)
    feed_forward = (width * 4 * width + 4 * width) + (4 * width * width + width)
    return attention + feed_forward + 2 * (width + width)


def bert(layers: int, width: int, vocabulary: int, rows: int = 512 + 2) -> int:
    tables = (vocabulary + rows) * width + 2 * width
    return tables + layers * block(width) + width * width + width


WIDTH = 768
BLOCK = block(WIDTH)
GPT = (40_478 + 512) * WIDTH + 12 * BLOCK
BERT_BASE, BERT_LARGE = bert(12, WIDTH, 30_522), bert(24, 1_024, 30_522)
ROBERTA = bert(12, WIDTH, 50_265, 514 + 1)
DISTILBERT = (30_522 + 512) * WIDTH + 2 * WIDTH + 6 * BLOCK
GPT2_SMALL = (50_257 + 1_024) * WIDTH + 12 * BLOCK + 2 * WIDTH
T5_ENCODER = 4 * WIDTH**2 + 8 * WIDTH**2 + 2 * WIDTH
T5_DECODER = 8 * WIDTH**2 + 8 * WIDTH**2 + 3 * WIDTH
T5_BASE = 12 * (T5_ENCODER + T5_DECODER) + 2 * WIDTH + 32_128 * WIDTH + 2 * 32 * 12


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def softmax(scores: tuple[float, ...]) -> list[float]:
    powers = [math.exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


def billions(value: float) -> str:
    return f"{value / 1e9:.1f} B"


def test_gpt_bert_and_t5_see_two_six_and_four_words_of_seven() -> None:
    words = "The ferry left the harbour at noon".split()
    place = words.index("left")
    assert (place, len(words) - 1) == (2, 6)
    assert_shown("GPT may use the two words before it, and BERT the six words around it")
    assert len(words) - len("left the noon".split()) == 4
    assert_shown("reads the four words that survive and writes out the three")


def test_chain_rule_gives_the_ferry_left_a_probability_of_0004() -> None:
    assert math.isclose(0.2 * 0.05 * 0.4, 0.004)
    assert_shown("0.2 × 0.05 × 0.4 = 0.004")


def test_gpt_has_116534784_parameters() -> None:
    assert_shown(f"have {BLOCK:,} parameters each", f"12 × 7,087,872 = {GPT:,} parameters")
    assert_shown(f"began with {GPT / 1e6:.0f} million")
    assert round(175e9 / GPT, -2) == 1_500
    assert_shown("a factor of fifteen hundred")


def test_losses_and_bars_of_the_four_gpt2_perplexities() -> None:
    names = ("smallest", "second", "third", "largest")
    for name, value in zip(names, (37.50, 26.37, 22.05, 17.48), strict=True):
        assert_shown(f"{name} {value:.2f} {'█' * round(value / 2)} loss {math.log(value):.2f}")
    fall = math.log(37.50) - math.log(17.48)
    assert_shown(f"ln 2 = {math.log(2):.2f}", f"the loss falls by {fall:.2f}")
    assert fall > math.log(2)


def test_perplexity_depends_on_the_tokeniser() -> None:
    assert_shown(
        f"e^(390/130) = {math.exp(390 / 130):.1f}", f"= {math.exp(390 / 200):.1f}. Per word"
    )
    assert_shown(f"e^(390/100) = {math.exp(390 / 100):.1f}")


def test_gpt2_function_counts_all_four_sizes() -> None:
    code = re.search(r"```python\n(def gpt2_parameters.*?)```", SOURCE, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code.group(1), names)
    sizes = ((12, 768, 12, 117), (24, 1_024, 16, 345), (36, 1_280, 20, 762), (48, 1_600, 25, 1_542))
    for layers, width, heads, printed in sizes:
        count = (50_257 + 1_024) * width + layers * block(width) + 2 * width
        assert names["gpt2_parameters"](layers, width) == count
        row = str(layers), f"{width:,}", str(heads), f"{count:,}", f"{printed:,} million"
        assert_row(*row)
        assert block(width) == 12 * width**2 + 13 * width
    assert_shown(f"The largest model is {count / GPT:.1f} times", "4 + 5 + 4 = 13")


def test_gpt3_blocks_data_and_memory_and_a_detector_of_gpt2() -> None:
    assert_shown(f"among 1,000 machine-written texts it still passes {1_000 * 5 // 100}")
    blocks, table = 12 * 96 * 12_288**2, 50_257 * 12_288
    assert_shown(f"12 × 96 × 12,288² = {blocks / 1e9:.1f} billion")
    assert_shown(f"the token table adds {table / 1e9:.1f} billion")
    assert 60 + 22 + 8 + 8 + 3 == 101
    assert_shown("add up to 101 %", f"0.60 × 300 = {0.60 * 300:.0f} billion of its 410")
    assert_shown(f"fill {175 * 2} GB at two bytes each")


def test_bert_counts() -> None:
    assert_row("BERT-base", "12", "768", "12", f"{BERT_BASE:,}", "110 million")
    assert_row("BERT-large", "24", "1,024", "16", f"{BERT_LARGE:,}", "340 million")
    assert_shown("(30,522 + 512 + 2) × 768 + 1,536", f"{WIDTH * WIDTH + WIDTH:,}")
    assert_shown(f"The sum is {BERT_BASE:,}")


def test_masking_400_tokens_makes_48_masks_6_random_6_unchanged() -> None:
    chosen = 400 * 15 // 100
    assert (chosen, 400 - chosen) == (60, 340)
    assert_shown("340 not chosen", "60 chosen (15 %)", f"GPT {400 - 1} guesses and BERT {chosen}")
    for number, words, share in ((48, "become [MASK]", 80), (6, "become random", 10)):
        assert number == chosen * share // 100
        assert_shown(f"{number} {words} ({share} %) {number / 4:.1f} %")
    assert_shown("6 stay unchanged (10 %) 1.5 %", "BERT predicts 15 % and masks 12 %")


def test_masked_language_modelling_loss_and_coin_toss() -> None:
    first, second = -math.log(0.60), -math.log(0.25)
    assert_shown(f"the losses are {first:.2f} and {second:.2f}")
    assert_shown(f"the average is {(first + second) / 2:.2f}")


def test_bert_saw_131_billion_tokens_in_40_passes() -> None:
    tokens = 256 * 512 * 1_000_000
    assert_shown(f"about {tokens / 1e9:.0f} billion tokens")
    assert_shown(f"some {tokens / 3.3e9:.0f} passes through its 3.3 billion words")


def test_task_heads_are_tiny() -> None:
    assert_row("Sentiment, 2 kinds", "the vector of `[CLS]`", f"2 × 768 + 2 = {2 * 768 + 2:,}")
    entities = f"9 × 768 + 9 = {9 * 768 + 9:,}"
    assert_row("Named entities, 9", "the vector of each token", entities)
    assert_shown(f"{1_538 / BERT_BASE:.4%}".replace("%", " % of the model"))
    assert_shown(f"{BERT_BASE * 4 / 1e6:.0f} MB at four bytes")


def test_best_answer_span_is_noon() -> None:
    start = [0.1, 0.3, 0.2, 2.0, 3.5]
    end = [0.0, 0.4, 1.0, 0.5, 4.0]
    assert_shown(f"start {' '.join(map(str, start))} end {' '.join(map(str, end))}")
    spans = {(i, j): start[i] + end[j] for i in range(5) for j in range(i, 5)}
    assert max(spans, key=spans.__getitem__) == (4, 4)
    assert_shown(f"2.0 + 4.0 = {spans[3, 4]}", f"3.5 + 4.0 = {spans[4, 4]} the best span")


def test_roberta_sequences_masks_and_parameters() -> None:
    assert_shown(f"{256 * 1_000_000 // 10**6} million sequences")
    assert_shown(f"about {8_000 * 500_000 // 10**6:,} million")
    assert round(8_000 * 500_000 / 256e6) == 16
    assert 40 / 10 == 4
    rows = 50_265 - 30_522
    assert_shown(f"19,743 × 768 = {rows * WIDTH:,}", f"base model to {ROBERTA:,}")


def test_distillation_softens_probabilities() -> None:
    hot, cool = softmax((4, 3, 0)), softmax((2, 1.5, 0))
    for word, right, first, second in zip(
        ("harbour", "port", "spoon"), (1, 0, 0), hot, cool, strict=True
    ):
        shown = [f"{x:.2f}".removeprefix("0") for x in (right, first, second)]
        assert_shown(" ".join([word, *shown]))


def test_distilbert_size_score_and_speed() -> None:
    saved = 1 - DISTILBERT / BERT_BASE
    assert_shown(f"{DISTILBERT:,} parameters, {saved * 100:.0f} % fewer")
    assert round(77.0 / 79.5 * 100) == 97
    assert_shown(f"{668 / 410:.2f} times as much work", f"{(1 - 410 / 668) * 100:.0f} % less time")


def test_albert_base_has_11683584_parameters() -> None:
    tables, stretch, pooler = (30_000 + 512 + 2) * 128, 128 * 768 + 768, 768 * 768 + 768
    assert_row("Tables (tokens, places, parts)", "(30,000 + 512 + 2) × 128", f"{tables:,}")
    assert_row("Stretching to 768", "128 × 768 + 768", f"{stretch:,}")
    assert_row("One shared block", "", f"{BLOCK:,}")
    assert_row("Pooler", "768 × 768 + 768", f"{pooler:,}")
    total = tables + 256 + stretch + BLOCK + pooler
    assert_row("Sum", "", f"{total:,}")
    assert round(BERT_BASE / total) == 9


def test_albert_saves_more_by_sharing() -> None:
    full, short = 30_000 * 768, 30_000 * 128 + 128 * 768
    assert_shown(f"{full:,} parameters. ALBERT", f"together {short:,}")
    assert_shown(f"11 × {BLOCK:,} = {11 * BLOCK:,}", f"- {short:,} = {full - short:,}")


def test_electra_learns_from_nearly_seven_times_as_many_tokens() -> None:
    assert 6.5 < 400 / 60 < 7
    assert_shown("BERT takes 60 lessons and ELECTRA takes 400, nearly seven times as many")


def test_big_bird_computes_an_eighth_of_the_scores() -> None:
    assert_shown(f"4,096² = {4_096**2:,}", f"{8 * 64} scores instead of 4,096, an eighth")
    assert 2 + 3 + 3 == 8 == 4_096 // (8 * 64) == 4_096 // 512


def test_glue_bars_are_in_proportion() -> None:
    scores = {"GPT": 72.8, "BERT": 80.5, "people": 87.1}
    for name, score in (scores | {"RoBERTa": 88.5, "ALBERT": 89.4, "T5": 90.3}).items():
        assert_shown(f"{name} {score} {'█' * round(score / 2.5)} ")


def test_t5_similarity_spans_and_size() -> None:
    assert round((5 - 1) / 0.2) + 1 == 21
    hidden, runs = 400 * 15 // 100, 400 * 15 // 100 // 3
    assert_shown(f"15 % or {hidden} are hidden, in {runs} runs of 3")
    assert_shown(f"keeps {400 - hidden} tokens and gains {runs} markers, {400 - hidden + runs} in")
    assert_shown(f"{hidden} tokens and {runs + 1} markers, {hidden + runs + 1} in all")
    assert_shown(f"{T5_BASE:,} parameters, twice")
    assert round(T5_BASE / BERT_BASE) == 2


def test_empty_runs_of_bart_and_reach_of_transformer_xl() -> None:
    assert_shown(f"e^-3 = {math.exp(-3):.3f}")
    assert_shown(f"3 × 4 = {3 * 4} tokens", f"could reach back {18 * 384:,}")


def test_twelve_l_d_squared_explains_three_models_and_not_gopher() -> None:
    models = (
        ("GPT-3", 96, 12_288, 50_257, 175),
        ("BLOOM", 70, 14_336, 250_880, 176),
        ("MT-NLG", 105, 20_480, 51_200, 530),
        ("Gopher", 80, 16_384, 32_000, 280),
    )
    for name, layers, width, tokens, stated in models:
        rule, table = 12 * layers * width**2, tokens * width
        shown = billions(rule), billions(table), billions(rule + table)
        assert_row(name, str(layers), f"{width:,}", *shown, f"{stated} B")
        assert (abs(rule + table - stated * 1e9) < 0.01 * stated * 1e9) == (name != "Gopher")
    assert_shown(f"misses Gopher by {280 - (rule + table) / 1e9:.0f} billion")
    assert_shown(f"the sum is {(13 * 80 * 16_384**2 + table) / 1e9:.1f} billion")


def test_24_layers_of_width_2048_make_1_3_billion() -> None:
    blocks, table = 12 * 24 * 2_048**2 / 1e9, 50_257 * 2_048 / 1e9
    assert_shown(f"12 × 24 × 2,048² is {blocks:.2f} billion", f"adds {table:.2f} billion")
    assert round(blocks + table, 1) == 1.3


def test_lamda_has_137_billion_parameters_in_unusual_layers() -> None:
    attention, feed_forward = 4 * 8_192 * 128 * 128, 3 * 8_192 * 65_536
    assert_shown(f"would give 12 × 64 × 8,192² = {12 * 64 * 8_192**2 / 1e9:.1f} billion")
    assert_shown(f"{attention / 1e6:.1f} + {feed_forward / 1e6:,.1f} million")
    assert_shown(f"64 layers have {64 * (attention + feed_forward) / 1e9:.1f} billion")
    assert_shown(f"{2.81 / 1.56:.1f} tokens a word", f"would be {168 / 2_810 * 100:.0f} % of")


def test_mixtures_of_experts_use_a_small_part_of_themselves() -> None:
    assert_shown(f"96.6 billion for any one token, which is {96.6 / 1_200 * 100:.0f} %")
    assert round(1_200 / 175) == 7
    assert_shown(f"37 billion per token, {37 / 671 * 100:.1f} %")


def test_memory_of_the_five_classics() -> None:
    sizes = [BERT_BASE, ROBERTA, DISTILBERT, GPT2_SMALL, T5_BASE]
    shown = [f"{size * 4 / 1e6:.0f}" for size in sizes]
    assert_shown(f"the five take {', '.join(shown[:4])} and {shown[4]} MB")
    for name, size in zip(("BERT", "RoBERTa", "DistilBERT", "GPT-2", "T5"), sizes, strict=True):
        assert re.search(rf"\| {name} +\| [A-Z][\w ]+ +\| +{size / 1e6:.0f} M \|", SOURCE), name


def test_chinese_bert_and_its_smaller_table() -> None:
    assert (len("下雨天留客天留我不留"), len("中文沒有空格")) == (10, 6)
    assert_shown("same ten characters", "six characters are six tokens")
    saved = (30_522 - 21_128) * WIDTH
    assert_shown(f"9,394 × 768 = {saved:,}", f"has {bert(12, WIDTH, 21_128):,}")
