"""Exams: a clock, no feedback until the end, and every answer kept as it is given."""
