"""A small model beside the one that answers, which makes vectors of texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yidesk.catalog.gguf import read_header
from yidesk.core.errors import ModelError
from yidesk.engine import devices, llama
from yidesk.engine.embedding_prefixes import prefixes_for
from yidesk.protocol.embedding import ELEMENT, Embed, Embedded, Purpose

MOST_WINDOW = 512
"""Tokens that are seen at once: what most such models were trained for, and a whole passage."""

Vector = npt.NDArray[np.float32]


class Embedder:
    """One embedding model in memory. Belongs to one thread, but for `abort`."""

    def __init__(
        self,
        path: Path,
        *,
        gpu_layers: int | None,
        threads: int | None,
        pooling: llama.Pooling | None = None,
    ) -> None:
        """Load PATH, on the GPU where there is room. Raises ModelError.

        POOLING makes vectors of a model that was not made for it, to measure what those are worth.
        """
        header = read_header(path)
        self.path = path
        self._pooling = pooling
        self._prefixes = prefixes_for(path.stem, header.name)
        self._most = min(MOST_WINDOW, header.context_length or MOST_WINDOW)
        try:
            self._load(0 if gpu_layers == 0 else -1, devices.threads(threads))
        except llama.LoadError as error:
            raise _refused(path, str(error)) from error

    def _load(self, gpu_layers: int, threads: int) -> None:
        for layers in dict.fromkeys((gpu_layers, 0)):
            try:
                self._model = llama.Model(self.path, gpu_layers=layers)
                break
            except llama.LoadError as error:
                if layers == 0 or not error.out_of_memory:
                    raise
        try:
            self._context = llama.EmbeddingContext(
                self._model, window=self._most, threads=threads, pooling=self._pooling
            )
        except llama.LoadError:
            self._model.close()
            raise
        self._check_pooling()

    def _check_pooling(self) -> None:
        if self._context.pooling in (llama.Pooling.MEAN, llama.Pooling.CLS, llama.Pooling.LAST):
            return
        self.close()
        raise not_embedding(self.path)

    def embed(self, text: str, purpose: Purpose) -> tuple[Vector, int]:
        """The vector of a text, of length 1, and the tokens that it took.

        A text beyond the window is seen in parts of equal weight to its tokens: nothing of it is
        left out. Raises llama.Aborted; ModelError when the numbers are nonsense.
        """
        total = np.zeros(self._context.dimensions, np.float32)
        tokens = 0
        for part in self._parts(self._prefixes.of(purpose) + text):
            try:
                vector = _unit(self._context.embed(part))
            except llama.LoadError as error:
                raise _refused(self.path, str(error)) from error
            total += len(part) * vector
            tokens += len(part)
        vector = _unit(total)
        if not np.isfinite(vector).all():
            raise _nonsense(self.path)
        return vector, tokens

    def _parts(self, text: str) -> Iterator[llama.Tokens]:
        """Token ids with what the model wants around them, at most a window at a time."""
        vocabulary = self._model.vocabulary
        first, last = vocabulary.around
        ids = vocabulary.tokenize(text)
        room = self._most - len(first) - len(last)
        for start in range(0, max(1, len(ids)), room):
            part = np.concatenate([first, ids[start : start + room], last])
            yield part if len(part) else np.zeros(1, np.int32)

    def abort(self) -> None:
        """Break off what is being computed. Thread-safe."""
        self._context.abort()

    def rearm(self) -> None:
        """Take back `abort`."""
        self._context.rearm()

    def close(self) -> None:
        """Free everything."""
        self._context.close()
        self._model.close()


def answer(request: Embed, embedder: Embedder, may_go_on: Callable[[], bool]) -> Embedded:
    """The vectors of the request's texts, or of the first of them while it MAY_GO_ON."""
    began = time.perf_counter()
    vectors: list[Vector] = []
    tokens = 0
    embedder.rearm()
    for text in request.texts:
        if not may_go_on():
            break
        try:
            vector, count = embedder.embed(text, request.purpose)
        except llama.Aborted:
            break
        vectors.append(vector)
        tokens += count
    return Embedded(
        id=request.id,
        count=len(vectors),
        dimensions=len(vectors[0]) if vectors else 0,
        vectors=np.array(vectors).astype(ELEMENT).tobytes(),
        tokens=tokens,
        seconds=time.perf_counter() - began,
    )


def not_embedding(path: Path) -> ModelError:
    """A model that answers, or ranks, was named for making vectors."""
    return ModelError(
        "{name} makes no vectors: it is not an embedding model.",
        code="not_embedding",
        next_step="Choose one that was made for it, such as bge-m3, or search by words alone.",
        name=path.name,
    )


def _refused(path: Path, reason: str) -> ModelError:
    return ModelError(
        "The embedding model {name} cannot be used: {reason}.",
        code="embedding_failed",
        next_step="Choose another one in the settings, or none: search by words needs none.",
        name=path.name,
        reason=reason.rstrip("."),
    )


def _nonsense(path: Path) -> ModelError:
    return ModelError(
        "The embedding model {name} computes nonsense (its numbers are not finite).",
        code="nonfinite_vectors",
        next_step="The file may be damaged; verify it or download it again.",
        name=path.name,
    )


def _unit(vector: Vector) -> Vector:
    """VECTOR at length 1; a null vector has no direction, and is no number then."""
    with np.errstate(divide="ignore", invalid="ignore"):
        unit: Vector = vector / np.linalg.norm(vector)
    return unit
