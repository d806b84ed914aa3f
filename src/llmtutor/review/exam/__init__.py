"""Exams: a paper, a sitting with a clock, a report. Pure; what a question is, stays outside."""
