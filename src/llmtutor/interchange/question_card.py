"""A quiz question as a card: the same question, to be remembered."""

from __future__ import annotations

from llmtutor.content.identity import meaning_id
from llmtutor.interchange.question_json import question_from_json, question_to_json
from llmtutor.quiz.led import asked_alone, lines_of
from llmtutor.quiz.models import Question
from llmtutor.review.models import Card


def card_of(question: Question) -> Card:
    """The card of a question; its id is the question's, which comes from its meaning."""
    source = question.source
    return Card(
        id=question.id,
        meaning=question.id,
        kind="question",
        front="\n\n".join(filter(None, (lines_of(question), asked_alone(question).stem))),
        back=key_text(question),
        path=source.path,
        title=source.title,
        quote=source.text,
        sibling=meaning_id(source.path, source.text) if source.text else "",
        item=question_to_json(question),
        origin="quiz",
    )


def question_of(card: Card) -> Question | None:
    """The question a card was made of; None for other cards."""
    return question_from_json(card.item) if card.item else None


def key_text(question: Question) -> str:
    """The right answer in words."""
    key = question.key
    if isinstance(key, bool):
        return "True" if key else "False"
    if isinstance(key, str):
        return key
    sign = " → " if question.kind == "order" else "; "
    return sign.join(item if isinstance(item, str) else f"{item[0]} – {item[1]}" for item in key)
