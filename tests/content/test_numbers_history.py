"""The small numbers of the lecture on history: what its examples start from, and each step."""

import math

from .shown import Shown, printed, short

SHOWN = Shown("history-and-landscape.md")


def test_of_ten_thousand_texts_fifteen_begin_with_tea_is_hot() -> None:
    texts, tea, steps, hat = 10_000, 0.02, (0.30, 0.25), 0.0001
    with_is = texts * tea * steps[0]
    SHOWN(f"between {0} and {1} that says", f"{short(tea)}, short for {tea}, means 2 cases in 100")
    SHOWN(f'"tea" {short(tea)} as', f'"is" {short(steps[0])} after', f'"hot" {short(steps[1])}')
    SHOWN(f'Of {texts:,} texts, {texts * tea:.0f} would then begin with "tea"')
    SHOWN(f'{with_is:.0f} of these go on with "is", and {with_is * steps[1]:.0f} of those')
    both = f"tea {short(tea)} × is {short(steps[0])} ×"
    SHOWN(f"{both} hot {short(steps[1])} = {short(tea * steps[0] * steps[1], 4)}")
    SHOWN(f"{both} hat {short(hat, 4)} = {short(tea * steps[0] * hat, 7)}")


def test_markovs_other_letters_are_consonants() -> None:
    letters, vowels, double = 20_000, 8_638, 1_104
    SHOWN(f"the first {letters:,} letters", f"found {vowels:,} vowels")
    SHOWN(f"a share of {short(vowels / letters, 3)}. The other {letters - vowels:,} letters")
    SHOWN(f"only {double:,} vowels", f"the other {vowels - double:,}")


def test_bits_are_exponents_of_two() -> None:
    SHOWN("2 × 2 × 2 = 8", "n answers one among 2^n", f"With {27 - 1} letters and the space")
    bits = f"{math.log2(27):.2f}"
    SHOWN(f"carry {bits} bits, since 2^{bits} is about 27", f"write log2(27) = {bits}.")
    SHOWN("letters rather than 27.", f"2^0.6 is {2**0.6:.1f} and 2^1.3 is {2**1.3:.1f}")


def test_backoff_asks_how_often_a_word_occurs_at_all() -> None:
    corpus = ["the cat sat on the mat", "the dog sat on the cat", "the cat ran"]
    words = [word for sentence in corpus for word in [*sentence.split(), "</s>"]]
    ran = words.count("ran") / len(words)
    SHOWN(f"the {len(words)} words and end markers of the corpus, {short(ran)},")
    assert len(set(words)) == 8
    SHOWN("next: the, cat, mat, dog, sat, on, ran and the end marker")


def test_perplexity_of_a_coin() -> None:
    product = (1 / 2) ** 3
    SHOWN("the probability 1/2 each", f"product is 1/{1 / product:.0f}")
    SHOWN(f"`(1/8) ** (-1/3)` is {(1 / 8) ** (-1 / 3):.0f}:", "and 1 would be perfect foresight")
    SHOWN(f"since {26 + 1} choices are fewer", "have the perplexity 8.", "probability .04 over")
    SHOWN("bigrams + 1", "adds 1 to every count", "after adding 1")


def test_sizes_of_the_first_neural_model_are_those_of_its_sum() -> None:
    words, features, context, units = 10_000, 30, 4, 50
    SHOWN(f"Take {words:,} words, {features} features each", f"a middle of {units} units")
    SHOWN(f"{context} × {features} = {context * features}", f"vocabulary of {words:,} words")
    assert words**5 == 100 * 10**6 * 10**12
    SHOWN("would have 100 million trillion cells", "1 × first + 1 × second", "any 9-gram")


def test_word_arithmetic_adds_up() -> None:
    king, man, woman, queen = (1.0, 0.1), (0.1, 0.0), (0.1, 1.0), (1.0, 0.9)
    made = [k - m + w for k, m, w in zip(king, man, woman, strict=True)]
    names = [f"[{a:.1f}, {b:.1f}]" for a, b in (king, man, woman, made)]
    SHOWN(f"king {names[0]} - man {names[1]} + woman {names[2]} = {names[3]}")
    SHOWN(f"nearest: queen [{queen[0]}, {queen[1]}], at distance {math.dist(made, queen):.1f}")


def test_memory_listing_prints_what_its_comment_says() -> None:
    code = SHOWN.section("recurrent-language-models").split("```python\n")[1].split("```")[0]
    left = printed(code).split()
    assert f"# {', '.join(left)}" in code
    SHOWN(f"An input of {float(left[0]):.0f} followed by zeros", "with a factor above 1")
    SHOWN("A factor of exactly 1 is", "number between 0 and 1, computed", "forget gate near 1")
    SHOWN("is left of a 1 after", ".5 to the power", "stands at .99.", "Forget gate .99")


def test_bigram_listing_prints_what_its_comment_says() -> None:
    code = SHOWN.section("n-grams").split("```python\n")[1].split("```")[0]
    assert f"# {printed(code).strip()}" in code


def test_a_year_has_thirty_million_seconds() -> None:
    seconds = 365.25 * 86_400
    power = math.floor(math.log10(seconds))
    SHOWN(f"a year has {seconds / 10**power:.2f} × 10^{power} of these")
    SHOWN("A day has 86,400 seconds", "100 million million calculations", "the next 23 months")
    assert 100 * 10**12 == 10**14


def test_reviews_fall_by_ten_from_one_generation_to_the_next() -> None:
    SHOWN("trained on 10,000 reviews", f"with {10_000 // 10:,} labelled reviews")


def test_llama_sum_names_the_figures_of_the_paper() -> None:
    gpus, days, rate, hours, price = 2_048, 21, 380, 1_022_362, 2
    SHOWN(f"{gpus:,} GPUs in about {days} days, at about {rate} tokens")
    SHOWN(f"{rate} tokens × {gpus:,} GPUs × {days} days × 86,400 seconds")
    SHOWN(f"The {hours:,} GPU-hours", f"price of {price} dollars")
    SHOWN("(2023, 65 billion parameters) and Chinchilla (2022, 70 billion)")


def test_visits_of_may_and_june_are_told_apart() -> None:
    august = 1.43
    june = august / 0.968 / 0.90
    may = june / 0.903
    SHOWN(f"August {august}", f"here is the {june:.1f}", f"here the {may:.1f}")
    SHOWN(f"often-quoted {june:.1f} fits June", f"ChatGPT had {june:.1f} billion visits")
