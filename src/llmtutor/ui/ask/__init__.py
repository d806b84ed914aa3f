"""Ask: quotes from the notes at once, the model's words below them, each sentence checked."""
