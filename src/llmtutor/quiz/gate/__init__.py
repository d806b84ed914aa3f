"""The rules every question passes, whoever made it. What fails is dropped, never repaired."""
