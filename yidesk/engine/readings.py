"""Readings on disk: the saved chunks of one root, in a folder that other roots share.

llama.cpp takes a damaged or foreign state without a word, so nothing reaches it before length,
checksum, key and ids have been compared. Files are written beside their place, synced and
renamed: what has its name is whole. Two programs may share a folder; the same chunk has the same
name and content in both.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path

from yidesk.engine.chunk import (
    SUFFIX,
    Buffer,
    Chunk,
    ChunkHeader,
    DamagedChunkError,
    ReadBuffer,
    Tokens,
    decode,
    encode,
    next_key,
    read_header,
)
from yidesk.engine.stock import PART, Stock, discard

CLOCK_TICK_NS = 2_000_000_000
"""The coarsest time of change that a file system keeps (FAT)."""


class ReadingFolder:
    """The readings of one root, in a folder that other roots and programs share."""

    def __init__(self, folder: Path, root: str, *, quota_bytes: int) -> None:
        self.root = root
        self.stock = Stock(folder, quota_bytes=quota_bytes)
        """All that lies in the folder, of other roots too."""
        self._place = folder / root[:16]
        self._tails = _Tails(self._place)

    def path_of(self, key: str) -> Path:
        """Where a full chunk lies."""
        return self._place / f"{key}{SUFFIX}"

    def tail_path_of(self, parent: str, key: str) -> Path:
        """Where the incomplete last chunk of a reading lies: found by what it follows."""
        return self._place / f"{parent}-{key}{SUFFIX}"

    def has(self, key: str) -> bool:
        """Whether the full chunk KEY is there."""
        return self.path_of(key).is_file()

    def look_again(self) -> None:
        """Learn of incomplete chunks that another program saved since the last look."""
        self._tails.look_again()

    def tails(self, parent: str) -> list[Path]:
        """Incomplete chunks behind PARENT, as of the last look, and those saved here since."""
        return self._tails.behind(parent)

    def tail_header(self, path: Path) -> ChunkHeader | None:
        """What the incomplete chunk at PATH says it is; its payload is not verified.

        None when it cannot be read. A file that is not what its name says is deleted.
        """
        try:
            header = read_header(path)
        except OSError:
            return None
        except DamagedChunkError:
            discard(path)
            return None
        if path != self.tail_path_of(header.parent, header.key):
            discard(path)
            return None
        return header

    def load(
        self, path: Path, expected: Tokens, parent: str, into: ReadBuffer | None = None
    ) -> Chunk | None:
        """The chunk at PATH when it is whole, of this root, behind PARENT and of EXPECTED ids.

        Its payload lies INTO the buffer until something else is read there. A file that is not
        what its name says is deleted; None also when it cannot be read or reading was stopped.
        """
        try:
            data = (into or ReadBuffer()).read(path)
            if data is None:
                return None
            chunk = decode(data)
            self._compare(chunk.header, expected, parent)
        except (OSError, MemoryError):
            return None
        except DamagedChunkError:
            discard(path)
            return None
        return chunk

    def _compare(self, header: ChunkHeader, expected: Tokens, parent: str) -> None:
        wanted = (self.root, parent, next_key(parent, expected), expected.astype("<i4").tobytes())
        if (header.root, header.parent, header.key, header.ids) != wanted:
            raise DamagedChunkError

    def touch(self, path: Path) -> None:
        """Count the reading that ends with this chunk as used now."""
        with contextlib.suppress(OSError):
            os.utime(path)

    def save(self, path: Path, header: ChunkHeader, payload: Buffer) -> None:
        """Write a chunk so that it is there whole or not at all.

        Makes room first, longest unused readings going first. Raises OSError when the disk is full.
        """
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        pieces = list(encode(header, payload))
        size = sum(len(piece) for piece in pieces)
        self.stock.make_room(size, behind=header.parent)
        handle, name = tempfile.mkstemp(prefix=".", suffix=PART, dir=self._place)
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            _rename(Path(name), path)
        except BaseException:
            discard(Path(name))
            raise
        self.stock.grown_by(size)
        self._tails.add(path)


def _rename(written: Path, path: Path) -> None:
    """Give a written file its name. Raises OSError."""
    try:
        written.replace(path)
    except PermissionError:
        # On Windows, a file that is open somewhere cannot be replaced. Whatever has this name has
        # this content, so nothing is lost.
        if not path.exists():
            raise
        discard(written)


class _Tails:
    """Names of the incomplete chunks in a folder, by what they follow.

    Kept in memory: going through a folder of thousands at every border of a batch would cost more
    than it finds. That a file is gone shows when it is opened.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._names: dict[str, set[str]] = {}
        self._changed_ns: int | None = None
        """When the folder had last changed as it was looked at; None: look in any case."""

    def look_again(self) -> None:
        """List the folder anew if it has changed."""
        try:
            changed = self._place.stat().st_mtime_ns
            if changed == self._changed_ns:
                return
            with os.scandir(self._place) as found:
                names = [entry.name for entry in found]
        except OSError:  # nothing was saved yet
            return
        with self._lock:
            self._names.clear()
            for name in names:
                self._take(name)
        # another change within the same tick of the clock would not show
        is_settled = time.time_ns() - changed > CLOCK_TICK_NS
        self._changed_ns = changed if is_settled else None

    def behind(self, parent: str) -> list[Path]:
        """Files of the chunks that follow PARENT."""
        with self._lock:
            return [self._place / name for name in sorted(self._names.get(parent, ()))]

    def add(self, path: Path) -> None:
        """Take note of a file that was written here."""
        with self._lock:
            self._take(path.name)

    def _take(self, name: str) -> None:
        parent, dash, _ = name.partition("-")
        if dash and name.endswith(SUFFIX):
            self._names.setdefault(parent, set()).add(name)
