"""The parts of a zip file whose directory is lost, found by the headers before each part.

A download that was cut off, or a disk that lost blocks, leaves most parts whole; the directory
is the last thing in the file. Headers as in APPNOTE 4.3.7.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yidesk.documents import limits

_MAGIC = b"PK\x03\x04"
_DIRECTORY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3I2H")
_NAME_BYTES = 512
"""A longer name is no header but bytes that look like one."""


@dataclass(frozen=True, slots=True)
class Member:
    """Where a part lies in the file, and how it is packed."""

    header: int
    """Offset of its local header."""
    packed: int
    """Bytes it takes in the file."""
    method: int
    flags: int
    crc: int | None
    """None when nothing says it."""


def scan(path: Path) -> Iterator[tuple[str, Member]]:
    """Every part of which the beginning is left, in the order of the file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        place = data.find(_MAGIC)
        for _ in range(limits.MAX_PARTS):
            if place < 0 or place + _LOCAL.size > len(data):
                return
            following = data.find(_MAGIC, place + _LOCAL.size)
            found = _part(data, place, following)
            if found:
                yield found
            place = following


def _part(data: mmap.mmap, place: int, following: int) -> tuple[str, Member] | None:
    head = _LOCAL.unpack_from(data, place)
    flags, method, crc, packed, length = head[2], head[3], head[6], head[7], head[9]
    if not 0 < length <= _NAME_BYTES:
        return None
    name = data[place + _LOCAL.size : place + _LOCAL.size + length].decode("utf-8", "replace")
    if flags & 8:  # the sizes stand behind the part; the part ends before the next header
        directory = data.find(_DIRECTORY, place)
        ends = [end for end in (following, directory) if end >= 0]
        return name, Member(place, min(ends, default=len(data)) - place, method, flags, None)
    return name, Member(place, packed, method, flags, crc)
