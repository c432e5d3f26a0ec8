"""The tokens held in KV memory: what they are, what can be kept, how more are read.

A conversation only ever grows at its end. So of a new prompt, everything up to the first token
that differs from what is in memory is kept, and only the rest is evaluated.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.engine.llama import Context, Status

Tokens = npt.NDArray[np.int32]


class Watcher(Protocol):
    """Is told how far reading is, and may end it."""

    def __call__(self, done: int, total: int) -> bool:
        """DONE of TOTAL prompt tokens are in memory; False ends the reading here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What reading a prompt took."""

    cached: int
    evaluated: int
    seconds: float
    complete: bool


class TokenMemory:
    """A context, and the ids of what it holds."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ids = np.zeros(context.window, np.int32)
        self._count = 0

    @property
    def window(self) -> int:
        """Tokens the memory can hold."""
        return len(self._ids)

    @property
    def count(self) -> int:
        """Tokens it holds."""
        return self._count

    def common_prefix(self, ids: Tokens) -> int:
        """How many tokens at the start of IDS are in memory already."""
        length = min(len(ids), self._count)
        different = np.flatnonzero(ids[:length] != self._ids[:length])
        return int(different[0]) if len(different) else length

    def read(self, ids: Tokens, watcher: Watcher) -> ReadResult:
        """Bring IDS into memory, so that the logits after the last of them can be sampled.

        Stops between two batches when WATCHER says so; what was read stays. Raises EngineError
        when the window is too small (before anything is done) or llama.cpp fails.
        """
        self._check_room(len(ids))
        # The last token is evaluated again even when it is there: its logits are not.
        cached = min(self.common_prefix(ids), len(ids) - 1)
        self._forget(cached)
        start = time.perf_counter()
        while self._count < len(ids):
            if not watcher(self._count, len(ids)) or not self._read_batch(ids):
                break
        else:
            watcher(len(ids), len(ids))
        return ReadResult(
            cached=cached,
            evaluated=self._count - cached,
            seconds=time.perf_counter() - start,
            complete=self._count == len(ids),
        )

    def append(self, token: int) -> bool:
        """Evaluate one more token. False when `abort` came in between; raises EngineError."""
        self._ids[self._count] = token
        return self._decode(self._ids[self._count : self._count + 1], last=True)

    def _read_batch(self, ids: Tokens) -> bool:
        """Evaluate up to the next multiple of the batch size.

        Borders at fixed positions give the same numbers, bit for bit, wherever reading began.
        """
        size = self._context.batch
        end = min(len(ids), (self._count // size + 1) * size)
        self._ids[self._count : end] = ids[self._count : end]
        return self._decode(ids[self._count : end], last=end == len(ids))

    def _decode(self, ids: Tokens, *, last: bool) -> bool:
        status = self._context.decode(ids, self._count, outputs=int(last))
        if status is Status.OK:
            self._context.wait()
            self._count += len(ids)
            return True
        self._count = self._context.end
        if status is Status.ABORTED:
            return False
        raise _decode_error(status)

    def _forget(self, position: int) -> None:
        if position < self._count:
            self._context.forget(position)
            self._count = position

    def _check_room(self, need: int) -> None:
        if need >= self.window:
            raise EngineError(
                "The conversation has {need} tokens, the window holds {window}.",
                code="context_overflow",
                next_step="Start a new chat, remove a document or choose a larger window.",
                need=need,
                window=self.window,
            )


def _decode_error(status: Status) -> EngineError:
    reasons: dict[Status, str] = {
        Status.NO_SLOT: "the window is full",
        Status.NO_MEMORY: "there is not enough memory",
        Status.INVALID: "an invalid batch",
    }
    return EngineError(
        "The engine could not compute: {reason}.",
        code="decode",
        next_step="Ask again; if it goes on, choose a smaller window or model.",
        reason=reasons.get(status, "the device failed"),
    )
