"""Looks after saved readings: lists, removes and pins them.

In a thread of its own, since it needs no model: who deletes a chat does not wait for the answer in
another one.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from yidesk.core.errors import EngineError
from yidesk.protocol import messages, saved_readings
from yidesk.protocol.channel import ChannelClosed

log = logging.getLogger(__name__)

Tending = saved_readings.ListReadings | saved_readings.RemoveReadings | saved_readings.PinReadings


class Tender:
    """Carries out what is to be done with saved readings, one thing after the other."""

    def __init__(
        self, send: Callable[[messages.AnyMessage], None], drop: Callable[[str], None]
    ) -> None:
        """DROP is told whose text is not to be saved any more from memory, before it is removed."""
        self._send = send
        self._drop = drop
        self._requests: queue.SimpleQueue[Tending] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, request: Tending) -> None:
        """Carry out REQUEST soon, and send its final event."""
        self._requests.put(request)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tending", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            request = self._requests.get()
            try:
                self._send(self._final_event(request))
            except ChannelClosed:
                return

    def _final_event(self, request: Tending) -> messages.AnyMessage:
        try:
            return self._carry_out(request)
        except Exception as error:
            log.exception("request %d", request.id)
            return messages.Failed.of(request.id, _failure(error))

    def _carry_out(self, request: Tending) -> messages.AnyMessage:
        from yidesk.engine.stock import Stock  # noqa: PLC0415 - numpy is loaded after Hello

        stock = Stock(Path(request.folder))
        if isinstance(request, saved_readings.PinReadings):
            stock.pin(request.owner, pinned=request.pinned)
            return saved_readings.ReadingsPinned(id=request.id)
        if isinstance(request, saved_readings.RemoveReadings):
            if request.unused_since is None:
                self._drop(request.owner)
            freed = stock.remove(owner=request.owner or None, unused_since=request.unused_since)
            return saved_readings.ReadingsRemoved(id=request.id, freed_bytes=freed)
        pinned = stock.pinned()
        chunks = tuple(
            saved_readings.SavedChunk(
                model=entry.label.model,
                owners=entry.label.owners,
                pinned=tuple(owner for owner in entry.label.owners if owner in pinned),
                key=entry.label.key,
                parent=entry.label.parent,
                first=entry.label.first,
                tokens=entry.label.tokens,
                bytes=entry.bytes,
                used=entry.used,
            )
            for entry in stock.entries()
        )
        return saved_readings.Readings(id=request.id, chunks=chunks)


def _failure(error: Exception) -> EngineError:
    reason = error.strerror if isinstance(error, OSError) else None
    return EngineError(
        "The saved readings could not be changed ({reason}).",
        code="readings_folder",
        next_step="See that the disk is there and that you may write to the data folder.",
        reason=reason or type(error).__name__,
    )
