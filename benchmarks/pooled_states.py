"""Vectors from a model that answers: the mean of its last layer's states over a text's tokens.

Nothing was trained for that, so these are poor vectors, but real ones: the program's own search by
meaning runs on them as on any. They show what fusing costs where the embedding model is bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from yidesk.core.types import EngineOptions
from yidesk.engine.embedder import Embedder, answer
from yidesk.engine.llama import Pooling
from yidesk.protocol.embedding import Embed, Embedded, Purpose


class PooledStates:
    """What the search by meaning needs of an engine and of the models, with one model, in place."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        self._path = path
        self._asked: dict[tuple[str, ...], Embedded] = {}
        self._embedder = Embedder(path, gpu_layers=0, threads=threads, pooling=Pooling.MEAN)

    def embed(
        self,
        model: Path,
        texts: Sequence[str],
        purpose: Purpose,
        _options: EngineOptions | None = None,
        *,
        background: bool = False,
    ) -> Made:
        """The vectors, made before this returns."""
        request = Embed(
            id=1, model=str(model), texts=tuple(texts), purpose=purpose, background=background
        )
        if purpose is not Purpose.QUESTION:
            return Made(answer(request, self._embedder, lambda: True))
        if request.texts not in self._asked:  # every way of finding asks the same questions
            self._asked[request.texts] = answer(request, self._embedder, lambda: True)
        return Made(self._asked[request.texts])

    def resolve(self, _name: str | Path | None) -> Path:
        """The one model."""
        return self._path

    def identity(self, path: Path) -> str:
        """Its name will do."""
        return path.name

    def check(self, _path: Path) -> None:
        """It is well."""

    def close(self) -> None:
        """Free it."""
        self._embedder.close()


class Made:
    """A job that has ended."""

    def __init__(self, event: Embedded) -> None:
        self._event = event

    def __iter__(self) -> Iterator[Embedded]:
        yield self._event

    def cancel(self) -> None:
        """It has ended."""
