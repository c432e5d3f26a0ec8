"""A source of bytes that knows how much of it was read: work is counted, not timed."""

from __future__ import annotations

from yidesk.catalog.cursor import BytesSource


class CountingSource(BytesSource):
    """Bytes in memory."""

    def __init__(self, content: bytes) -> None:
        super().__init__("model.gguf", content)
        self.taken = 0
        """Bytes that were given out, the same ones twice where they were asked for twice."""

    def read(self, offset: int, length: int) -> bytes:
        """See Source."""
        found = super().read(offset, length)
        self.taken += len(found)
        return found
