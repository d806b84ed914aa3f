"""Quiz: one question at a time, nothing else on the screen."""
