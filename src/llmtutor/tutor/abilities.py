"""What a model with the tutor adapter was taught, and the words that call for it.

The adapter was trained on exactly these words (``models/adapter``); changing one
means training again.
"""

from __future__ import annotations

from collections.abc import Mapping

SYSTEM = "You are a tutor. Use only the notes."
REFUSAL = "NOT IN NOTES"

_TASKS = {
    "answer": "Question: {question}\nAnswer with words of the notes.",
    "explain": "Question: {question}\nExplain in one sentence.",
    "question": "Ask a question whose answer is: {span}",
    "false": "Make this false by changing one thing: {statement}",
    "judge": "Question: {question}\nKey: {key}\nStudent: {given}\nJudge the student's answer.",
    "rewrite": "Before: {before}\nAnswer: {answer}\nNext: {follow_up}\nRewrite the next question.",
}


def notes_part(notes: str) -> str:
    """The shared start of the student's message."""
    return f"Notes:\n{notes}\n"


def task_part(task: str, fields: Mapping[str, str]) -> str:
    """The rest of the student's message: one thing asked. A refusal is asked as an answer is."""
    return "\n" + _TASKS["answer" if task == "refuse" else task].format_map(fields)
