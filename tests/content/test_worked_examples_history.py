"""Recompute every number worked out in the lecture on the history of language models.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "history-and-landscape.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

CORPUS = ("the cat sat on the mat", "the dog sat on the cat", "the cat ran")
SIZES = {
    "Transformer": 65e6,
    "GPT": 117e6,
    "BERT large": 340e6,
    "GPT-2": 1.5e9,
    "T5": 11e9,
    "GPT-3": 175e9,
}
GPT3_CALCULATIONS = 3_640 * 10**15 * 86_400
YEAR = 365.25 * 86_400


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def block(title: str) -> list[str]:
    """The lines of the fenced block whose opening line ends with this title."""
    return SOURCE.split(f"{title}\n", 1)[1].split("\n```", 1)[0].splitlines()


def short(value: float) -> str:
    """A probability as the lecture prints it: two decimals, no zero before the point."""
    return f"{value:.2f}".removeprefix("0")


def steps(sentence: str) -> list[tuple[str, str]]:
    words = ["<s>", *sentence.split(), "</s>"]
    return list(zip(words, words[1:], strict=False))


PAIRS = Counter(pair for sentence in CORPUS for pair in steps(sentence))
FIRSTS = Counter(first for sentence in CORPUS for first, _ in steps(sentence))
CHOICES = len({second for _, second in PAIRS})


def probability(sentence: str, added: int = 0) -> float:
    return math.prod(
        (PAIRS[pair] + added) / (FIRSTS[pair[0]] + added * CHOICES) for pair in steps(sentence)
    )


def perplexity(sentence: str, added: int = 0) -> float:
    product = probability(sentence, added)
    return product ** (-1 / len(steps(sentence))) if product else math.inf


def test_hot_kettle_is_2500_times_as_probable_as_hat() -> None:
    hot, hat = 0.02 * 0.30 * 0.25, 0.02 * 0.30 * 0.0001
    assert_shown(f".02 × .30 × .25 = {f'{hot:.4f}'[1:]}", f"= {f'{hat:.7f}'[1:]}")
    assert_shown(f"{hot / hat:,.0f} times as probable")


def test_banner_spells_glancali_and_not_ai() -> None:
    banner = block("The banner that GPT-4 drew on 24 March 2023")
    word = block("The word AI in the same lettering")
    starts = {"G": 0, "L": 9, "A": 17, "N": 25, "C": 35, "A2": 43, "L2": 51, "I": 59}
    assert len(starts) == 8
    ends = [*list(starts.values())[1:], 62]
    glyph = {
        letter: [line.ljust(63)[1 + start : 1 + end] for line in banner]
        for (letter, start), end in zip(starts.items(), ends, strict=True)
    }
    assert glyph["A"] == glyph["A2"]
    assert glyph["L"] == glyph["L2"]
    joined = [(a + i).rstrip() for a, i in zip(glyph["A"], glyph["I"], strict=True)]
    assert joined == [line[1:].rstrip() for line in word]
    assert_shown("eight letters, closest to G, L, A, N, C, A, L and I")
    assert (date(2023, 3, 24) - date(2023, 3, 14)).days == 10
    assert_shown("then ten days old")


def test_markov_counts_give_432_128_and_663_thousandths() -> None:
    vowels, letters, double = 8_638, 20_000, 1_104
    rows = [
        ("anything", vowels, letters),
        ("a vowel", double, vowels),
        ("a consonant", vowels - double, letters - vowels),
    ]
    for name, count, total in rows:
        share = count / total
        bar = "█" * round(share * 20)
        assert_shown(f"after {name} {count:,} of {total:,} {f'{share:.3f}'[1:]} {bar} ".rstrip())
    assert_shown(f"in {vowels / letters:.0%} of".replace("%", " %"))
    assert_shown(f"the other {vowels - double:,}")


def test_shannon_leaves_one_and_a_half_to_two_and_a_half_letters() -> None:
    assert_shown(f"log2(27) = {math.log2(27):.2f}", "between 0.6 and 1.3 bits")
    assert round(2**4.75) == 27
    assert_shown(f"among {2**0.6:.1f} to {2**1.3:.1f} letters")
    assert 1948 - 1913 == 35


def test_eliza_program_gives_the_four_replies() -> None:
    code = SOURCE.split("```python\nimport re\n", 1)[1].split("```", 1)[0]
    names: dict[str, Any] = {}
    exec("import re\n" + code, names)
    replies = 0
    for line in block("Four replies of the program above"):
        said, answered = line.strip().split("   ", 1)
        assert names["reply"](said) == answered.strip()
        replies += 1
    assert replies == 4


def test_bigram_table_of_the_small_corpus() -> None:
    assert_shown(*(f'"{sentence}"' for sentence in CORPUS))
    for first in ("<s>", "the", "cat", "dog", "sat", "on"):
        seconds = [pair[1] for pair in PAIRS if pair[0] == first]
        seconds.sort(key=lambda second: -PAIRS[first, second])
        counts = " ".join(f"{second} {PAIRS[first, second]}" for second in seconds)
        shares = (short(PAIRS[first, second] / FIRSTS[first]) for second in seconds)
        chances = " ".join(" ".join(pair) for pair in zip(seconds, shares, strict=True))
        assert_shown(f"{first} {counts} {chances}")
    assert_shown(f"3/5 = {short(PAIRS['the', 'cat'] / FIRSTS['the'])}", "# 0.6")


def test_unseen_sentence_has_probability_4_percent() -> None:
    sentence = "the dog sat on the mat"
    assert sentence not in CORPUS
    chances = [short(PAIRS[pair] / FIRSTS[pair[0]]) for pair in steps(sentence)]
    assert len(chances) == 7
    assert_shown(f"{', '.join(chances[:-1])} and {chances[-1]}, which multiply to")
    assert_shown(f"multiply to {short(probability(sentence))}")


def test_adding_one_gives_two_thirds_to_senseless_words() -> None:
    total = FIRSTS["dog"] + CHOICES
    assert probability("the dog ran") == 0
    assert_shown(
        "eight different words can come next", f"(0 + 1) / (1 + {CHOICES}) = {short(1 / total)}"
    )
    rows = {"sat 1.00": 2, "ran .00": 1, "six others .00": CHOICES - 2}
    for row, count in rows.items():
        assert_shown(
            f"{row} {count}/{total} = {short(count / total)} {'█' * round(20 * count / 9)}"
        )


def test_possible_n_grams_and_the_share_a_corpus_can_show() -> None:
    names = {2: ("100 million", 10**8), 3: ("1 trillion", 10**12)}
    names[5] = ("100 million trillion", 10**20)
    for n, (name, count) in names.items():
        assert 10_000**n == count
        assert_row(str(n), name, str(n - 1))
    assert 10**20 / (2 * 10**12) == 50_000_000
    assert_shown("one in 50 million")
    words = "The keys to the old cabinet in the hall are".split()
    assert_shown(f"a {len(words) - words.index('keys')}-gram to reach back")


def test_perplexities_of_the_small_corpus() -> None:
    assert_shown(f"(1/.04)^(1/7) = {perplexity('the dog sat on the mat'):.2f}")
    for sentence in ("the dog sat on the mat", "the dog ran"):
        plain = perplexity(sentence)
        shown = "infinite" if math.isinf(plain) else f"{plain:.2f}"
        assert_shown(f"{sentence} {shown} {perplexity(sentence, 1):.2f} {CHOICES}")
    sentence = "the dog sat on the mat"
    assert_shown(f"from {perplexity(sentence):.2f} to {perplexity(sentence, 1):.2f}")


def test_feature_vectors_score_dog_like_cat() -> None:
    vectors = {"cat": (0.9, 0.8), "dog": (0.8, 0.9), "mat": (-0.7, 0.1)}
    for word, (a, b) in vectors.items():
        shown = [f"{x:.1f}".replace("0.", ".") for x in (a, b)]
        score = f"{a + b:.1f}".replace("0.", ".")
        assert_shown(f"{word} [{shown[0].rjust(3)}, {shown[1].rjust(3)} ] {score}")


def test_neural_model_has_816050_parameters() -> None:
    words, features, context, units = 10_000, 30, 4, 50
    table, wide = words * features, context * features
    middle, output = wide * units + units, units * words + words
    assert_shown(f"take {words:,} × {features} = {table:,} numbers")
    assert_shown(
        f"reads {context} × {features} = {wide} features", f"{wide} × 50 + 50 = {middle:,}"
    )
    assert_shown(f"50 × 10,000 + 10,000 = {output:,}", f"is {table + middle + output:,} in all")


def test_king_minus_man_plus_woman_is_nearest_to_queen() -> None:
    vectors = {"king": (1.0, 0.1), "man": (0.1, 0.0), "woman": (0.1, 1.0), "queen": (1.0, 0.9)}
    king, man, woman = vectors["king"], vectors["man"], vectors["woman"]
    made = tuple(k - m + w for k, m, w in zip(king, man, woman, strict=True))
    assert_shown(f"= [{made[0]:.1f}, {made[1]:.1f}]")
    distances = {word: math.dist(made, vector) for word, vector in vectors.items()}
    assert min(distances, key=lambda word: distances[word]) == "queen"
    assert_shown(f"at distance {distances['queen']:.1f}")


def test_memory_halves_and_lstm_cell_keeps() -> None:
    halves = [0.5**n for n in range(4)]
    assert halves == [1.0, 0.5, 0.25, 0.125]
    assert_shown("1, .5, .25, .125", "# 1.0, 0.5, 0.25, 0.125")
    assert 0.5**10 < 1 / 1000
    shown = {1: ".50", 10: f"{0.5**10:.3f}"[1:], 50: f"{0.5**50:.16f}", 100: "about 10^-30"}
    assert round(math.log10(0.5**100)) == -30
    for count, half in shown.items():
        assert_row(str(count), half, short(0.99**count))


def test_gpt3_took_314_sextillion_calculations() -> None:
    assert_shown(f"3,640 × 10^15 × 86,400 = {GPT3_CALCULATIONS / 10**23:.2f} × 10^23")
    assert round(GPT3_CALCULATIONS / 10**9 / YEAR, -6) == 10_000_000
    assert round(GPT3_CALCULATIONS / 10**14 / YEAR) == 100
    days = round(GPT3_CALCULATIONS / 10**17 / 86_400)
    assert_row("one processor of 2000", "10^9", "10 million years")
    assert_row("one GPU of about 2020", "10^14", "100 years")
    assert_row("a thousand such GPUs", "10^17", f"{days} days")
    assert_shown(f"roughly {300 * 10**9 // 10**6:,} times as much")


def test_growth_from_the_transformer_to_gpt3() -> None:
    for name, size in SIZES.items():
        shown = f"{size / 1e6:.0f}M" if size < 1e9 else f"{size / 1e9:g}B"
        assert_shown(f"{name} {shown} {'█' * round(6 * (math.log10(size) - 7))} ")
    assert_shown(f"grew {SIZES['GPT-2'] / SIZES['GPT']:.0f}-fold")
    assert_shown(f"{SIZES['GPT-3'] / SIZES['GPT-2']:.0f}-fold")
    growth = SIZES["GPT-3"] / SIZES["GPT"]
    assert_shown(f"the growth was {growth:,.0f}-fold", f"about {math.log2(growth):.1f} doublings")
    assert_shown(f"in 23 months, or one every {23 / math.log2(growth):.1f} months")
    assert_shown(f"{SIZES['GPT-3'] * growth / 1e12:.0f} trillion parameters")
    assert SIZES["GPT-3"] / SIZES["Transformer"] > 1000


def test_llama_figures_agree_with_each_other() -> None:
    hours = 2_048 * 21 * 24
    assert_shown(f"2,048 GPUs × 21 days × 24 hours = {hours:,} GPU-hours")
    assert round(100 * (1 - 1_022_362 / hours)) == 1
    tokens = 380 * 2_048 * 21 * 86_400
    assert_shown(f"86,400 seconds = {tokens / 10**12:.2f} trillion tokens")
    assert_shown(f"about {1_022_362 * 2 / 10**6:.1f} million dollars")


def test_surge_dates_sizes_and_visits() -> None:
    assert (2022 - 2017) * 12 + 11 - 6 == 5 * 12 + 5
    sizes = [f"{2 * size}" for size in (7, 13, 70)]
    assert_shown(f"take {sizes[0]}, {sizes[1]} and {sizes[2]} GB")
    july = 1.43 / 0.968
    june = july / 0.90
    may = june / 0.903
    assert_shown(f"July 1.43 / .968 = {july:.2f}", f"June {july:.2f} / .90 = {june:.2f}")
    assert_shown(f"May {june:.2f} / .903 = {may:.2f}")


def test_orders_of_models_part_with_llama_and_chinchilla() -> None:
    size = {"GPT": 0.117, "BERT": 0.34, "T5": 11, "GPT-3": 175, "LLaMA": 65, "Chinchilla": 70}
    old = [name for name in size if name not in {"LLaMA", "Chinchilla"}]
    assert_shown(f"by size {', '.join(sorted(old, key=lambda name: size[name]))}")
    assert_shown(f"by name {', '.join(sorted(old))}")
    assert sorted(size, key=lambda name: size[name])[2:] == ["T5", "LLaMA", "Chinchilla", "GPT-3"]
