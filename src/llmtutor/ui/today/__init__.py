"""Today: where to go on, what is due, what is weak, and the plan to the exam."""
