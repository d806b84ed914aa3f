"""``progress.db``: what the student did. Small, precious, never rebuilt."""
