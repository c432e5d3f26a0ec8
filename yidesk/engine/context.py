"""The tokens held in KV memory: what they are, what can be kept, how more are read.

A conversation only ever grows at its end. So of a new prompt, everything up to the first token
that differs from what is in memory is kept, and only the rest is evaluated.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.engine.keeping import ReadingKeeper, Span, documents_end
from yidesk.engine.llama import Context, StateError, Status
from yidesk.engine.pace import Pace
from yidesk.engine.speculate import PromptLookup

Tokens = npt.NDArray[np.int32]


class Watcher(Protocol):
    """Is told how far reading is, and may end it."""

    def __call__(self, done: int, total: int, per_second: float) -> bool:
        """DONE of TOTAL prompt tokens are in memory; False ends the reading here.

        PER_SECOND: tokens evaluated so far by the time that took; 0 before the first.
        """


@dataclass(slots=True, kw_only=True)
class ReadResult:
    """What reading a prompt took; tokens and seconds."""

    cached: int = 0
    restored: int = 0
    evaluated: int = 0
    restore_seconds: float = 0.0
    seconds: float = 0.0
    """Of evaluation alone."""
    complete: bool = False

    @property
    def per_second(self) -> float:
        """Tokens evaluated per second of evaluation; 0 when none were."""
        return self.evaluated / self.seconds if self.seconds else 0.0


class TokenMemory:
    """A context, and the ids of what it holds."""

    def __init__(
        self,
        context: Context,
        keeper: ReadingKeeper | None = None,
        lookup: PromptLookup | None = None,
    ) -> None:
        self._context = context
        self._keeper = keeper
        self.lookup = lookup
        self.pace = Pace()
        self._ids = np.zeros(context.window, np.int32)
        self._count = 0
        self._border = 0

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

    def read(
        self, ids: Tokens, watcher: Watcher, *, spans: Sequence[Span] = (), logits: bool = True
    ) -> ReadResult:
        """Bring IDS into memory: keep what is there, restore what is saved, evaluate the rest.

        With LOGITS, the last token is evaluated even when it was there, so that the next one can
        be sampled. Stops between two batches when WATCHER says so; what was read stays. Raises
        EngineError when the window is too small (before anything is done) or llama.cpp fails.
        """
        self._check_room(len(ids))
        kept = min(self.common_prefix(ids), len(ids) - int(logits))
        self.trim(kept)
        if self._keeper is not None:
            self._keeper.begin(kept, spans)
        self._border = documents_end(spans)
        result = ReadResult(cached=kept)
        while watcher(self._count, len(ids), result.per_second):
            self._restore(ids, result)
            if self._count == len(ids) and logits and not result.evaluated:
                self.trim(len(ids) - 1)
                result.restored -= 1  # to be evaluated once more
            if self._count == len(ids) or not self._evaluate(ids, result, logits=logits):
                break
        result.complete = self._count == len(ids)
        return result

    def _restore(self, ids: Tokens, result: ReadResult) -> None:
        """Put saved chunks back where memory ends.

        Tried again at every chunk's border, so that a damaged chunk costs its own tokens and not
        those behind it.
        """
        at_border = not result.evaluated or self._count % self._context.batch == 0
        if self._keeper is None or not at_border or self._count == len(ids):
            return
        began = time.perf_counter()
        start, end = self._keeper.restore(ids, self._count)
        self._count = min(self._count, self._context.end)  # a refused state leaves a gap
        result.cached = min(result.cached, self._count)
        if end > self._count:
            result.cached = min(result.cached, start)
            result.restored += end - start
            self._ids[start:end] = ids[start:end]
            self._count = end
        result.restore_seconds += time.perf_counter() - began

    def _evaluate(self, ids: Tokens, result: ReadResult, *, logits: bool) -> bool:
        began, before = time.perf_counter(), self._count
        done = self._read_batch(ids, logits=logits)
        result.evaluated += self._count - before
        seconds = time.perf_counter() - began
        result.seconds += seconds
        if done and 2 * (self._count - before) >= self._context.batch:  # few tokens cost more each
            self.pace.note(before, self._count - before, seconds)
        if done and self._keeper is not None:
            self._keeper.save_complete(self.ids)
        if self.lookup is not None:
            self.lookup.catch_up(self.ids)
        return done

    def save_some(self) -> bool:
        """Save what is not saved yet, one chunk at most; whether there is more to do."""
        if self._keeper is None:
            return False
        return self._keeper.save_complete(self.ids) or self._keeper.save_tail(self.ids)

    def save_rest(self, seconds: float) -> None:
        """Save what is not saved yet, as far as SECONDS allow."""
        deadline = time.monotonic() + seconds
        while self.save_some() and self._keeper is not None and time.monotonic() < deadline:
            self._keeper.wait_for_writer(seconds)

    def leave_unsaved(self) -> None:
        """Save nothing of what is held until the next prompt is read."""
        if self._keeper is not None:
            self._keeper.rest()

    @property
    def ids(self) -> Tokens:
        """The tokens it holds: a view, valid until the next change."""
        return self._ids[: self._count]

    def move_to(self, make: Callable[[], Context]) -> None:
        """Go on in the context that MAKE gives; what is held is carried over, chunk by chunk.

        The old context is closed first, so that not both take memory. Raises LoadError when there
        is not enough of it; nothing is held then, and the memory is of no use until it moves.
        What llama.cpp does not give or take is not held afterwards, and read again when needed.
        """
        size = self._context.batch
        states = []
        with contextlib.suppress(StateError):
            for first, end in pairwise([*range(0, self._count, size), self._count]):
                states.append((first, end, self._context.save_state(first, end)))
        held, self._count = self.ids.copy(), 0
        self._context.close()
        self._context = make()
        if self._keeper is not None:
            self._keeper.move_to(self._context)
        self._ids = np.zeros(self._context.window, np.int32)
        self._ids[: len(held)] = held
        try:
            for first, end, state in states:
                self._context.load_state(state, first, end)
                self._count = end
        except StateError:
            self._context.forget(self._count)

    def append(self, tokens: Tokens) -> bool:
        """Evaluate TOKENS, for the logits of each. False when `abort` came in between.

        Raises EngineError.
        """
        self._ids[self._count : self._count + len(tokens)] = tokens
        return self._decode(tokens, outputs=len(tokens))

    def trim(self, count: int) -> None:
        """Keep the first COUNT tokens at most."""
        if count < self._count:
            self._context.forget(count)
            self._count = count

    def _read_batch(self, ids: Tokens, *, logits: bool) -> bool:
        """Evaluate up to the next multiple of the batch size, or to where the documents end.

        Borders at fixed positions give the same numbers, bit for bit, wherever reading began.
        """
        size = self._context.batch
        end = min(len(ids), (self._count // size + 1) * size)
        if self._count < self._border:
            end = min(end, self._border)
        self._ids[self._count : end] = ids[self._count : end]
        return self._decode(ids[self._count : end], outputs=int(logits and end == len(ids)))

    def _decode(self, ids: Tokens, *, outputs: int) -> bool:
        status = self._context.decode(ids, self._count, outputs=outputs)
        if status is Status.OK:
            self._context.wait()
            self._count += len(ids)
            return True
        self._count = self._context.end
        if status is Status.ABORTED:
            return False
        raise _decode_error(status)

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
