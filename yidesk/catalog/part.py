"""A file on its way: the bytes that are here, their hashes, and where to go on.

The bytes lie in NAME.part; the record beside it is written before the first of them. Bytes go to
the system at once, without a buffer of our own, so a killed process loses only what was on the way.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import xxhash

from yidesk.catalog.record import Block, Identity, Record

READ = 1 << 20
OnRead = Callable[[int, int], None]
"""Told how many bytes of how many were read back."""


class PartFile:
    """Opened for writing at its end. Close it; use it in one thread."""

    def __init__(self, path: Path, record: Record) -> None:
        self.path = path
        self.record = record
        self._file: io.FileIO | None = None
        self._whole = hashlib.sha256()
        self._block = xxhash.xxh3_128()
        self._joined = False
        self.have = 0
        """Bytes that are here."""

    @classmethod
    def open(cls, path: Path, record_path: Path, identity: Identity, on_read: OnRead) -> PartFile:
        """Go on with what is here, if it is of the same file; else begin. Raises OSError.

        What is here is read back and compared with its blocks' hashes; the first block that
        differs, and all after it, are given up.
        """
        record = Record.open(record_path)
        if record is None or not _same(record.identity, identity) or not path.exists():
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            record = Record.create(record_path, identity)
        part = cls(path, record)
        part._open(on_read)
        return part

    @property
    def missing(self) -> int:
        """Bytes that are still to come."""
        return self.record.identity.size - self.have

    def write(self, chunk: bytes) -> bool:
        """Add bytes; says whether a block became whole. Raises OSError (a full disk)."""
        ended = False
        size = self.record.identity.block
        view = memoryview(chunk)
        while view:
            piece = view[: size - self.have % size]
            self._write_all(piece)
            self._hash(piece)
            if self.have % size == 0:
                self._end_block()
                ended = True
            view = view[len(piece) :]
        return ended

    def finish(self) -> str:
        """All bytes are here: flush them to the disk; the SHA-256 of the whole."""
        if self.have % self.record.identity.block:
            self._end_block()
        file = self._opened()
        os.fsync(file.fileno())
        return self._whole.hexdigest()

    def close(self) -> None:
        """Keep everything, close the file."""
        if self._file:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Give everything up."""
        self.close()
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        self.record.remove()

    def _open(self, on_read: OnRead) -> None:
        """Open the file, hash what is in it, and stand at the end of what is good."""
        self._file = io.FileIO(self.path, "r+" if self.path.exists() else "x+")
        size = min(os.fstat(self._file.fileno()).st_size, self.record.identity.size)
        block = self.record.identity.block
        for number in range(-(-size // block)):
            good = self._take_block(number, min(block, size - number * block))
            on_read(self.have, self.record.identity.size)
            if not good:
                break
        self.record.keep(self.have // block)
        self._joined = self.have % block > 0
        self._file.seek(self.have)
        self._file.truncate()

    def _take_block(self, number: int, length: int) -> bool:
        """Read a block back and count it in, unless it differs from what once came."""
        known = self.record.blocks[number] if number < len(self.record.blocks) else None
        block = xxhash.xxh3_128()
        whole = self._whole.copy()
        for piece in self._read(number * self.record.identity.block, length):
            block.update(piece)
            whole.update(piece)
        if length == self.record.identity.block:
            if known is None:  # whole, but its line is not there: it was never checked
                self.record.add(Block(block.hexdigest(), joined=True))
            elif known.digest != block.hexdigest():
                return False
            block = xxhash.xxh3_128()
        self._whole, self._block = whole, block
        self.have += length
        return True

    def _read(self, start: int, length: int) -> list[bytes]:
        file = self._opened()
        file.seek(start)
        pieces = []
        while length > 0 and (piece := file.read(min(READ, length))):
            pieces.append(piece)
            length -= len(piece)
        return pieces

    def _opened(self) -> io.FileIO:
        if self._file is None:
            raise ValueError("the part is closed")
        return self._file

    def _write_all(self, piece: memoryview) -> None:
        file = self._opened()
        while piece:
            piece = piece[file.write(piece) :]

    def _hash(self, piece: memoryview) -> None:
        self._whole.update(piece)
        self._block.update(piece)
        self.have += len(piece)

    def _end_block(self) -> None:
        self.record.add(Block(self._block.hexdigest(), self._joined))
        self._block = xxhash.xxh3_128()
        self._joined = False


def _same(known: Identity, now: Identity) -> bool:
    """The etag of a large file is its hash, so a newer commit, or a mirror, may go on with it."""
    return (known.file, known.etag, known.size) == (now.file, now.etag, now.size)
