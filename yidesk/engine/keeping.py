"""Keeps what the model read: writes complete chunks while reading goes on, and restores them.

Copying a chunk out of KV memory belongs to the engine's thread and takes milliseconds; writing it
is left to a thread of its own, one chunk at a time, so that one chunk's copy is all the memory it
costs. What the disk is too slow for is taken between the tokens of an answer, or when the engine is
idle.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yidesk.engine.chunk import Buffer, Chunk, ChunkHeader, Tokens, next_key
from yidesk.engine.chunk_reader import Sought, read_ahead
from yidesk.engine.chunk_writer import ChunkWriter
from yidesk.engine.llama import Context, StateError
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.stock import discard

log = logging.getLogger(__name__)

OnRestored = Callable[[int, int], bool]
"""Told how many tokens are in memory, and how many will be from the disk; False: no more."""


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
        """SAVE: whether to write. ON_TROUBLE is told in the writing thread when that fails."""
        self._context = context
        self._folder = folder
        self._writer = (
            ChunkWriter(self._save, on_trouble, first=folder.stock.sweep) if save else None
        )
        self._model = model
        self.chunk = context.batch
        """Tokens per chunk: the batch, so that reading goes on from a chunk as it began."""
        self._keys: list[str] = []
        """Keys of the full chunks at the start of memory, as far as they were needed."""
        self._next = 0
        """Index of the first chunk that may not be on disk."""
        self._spans: Sequence[Span] = ()
        self._unwanted: set[str] = set()
        """Owners whose readings were removed while their text is still in memory."""

    def saved_end(self, ids: Tokens, kept: int) -> int:
        """How many of IDS, all of them in memory, could be had from disk behind KEPT of them.

        Nothing is asked about what stays: a question about a long document looks for no more files
        than one about a short one.
        """
        full, first = len(ids) // self.chunk, kept // self.chunk
        self._extend_keys(ids[: full * self.chunk])
        saved = itertools.takewhile(self._folder.has, self._keys[first:full])
        start = (first + sum(1 for _ in saved)) * self.chunk
        headers = map(self._folder.tail_header, self._folder.tails(self._parent(start)))
        tails = (header.ids for header in headers if header is not None)
        rest = ids[start:].astype("<i4").tobytes()
        return start + max((len(tail) // 4 for tail in tails if rest.startswith(tail)), default=0)

    def move_to(self, context: Context) -> None:
        """Go on with a context that holds nothing yet."""
        self._context = context

    def change_kind(self, folder: ReadingFolder) -> None:
        """States of another kind from now on, those in FOLDER."""
        self._folder = folder
        self.chunk = self._context.batch
        self._keys, self._next = [], 0

    def begin(self, kept: int, spans: Sequence[Span]) -> None:
        """A prompt with SPANS is about to be read; its first KEPT tokens are in memory."""
        full = kept // self.chunk
        del self._keys[full:]
        self._next = min(self._next, full)
        self._spans = spans
        owners = {span.owner for span in spans}
        if self._unwanted & owners:  # it was removed, and is in use once more
            self._unwanted -= owners
            self._next = 0
        self._folder.look_again()

    def restore(
        self, ids: Tokens, kept: int, on_restored: OnRestored = lambda _end, _total: True
    ) -> tuple[int, int]:
        """Restore what is saved of IDS beyond the KEPT tokens in memory, chunk by chunk.

        Returns the positions [start, end) that came from disk; memory holds `end` tokens then.
        Nothing was restored, and nothing changed, when both are KEPT.
        """
        start = kept // self.chunk * self.chunk
        self._extend_keys(ids[:start])
        end, go_on = self._restore_full(ids, start, on_restored)
        if go_on:
            end = max(end, self._restore_tail(ids, end, max(kept, end)))
        return (start, end) if end > kept else (kept, kept)

    def _restore_full(self, ids: Tokens, start: int, on_restored: OnRestored) -> tuple[int, bool]:
        """Restore full chunks from START on; where they end, and whether more is wanted."""
        keys = self._saved_behind(ids, start)
        if not keys:
            return start, True
        end, total, wanted = start, start + len(keys) * self.chunk, True

        def is_wanted() -> bool:
            nonlocal wanted
            wanted = wanted and on_restored(end, total)
            return wanted

        sought = [
            Sought(
                path=self._folder.path_of(key),
                ids=ids[start + index * self.chunk : start + (index + 1) * self.chunk],
                parent=keys[index - 1] if index else self._parent(start),
            )
            for index, key in enumerate(keys)
        ]
        with contextlib.closing(read_ahead(self._folder, sought, is_wanted)) as chunks:
            for one, chunk in zip(sought, chunks, strict=False):
                if not self._put_back(one.path, chunk, end):
                    break
                self._keys.append(chunk.header.key)
                end += self.chunk
        return end, wanted and on_restored(end, total)

    def _saved_behind(self, ids: Tokens, start: int) -> list[str]:
        """Keys of the full chunks of IDS that are on disk from START on, without a gap."""
        keys: list[str] = []
        parent = self._parent(start)
        for at in range(start, len(ids) - self.chunk + 1, self.chunk):
            parent = next_key(parent, ids[at : at + self.chunk])
            if not self._folder.has(parent):
                break
            keys.append(parent)
        return keys

    def _restore_tail(self, ids: Tokens, start: int, kept: int) -> int:
        """Restore the longest saved rest behind START that IDS go on with, if longer than KEPT.

        Returns where it ends; 0 when there is none.
        """
        parent = self._parent(start)
        fitting = []
        for path in self._folder.tails(parent):
            header = self._folder.tail_header(path)
            end = start + header.count if header else 0
            fits = header and header.ids == ids[start:end].astype("<i4").tobytes()
            if fits and kept < end <= len(ids):
                fitting.append((end, path))
        for end, path in sorted(fitting, reverse=True):
            chunk = self._folder.load(path, ids[start:end], parent)
            if chunk is not None and self._put_back(path, chunk, start):
                return end
        return 0

    def _put_back(self, path: Path, chunk: Chunk, start: int) -> bool:
        if self._context.end > start:
            self._context.forget(start)
        try:
            self._context.load_state(chunk.payload, start, start + chunk.header.count)
        except StateError:
            log.warning("a reading was refused by llama.cpp: %s", path.name)
            discard(path)
            return False
        return True

    def may_save(self, count: int) -> bool:
        """Whether `save_complete` of so many tokens may have something for the writer.

        Asked at every token of an answer, so it looks at no file.
        """
        if (self._next + 1) * self.chunk > count:
            return False
        writer = self._usable_writer
        return writer is not None and writer.is_free

    def save_complete(self, ids: Tokens) -> bool:
        """Hand the next complete chunk of IDS, all in memory, to the writer if it is free.

        Returns whether there may be more to do.
        """
        self._take_back_failed()
        while (start := self._next * self.chunk) + self.chunk <= len(ids):
            end = start + self.chunk
            self._extend_keys(ids[:end])
            key = self._keys[self._next]
            if self._wants(end) and not self._folder.has(key):
                writer = self._usable_writer
                if writer is None or not writer.is_free:
                    return writer is not None
                self._write(writer, self._folder.path_of(key), key, ids[start:end], start)
            self._next += 1
        return False

    def save_tail(self, ids: Tokens) -> bool:
        """Hand the rest of the documents' tokens behind the last full chunk to the writer.

        Returns whether there may be more to do. Once there is not, what is in memory counts as
        used now: a document that stays there for days is never restored, and used all the same.
        """
        end = min(documents_end(self._spans), len(ids))
        start = end // self.chunk * self.chunk
        self._extend_keys(ids[:start])
        # However short: computing one token goes through all of the model, a file takes a moment.
        if end == start or not self._wants(end):
            self._touch(start)
            return False
        parent = self._parent(start)
        key = next_key(parent, ids[start:end])
        path = self._folder.tail_path_of(parent, key)
        if path.is_file():
            self._folder.touch(path)
            return False
        writer = self._usable_writer
        if writer is None:
            self._touch(start)
            return False
        return not writer.is_free or self._write(writer, path, key, ids[start:end], start)

    def _touch(self, end: int) -> None:
        """Count the reading that the full chunks up to END are as used now."""
        if end >= self.chunk:
            self._folder.touch(self._folder.path_of(self._parent(end)))

    def _take_back_failed(self) -> None:
        """Save what could not be written once more, now that the writer's pause is over."""
        writer = self._usable_writer
        if writer is not None and writer.is_free:
            failed = writer.take_failed()
            if failed is not None:
                self._next = min(self._next, failed // self.chunk)

    @property
    def _usable_writer(self) -> ChunkWriter | None:
        """None where nothing is to be saved, or nothing can be for the moment."""
        return None if self._writer is None or self._writer.is_paused else self._writer

    def _write(self, writer: ChunkWriter, path: Path, key: str, ids: Tokens, start: int) -> bool:
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

    def _save(self, path: Path, header: ChunkHeader, state: Buffer) -> None:
        """Write a chunk, in the writer's thread, unless it is removed meanwhile."""
        if self._unwanted.isdisjoint(header.owners):
            self._folder.save(path, header, state)
        if not self._unwanted.isdisjoint(header.owners):
            discard(path)

    def _parent(self, start: int) -> str:
        index = start // self.chunk
        return self._keys[index - 1] if index else self._folder.root

    def _extend_keys(self, ids: Tokens) -> None:
        for start in range(len(self._keys) * self.chunk, len(ids), self.chunk):
            self._keys.append(next_key(self._parent(start), ids[start : start + self.chunk]))

    def _wants(self, end: int) -> bool:
        """Whether the tokens before END are worth a file.

        Some document must be among them, and nothing of what was removed.
        """
        has_document = any(is_document(span.owner) for span in self._spans if span.start < end)
        return has_document and self._unwanted.isdisjoint(self._owners(0, end))

    def _owners(self, start: int, end: int) -> tuple[str, ...]:
        """Whose text stands in [START, END); what was generated is of whom asked last."""
        owned = [span for span in self._spans if span.owner]
        found = {span.owner for span in owned if span.start < end and span.end > start}
        if owned and end > self._spans[-1].end:
            found.add(owned[-1].owner)
        return tuple(sorted(found))

    def drop(self, owner: str) -> None:
        """Save nothing any more of what OWNER (empty: anybody) has in memory. Thread-safe.

        To be called before what is on disk is removed: what is being written then goes too.
        """
        self._unwanted |= {owner} if owner else {span.owner for span in self._spans}

    def try_again(self) -> None:
        """Let the writer try once more what it could not write a moment ago."""
        if self._writer is not None:
            self._writer.try_again()

    def wait_for_writer(self, seconds: float) -> None:
        """Wait up to SECONDS until the writer has nothing to do."""
        if self._writer is not None:
            self._writer.wait(seconds)

    def close(self) -> None:
        """Let the writer finish what it has, and end it."""
        if self._writer is not None:
            self._writer.close()
