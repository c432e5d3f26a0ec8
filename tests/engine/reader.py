"""One program's memory on a tiny model, with readings in a folder: everything real but the size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tests.engine.chunks import DOCUMENT
from yidesk.engine import llama
from yidesk.engine.chunk import root_of
from yidesk.engine.context import ReadResult, TokenMemory
from yidesk.engine.keeping import ReadingKeeper, Span
from yidesk.engine.readings import ReadingFolder

CHUNK = 64


def tokens(count: int, seed: int = 0) -> np.ndarray:
    """So many ids of a small vocabulary."""
    return np.random.default_rng(seed).integers(300, 900, count).astype(np.int32)


class Reader:
    """A context and its readings, as one process has them."""

    def __init__(
        self,
        model: llama.Model,
        folder: Path | None,
        *,
        facts: Sequence[object] = ("a model",),
        window: int = 1024,
        save: bool = True,
        quota: int = 1 << 40,
        on_trouble: Callable[[OSError], None] = lambda _error: None,
    ) -> None:
        self.context = llama.Context(
            model, window=window, batch=CHUNK, flash_attention=True, kv_type="f16", threads=1
        )
        self.folder = folder and ReadingFolder(folder, root_of(facts), quota_bytes=quota)
        self.keeper = self.folder and ReadingKeeper(
            self.context, self.folder, save=save, model="tiny", on_trouble=on_trouble
        )
        self.memory = TokenMemory(self.context, self.keeper)

    def read(
        self, ids: np.ndarray, watcher: Callable[..., bool] = lambda *_told: True
    ) -> ReadResult:
        """Read IDS, all of them a document's."""
        return self.memory.read(ids, watcher, spans=[Span(0, len(ids), DOCUMENT)])

    def state(self, end: int | None = None) -> bytes:
        """What is in KV memory, and the logits behind it, bit for bit."""
        end = end or self.memory.count
        return self.context.save_state(0, end).tobytes() + self.context.logits().tobytes()

    def close(self) -> None:
        """End as a program does that is closed."""
        self.memory.save_rest(10)
        if self.keeper is not None:
            self.keeper.close()
        self.context.close()
