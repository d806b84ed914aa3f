"""The small numbers of the lecture on alignment: what its examples start from, each step."""

import math

from .shown import Shown, short

SHOWN = Shown("alignment-and-rlhf.md")
REFERENCE, MOVED, REWARDS = (0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0, 1, 2)


def named(values: tuple[float, ...]) -> str:
    """Three probabilities as a sentence lists them."""
    first, second, third = (short(value, 1) for value in values)
    return f"{first}, {second} and {third}"


def test_steps_of_the_recipe_are_numbered_and_named_again() -> None:
    for number, name in enumerate(("pre-training", "supervised", "RLHF", "safety"), 1):
        SHOWN(f" {number} {name}")
    SHOWN(f"5 deployment users, new data ─► back to {2}, {3} and {4}")
    SHOWN(f"stop at step {5}", f"the steps {2} to {4} are repeated")
    SHOWN("Lecture 6, on gathering", "Lecture 7, on guidance", "Lecture 8, on practice")


def test_a_petaflop_day_counts_a_thousand_million_million_a_second() -> None:
    SHOWN(f"a day of 10^{round(math.log10(1e15))} arithmetic operations a second")


def test_the_two_raters_agree_in_order_and_not_in_marks() -> None:
    first, second = (7, 6, 5), (5, 3, 1)
    assert sorted(first) == sorted(first, reverse=True)[::-1]
    SHOWN(f"Rater 1 gives {first[0]}, {first[1]} and {first[2]}")
    SHOWN(f"rater 2 gives {second[0]}, {second[1]} and {second[2]}")


def test_pairs_of_nine_answers_and_of_ten_comparisons() -> None:
    pairs = math.comb(9, 2)
    SHOWN("yields K × (K - 1) / 2 pairs", f"nine answers yield {pairs}", f"than {pairs} times as")
    SHOWN(f"One ranking of 5 answers, or {math.comb(5, 2)} separate comparisons of 2 answers each")
    SHOWN(f"cover up to {2 * math.comb(5, 2)} different answers, the ranking only 5")


def test_tossing_coins_would_agree_half_of_the_time() -> None:
    SHOWN(f"tossing coins would give {100 // 2} %")


def test_sigmoid_is_given_with_its_parts() -> None:
    SHOWN("between 0 and 1, by 1 / (1 + e^-x)", f"where e is the number {math.e:.3f}")
    SHOWN("softmax of the two scores x and 0", "For x = 1, e^-1 is")


def test_rewards_of_the_pair_and_of_the_ranking_are_named() -> None:
    SHOWN("A has the reward 1.5 and B 0.5", "with the rewards 2.0, 1.0 and -0.5")
    SHOWN("adding 10 to every reward changes no probability", "so a reward of 3 means nothing")


def test_the_three_answers_of_the_penalty_are_named() -> None:
    SHOWN(f"with the rewards {REWARDS[0]}, {REWARDS[1]} and {REWARDS[2]}")
    SHOWN(f"reference model gives them {named(REFERENCE)}", f"gives them {named(MOVED)}?")
    terms = [
        f"{short(p, 1)} × ln({short(p, 1)}/{short(q, 1)})"
        for p, q in zip(MOVED, REFERENCE, strict=True)
    ]
    SHOWN(" + ".join(terms), "With β = 10 the best policy", "with β = 0.1 it gives answer C")
    SHOWN("With β = 1 the products are .5 × 1 = .50", "the first row is 0.", "is 1, and ln 1 = 0")


def test_reinforce_starts_from_the_three_answers() -> None:
    average = sum(p * r for p, r in zip(REFERENCE, REWARDS, strict=True))
    advantage = REWARDS[2] - average
    SHOWN(f"with probabilities {named(REFERENCE)} and the average reward {average:.2f}")
    SHOWN(f"tries C and gets {REWARDS[2]:.2f}, an advantage", "The target is 1 for the answer")
    first, second, third = (short(p, 1) for p in REFERENCE)
    SHOWN(f"{advantage:.2f} × (0 - {first}, 0 - {second}, 1 - {third}) =", "and 0 for the others")
    SHOWN(
        f"learning rate of {1 / 2} halves", "with the reward 0, the", "tries B, whose reward is 1"
    )


def test_ppo_text_and_memory_name_what_they_start_from() -> None:
    SHOWN("(advantage +1) has become 1.5 times as likely", "At 7 billion parameters each, with 16")
    SHOWN("trained parameter and 2 for a frozen one", "with the rewards 1, 0, 0, 1 have the mean")
    SHOWN("Each lies 0.5 from it")


def test_fondness_for_length_is_one_hundredth_a_word() -> None:
    bonus = 2.00 / 200
    SHOWN(f"true quality plus {bonus:.2f} for every word", f"was small, {bonus:.2f} a word")


def test_dpo_names_its_factor_and_prints_what_it_says() -> None:
    SHOWN("of the section on the KL penalty, where β = 1", "rewards 2 and 0", "and β = 0.1.")
    SHOWN(f"-ln sigmoid({0.1 * (1.0 + 0.5):.2f}) =", "the margin is 0 and the loss is")
    SHOWN("print(round(dpo_loss(-12.0, -13.0, -14.0, -13.5), 2)) # 0.62")


def test_minority_is_tuned_away_with_the_factor_named() -> None:
    SHOWN("Now the policy is optimised with β = 0.2")


def test_calibrated_confidence_equals_success() -> None:
    SHOWN(f"of all answers given with {70} % confidence, {70} % should be right")


def test_judges_log_probabilities_and_positions_are_named() -> None:
    SHOWN("options (A) and (B) are -0.3 and -1.9", "gives answer A .70 when A is shown first")
    SHOWN("and .40 when A is shown second", f"the {182_954 * 21 / 1e6:.1f} million comparisons")


def test_zephyr_picks_the_best_of_four_marks() -> None:
    marks = (8.5, 7.0, 6.0, 3.0)
    SHOWN(f"marks four answers {marks[0]}, {marks[1]}, {marks[2]} and {marks[3]}")
    SHOWN(f"The pair is then {max(marks)} against any of the others", "In step 3, the chosen")
