"""The shipped course keeps every rule that it asks of others."""

from llmtutor.content.checking.course import check_course
from llmtutor.paths import shipped
from llmtutor.quiz.authored_check import check_questions

COURSE = shipped() / "content" / "llm"


def test_the_text_keeps_every_rule() -> None:
    assert [found for found in check_course(COURSE) if not found.advice] == []


def test_every_section_has_three_questions_that_pass_the_gate_and_every_aim_is_asked_about() -> (
    None
):
    assert check_questions(COURSE) == []
