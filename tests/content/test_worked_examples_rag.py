"""Recompute every number worked out in the lecture on retrieval-augmented generation.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
import re
from pathlib import Path
from typing import Any

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "rag-and-llm-systems.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

K1, B = 1.2, 0.75
DOCUMENTS = {
    "D1": "a cache stores answers",
    "D2": "a semantic cache compares the meaning of questions",
    "D3": "semantic search compares vectors and semantic vectors come from a semantic encoder",
}


def assert_shown(*fragments: str) -> None:
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows]


def idf(containing: int, documents: int = 3) -> float:
    return math.log(1 + (documents - containing + 0.5) / (containing + 0.5))


def term_weight(count: int, length: float, mean: float) -> float:
    return count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean))


def bm25(query: str, name: str) -> float:
    tokens = {key: text.split() for key, text in DOCUMENTS.items()}
    mean = sum(map(len, tokens.values())) / len(tokens)
    score = 0.0
    for word in query.split():
        containing = sum(word in words for words in tokens.values())
        count = tokens[name].count(word)
        score += idf(containing) * term_weight(count, len(tokens[name]), mean)
    return score


def cosine(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return dot / (math.hypot(*a) * math.hypot(*b))


def cosine_of_degrees(angle: float) -> float:
    return math.cos(math.radians(angle))


def window_spans(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    stride = size - overlap
    number = 1 + math.ceil((length - size) / stride)
    return [(i * stride, min(i * stride + size, length)) for i in range(number)]


def test_prompt_of_four_chunks_holds_1100_tokens() -> None:
    assert 80 + 20 + 4 * 250 == 1_100
    assert_shown("80 instructions + 20 question + 4 × 250 chunks = 1,100 tokens")


def test_toy_pipeline_puts_the_third_note_into_the_prompt() -> None:
    code = re.search(r"```python\n(.*?)```", SOURCE, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code.group(1), names)
    asked = names["words"](names["question"])
    assert [len(asked & names["words"](note)) for note in names["notes"]] == [1, 0, 3]
    assert "A chunk is a short passage of a document." in names["prompt"]
    assert asked & names["words"](names["notes"][2]) == {"is", "a", "chunk"}
    assert_shown('shares three words with the third note ("is", "a" and "chunk"), one with')


def test_search_and_model_errors_multiply_to_72_percent() -> None:
    assert math.isclose(0.8 * 0.9, 0.72)
    assert_shown("0.8 × 0.9 = 0.72", "for 72% of questions")


def test_document_of_1000_tokens_makes_seven_overlapping_chunks() -> None:
    spans = window_spans(1_000, 200, 50)
    assert len(spans) == 7
    assert_shown("1 + ⌈(1,000 − 200) / 150⌉ = 7")
    for number, (start, end) in enumerate(spans, 1):
        indent, bar = " " * (start // 25), "█" * ((end - start) // 25)
        pattern = rf" chunk {number}  {indent}{bar} +{start} – +{end}\n"
        assert re.search(pattern, SOURCE), f"no picture of chunk {number}"


def test_overlap_stores_1300_tokens_which_is_30_percent_more() -> None:
    stored = sum(end - start for start, end in window_spans(1_000, 200, 50))
    assert stored == 6 * 200 + 100 == 1_300
    assert len(window_spans(1_000, 200, 0)) == 5
    assert_shown("6 × 200 + 100 = 1,300 tokens", "30% larger", "five chunks of 200")


def test_sentence_no_longer_than_the_overlap_is_whole_in_some_chunk() -> None:
    spans = window_spans(1_000, 200, 50)
    for start in range(951):
        assert any(left <= start and start + 50 <= right for left, right in spans)


def test_idf_of_a_word_in_one_two_or_three_documents() -> None:
    one, two, three = (f"{idf(n):.3f}" for n in (1, 2, 3))
    assert_shown(f"weighs ln(1 + 2.5 / 1.5) = {one}; a word found in two weighs {two},")
    assert_shown(f"in all three {three}.")
    assert math.isclose(math.log(1 + 2.5 / 1.5), idf(1))


def test_example_documents_have_4_8_and_12_words() -> None:
    assert [len(text.split()) for text in DOCUMENTS.values()] == [4, 8, 12]
    for text in DOCUMENTS.values():
        assert all(word in TEXT for word in text.split())
    assert_shown("D1 a cache stores answers 4 words", f"D2 {DOCUMENTS['D2']} 8 words")


def test_bm25_term_weights_of_the_three_documents() -> None:
    assert math.isclose(1 + K1 * (0.25 + 0.75 * 4 / 8), 1.75)
    assert math.isclose(3 + K1 * (0.25 + 0.75 * 12 / 8), 4.65)
    assert_shown("1 + 1.2 × (0.25 + 0.75 × 4/8) = 1.75")
    assert_shown(f"2.2 / 1.75 = {term_weight(1, 4, 8):.3f}")
    assert_shown(f"counts {term_weight(1, 8, 8):.3f}.")
    assert_shown("3 + 1.2 × (0.25 + 0.75 × 12/8) = 4.65")
    assert_shown(f"3 × 2.2 / 4.65 = {term_weight(3, 12, 8):.3f}")


def test_bm25_ranks_the_document_with_both_words_first() -> None:
    scores = {name: bm25("semantic cache", name) for name in DOCUMENTS}
    assert sorted(scores, key=scores.__getitem__, reverse=True) == ["D2", "D3", "D1"]
    assert_shown(f"0.470 × 1.257 = {scores['D1']:.3f}")
    assert_shown(f"0.470 × (1.000 + 1.000) = {scores['D2']:.3f}")
    assert_shown(f"0.470 × 1.419 = {scores['D3']:.3f}")


def test_repetition_saturates_below_k1_plus_one() -> None:
    one, two, ten = (f"{term_weight(n, 8, 8):.3f}" for n in (1, 2, 10))
    assert_shown(f"one occurrence counts {one}, two count {two}, ten count {ten},")
    assert term_weight(10**6, 8, 8) < K1 + 1
    assert_shown("k1 + 1 = 2.2")


def test_cosine_and_distance_of_three_passages() -> None:
    question = (3, 4, 0)
    for name, vector in {"A": (4, 3, 0), "B": (0, 4, 3), "C": (0, 0, 5)}.items():
        value = cosine(question, vector)
        distance = math.dist([x / 5 for x in question], [x / 5 for x in vector])
        assert math.isclose(distance**2, 2 - 2 * value)
        dot, shown = round(25 * value), f"({vector[0]}, {vector[1]}, {vector[2]})"
        assert_row(name, shown, str(dot), f"{value:.2f}", f"{distance:.3f}")
        angle = f"{math.degrees(math.acos(value)):.0f}°"
        assert_shown(f"{name} {angle} {value:.2f}")
    assert_shown("3 × 4 + 4 × 3 + 0 × 0 = 24", "24 / (5 × 5) = 0.96")


def test_cosine_takes_no_notice_of_length() -> None:
    longer, passage = (6, 8, 0), (4, 3, 0)
    dot = sum(x * y for x, y in zip(longer, passage, strict=True))
    assert_shown(f"doubles to {dot} and the length to {math.hypot(*longer):.0f}")
    assert_shown(f"{dot} / (10 × 5) is still {cosine(longer, passage):.2f}")


def test_memory_and_work_of_100000_vectors() -> None:
    numbers = 100_000 * 384
    assert_shown(f"= {numbers * 4 / 1e6} MB in float32", f"{numbers * 2 / 1e6} MB in float16")
    assert_shown(f"{numbers / 1e6} million multiplications")
    for name, size in (("float32", 4), ("float16", 2)):
        room = numbers * size / 1e6
        assert_shown(f"{name} {'█' * round(room / 7.68)} {room} MB")


def test_weighted_fusion_puts_the_all_round_passage_first() -> None:
    lists = {"A": (10, 0.30, 2), "B": (8, 0.72, 1), "C": (2, 0.80, 3)}
    fused = {name: (w / 10 + v / 0.80) / 2 for name, (w, v, _) in lists.items()}
    order = sorted(fused, key=fused.__getitem__, reverse=True)
    for name, (words, vectors, place) in lists.items():
        assert order.index(name) + 1 == place
        parts = f"{words / 10:.3f}", f"{vectors:.2f}", f"{vectors / 0.80:.3f}"
        assert_row(name, str(words), *parts, f"{fused[name]:.4f}", str(place))
    assert_shown(f"0.5 × 1.000 + 0.5 × 0.375 = {fused['A']:.4f}")
    leaning = {name: 0.9 * w / 10 + 0.1 * v / 0.80 for name, (w, v, _) in lists.items()}
    assert_shown(f"0.9 × 1.000 + 0.1 × 0.375 = {leaning['A']:.4f}")
    assert_shown(f"B {leaning['B']:.3f} and C {leaning['C']:.3f}: passage A wins")
    assert max(leaning, key=leaning.__getitem__) == "A"


def test_reciprocal_rank_fusion_puts_the_same_passage_last() -> None:
    outer, inner = 1 / 61 + 1 / 63, 2 / 62
    assert inner < outer
    assert_shown(f"1/61 + 1/63 = {outer:.5f}", f"2/62 = {inner:.5f}")


def test_reranking_time_grows_with_the_shortlist() -> None:
    assert math.isclose(100 * 0.020, 2)
    assert math.isclose(20 * 0.020, 0.4)
    assert_shown("At 20 ms a pair, reranking 100 hits takes 2 seconds, and 20 hits take 0.4")


def test_coverage_of_the_three_passages() -> None:
    weights = {"threshold": 3.0, "semantic": 2.0, "cache": 1.0}
    total = sum(weights.values())
    for found in (["threshold", "semantic", "cache"], ["semantic", "cache"], []):
        matched = sum(weights[word] for word in found)
        assert_shown(f"{matched} / {total} = {matched / total:.1f}")


def test_recall_and_mrr_over_five_questions() -> None:
    places = [1, 2, 1, None, 4]
    for question, place in enumerate(places, 1):
        found = "not found" if place is None else str(place)
        assert_shown(f"Q{question} {found} {1 / place if place else 0:.2f}")
    recall = {k: sum(p is not None and p <= k for p in places) / 5 for k in (1, 3, 5)}
    shown = " ".join(f"R@{k} {value:.2f}".replace(" 0.", " .") for k, value in recall.items())
    total = sum(1 / p for p in places if p)
    assert_shown(f"MRR = {total}/5 = {total / 5:.2f} {shown}", "more than 80% of these")


def test_standard_error_of_a_hundred_questions() -> None:
    error = math.sqrt(0.8 * 0.2 / 100)
    assert math.isclose((0.82 - 0.80) / error, 0.5)
    assert_shown(f"√(0.8 × 0.2 / 100) = {error:.2f}", "half a standard error")


def test_groundedness_of_six_statements_in_eight() -> None:
    assert_shown(f"6 / 8 = {6 / 8:.2f}")


def test_router_costs_a_third_of_the_strong_model() -> None:
    cost = 0.7 * 1 + 0.3 * 25
    assert_shown(f"0.7 × 1 + 0.3 × 25 = {cost:.1f} units, {cost / 25:.0%} of the price")
    for share in (0, 50, 70, 90):
        price = share + (100 - share) * 25
        assert_shown(f"{share}% {price:,} {'█' * round(price / 100)} ")


def test_twelve_knobs_have_too_many_settings_to_try() -> None:
    assert_shown(f"3^12 = {3**12:,} settings", "With 1,000 tokens for evidence")
    assert 4 * 250 == 10 * 100 == 1_000
    assert_shown("four chunks of 250 fit or ten of 100")


def test_a_gain_of_four_points_is_one_standard_error() -> None:
    error = math.sqrt(0.8 * 0.2 / 100)
    assert math.isclose((0.84 - 0.80) / error, 1)
    assert_shown("from 0.80 to 0.84", "so the gain is one standard error")


def test_rules_of_thumb_for_tokens_memory_and_batches() -> None:
    assert_row("tokens an English word", "1.3", f"750 words: {750 * 1.3:.0f} tokens")
    assert_row("memory for 16-bit weights", "2 bytes each", f"7 billion: {7 * 2} GB")
    assert_row("one question in 5 s", f"{1 / 5} a second", "one at a time")
    ratio = (25 / 10) / (1 / 5)
    assert_row("25 questions together, 10 s", f"{25 / 10} a second", f"{ratio} times as many")


def test_imaginary_answer_points_closer_to_the_right_passage() -> None:
    rows = {"the question": 0, "the imaginary answer": 50, "their mean": 25}
    for name, angle in rows.items():
        right, misleading = cosine_of_degrees(60 - angle), cosine_of_degrees(-30 - angle)
        assert_row(name, f"{angle}°", f"{right:.3f}", f"{misleading:.3f}")
    assert cosine_of_degrees(60) < cosine_of_degrees(30)
    assert cosine_of_degrees(35) > cosine_of_degrees(55)


def test_separate_encoding_makes_a_hundredth_of_the_comparisons() -> None:
    joint, separate = (100 * 250) ** 2, 100 * 250**2
    assert joint == 100 * separate
    assert_shown(f"25,000² = {joint / 1e6:.0f} million", f"100 × 250² = {separate / 1e6} million")


def test_text_of_2048_tokens_is_32_retro_chunks() -> None:
    assert_shown("chunk of 64 tokens", f"2,048 tokens is thus {2_048 // 64} chunks")


def test_ten_thousand_sentences_make_fifty_million_pairs() -> None:
    assert_shown(f"10,000 × 9,999 / 2 = {math.comb(10_000, 2):,} pairs")


def test_cache_with_thirty_percent_hits_saves_cost_and_time() -> None:
    misses = 10_000 * 7 // 10
    assert_row("model calls a day", "10,000", f"{misses:,}")
    assert_row("cost a day", f"${10_000 * 0.002:.0f}", f"${misses * 0.002:.0f}")
    latency = 0.02 + 0.7 * 2
    assert_row("mean latency", "2.00 s", f"0.02 + 0.7 × 2 = {latency:.2f} s")
    assert_shown(f"0.02 / 2 = {0.02 / 2:.0%}")


def test_wrong_hits_of_a_semantic_cache() -> None:
    hits = 10_000 * 3 // 10
    assert_shown(f"{hits:,} hits bring {hits * 4 // 100} wrong answers a day")


def test_errors_multiply_along_a_chain_of_steps() -> None:
    three, five = 0.95**3, 0.95**5
    assert_shown(f"right {three:.0%} of the time (0.95³ = {three:.3f})")
    assert_shown(f"five steps {five:.0%} (0.95⁵ = {five:.3f})")


def test_trace_adds_up_and_the_model_takes_most_of_it() -> None:
    trace = re.findall(r"^ \S[a-z ]+ ([\d,]+) ms  [█▏]+$", SOURCE, re.MULTILINE)
    times = [int(entry.replace(",", "")) for entry in trace]
    assert len(times) == 5
    assert sum(times) == 2_165
    model = sum(times[3:])
    assert_shown(f"{model:,} of 2,165 ms, or {model / sum(times):.0%}")
