"""Recompute every number worked out in the lecture on alignment and RLHF.

Each test computes a claim and then looks for the number in the lecture as it is
shown there, so that the text and the computation cannot drift apart.
"""

import math
from itertools import combinations
from pathlib import Path
from statistics import mean, pstdev

LECTURE = Path(__file__).parents[2] / "content" / "llm" / "alignment-and-rlhf.md"
SOURCE = LECTURE.read_text(encoding="utf-8")
TEXT = " ".join(SOURCE.split())

Vector = tuple[float, ...]

REFERENCE: Vector = (0.5, 0.3, 0.2)
REWARDS: Vector = (0, 1, 2)


def assert_shown(*fragments: str) -> None:
    """The lecture contains each fragment, whatever the spaces and line ends."""
    for fragment in fragments:
        assert " ".join(fragment.split()) in TEXT, f"not in the lecture: {fragment}"


def assert_row(*cells: str) -> None:
    """A Markdown table has a row with exactly these cells."""
    rows = [line.strip("|").split("|") for line in SOURCE.splitlines() if line.startswith("|")]
    assert list(cells) in [[cell.strip() for cell in row] for row in rows], cells


def short(value: float, digits: int = 2) -> str:
    """A number as the lecture prints it: no zero before the point."""
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def softmax(scores: Vector) -> Vector:
    powers = [math.exp(score) for score in scores]
    return tuple(power / sum(powers) for power in powers)


def average_reward(policy: Vector) -> float:
    return sum(p * r for p, r in zip(policy, REWARDS, strict=True))


def divergence(policy: Vector) -> float:
    return sum(p * math.log(p / q) for p, q in zip(policy, REFERENCE, strict=True) if p)


def best_policy(beta: float) -> Vector:
    """The policy with the highest reward minus beta times divergence."""
    products = [q * math.exp(r / beta) for q, r in zip(REFERENCE, REWARDS, strict=True)]
    return tuple(product / sum(products) for product in products)


def clipped(ratio: float, advantage: float) -> float:
    return min(max(ratio, 0.8), 1.2) * advantage


def dpo_margin(chosen: float, rejected: float, beta: float) -> float:
    return beta * (chosen - rejected)


def test_four_of_eleven_tokens_carry_a_loss_of_27_on_average() -> None:
    losses = [-math.log(p) for p in (0.50, 0.80, 0.90, 0.95)]
    assert_shown("p .50 .80 .90 .95")
    assert_shown(f"loss {' '.join(short(loss) for loss in losses)} average {short(mean(losses))}")
    masked = SOURCE.split("```text Seven masked tokens")[1].splitlines()[1].split()[1:]
    assert len(masked) == 7
    assert_shown("seven tokens are read and four are learned from")


def test_prompts_of_instructgpt_add_up_and_its_computing_is_small() -> None:
    for name, written, sent in (
        ("Demonstrations", 11_295, 1_430),
        ("Rankings", 6_623, 26_584),
        ("Reinforcement", 0, 31_144),
    ):
        assert_row(name, f"{written:,}", f"{sent:,}", f"{written + sent:,}")
    assert_shown(f"60, or {100 * 60 / 3_640:.1f} %")
    assert_shown(f"85 % {'█' * (85 // 5)} ", f"71 % {'█' * (71 // 5)} ")


def test_answering_pays_above_two_thirds() -> None:
    for chance, p, q in ((0.90, ".90", ".10"), (2 / 3, "2/3", "1/3"), (0.50, ".50", ".50")):
        value = short(abs(chance - 2 * (1 - chance)))
        sign = "-" if chance < 0.6 else ""
        assert_shown(f"{p} {p} × 1 - {q} × 2 = {sign}{value}")
    assert_shown("above two thirds")


def test_rankings_and_the_pairs_they_give() -> None:
    for k, noun in ((2, "pair"), (4, "pairs"), (9, "pairs")):
        pairs = k * (k - 1) // 2
        assert pairs == len(list(combinations(range(k), 2)))
        assert_shown(f"K = {k} {pairs} {noun} {'█' * pairs} ")
    assert math.comb(5, 2) == 10
    assert_shown("Both give 10 pairs")
    first, second = (7, 6, 5), (5, 3, 1)
    assert sorted(first, reverse=True) == list(first)
    assert sorted(second, reverse=True) == list(second)


def test_bradley_terry_probabilities_and_losses() -> None:
    for difference in range(4):
        p = sigmoid(difference)
        loss = -math.log(p)
        assert_shown(f"{difference} {short(p)} {short(loss)} {'█' * round(20 * loss)}")
    assert_shown(f"the loss is {short(-math.log(sigmoid(1.5 - 0.5)))}")
    assert_shown(f"chosen B, it would be {-math.log(sigmoid(0.5 - 1.5)):.2f}")
    assert math.isclose(sigmoid(1.3), softmax((1.3, 0))[0])
    power = math.exp(-1)
    assert_shown(f"e^-1 is {short(power)}, and 1 / {1 + power:.2f} is {short(sigmoid(1))}")


def test_a_ranking_of_three_answers_has_an_average_loss_of_20() -> None:
    differences = [a - b for a, b in combinations((2.0, 1.0, -0.5), 2)]
    shown = [short(sigmoid(d)) for d in differences]
    assert differences == [1.0, 2.5, 1.5]
    assert_shown("differences 1.0, 2.5 and 1.5")
    assert_shown(f"probabilities {shown[0]}, {shown[1]} and {shown[2]}")
    assert_shown(f"average loss {short(mean(-math.log(sigmoid(d)) for d in differences))}")
    assert math.isclose(sigmoid((2.0 + 10) - (1.0 + 10)), sigmoid(2.0 - 1.0))


def test_reward_minus_kl_penalty() -> None:
    policies = {"reference": REFERENCE, "moved": (0.2, 0.3, 0.5), "only C": (0, 0, 1)}
    for name, policy in policies.items():
        shares = " ".join(short(p, 1) if 0 < p < 1 else f"{p:.0f}" for p in policy)
        reward, kl = average_reward(policy), divergence(policy)
        assert_shown(f"{name} {shares} {reward:.2f} {kl:.2f} {reward - kl:.2f}")
    assert_shown(f".5 × ln(.5/.2) = {divergence(policies['moved']):.2f}")
    assert_shown(f"1 × ln(1/.2) = {math.log(1 / 0.2):.2f}")
    assert divergence(REFERENCE) == 0


def test_the_best_policy_under_the_penalty() -> None:
    products = [q * math.exp(r) for q, r in zip(REFERENCE, REWARDS, strict=True)]
    assert_shown(f".3 × {math.e:.2f} = {short(products[1])}")
    assert_shown(f".2 × {math.exp(2):.2f} = {products[2]:.2f}")
    assert_shown(f"Their sum is {sum(products):.2f}")
    best = best_policy(1)
    assert_shown(f"the policy is {', '.join(map(short, best))}")
    value = average_reward(best) - divergence(best)
    for other in (REFERENCE, (0.2, 0.3, 0.5), (0.1, 0.3, 0.6), (0.0, 0.0, 1.0)):
        assert value > average_reward(other) - divergence(other)
    assert round(value, 2) == 1.03  # the moved policy is almost perfect
    assert_shown(f"best policy is {', '.join(map(short, best_policy(10)))}")
    assert best_policy(0.1)[2] > 0.999
    assert_shown("answer C more than .999")


def test_one_step_of_reinforce() -> None:
    advantage = REWARDS[2] - average_reward(REFERENCE)
    tried = (0, 0, 1)
    gradient = [advantage * (y - p) for y, p in zip(tried, REFERENCE, strict=True)]
    assert_shown(f"an advantage of {advantage:.2f}", f"({', '.join(map(short, gradient))})")
    moved = [math.log(p) + 0.5 * g for p, g in zip(REFERENCE, gradient, strict=True)]
    for name, before, after in zip("ABC", REFERENCE, softmax(tuple(moved)), strict=True):
        assert_shown(f"{name} {short(before)} {short(after)} ")


def test_the_advantage_of_the_answers_that_were_not_tried() -> None:
    assert_shown(f"advantage would have been {REWARDS[0] - average_reward(REFERENCE):.2f}")
    advantage = REWARDS[1] - average_reward(REFERENCE)
    differences = [y - p for y, p in zip((0, 1, 0), REFERENCE, strict=True)]
    assert_shown(f"advantage is 1 - 0.70 = {advantage:.2f}")
    assert_shown(f"{advantage:.2f} × ({', '.join(short(d, 1) for d in differences)})")
    assert min(differences) == differences[0]


def test_ppo_takes_the_smaller_of_plain_and_clipped() -> None:
    for ratio, advantage in ((1.1, 1), (1.5, 1), (0.5, 1), (1.5, -1), (0.5, -1)):
        plain, limited = ratio * advantage, clipped(ratio, advantage)
        taken = min(plain, limited)
        moving = min((ratio + 1e-6) * advantage, clipped(ratio + 1e-6, advantage)) != taken
        numbers = [f"{value:+.1f}" for value in (plain, limited, taken)]
        assert_row(f"{ratio}", f"{advantage:+d}", *numbers, "yes" if moving else "none")


def test_ppo_memory_and_group_advantages() -> None:
    parts = (7 * 16, 7 * 2, 7 * 2, 7 * 16)
    assert_shown(f"{' + '.join(map(str, parts))} = {sum(parts)} GB")
    rewards = (1, 0, 0, 1)
    advantages = [(r - mean(rewards)) / pstdev(rewards) for r in rewards]
    assert_shown(f"have the mean {mean(rewards)}", f"standard deviation is {pstdev(rewards)}")
    assert_shown(f"advantages are {', '.join(f'{a:+.0f}' for a in advantages)}")


def test_the_padded_answer_wins() -> None:
    for name, quality, words in (("brief", 6.0, 80), ("padded", 5.0, 200)):
        bonus = 0.01 * words
        sum_shown = f"{quality:.1f} + {bonus:.2f} = {quality + bonus:.2f}"
        assert_row(name, f"{quality:.1f}", str(words), sum_shown)
    assert 5.0 + 0.01 * 200 > 6.0 + 0.01 * 80


def test_the_best_policy_contains_the_rewards() -> None:
    logs = [math.log(p / q) for p, q in zip(best_policy(1), REFERENCE, strict=True)]
    best = [short(p, 3) for p in best_policy(1)]
    assert_shown(f"gives {best[2]} and {best[0]}")
    assert_shown(f"ln({best[2]} / .200) is {logs[2]:.3f} and ln({best[0]} / .500) is {logs[0]:.3f}")
    assert math.isclose(logs[2] - logs[0], REWARDS[2] - REWARDS[0])
    assert_shown(f"difference is {logs[2] - logs[0]:.3f}")


def test_dpo_loss_of_one_pair() -> None:
    chosen, rejected = -12.0 - -13.0, -14.0 - -13.5
    margin = dpo_margin(chosen, rejected, 0.1)
    assert_shown(f"chosen -12.0 -13.0 {chosen:+.1f}", f"rejected -14.0 -13.5 {rejected:+.1f}")
    assert_shown(f"0.1 × (1.0 + 0.5) = {margin:.2f}")
    loss = -math.log(sigmoid(margin))
    assert_shown(f"-ln {short(sigmoid(margin), 3)} = {short(loss)}", f"# {loss:.2f}")
    assert_shown(f"ln 2 = {short(-math.log(sigmoid(0)))}")


def test_the_listing_of_dpo_prints_what_it_says() -> None:
    listing = SOURCE.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(listing.split("print(")[0], names)
    loss = names["dpo_loss"]
    assert callable(loss)
    assert round(loss(-12.0, -13.0, -14.0, -13.5), 2) == 0.62


def test_a_fifth_of_the_raters_becomes_a_thousandth_of_the_answers() -> None:
    difference = math.log(0.8 / 0.2)
    odds = math.exp(difference / 0.2)
    assert_shown(f"ln(.8 / .2) = ln 4 = {difference:.2f}", f"2 of 10 {100 * 2 // 10} %")
    assert_shown(f"e^(ln 4 / 0.2) = 4^5 = {round(odds):,} to 1")
    assert_shown(f"1 of {round(odds) + 1:,} {100 / (odds + 1):.1f} %")


def test_the_judge_of_constitutional_ai_is_83_percent_sure() -> None:
    first, second = softmax((-0.3, -1.9))
    powers = [math.exp(-0.3), math.exp(-1.9)]
    assert_shown(f"e^-0.3 = {short(powers[0])} and e^-1.9 = {short(powers[1])}")
    assert_shown(f"sum {short(sum(powers))} are {short(first)} and {short(second)}")
    assert_shown(f"towards {short(first)}")


def test_both_orders_are_averaged_and_seven_answers_make_21_pairs() -> None:
    assert_shown(f"averaged to {short((0.70 + 0.40) / 2)}")
    pairs = math.comb(7, 2)
    assert_shown(f"Seven answers make {pairs} pairs")
    assert_shown(f"182,954 × {pairs} = {182_954 * pairs:,}")


def test_zephyr_has_a_tenth_of_the_parameters() -> None:
    assert_row("Llama 2 Chat", "70B", "RLHF", "6.86")
    assert_row("Zephyr-7B-beta", "7B", "dDPO", "7.34")
    assert 7 / 70 == 0.1
    assert_shown("a tenth of the parameters", "each with a chance of one third")
