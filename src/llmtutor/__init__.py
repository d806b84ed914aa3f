"""llmtutor: study, ask and be quizzed in the terminal, offline."""

__version__ = "0.1.0"
