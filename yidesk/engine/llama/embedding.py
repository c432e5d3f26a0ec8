"""A context that makes one vector of a text, by a model that was trained for that."""

from __future__ import annotations

import ctypes
import enum

import numpy as np
import numpy.typing as npt

from yidesk.engine.llama.batch import Batch, abort_when_not_empty
from yidesk.engine.llama.binding import LoadError, Tokens, lib, log_lines
from yidesk.engine.llama.model import Model

Vector = npt.NDArray[np.float32]


class Pooling(enum.IntEnum):
    """How a model makes one vector of its last layer (llama.h, llama_pooling_type)."""

    NONE = 0
    MEAN = 1
    CLS = 2
    LAST = 3
    RANK = 4


class Aborted(Exception):  # noqa: N818 - an ordinary event
    """The computation was broken off."""


class EmbeddingContext:
    """Makes vectors. Belongs to one thread; only `abort` may be called from another."""

    def __init__(
        self, model: Model, *, window: int, threads: int, pooling: Pooling | None = None
    ) -> None:
        """Texts of up to WINDOW tokens. POOLING None: as the file says. Raises LoadError.

        Batches hold the whole window: a model that looks both ways sees all of a text at once.
        """
        log_lines.clear()
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = window
        parameters.n_seq_max = 1
        parameters.embeddings = True
        if pooling is not None:
            parameters.pooling_type = pooling
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        parameters.offload_kqv = parameters.op_offload = model.on_gpu
        self._abort = ctypes.create_string_buffer(2)
        self._abort_callback = abort_when_not_empty()
        parameters.abort_callback = self._abort_callback
        parameters.abort_callback_data = ctypes.addressof(self._abort)
        self._handle = lib.llama_init_from_model(model.handle, parameters)
        if not self._handle:
            raise LoadError
        self.window = window
        self.dimensions: int = lib.llama_model_n_embd_out(model.handle)
        self._batch = Batch(window)

    @property
    def pooling(self) -> int:
        """A `Pooling`, as the file says it; or one that this program does not know."""
        kind: int = lib.llama_pooling_type(self._handle)
        return kind

    def embed(self, tokens: Tokens) -> Vector:
        """The pooled vector of at most `window` tokens, shape (dimensions,); its length is not 1.

        Raises Aborted; LoadError when it could not be computed.
        """
        lib.llama_memory_clear(lib.llama_get_memory(self._handle), True)
        status = lib.llama_decode(self._handle, self._batch.fill(tokens, 0, len(tokens)))
        if self._abort[0] != b"\0":
            raise Aborted
        pointer = lib.llama_get_embeddings_seq(self._handle, 0) if status == 0 else None
        if not pointer:
            raise LoadError
        return np.ctypeslib.as_array(pointer, shape=(self.dimensions,)).copy()

    def abort(self) -> None:
        """Make a running or the next `embed` raise Aborted (at once on a CPU). Thread-safe."""
        self._abort[0] = b"\x01"

    def rearm(self) -> None:
        """Take back `abort`."""
        self._abort[0] = b"\0"

    def close(self) -> None:
        """Free the memory."""
        if self._handle:
            lib.llama_free(self._handle)
            self._handle = None
