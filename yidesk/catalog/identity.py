"""Which weights a saved reading belongs to."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from yidesk.catalog.gguf import read_header
from yidesk.catalog.pieces import pieces_of

BLOCK_BYTES = 1 << 14
_SLICE = 1 << 20


def model_identity(path: Path) -> str:
    """A hash of a model's headers and tensor tables, and of three blocks out of every tensor.

    Of all pieces of a split model. Reading all of a 20 GB file would take longer than the load it
    precedes; training changes a tensor everywhere, and who edits some rows of one mostly edits the
    first (the special tokens') or the last (added ones). Raises ModelError and OSError.
    """
    digest = hashlib.blake2b(digest_size=20)
    names = pieces_of(path.name) if read_header(path).split else (path.name,)
    for name in names:
        for block in _blocks(path.with_name(name)):
            digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    header = read_header(path)
    with path.open("rb", buffering=0) as file:
        yield file.seek(0, io.SEEK_END).to_bytes(8, "little")
        file.seek(0)
        for start in range(0, header.data_offset, _SLICE):
            yield file.read(min(_SLICE, header.data_offset - start))
        for tensor in header.tensors:
            size = min(BLOCK_BYTES, tensor.size)
            for start in sorted({0, (tensor.size - size) // 2, tensor.size - size}):
                file.seek(header.data_offset + tensor.offset + start)
                yield file.read(size)
