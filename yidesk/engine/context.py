"""The tokens held in KV memory: what they are, what can be kept, how more are read.

A conversation only ever grows at its end. So of a new prompt, everything up to the first token
that differs from what is in memory is kept, and only the rest is evaluated.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.core.words import phrase
from yidesk.engine.keeping import ReadingKeeper, Span, documents_end
from yidesk.engine.llama import Buffer, Context, StateError, Status
from yidesk.engine.pace import Pace
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.shelf import SMALLEST_RUN, Run, Shelf, agreement
from yidesk.engine.speculate import Speculation

Tokens = npt.NDArray[np.int32]

SAVE_SECONDS = 0.05
"""Between two looks whether saving is still wanted."""


class Watcher(Protocol):
    """Is told how far reading is, and may end it."""

    def __call__(self, done: int, total: int, per_second: float, on_disk: int = 0) -> bool:
        """DONE of TOTAL prompt tokens are in memory; False ends the reading here.

        PER_SECOND: tokens evaluated so far by the time that took; 0 before the first. While tokens
        come from the disk, PER_SECOND is the rate of that, and the first ON_DISK will.
        """


@dataclass(slots=True, kw_only=True)
class ReadResult:
    """What reading a prompt took; tokens and seconds."""

    cached: int = 0
    restored: int = 0
    restored_end: int = 0
    """Where the last ones from disk end."""
    evaluated: int = 0
    restore_seconds: float = 0.0
    seconds: float = 0.0
    """Of evaluation alone."""
    has_logits: bool = False
    """Whether the last token was evaluated, so that the next one can be sampled."""
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
        speculation: Speculation | None = None,
        shelf: Shelf | None = None,
        root: str = "",
    ) -> None:
        """SHELF: where what leaves and is not on disk is put aside; None: it is forgotten.

        ROOT: what makes a state valid; memories of one root take each other's from the shelf.
        """
        self._context = context
        self._keeper = keeper
        self._shelf = shelf
        self._root = root
        self.speculation = speculation
        self.pace = Pace()
        self._ids = np.zeros(context.window, np.int32)
        self._count = 0
        self._border = 0

    @property
    def context(self) -> Context:
        """What computes; another one after every growth."""
        return self._context

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
        be sampled. Stops between two batches or chunks when WATCHER says so; what was read stays.
        Raises EngineError when the window is too small (before anything is done) or llama.cpp
        fails.
        """
        check_room(len(ids), self.window)
        kept = min(self.common_prefix(ids), len(ids) - int(logits))
        if not self.leave(kept, lambda: watcher(kept, len(ids), 0.0)):
            return ReadResult(cached=kept)
        if self._keeper is not None:
            self._keeper.begin(kept, spans)
        self._border = documents_end(spans)
        result = ReadResult(cached=kept)
        while watcher(self._count, len(ids), result.per_second):
            if self._has_ended(ids, result, logits=logits):
                break
            if not self._restore(ids, result, watcher):
                break
            if self._count == len(ids) and logits:
                self.trim(len(ids) - 1)
                result.restored -= int(result.restored_end == len(ids))  # to be evaluated again
            if self._count < len(ids) and not self._evaluate(ids, result):
                break
        result.cached = self._count - result.restored - result.evaluated
        result.complete = self._has_ended(ids, result, logits=logits)
        return result

    def _has_ended(self, ids: Tokens, result: ReadResult, *, logits: bool) -> bool:
        return self._count == len(ids) and (result.has_logits or not logits)

    def _restore(self, ids: Tokens, result: ReadResult, watcher: Watcher) -> bool:
        """Put back where memory ends what is saved, or stands on the shelf.

        False when WATCHER wants no more.

        Tried again at every chunk's border, so that a damaged chunk costs its own tokens and not
        those behind it.
        """
        at_border = not result.evaluated or self._count % self._context.batch == 0
        if not at_border or self._count == len(ids):
            return True
        began, before, wanted = time.perf_counter(), self._count, True

        def on_restored(end: int, on_disk: int) -> bool:
            nonlocal wanted
            seconds = time.perf_counter() - began
            wanted = wanted and watcher(end, len(ids), max(0, end - before) / seconds, on_disk)
            return wanted

        if self._keeper is not None:
            start, end = self._keeper.restore(ids, self._count, on_restored)
            self._count = min(self._count, self._context.end)  # a refused state leaves a gap
            if end > self._count:
                result.restored += end - self._count
                result.restored_end = end
                self._ids[start:end] = ids[start:end]
                self._count = end
        if wanted:
            self._take_back(ids)
        result.restore_seconds += time.perf_counter() - began
        return wanted

    def _take_back(self, ids: Tokens) -> None:
        """Put back what stands on the shelf of IDS beyond what memory holds."""
        while self._shelf is not None and self._put_back(
            self._shelf.take(self._root, ids, self._count), ids
        ):
            pass

    def _put_back(self, run: Run | None, ids: Tokens) -> bool:
        if run is None:
            return False
        end = run.first + agreement(run, ids)
        self._context.forget(run.first)
        try:
            self._context.load_state(run.state, run.first, run.end)
        except StateError:
            self._count = self._context.end
            return False
        self._context.forget(end)
        self._ids[run.first : end] = ids[run.first : end]
        self._count = end
        return True

    def _evaluate(self, ids: Tokens, result: ReadResult) -> bool:
        began, before = time.perf_counter(), self._count
        done = self._read_batch(ids)
        result.evaluated += self._count - before
        result.has_logits = done and self._count == len(ids)
        seconds = time.perf_counter() - began
        result.seconds += seconds
        if done and 2 * (self._count - before) >= self._context.batch:  # few tokens cost more each
            self.pace.note(before, self._count - before, seconds)
        if done and self._keeper is not None:
            self._keeper.save_complete(self.ids)
        return done

    def drop(self, owner: str) -> None:
        """Save nothing any more of what OWNER (empty: anybody) has in memory. Thread-safe."""
        if self._keeper is not None:
            self._keeper.drop(owner)

    def save_between_steps(self) -> None:
        """Save the next complete chunk while an answer is written, once the disk has the last one.

        Only where all that memory holds stays: behind guesses, when the wrong ones are gone.
        """
        if self._keeper is not None and self._keeper.may_save(self._count):
            self._keeper.save_complete(self.ids)

    def save_some(self) -> bool:
        """Save what is not saved yet, one chunk at most; whether there is more to do."""
        if self._keeper is None:
            return False
        return self._keeper.save_complete(self.ids) or self._keeper.save_tail(self.ids)

    def save_rest(self, seconds: float) -> None:
        """Save what is not saved yet, as far as SECONDS allow."""
        if self._keeper is not None:
            self._keeper.try_again()
        deadline = time.monotonic() + seconds
        while self.save_some() and self._keeper is not None and time.monotonic() < deadline:
            self._keeper.wait_for_writer(seconds)

    @property
    def ids(self) -> Tokens:
        """The tokens it holds: a view, valid until the next change."""
        return self._ids[: self._count]

    def leave(self, kept: int, wanted: Callable[[], bool]) -> bool:
        """Forget all but KEPT tokens, once the others are on disk or on the shelf.

        Waits for the disk while that takes less time than reading again. False when it is not
        WANTED any more; nothing has changed then.
        """
        if kept >= self._count:
            return True
        if not wanted():
            return False
        deadline = time.monotonic() + (self.pace.seconds(kept, self._count) or 0.0)
        while time.monotonic() < deadline and self.save_some() and self._keeper is not None:
            self._keeper.wait_for_writer(SAVE_SECONDS)
            if not wanted():
                return False
        self._put_aside(kept)
        self.trim(kept)
        return True

    def _put_aside(self, kept: int) -> None:
        """Put on the shelf what is not on disk of the tokens behind KEPT."""
        keeper, batch = self._keeper, self._context.batch
        if keeper is not None:
            keeper.wait_for_writer(SAVE_SECONDS)
            kept = max(kept, keeper.saved_end(self.ids, kept))
        if self._shelf is not None and self._count - kept >= SMALLEST_RUN:
            self._shelf.put(self._root, self.ids, self._states(kept // batch * batch))

    def _states(self, start: int) -> Iterator[tuple[int, int, Buffer]]:
        """The state of what is held from START on, in runs of a batch."""
        for first, end in pairwise([*range(start, self._count, self._context.batch), self._count]):
            try:
                yield first, end, self._context.save_state(first, end)
            except StateError:  # read again when needed
                return

    def move_to(self, make: Callable[[], Context]) -> None:
        """Go on in the context that MAKE gives, holding nothing: `leave` has put all of it away.

        The old context is closed first, so that not both take memory. Raises LoadError when there
        is not enough of it; the memory is of no use then until it moves.
        """
        if self._context.is_open:
            self.trim(0)
            self._context.close()
        self._ids = np.zeros(0, np.int32)
        self._context = make()
        self._ids = np.zeros(self._context.window, np.int32)
        if self._keeper is not None:
            self._keeper.move_to(self._context)

    def change_kind(self, root: str, folder: ReadingFolder | None) -> None:
        """The context is of another kind now: what makes its states valid, where saved ones lie."""
        self._root = root
        if self._keeper is not None and folder is not None:
            self._keeper.change_kind(folder)

    def append(self, tokens: Sequence[int]) -> bool:
        """Evaluate TOKENS, for the logits of each. False when `abort` came in between.

        Raises EngineError.
        """
        if len(tokens) == 1:
            self._ids[self._count] = tokens[0]
        else:
            self._ids[self._count : self._count + len(tokens)] = tokens
        return self._decode(tokens, outputs=len(tokens))

    def trim(self, count: int) -> None:
        """Keep the first COUNT tokens at most."""
        if count < self._count:
            self._context.forget(count)
            self._count = count
            if self.speculation is not None:
                self.speculation.trim(count)

    def _read_batch(self, ids: Tokens) -> bool:
        """Evaluate up to the next multiple of the batch size, or to where the documents end.

        Borders at fixed positions give the same numbers, bit for bit, wherever reading began.
        """
        size = self._context.batch
        end = min(len(ids), (self._count // size + 1) * size)
        if self._count < self._border:
            end = min(end, self._border)
        self._ids[self._count : end] = ids[self._count : end]
        return self._decode(ids[self._count : end], outputs=1)

    def _decode(self, ids: Tokens | Sequence[int], *, outputs: int) -> bool:
        """Evaluate IDS behind what is held; with one output at least, which shows nonsense."""
        status = self._context.decode(ids, self._count, outputs=outputs)
        if status is Status.OK:
            self._context.wait()
            if not self._context.is_finite:
                self.trim(0)
                self._context.clear()
                raise nonsense()
            self._count += len(ids)
            return True
        self._count = self._context.end
        if status is Status.ABORTED:
            return False
        raise decode_error(status)


def check_room(need: int, window: int) -> None:
    """Raise EngineError when NEED tokens, and one to answer with, do not fit WINDOW."""
    if need >= window:
        raise EngineError(
            "The conversation has {need} tokens, the window holds {window}.",
            code="context_overflow",
            next_step="Start a new chat, remove a document or choose a larger window.",
            need=need,
            window=window,
        )


def nonsense() -> EngineError:
    """The error for logits that are no numbers."""
    return EngineError(
        "The model computes nonsense (its numbers are not finite).",
        code="nonfinite_logits",
        next_step="The file may be damaged; verify it or download it again.",
    )


def decode_error(status: Status) -> EngineError:
    """The error for a computation that ended with STATUS."""
    reasons: dict[Status, str] = {
        Status.NO_SLOT: phrase("the window is full"),
        Status.NO_MEMORY: phrase("there is not enough memory"),
        Status.INVALID: phrase("an invalid batch"),
    }
    return EngineError(
        "The engine could not compute: {reason}.",
        code="decode",
        next_step="Ask again; if it goes on, choose a smaller window or model.",
        reason=reasons.get(status, phrase("the device failed")),
    )
