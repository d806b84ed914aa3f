"""Loading a model file: checked first, then handed to llama.cpp."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from llmtutor.engine.failure import EngineError
from llmtutor.engine.modelfile import MICRO_BATCH, ModelFile, Purpose, check_memory, inspect
from llmtutor.engine.protocol import Ability, ModelInfo, ModelKind
from llmtutor.engine.worker.families import AUTO, PLAIN, builtin_template, names, style
from llmtutor.engine.worker.native import AbortFlag, NativeLog
from llmtutor.engine.worker.template import ChatFormat, Style, own_template
from llmtutor.engine.worker.vocabulary import Vocabulary
from llmtutor.errors import InputFileError

BATCH = 512
"""Most tokens handed over in one call; more aborts the process."""

FIRST_FORK = 1
"""Sequence 0 is the conversation."""

_SEQUENCES, _SEQUENCES_RECURRENT = 16, 4
"""Of a recurrent model each one takes memory; of others it only shares the cells."""

_ALL_LAYERS = 999
_JINJA = "llmtutor.engine.worker.jinja"
_STEP = 0.05
"""Of loading, between two reports."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Which model, and how much of the machine it may use."""

    path: Path
    purpose: Purpose
    context: int
    """Tokens; never more than the model was trained for."""
    threads: int
    """0 is physical cores less one."""
    gpu_layers: int
    """-1 is all, where there is a GPU."""
    languages: tuple[str, ...] = ()
    """Language codes known from elsewhere, where the file claims none."""

    chat_format: str = ""
    """Asked for by name; empty takes the file's own."""
    family: str = ""
    """Chat format known from elsewhere, where the file has none."""

    @classmethod
    def from_wire(cls, line: Mapping[str, Any]) -> LoadRequest:
        return cls(
            path=Path(line["path"]),
            purpose=line["purpose"],
            context=line["context"],
            threads=line["threads"],
            gpu_layers=line["gpu_layers"],
            languages=tuple(line["languages"]),
            chat_format=line["chat_format"],
            family=line["family"],
        )


class Model:
    """A loaded model with its context. Free it with :meth:`close`."""

    def __init__(
        self,
        library: Any,
        log: NativeLog,
        flag: AbortFlag,
        request: LoadRequest,
        on_progress: Callable[[float], None],
    ) -> None:
        """Check and load.

        Raises:
            TutorError: the file cannot serve; see :mod:`llmtutor.engine.modelfile`.
        """
        self.library = library
        self.flag = flag
        self.log = log
        self.is_on_gpu = request.gpu_layers != 0 and bool(library.llama_supports_gpu_offload())
        self.file = inspect(request.path, request.purpose)
        size = self._context_size(request)
        if self._device() != "GPU":  # which has a memory of its own
            check_memory(self.file.header, size, _free_memory())
        log.forget()
        # Jinja takes a while to import; llama.cpp reads the file meanwhile.
        threading.Thread(target=import_module, args=(_JINJA,), daemon=True).start()
        self.handle = self._load(request, on_progress, log)
        self.vocabulary = Vocabulary(library, self.handle)
        self.remembers_whole = bool(
            library.llama_model_is_recurrent(self.handle)
            or library.llama_model_is_hybrid(self.handle)
        )
        self.threads = request.threads or default_threads()
        self.context = self._open_context(size, log)
        flag.attach(library, self.context)
        self.format = self._format(request)
        self.info = self._info(request)

    @property
    def most_forks(self) -> int:
        """Answers that can be weighed side by side."""
        return int(self.library.llama_n_seq_max(self.context)) - FIRST_FORK

    def close(self) -> None:
        self.library.llama_free(self.context)
        self.library.llama_model_free(self.handle)

    def _context_size(self, request: LoadRequest) -> int:
        trained = self.file.context_trained or request.context
        if self.file.kind == "embedding":
            return min(trained, BATCH)
        return min(trained, request.context)

    def _load(
        self, request: LoadRequest, on_progress: Callable[[float], None], log: NativeLog
    ) -> int:
        params = self.library.llama_model_default_params()
        layers = _ALL_LAYERS if request.gpu_layers < 0 else request.gpu_layers
        params.n_gpu_layers = layers if self.is_on_gpu else 0
        shown = -1.0

        def report(progress: float, _data: int | None) -> bool:
            nonlocal shown
            if progress - shown >= _STEP:
                shown = progress
                on_progress(progress)
            return True

        callback = self.library.llama_progress_callback(report)
        params.progress_callback = callback
        handle: int | None = self.library.llama_model_load_from_file(
            os.fsencode(request.path), params
        )
        if not handle:
            raise _load_failure(self.file, log.errors())
        return handle

    def _open_context(self, size: int, log: NativeLog) -> int:
        params = self.library.llama_context_default_params()
        embedding = self.file.kind == "embedding"
        params.n_ctx = size
        params.n_batch = BATCH
        params.n_ubatch = BATCH if embedding else MICRO_BATCH
        params.n_threads = params.n_threads_batch = self.threads
        params.embeddings = embedding
        params.no_perf = True
        if not self.is_on_gpu:
            # On a CPU it reads 8 % faster but writes 27 % slower behind 1,200 tokens.
            params.flash_attn_type = self.library.LLAMA_FLASH_ATTN_TYPE_DISABLED
        if embedding:
            if not self.file.header.of_architecture("pooling_type"):
                params.pooling_type = self.library.LLAMA_POOLING_TYPE_MEAN
            # Many short texts share a batch; one cache for all lets each be as long as it is.
            params.n_seq_max = _most_texts(self.library)
        else:
            params.n_seq_max = _SEQUENCES_RECURRENT if self.remembers_whole else _SEQUENCES
        params.kv_unified = True
        context: int | None = self.library.llama_init_from_model(self.handle, params)
        if not context:
            self.library.llama_model_free(self.handle)
            reason = log.errors() or "no reason was given"
            raise EngineError(
                "native", f"the model was read but cannot start ({reason})", where=self.file.path
            )
        return context

    def _format(self, request: LoadRequest) -> ChatFormat:
        """The ways to lay out a conversation, the likeliest to be right first."""
        styles: list[Style] = []
        if request.chat_format not in {"", AUTO}:
            styles.append(style(self.library, request.chat_format))
        elif self.file.kind == "chat":
            words, source = self.vocabulary, self.file.template
            own = own_template(source, words.name(words.bos), words.name(words.eos))
            builtin = builtin_template(self.library, source)
            styles += [Style("own", own), Style("builtin", builtin)]
        if request.family in names(self.library) and self.file.kind != "embedding":
            styles.append(style(self.library, request.family))
        if not styles and self.file.kind == "base":
            styles.append(style(self.library, PLAIN))
        return ChatFormat(str(self.file.path), tuple(styles))

    def _kind(self) -> ModelKind:
        """Of a file without a chat format, what it becomes with one from elsewhere."""
        if self.file.kind == "base" and self.format.kind() == "builtin":
            return "chat"
        return self.file.kind

    def _device(self) -> str:
        if not self.is_on_gpu:
            return "CPU"
        return "Metal" if sys.platform == "darwin" else "GPU"

    def _info(self, request: LoadRequest) -> ModelInfo:
        languages = request.languages or self.file.languages
        return ModelInfo(
            name=self.file.path.stem,
            path=str(self.file.path),
            size=self.file.header.size,
            kind=self._kind(),
            architecture=self.file.header.text("general.architecture"),
            parameters=self.file.header.parameters,
            context=self.library.llama_n_ctx_seq(self.context),
            context_trained=self.file.context_trained,
            dimensions=self.library.llama_model_n_embd(self.handle),
            vocabulary=self.vocabulary.size,
            device=self._device(),
            threads=self.threads,
            languages=languages,
            scripts=self.vocabulary.scripts(languages),
            template=self.format.kind(),
            instructions=_instructions(self.library),
            abilities=frozenset(_ABILITIES if self.file.kind != "embedding" else ("look",)),
            title=self.file.header.text("general.name"),
        )


_ABILITIES: tuple[Ability, ...] = (
    "warm", "score", "spans", "look", "json", "grammar", "excerpt", "adapter",
)  # fmt: skip


def _instructions(library: Any) -> str:
    """Of ``CPU : AVX2 = 1 | AVX512 = 0 | …`` the names that are on."""
    said = library.llama_print_system_info().decode("utf-8", "replace")
    return " ".join(re.findall(r"(\w+) = 1\b", said))


def default_threads() -> int:
    """Physical cores less one: more spin on barriers while the machine does other things."""
    import psutil

    cores = psutil.cpu_count(logical=False) or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, len(os.sched_getaffinity(0)))
    return max(1, cores - 1)


def _free_memory() -> int:
    import psutil

    return int(psutil.virtual_memory().available)


def _most_texts(library: Any) -> int:
    return min(64, int(library.llama_max_parallel_sequences()))


def _load_failure(file: ModelFile, reason: str) -> InputFileError:
    architecture = file.header.text("general.architecture")
    if "unknown model architecture" in reason:
        return InputFileError(
            f"has the architecture '{architecture}', which this llama.cpp does not know",
            where=file.path,
            hint="Update llama-cpp-python, or choose another model",
        )
    return InputFileError(
        f"llama.cpp cannot load it ({reason or 'no reason was given'})",
        where=file.path,
        hint="Download it again, or choose another model",
    )
