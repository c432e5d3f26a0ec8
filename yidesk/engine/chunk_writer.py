"""Writes chunks in a thread of its own, which nothing that goes wrong with a disk can end."""

from __future__ import annotations

import contextlib
import errno
import logging
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from yidesk.engine.chunk import Buffer, ChunkHeader

log = logging.getLogger(__name__)

Save = Callable[[Path, ChunkHeader, Buffer], None]

RETRY_SECONDS = 60.0
"""How long nothing is tried after a failure: a full disk would only slow reading down."""
TELL_AGAIN_SECONDS = 3600.0
"""A person is told once; of a failure after things went well again, not before that."""


class ChunkWriter:
    """A thread that writes one chunk at a time.

    After a failure it pauses, tells of it, and tries again later: a disk that is full now need
    not be so for ever.
    """

    def __init__(
        self, save: Save, on_trouble: Callable[[OSError], None], *, first: Callable[[], object]
    ) -> None:
        """SAVE writes one chunk; FIRST is done before any, in the thread. Both may raise OSError.

        ON_TROUBLE is called in the thread.
        """
        self._save = save
        self._on_trouble = on_trouble
        self._first = first
        self._work: queue.SimpleQueue[tuple[Path, ChunkHeader, Buffer] | None]
        self._work = queue.SimpleQueue()
        self._idle = threading.Event()
        self._idle.set()
        self._paused_until = 0.0
        self._in_trouble = False
        self._told_at: float | None = None
        self._failed: int | None = None
        self._thread = threading.Thread(target=self._run, name="readings", daemon=True)
        self._thread.start()

    @property
    def is_free(self) -> bool:
        """Whether it has nothing to write."""
        return self._idle.is_set()

    @property
    def is_paused(self) -> bool:
        """Whether the last chunk could not be written, so that nothing is tried for a while."""
        return time.monotonic() < self._paused_until

    def try_again(self) -> None:
        """End a pause before its time."""
        self._paused_until = 0.0

    def take_failed(self) -> int | None:
        """The first position of a chunk that was not written since the last call; None: all were.

        Only when `is_free`.
        """
        failed, self._failed = self._failed, None
        return failed

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
        with contextlib.suppress(Exception):
            self._first()
        while (work := self._work.get()) is not None:
            try:
                self._save(*work)
                self._in_trouble = False
            except Exception as error:  # noqa: BLE001 - a dead thread would be waited for at the end
                self._fail(work[1].first, error)
            finally:
                del work
                self._idle.set()

    def _fail(self, first: int, error: Exception) -> None:
        log.warning("a reading could not be saved", exc_info=error)
        self._failed = first
        now = time.monotonic()
        self._paused_until = now + RETRY_SECONDS
        lately = self._told_at is not None and now - self._told_at < TELL_AGAIN_SECONDS
        if not self._in_trouble and not lately:
            self._told_at = now
            known = error if isinstance(error, OSError) else OSError(errno.EIO, str(error))
            try:
                self._on_trouble(known)
            except Exception:
                log.exception("nobody could be told")
        self._in_trouble = True
