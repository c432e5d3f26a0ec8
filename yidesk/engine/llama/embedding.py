"""A context that makes one vector of a text, by a model that was trained for that."""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from yidesk.engine.llama.batch import Batch
from yidesk.engine.llama.binding import LoadError, Tokens, lib
from yidesk.engine.llama.breakable import Breakable
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


class EmbeddingContext(Breakable):
    """Makes vectors."""

    def __init__(
        self, model: Model, *, window: int, threads: int, pooling: Pooling | None = None
    ) -> None:
        """Texts of up to WINDOW tokens. POOLING None: as the file says. Raises LoadError.

        Batches hold the whole window: a model that looks both ways sees all of a text at once.
        """
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = window
        parameters.n_seq_max = 1
        parameters.embeddings = True
        if pooling is not None:
            parameters.pooling_type = pooling
        super().__init__(model, parameters, threads=threads)
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
        if self.is_aborted:
            raise Aborted
        pointer = lib.llama_get_embeddings_seq(self._handle, 0) if status == 0 else None
        if not pointer:
            raise LoadError
        return np.ctypeslib.as_array(pointer, shape=(self.dimensions,)).copy()
