"""What a model adds to quizzes: questions of its own, and a second opinion on an answer."""
