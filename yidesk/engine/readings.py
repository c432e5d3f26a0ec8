"""Readings on disk: the KV state of a prompt, in chunks that know what they are.

A chunk holds the state of consecutive positions. Its key is the BLAKE2b hash of its predecessor's
key and its own token ids; the first predecessor is the *root*, a fingerprint of everything that
makes a state valid. So a chunk can be found from the ids alone, documents that begin alike share
chunks, and a chunk can never be taken for another's.

File, little-endian:

    8 bytes   magic, the last one the version
    4 bytes   length of the header
    8 bytes   length of the payload
    header    msgpack of `ChunkHeader`
    payload   llama_state_seq_get_data of the chunk's positions, alone in their sequence
    16 bytes  xxh3-128 of all that stands before

llama.cpp takes a damaged or foreign state without a word, so nothing reaches it before length,
checksum, key and ids have been compared. Files are written beside their place, synced and
renamed: what has its name is whole. Two programs may share a folder; the same chunk has the same
name and content in both.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import struct
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import xxhash

Tokens = npt.NDArray[np.int32]
Buffer = npt.NDArray[np.uint8]

MAGIC = b"YIREAD\0\1"
_LENGTHS = struct.Struct("<IQ")
_DIGEST_BYTES = 16
SUFFIX = ".reading"
MAX_HEADER_BYTES = 1 << 20
FLOOR_BYTES = 5 << 30
"""Free disk space that is never used up, or a tenth of the disk where that is less."""


class ChunkHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What a chunk is."""

    root: str
    parent: str
    key: str
    first: int
    """Position of its first token."""
    ids: bytes
    """Token ids, little-endian int32."""
    owners: tuple[str, ...]
    """Documents and chats whose text is in it; removing one of them removes it."""
    model: str
    """For lists that people read."""

    @property
    def count(self) -> int:
        """Tokens in the chunk."""
        return len(self.ids) // 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A chunk whose file was found and compared with what was looked for."""

    header: ChunkHeader
    payload: Buffer


class DamagedChunkError(Exception):
    """A chunk's file is not what its name says."""


def root_of(facts: Sequence[object]) -> str:
    """The root for FACTS: everything that makes a KV state valid, in a fixed order."""
    return _hash(msgspec.json.encode([str(fact) for fact in facts]))


def next_key(parent: str, ids: Tokens) -> str:
    """Key of the chunk of IDS behind the chunk PARENT."""
    return _hash(bytes.fromhex(parent) + ids.astype("<i4").tobytes())


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def model_identity(path: Path, samples: int = 64, sample_bytes: int = 1 << 16) -> str:
    """A hash of a model file's size and of SAMPLES blocks spread over it, header included.

    Reading all of a 20 GB file would take longer than the load it precedes; two models that
    differ do not agree in 64 places.
    """
    size = path.stat().st_size
    digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=20)
    with path.open("rb") as file:
        for index in range(samples):
            file.seek(max(0, size - sample_bytes) * index // max(1, samples - 1))
            digest.update(file.read(sample_bytes))
    return digest.hexdigest()


def encode(header: ChunkHeader, payload: Buffer) -> Iterator[bytes | memoryview]:
    """The file's content, piece by piece, without a copy of the payload."""
    head = msgspec.msgpack.encode(header)
    start = MAGIC + _LENGTHS.pack(len(head), payload.nbytes) + head
    digest = xxhash.xxh3_128(start)
    digest.update(payload.data)
    yield start
    yield payload.data
    yield digest.digest()


def decode(data: Buffer) -> Chunk:
    """The chunk in a file's bytes, its payload a view of them. Raises DamagedChunkError."""
    begin = len(MAGIC) + _LENGTHS.size
    if len(data) < begin + _DIGEST_BYTES or data[: len(MAGIC)].tobytes() != MAGIC:
        raise DamagedChunkError
    head_length, payload_length = _LENGTHS.unpack(data[len(MAGIC) : begin].tobytes())
    end = begin + head_length + payload_length
    if head_length > MAX_HEADER_BYTES or len(data) != end + _DIGEST_BYTES:
        raise DamagedChunkError
    if xxhash.xxh3_128_digest(data[:end].data) != data[end:].tobytes():
        raise DamagedChunkError
    try:
        header = msgspec.msgpack.decode(
            data[begin : begin + head_length].tobytes(), type=ChunkHeader
        )
    except msgspec.DecodeError as error:
        raise DamagedChunkError from error
    return Chunk(header=header, payload=data[begin + head_length : end])


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk's file as a list shows it."""

    path: Path
    header: ChunkHeader
    bytes: int
    used: float
    """Time of last use, seconds since the epoch."""


class ReadingFolder:
    """The readings of one root, in a folder that other roots and programs share."""

    def __init__(self, folder: Path, root: str, *, quota_bytes: int) -> None:
        self.root = root
        self._folder = folder
        self._place = folder / root[:16]
        self._quota = quota_bytes

    def path_of(self, key: str) -> Path:
        """Where a full chunk lies."""
        return self._place / f"{key}{SUFFIX}"

    def tail_path_of(self, parent: str, key: str) -> Path:
        """Where the incomplete last chunk of a reading lies: found by what it follows."""
        return self._place / f"{parent}-{key}{SUFFIX}"

    def has(self, key: str) -> bool:
        """Whether the full chunk KEY is there."""
        return self.path_of(key).is_file()

    def tails(self, parent: str) -> list[Path]:
        """Incomplete chunks behind PARENT."""
        return sorted(self._place.glob(f"{parent}-*{SUFFIX}"))

    def header_of(self, path: Path) -> ChunkHeader | None:
        """What the file says it is, unverified; None when it cannot be read."""
        try:
            return _read_header(path)
        except (OSError, DamagedChunkError):
            return None

    def load(self, path: Path, expected: Tokens, parent: str) -> Chunk | None:
        """The chunk at PATH when it is whole, of this root, behind PARENT and of EXPECTED ids.

        A file that is not what its name says is deleted; None also when it cannot be read.
        """
        try:
            data = np.fromfile(path, np.uint8)
            chunk = decode(data)
            self._compare(chunk.header, expected, parent)
        except OSError:
            return None
        except DamagedChunkError:
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return chunk

    def _compare(self, header: ChunkHeader, expected: Tokens, parent: str) -> None:
        wanted = (self.root, parent, next_key(parent, expected), expected.astype("<i4").tobytes())
        if (header.root, header.parent, header.key, header.ids) != wanted:
            raise DamagedChunkError

    def save(self, path: Path, header: ChunkHeader, payload: Buffer) -> None:
        """Write a chunk so that it is there whole or not at all.

        Makes room first, longest unused readings going first. Raises OSError when the disk is full.
        """
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        pieces = list(encode(header, payload))
        self.make_room(sum(len(piece) for piece in pieces), behind=header.parent)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._place)
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def make_room(self, size: int, *, behind: str) -> None:
        """Remove the longest unused readings until SIZE bytes fit quota and disk.

        A chunk is of use only with those before it: it goes before they do, and those that the
        chunk BEHIND follows stay. Raises OSError, with nothing removed, when that is not enough.
        """
        total, free, least = sum_of_sizes(self._folder), *self._disk()
        missing = max(total + size - self._quota, size + least - free)
        if missing <= 0:
            return
        entries = list(entries_in(self._folder))
        leaving = _first_of(_in_order_of_leaving(entries, behind), missing)
        if leaving is None:
            raise OSError(errno.ENOSPC, "no room for readings on this disk")
        for entry in leaving:
            entry.path.unlink(missing_ok=True)

    def _disk(self) -> tuple[int, int]:
        """Bytes that are free, and how many of them must stay so."""
        disk = shutil.disk_usage(self._place)
        return disk.free, min(FLOOR_BYTES, disk.total // 10)


def _in_order_of_leaving(entries: Sequence[Entry], behind: str) -> list[Entry]:
    """Chunks that may be removed, the longest unused first, each after all that build on it."""
    by_key = {entry.header.key: entry for entry in entries}
    used = {entry.path: entry.used for entry in entries}
    for entry in sorted(entries, key=lambda entry: -entry.header.first):
        if parent := by_key.get(entry.header.parent):
            used[parent.path] = max(used[parent.path], used[entry.path])
    kept = set()
    while behind in by_key and behind not in kept:
        kept.add(behind)
        behind = by_key[behind].header.parent
    leaving = [entry for entry in entries if entry.header.key not in kept]
    return sorted(leaving, key=lambda entry: (used[entry.path], -entry.header.first))


def _first_of(entries: Sequence[Entry], size: int) -> list[Entry] | None:
    """As many of ENTRIES as have SIZE bytes; None when all have less."""
    chosen = []
    for entry in entries:
        if size <= 0:
            break
        chosen.append(entry)
        size -= entry.bytes
    return chosen if size <= 0 else None


def sum_of_sizes(folder: Path) -> int:
    """Bytes that all readings in FOLDER take."""
    total = 0
    for path in folder.glob(f"*/*{SUFFIX}"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def entries_in(folder: Path) -> Iterator[Entry]:
    """All readings in FOLDER, headers read and payloads not. Files that cannot be are left out."""
    for path in folder.glob(f"*/*{SUFFIX}"):
        with contextlib.suppress(OSError, DamagedChunkError):
            status = path.stat()
            yield Entry(path, _read_header(path), status.st_size, status.st_mtime)


def _read_header(path: Path) -> ChunkHeader:
    begin = len(MAGIC) + _LENGTHS.size
    with path.open("rb") as file:
        start = file.read(begin)
        if len(start) < begin or not start.startswith(MAGIC):
            raise DamagedChunkError
        length, _ = _LENGTHS.unpack(start[len(MAGIC) :])
        if length > MAX_HEADER_BYTES:
            raise DamagedChunkError
        try:
            return msgspec.msgpack.decode(file.read(length), type=ChunkHeader)
        except msgspec.DecodeError as error:
            raise DamagedChunkError from error


def remove(folder: Path, *, owner: str | None = None, unused_since: float | None = None) -> int:
    """Remove readings, and those that build on them; returns the bytes that were freed.

    OWNER: those with text of this document or chat. UNUSED_SINCE: those last used before that
    time. Without either, all.
    """
    entries = list(entries_in(folder))
    doomed = {
        entry.header.key
        for entry in entries
        if (owner is None or owner in entry.header.owners)
        and (unused_since is None or entry.used < unused_since)
    }
    for entry in sorted(entries, key=lambda entry: entry.header.first):
        if entry.header.parent in doomed:
            doomed.add(entry.header.key)
    freed = 0
    for entry in entries:
        if entry.header.key in doomed:
            entry.path.unlink(missing_ok=True)
            freed += entry.bytes
    _remove_leftovers(folder)
    return freed


def _remove_leftovers(folder: Path, older_than: float = 3600.0) -> None:
    """Parts that a killed program left; another's write may be going on in younger ones."""
    for part in folder.glob("*/.*.part"):
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < time.time() - older_than:
                part.unlink()
