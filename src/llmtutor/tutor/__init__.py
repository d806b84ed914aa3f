"""From a question to an answer that can be checked: evidence, prompt, stream, support."""
