"""Reading untrusted bytes forward, never further and never more than is there.

A Source gives ranges of bytes: a file on the disk, bytes in memory, or a file on the hub by ranged
requests. A Cursor walks over one with a small buffer, so what a file claims about its own lengths
never decides how much memory is taken.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 20
"""Bytes asked of a source at once."""
MAX_TEXT = 1 << 20
"""Bytes of one string that is kept (a chat template is the longest that matters)."""
MAX_KEPT = 16 << 20
"""Bytes of all strings that are kept of one header."""
MAX_STRINGS = 2_000_000
"""Strings in all arrays of a header; the largest known vocabularies have 262,144 tokens and about
as many merges."""

_U32 = struct.Struct("<I")
_U64 = struct.Struct("<Q")


class Damaged(Exception):  # noqa: N818 - a finding about bytes, made a sentence by the reader
    """The bytes contradict the format."""


class EndsEarly(Exception):  # noqa: N818 - as above
    """The bytes end before the header does."""


class Source(Protocol):
    """Bytes that can be read by range."""

    @property
    def name(self) -> str:
        """What to call it in a sentence."""

    @property
    def size(self) -> int:
        """Bytes of the whole."""

    def read(self, offset: int, length: int) -> bytes:
        """Up to LENGTH bytes from OFFSET; fewer only at the end."""


class FileSource:
    """A file on the disk. It is not kept open, nor mapped: it may shrink or be replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.size = path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        """See Source. Raises OSError."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(offset)
            return file.read(length)


class BytesSource:
    """Bytes in memory."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.size = len(content)
        self._content = content

    def read(self, offset: int, length: int) -> bytes:
        """See Source."""
        return self._content[offset : offset + length]


class Cursor:
    """A place in a source that moves forward. Its methods raise EndsEarly and Damaged."""

    def __init__(self, source: Source, position: int = 0) -> None:
        self._source = source
        self._position = position
        self._buffer = b""
        self._start = position
        self._kept = 0
        self._strings = 0

    @property
    def position(self) -> int:
        """Bytes from the start of the source."""
        return self._position

    def take(self, length: int) -> bytes:
        """The next bytes."""
        at = self._at(length)
        self._position += length
        return self._buffer[at : at + length]

    def skip(self, length: int) -> None:
        """Go over bytes without reading them."""
        if length > self._source.size - self._position:
            raise EndsEarly
        self._position += length

    def u32(self) -> int:
        """An unsigned integer of 4 bytes."""
        return int(_U32.unpack(self.take(4))[0])

    def u64(self) -> int:
        """An unsigned integer of 8 bytes."""
        return int(_U64.unpack(self.take(8))[0])

    def text(self, limit: int = MAX_TEXT) -> bytes | None:
        """A string with its length before it; None, and gone over, when it is too long to keep."""
        length = self.u64()
        if length > limit:
            self.skip(length)
            return None
        self._kept += length
        if self._kept > MAX_KEPT:
            raise Damaged("too much text")
        return self.take(length)

    def strings(self, count: int) -> Iterator[bytes]:
        """COUNT strings one after the other; none may be longer than a kept text."""
        self._count_strings(count)
        for _ in range(count):
            length = self.u64()
            if length > MAX_TEXT:
                raise Damaged("string too long")
            yield self.take(length)

    def skip_strings(self, count: int) -> None:
        """Go over COUNT strings: a vocabulary of 64,000 in about 10 ms."""
        self._count_strings(count)
        left = count
        while left:
            self._at(8)
            left -= self._skip_strings_in_buffer(left)
            if self._position > self._source.size:
                raise EndsEarly

    def _skip_strings_in_buffer(self, count: int) -> int:
        """Go over those strings whose length lies in the buffer, at most COUNT; how many it was."""
        buffer, at, length_at = self._buffer, self._position - self._start, _U64.unpack_from
        last = len(buffer) - 8
        done = 0
        while done < count and at <= last:
            at += 8 + length_at(buffer, at)[0]
            done += 1
        self._position = self._start + at
        return done

    def _count_strings(self, count: int) -> None:
        self._strings += count
        if self._strings > MAX_STRINGS:
            raise Damaged("too many strings")

    def _at(self, length: int) -> int:
        """Where in the buffer the next LENGTH bytes lie, after filling it if need be."""
        at = self._position - self._start
        if at + length <= len(self._buffer):
            return at
        if length > self._source.size - self._position:
            raise EndsEarly
        self._buffer = self._source.read(self._position, max(length, CHUNK))
        self._start = self._position
        if len(self._buffer) < length:  # it shrank while it was read
            raise EndsEarly
        return 0
