"""Finding passages and the sentences in them, with no model needed."""
