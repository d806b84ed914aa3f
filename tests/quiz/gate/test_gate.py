"""The gate as a whole: one verdict a question, counted by rule; what fails is dropped."""

from __future__ import annotations

from llmtutor.library.library import Scope
from llmtutor.quiz.gate.gate import RULES, examine, verdict
from llmtutor.quiz.maker import QuizMaker
from tests.quiz.gate.conftest import Bench

OVERLAP = "**Overlap** is the number of\ntokens that two neighbouring chunks share."


def test_every_rule_says_what_it_keeps_and_what_it_drops() -> None:
    for name, rule in RULES:
        text = rule.__doc__ or ""
        assert "Kept:" in text, name
        assert "Dropped:" in text, name


def test_a_question_counts_for_the_first_rule_it_breaks(bench: Bench) -> None:
    good = bench.choice(
        "Which of these is the number of tokens that two neighbouring chunks share?",
        "overlap",
        ("stride", "window", "vector"),
        OVERLAP,
    )
    bad = bench.choice("Which of these is not this?", "overlap", ("stride",), OVERLAP)
    report = examine([good, bad], bench.context)
    assert report.passed == [good]
    assert report.by_rule() == {"stands alone": 1}
    assert verdict(good, bench.context) is None


def test_what_passes_is_what_was_offered_unchanged(bench: Bench) -> None:
    made = bench.choice(
        "Which of these is the number of tokens that two neighbouring chunks share?",
        "overlap",
        ("stride", "window", "vector"),
        OVERLAP,
    )
    (kept,) = examine([made], bench.context).passed
    assert kept is made


def test_a_survey_counts_everything_that_was_offered(quizzes: QuizMaker) -> None:
    survey = quizzes.survey(Scope("invented", "cell-biology"))
    report = survey.report
    assert report.offered == len(survey.questions) + len(report.rejected) + report.spare
    assert sum(report.by_rule().values()) == len(report.rejected)
    assert set(report.by_rule()) <= {name for name, _ in RULES}
