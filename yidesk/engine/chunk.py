"""A chunk of a saved reading, and the file that holds it.

A chunk holds the KV state of consecutive positions. Its key is the BLAKE2b hash of its
predecessor's key and its own token ids; the first predecessor is the *root*, a fingerprint of
everything that makes a state valid (decisions/0013). So a chunk can be found from the ids alone,
documents that begin alike share chunks, and a chunk can never be taken for another's.

File, little-endian:

    8 bytes   magic, the last one the version
    4 bytes   length of the header
    8 bytes   length of the payload
    header    msgpack of `ChunkHeader`
    payload   llama_state_seq_get_data of the chunk's positions, alone in their sequence
    16 bytes  xxh3-128 of all that stands before
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import xxhash

Tokens = npt.NDArray[np.int32]
Buffer = npt.NDArray[np.uint8]

MAGIC = b"YIREAD\0\1"
SUFFIX = ".reading"
MAX_HEADER_BYTES = 1 << 20
_LENGTHS = struct.Struct("<IQ")
_BEGIN = len(MAGIC) + _LENGTHS.size
_DIGEST_BYTES = 16
_SLICE = 8 << 20
"""Bytes that are read from a file at once: 20 ms of a slow disk, after which Stop is seen."""


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
    head_length = _check_lengths(data[:_BEGIN].tobytes(), len(data))
    end = len(data) - _DIGEST_BYTES
    if xxhash.xxh3_128_digest(data[:end].data) != data[end:].tobytes():
        raise DamagedChunkError
    header = _decode_header(data[_BEGIN : _BEGIN + head_length].tobytes())
    return Chunk(header=header, payload=data[_BEGIN + head_length : end])


def read_header(path: Path) -> ChunkHeader:
    """What a file says it is, with nothing but its length verified.

    Raises OSError, DamagedChunkError.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        length = _check_lengths(file.read(_BEGIN), size)
        return _decode_header(file.read(length))


def _check_lengths(start: bytes, size: int) -> int:
    """The length of the header, from a file's first bytes. Raises DamagedChunkError."""
    if len(start) < _BEGIN or not start.startswith(MAGIC):
        raise DamagedChunkError
    head_length, payload_length = _LENGTHS.unpack(start[len(MAGIC) :])
    if head_length > MAX_HEADER_BYTES:
        raise DamagedChunkError
    if size != _BEGIN + head_length + payload_length + _DIGEST_BYTES:
        raise DamagedChunkError
    return int(head_length)


def _decode_header(data: bytes) -> ChunkHeader:
    try:
        return msgspec.msgpack.decode(data, type=ChunkHeader)
    except msgspec.DecodeError as error:
        raise DamagedChunkError from error


class ReadBuffer:
    """Memory that files are read into, one after the other.

    Used again and again, because the first touch of fresh memory costs as much as reading.
    """

    def __init__(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """STOPPED is asked between two slices of a file."""
        self._stopped = stopped
        self._memory: Buffer = np.empty(0, np.uint8)

    def read(self, path: Path) -> Buffer | None:
        """The file's bytes, there until the next call; None when stopped.

        Raises OSError, and DamagedChunkError for a file that is not as long as it says it is.
        """
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            _check_lengths(file.read(_BEGIN), size)
            if size > len(self._memory):
                self._memory = np.empty(size, np.uint8)
            data = self._memory[:size]
            file.seek(0)
            done = 0
            while done < size:
                if self._stopped():
                    return None
                got = file.readinto(data[done : done + _SLICE].data)
                if not got:
                    raise DamagedChunkError
                done += got
        return data
