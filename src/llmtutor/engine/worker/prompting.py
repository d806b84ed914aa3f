"""From a conversation to tokens in the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llmtutor.engine.failure import EngineError
from llmtutor.engine.request import Message
from llmtutor.engine.worker.cache import Cache
from llmtutor.engine.worker.model import Model
from llmtutor.engine.worker.vocabulary import Prompt
from llmtutor.engine.worker.warming import Warmer


class Prompter:
    """Lays conversations out for one model and reads them, as far as they are not read yet."""

    def __init__(self, model: Model, cache: Cache, warmer: Warmer) -> None:
        self._model = model
        self._cache = cache
        self._warmer = warmer

    def prompt(self, messages: Sequence[Message], opening: str = "") -> Prompt:
        """A conversation as tokens.

        Raises:
            EngineError: ``template``.
        """
        layout = self._model.format.layout(messages)
        return self._model.vocabulary.prompt(layout, messages, opening)

    def beginning(self, messages: Sequence[Message]) -> list[int]:
        """Tokens with which every conversation starts whose last message goes on from here.

        Raises:
            EngineError: ``template``.
        """
        *before, last = messages
        prompt = self.prompt((*before, Message(last.role, (*last.parts, ""))))
        return prompt.tokens[: prompt.cuts[-1]]

    def check_length(self, tokens: Sequence[int], answer: int) -> None:
        """Refuse what does not fit into the context.

        Raises:
            EngineError: ``too_long``.
        """
        context = self._model.info.context
        if tokens and len(tokens) + answer <= context:
            return
        raise EngineError(
            "too_long",
            f"the question with its notes has {len(tokens)} tokens; with {answer} for the "
            f"answer that is more than the model's {context}",
            where=self._model.info.name,
            hint="Ask with less text, or raise engine.context",
            numbers={"prompt": len(tokens), "answer": answer, "context": context},
        )

    def read(self, prompt: Prompt, on_progress: Callable[[int], None] = lambda _: None) -> int:
        """Bring a prompt into the cache, ready to pick the token after it.

        Returns:
            How many of its tokens were there already.

        Raises:
            CancelledByUser: the abort flag was raised.
            EngineError: the native side refused.
        """
        self._warmer.help(prompt.tokens, prompt.cuts)
        cached = self._cache.begin(prompt.tokens, ask=True)
        self._cache.read(prompt.tokens, on_progress)
        return cached
