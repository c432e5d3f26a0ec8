"""Keeps what the model read: writes complete chunks while reading goes on, and restores them.

Copying a chunk out of KV memory belongs to the engine's thread and takes milliseconds; writing it
is left to a thread of its own, one chunk at a time, so that one chunk's copy is all the memory it
costs. What the disk is too slow for waits until the engine has nothing else to do.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yidesk.engine.llama import Context, StateError
from yidesk.engine.readings import Buffer, ChunkHeader, ReadingFolder, next_key

log = logging.getLogger(__name__)

Tokens = npt.NDArray[np.int32]
SMALLEST_TAIL = 32
"""Tokens; a shorter rest is read again faster than a file is opened."""
WRITE_SECONDS = 10.0
"""How long a chunk may take to be written where somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, end) are of `owner`; empty: of the template."""

    start: int
    end: int
    owner: str


def is_document(owner: str) -> bool:
    """Whether OWNER is a document rather than a chat or nobody."""
    return bool(owner) and not owner.startswith("chat:")


def documents_end(spans: Sequence[Span]) -> int:
    """Where the last document's tokens end; 0 without one."""
    return max((span.end for span in spans if is_document(span.owner)), default=0)


class ReadingKeeper:
    """The saved readings of one context."""

    def __init__(
        self,
        context: Context,
        folder: ReadingFolder,
        *,
        save: bool,
        model: str,
        on_trouble: Callable[[OSError], None],
    ) -> None:
        """SAVE: whether to write. ON_TROUBLE is told once, in the writing thread, of a failure."""
        self._context = context
        self._folder = folder
        self._writer = _Writer(folder, on_trouble) if save else None
        self._model = model
        self.chunk = context.batch
        """Tokens per chunk: the batch, so that reading goes on from a chunk as it began."""
        self._keys: list[str] = []
        """Keys of the full chunks at the start of memory, as far as they were needed."""
        self._next = 0
        """Index of the first chunk that may not be on disk."""
        self._spans: Sequence[Span] = ()
        self._resting = False

    def saved_end(self, ids: Tokens) -> int:
        """How many of IDS, all of them in memory, could be restored from disk."""
        full = len(ids) // self.chunk
        self._extend_keys(ids[: full * self.chunk])
        saved = itertools.takewhile(self._folder.has, self._keys[:full])
        start = sum(1 for _ in saved) * self.chunk
        headers = map(self._folder.header_of, self._folder.tails(self._parent(start)))
        tails = (header.ids for header in headers if header is not None)
        rest = ids[start:].astype("<i4").tobytes()
        return start + max((len(tail) // 4 for tail in tails if rest.startswith(tail)), default=0)

    def move_to(self, context: Context) -> None:
        """Go on with a context that holds the same tokens."""
        self._context = context

    def begin(self, kept: int, spans: Sequence[Span]) -> None:
        """A prompt with SPANS is about to be read; its first KEPT tokens are in memory."""
        full = kept // self.chunk
        del self._keys[full:]
        self._next = min(self._next, full)
        self._spans = spans
        self._resting = False

    def rest(self) -> None:
        """Save nothing before the next prompt: what is in memory is about to be removed from disk.

        Returns when the writer has finished what it was given.
        """
        self.wait_for_writer(WRITE_SECONDS)
        self._next, self._resting = 0, True

    def restore(self, ids: Tokens, kept: int) -> tuple[int, int]:
        """Restore what is saved of IDS beyond the KEPT tokens in memory.

        Returns the positions [start, end) that came from disk; memory holds `end` tokens then.
        Nothing was restored, and nothing changed, when both are KEPT.
        """
        start = end = kept // self.chunk * self.chunk
        self._extend_keys(ids[:start])
        while end + self.chunk <= len(ids) and self._restore_full(ids, end):
            end += self.chunk
        end = max(end, self._restore_tail(ids, end, max(kept, end)))
        return (start, end) if end > kept else (kept, kept)

    def _restore_full(self, ids: Tokens, start: int) -> bool:
        chunk = ids[start : start + self.chunk]
        parent = self._parent(start)
        key = next_key(parent, chunk)
        restored = self._folder.has(key) and self._put_back(
            self._folder.path_of(key), chunk, parent, start
        )
        if restored:
            self._keys.append(key)
        return restored

    def _restore_tail(self, ids: Tokens, start: int, kept: int) -> int:
        """Restore the longest saved rest behind START that IDS go on with, if longer than KEPT.

        Returns where it ends; 0 when there is none.
        """
        parent = self._parent(start)
        fitting = []
        for path in self._folder.tails(parent):
            header = self._folder.header_of(path)
            end = start + header.count if header else 0
            fits = header and header.ids == ids[start:end].astype("<i4").tobytes()
            if fits and kept < end <= len(ids):
                fitting.append((end, path))
        for end, path in sorted(fitting, reverse=True):
            if self._put_back(path, ids[start:end], parent, start):
                return end
        return 0

    def _put_back(self, path: Path, ids: Tokens, parent: str, start: int) -> bool:
        chunk = self._folder.load(path, ids, parent)
        if chunk is None:
            return False
        self._context.forget(start)
        try:
            self._context.load_state(chunk.payload, start, start + len(ids))
        except StateError:
            log.warning("a reading was refused by llama.cpp: %s", path.name)
            path.unlink(missing_ok=True)
            return False
        return True

    def save_complete(self, ids: Tokens) -> bool:
        """Hand the next complete chunk of IDS, all in memory, to the writer if it is free.

        Returns whether there may be more to do.
        """
        while (start := self._next * self.chunk) + self.chunk <= len(ids):
            chunk = ids[start : start + self.chunk]
            self._extend_keys(ids[: start + self.chunk])
            key = self._keys[self._next]
            if self._wants(start + self.chunk) and not self._folder.has(key):
                writer = self._usable_writer
                if writer is None or not writer.is_free:
                    return writer is not None
                self._write(writer, self._folder.path_of(key), key, chunk, start)
            self._next += 1
        return False

    def save_tail(self, ids: Tokens) -> bool:
        """Hand the rest of the documents' tokens behind the last full chunk to the writer.

        Returns whether there may be more to do.
        """
        end = min(documents_end(self._spans), len(ids))
        start = end // self.chunk * self.chunk
        writer = self._usable_writer
        if writer is None or end - start < SMALLEST_TAIL:
            return False
        self._extend_keys(ids[:start])
        parent = self._parent(start)
        chunk = ids[start:end]
        key = next_key(parent, chunk)
        path = self._folder.tail_path_of(parent, key)
        if path.is_file():
            return False
        return not writer.is_free or self._write(writer, path, key, chunk, start)

    @property
    def _usable_writer(self) -> _Writer | None:
        """None where nothing is to be saved, or nothing can be any more."""
        if self._writer is None or self._writer.is_broken or self._resting:
            return None
        return self._writer

    def _write(self, writer: _Writer, path: Path, key: str, ids: Tokens, start: int) -> bool:
        """Hand a chunk to the writer; False when llama.cpp does not give its state."""
        try:
            state = self._context.save_state(start, start + len(ids))
        except StateError:
            log.warning("llama.cpp did not give the state of %d tokens at %d", len(ids), start)
            return False
        header = ChunkHeader(
            root=self._folder.root,
            parent=self._parent(start),
            key=key,
            first=start,
            ids=ids.astype("<i4").tobytes(),
            owners=self._owners(start, start + len(ids)),
            model=self._model,
        )
        writer.write(path, header, state)
        return True

    def _parent(self, start: int) -> str:
        index = start // self.chunk
        return self._keys[index - 1] if index else self._folder.root

    def _extend_keys(self, ids: Tokens) -> None:
        for start in range(len(self._keys) * self.chunk, len(ids), self.chunk):
            self._keys.append(next_key(self._parent(start), ids[start : start + self.chunk]))

    def _wants(self, end: int) -> bool:
        """Whether the tokens before END are worth a file: some document must be among them."""
        return any(is_document(span.owner) for span in self._spans if span.start < end)

    def _owners(self, start: int, end: int) -> tuple[str, ...]:
        """Whose text stands in [START, END); what was generated is of whom asked last."""
        owned = [span for span in self._spans if span.owner]
        found = {span.owner for span in owned if span.start < end and span.end > start}
        if owned and end > self._spans[-1].end:
            found.add(owned[-1].owner)
        return tuple(sorted(found))

    def wait_for_writer(self, seconds: float) -> None:
        """Wait up to SECONDS until the writer has nothing to do."""
        if self._writer is not None:
            self._writer.wait(seconds)

    def close(self) -> None:
        """Let the writer finish what it has, and end it."""
        if self._writer is not None:
            self._writer.close()


class _Writer:
    """A thread that writes one chunk at a time."""

    def __init__(self, folder: ReadingFolder, on_trouble: Callable[[OSError], None]) -> None:
        self._folder = folder
        self._on_trouble = on_trouble
        self._work: queue.Queue[tuple[Path, ChunkHeader, Buffer] | None] = queue.Queue(maxsize=1)
        self._idle = threading.Event()
        self._idle.set()
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="readings", daemon=True)
        self._thread.start()

    @property
    def is_broken(self) -> bool:
        """Whether a chunk could not be written; no other one is tried then."""
        return self._broken

    @property
    def is_free(self) -> bool:
        """Whether it has nothing to write."""
        return self._idle.is_set()

    def wait(self, seconds: float) -> None:
        """Wait up to SECONDS until it has nothing to write."""
        self._idle.wait(seconds)

    def write(self, path: Path, header: ChunkHeader, state: Buffer) -> None:
        """Write a chunk, in the thread. Only when `is_free`."""
        self._idle.clear()
        self._work.put((path, header, state))

    def close(self) -> None:
        """Finish and end."""
        self._work.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                if not self._broken:
                    self._folder.save(*work)
            except OSError as error:
                # Once the disk is full, trying again for every chunk would only slow things down.
                self._broken = True
                self._on_trouble(error)
            finally:
                del work
                self._idle.set()
