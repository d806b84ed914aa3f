"""Review: one card at a time, four grades, and everything can be taken back."""
