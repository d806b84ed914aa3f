"""Remembering: cards, when they are due, exams, and the plan up to one. Pure but for its edges."""
