"""The small numbers of the lecture on retrieval: what its examples start from, each step."""

import math

from .shown import Shown

SHOWN = Shown("rag-and-llm-systems.md")
K1, B = 1.2, 0.75


def test_pipeline_picture_numbers_the_four_steps() -> None:
    SHOWN("documents ─► 1 cut ─► 2 embed ─► index", "question ──► 3 embed and search")
    SHOWN("│ 4 chunks", "└──► 4 prompt ◄──┘", "def search(question, k=1):")


def test_search_and_model_name_their_rates() -> None:
    SHOWN("finds the right chunk for 80% of questions, and the model answers correctly for 90%")


def test_window_and_overlap_make_the_stride() -> None:
    length, window, overlap = 1_000, 200, 50
    stride = window - overlap
    SHOWN(f"a document of {length:,} tokens, a window of {window} and an overlap of {overlap}.")
    SHOWN(f"The stride is {stride}. The first chunk covers {window} tokens, and each further")
    SHOWN(f"chunk adds {stride}, so the number of chunks")


def test_bm25_formula_and_its_constants() -> None:
    SHOWN("f × (k1 + 1)", "f + k1 × (1 − b + b × |d|/avg)", "ln(1 + (N − n + 0.5) / (n + 0.5))")
    SHOWN(f"with k1 = {K1} and b = {B}", f"The mean length is {(4 + 8 + 12) / 3:.0f} words")
    SHOWN(f"have IDF {math.log(1 + 1.5 / 2.5):.3f}. The upper line of the fraction is {K1 + 1}")
    SHOWN("from not at all (0) to fully (1)", 'FTS5 leaves out the "1 +"', "and semantic 12 words")


def test_cosine_starts_from_two_vectors_of_length_five() -> None:
    question, passage, longer = (3, 4, 0), (4, 3, 0), (6, 8, 0)
    length = math.hypot(*question)
    assert length == math.hypot(*passage)
    SHOWN("1 for the same direction, 0 for a right angle", "the vectors to length 1 and takes")
    SHOWN(f"has the vector {question} and a passage A the vector {passage}, both of length")
    SHOWN(f"both of length {length:.0f}.", "| distance at length 1 |", "is 2 − 2 × cosine")
    SHOWN(f"The question {question} becomes twice as long: {longer}")


def test_room_of_an_index_starts_from_its_vectors() -> None:
    SHOWN("An index of 100,000 vectors of 384 numbers needs 100,000 × 384 × 4 bytes =")


def test_fusion_divides_by_the_best_of_each_list() -> None:
    best_words, best_cosine = max(10, 8, 2), max(0.30, 0.72, 0.80)
    SHOWN(f"| ÷ {best_words} |", f"| ÷ {best_cosine:.2f} |", "each list tops out at 1.")
    SHOWN("while a cosine never exceeds 1", "1 / (60 + its place), where 60 is a customary")
    SHOWN(f"Words get the weight 0.9 and vectors {1 - 0.9:.1f}")


def test_reranker_sees_a_hundred_hits() -> None:
    SHOWN("100,000 passages ██", "100 hits ██", "5 passages ██ into the prompt")
    SHOWN("not among the 100 hits", f"At place {100 + 1} it could not")
    SHOWN(f"is at place {5 + 2} of 100 hits, and five passages fit", "lifts the passage by two")


def test_evidence_is_numbered_and_weighed() -> None:
    SHOWN("Cite like [1].", "[1] caching › GPTCache", "[2] caching › Dangers")
    SHOWN("with weights threshold 3.0, semantic 2.0 and cache 1.0")


def test_ranks_and_chance_name_what_they_start_from() -> None:
    SHOWN("is the mean of 1 / place of the first relevant hit, with 0 where there is none")
    SHOWN("1/place in top 1 in top 3 in top 5", "recall@5 is the ceiling")
    SHOWN("with 100 questions and a rate of 0.8 the standard", "A rise from 0.80 to 0.82 is half")
    SHOWN(
        "On 100 questions a new prompt raises", f"error is {math.sqrt(0.8 * 0.2 / 100):.2f}, so the"
    )


def test_twelve_knobs_are_numbered() -> None:
    first = ("cleaning", "chunking", "embedding", "metadata", "several", "index algorithm")
    second = ("transforming", "retrieval", "advanced", "reranking", "language model", "prompt")
    for number, (left, right) in enumerate(zip(first, second, strict=True), 1):
        SHOWN(f"{number} {left}", f"{number + 6} {right}")
    SHOWN("a test of 250 against 100 that keeps four chunks")


def test_router_and_batches_name_their_prices_and_sizes() -> None:
    SHOWN("costs 25 units a question and the small one 1, sending 70% to the small one")
    SHOWN("Read together, 25 questions take twice as long", f"and {25} answers come out")
    assert 10 == 2 * 5


def test_angles_of_the_imaginary_answer() -> None:
    SHOWN("The question points to 0°, the right passage to 60°, a misleading one to −30°, and the")
    SHOWN("imaginary answer to 50°", "| right (60°) | misleading (−30°) |")


def test_speed_of_sentence_vectors_and_of_separate_encoding() -> None:
    SHOWN("Among 10,000 sentences", "A hundred passages of 250 tokens in one input")


def test_cache_names_its_day() -> None:
    SHOWN("Take 10,000 questions a day, 2 seconds and $0.002 for a model call, 0.02 seconds for a")
    SHOWN(
        f"and a hit rate of {30}%", f"only the {100 - 30}% that miss", "If 4% of the hits are such"
    )
    SHOWN("if each step is right 95% of the time")
