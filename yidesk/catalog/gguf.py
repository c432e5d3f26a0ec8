"""What a GGUF file says about itself, read without llama.cpp and without trusting it.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The header of a model with a
vocabulary of 64,000 tokens takes about 30 ms: the vocabulary itself is gone over, not read.

    header = read_header(path)          raises ModelError with a sentence
    for problem in check(header): ...   what llama.cpp would refuse, or die of
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from math import prod
from pathlib import Path

from yidesk.catalog.cursor import Cursor, Damaged, EndsEarly, FileSource, Source
from yidesk.catalog.ggml import ELEMENT_TYPES
from yidesk.catalog.header import Array, Header, Scalar, Tensor
from yidesk.catalog.rules import check
from yidesk.core.errors import ModelError

__all__ = ["Header", "check", "read", "read_header"]

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_KEYS = 10_000
MAX_KEY = 256
"""Bytes of a key's name."""
MAX_TENSORS = 100_000
MAX_NAME = 63
"""Bytes of a tensor's name: ggml's own limit."""
MAX_LIST = 1_024
"""Numbers of an array that is kept (KV heads by layer); longer ones are gone over."""
MAX_ELEMENTS = 1 << 48
"""Elements of one tensor, 2 petabytes in F64: products beyond would only be used to overflow."""

STRING, ARRAY = 8, 9
_FORMATS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}


def read_header(path: Path) -> Header:
    """The header of a file on the disk. Raises ModelError (see read)."""
    try:
        return read(FileSource(path))
    except OSError as error:
        raise ModelError(
            "{name} cannot be opened ({cause}).",
            code="model_missing",
            next_step="See that you may read this file, or choose another.",
            name=path.name,
            cause=error.strerror or str(error),
        ) from error


def read(source: Source) -> Header:
    """The header at the start of SOURCE.

    Raises ModelError: not_gguf, gguf_version, model_not_whole, model_damaged.
    """
    cursor = Cursor(source)
    try:
        return _read(source, cursor)
    except EndsEarly as error:
        raise ModelError(
            "{name} is not whole: it ends after {have} bytes, within its header.",
            code="model_not_whole",
            next_step="Download it again.",
            name=source.name,
            have=source.size,
        ) from error
    except (Damaged, OverflowError) as error:
        raise ModelError(
            "{name} is damaged: its header contradicts itself near byte {place}.",
            code="model_damaged",
            next_step="Download it again, or choose another file.",
            name=source.name,
            place=cursor.position,
        ) from error


def _read(source: Source, cursor: Cursor) -> Header:
    if source.size < len(MAGIC) or cursor.take(4) != MAGIC:
        raise ModelError(
            "{name} is not a GGUF model.",
            code="not_gguf",
            next_step="Choose a file that ends in .gguf, or download it again.",
            name=source.name,
        )
    version = cursor.u32()
    if version not in VERSIONS:
        raise _unknown_version(source.name, version)
    tensor_count, key_count = cursor.u64(), cursor.u64()
    if key_count > MAX_KEYS or tensor_count > MAX_TENSORS:
        raise Damaged("impossible counts")
    metadata, arrays = _metadata(cursor, key_count)
    alignment = _alignment(metadata)
    tensors = _tensors(cursor, tensor_count, alignment)
    return Header(
        source=source,
        version=version,
        metadata=metadata,
        arrays=arrays,
        tensors=tensors,
        data_offset=_padded(cursor.position, alignment),
    )


def _unknown_version(name: str, version: int) -> ModelError:
    if version & 0xFFFF == 0:
        return ModelError(
            "{name} was written for computers of the other byte order.",
            code="gguf_version",
            next_step="Choose a file for ordinary (little-endian) computers.",
            name=name,
        )
    return ModelError(
        "{name} has version {version} of the GGUF format; this program reads 2 and 3.",
        code="gguf_version",
        next_step="Choose another file of this model, or a newer YiDesk.",
        name=name,
        version=version,
    )


def _metadata(cursor: Cursor, count: int) -> tuple[dict[str, Scalar], dict[str, Array]]:
    scalars: dict[str, Scalar] = {}
    arrays: dict[str, Array] = {}
    for _ in range(count):
        key = _name(cursor, MAX_KEY)
        if key in scalars or key in arrays:
            raise Damaged("a key twice")
        kind = cursor.u32()
        if kind == ARRAY:
            arrays[key] = _array(cursor)
        elif kind == STRING:
            text = cursor.text()
            if text is not None:
                scalars[key] = text.decode(errors="replace")
        else:
            scalars[key] = _number(cursor, kind)
    return scalars, arrays


def _array(cursor: Cursor) -> Array:
    kind, count = cursor.u32(), cursor.u64()
    offset = cursor.position
    if kind == STRING:
        cursor.skip_strings(count)
        return Array(kind, count, offset)
    if kind not in _FORMATS:
        raise Damaged("unknown type")
    if count > MAX_LIST:
        cursor.skip(count * struct.calcsize(_FORMATS[kind]))
        return Array(kind, count, offset)
    return Array(kind, count, offset, tuple(_number(cursor, kind) for _ in range(count)))


def _number(cursor: Cursor, kind: int) -> int | float | bool:
    if kind not in _FORMATS:
        raise Damaged("unknown type")
    layout = struct.Struct("<" + _FORMATS[kind])
    value: int | float | bool = layout.unpack(cursor.take(layout.size))[0]
    return value


def _name(cursor: Cursor, limit: int) -> str:
    name = cursor.text(limit)
    if name is None:
        raise Damaged("name too long")
    return name.decode(errors="replace")


def _alignment(metadata: Mapping[str, Scalar]) -> int:
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
        raise Damaged("alignment")
    return alignment


def _padded(size: int, alignment: int) -> int:
    return size + -size % alignment


def _tensors(cursor: Cursor, count: int, alignment: int) -> tuple[Tensor, ...]:
    tensors: list[Tensor] = []
    expected: int | None = 0
    for _ in range(count):
        tensor = _tensor(cursor)
        if expected is not None and tensor.offset != expected:
            raise Damaged("tensor out of place")
        known = tensor.type in ELEMENT_TYPES
        expected = _padded(tensor.offset + tensor.size, alignment) if known else None
        tensors.append(tensor)
    if len({tensor.name for tensor in tensors}) != len(tensors):
        raise Damaged("a tensor twice")
    return tuple(tensors)


def _tensor(cursor: Cursor) -> Tensor:
    name = _name(cursor, MAX_NAME)
    rank = cursor.u32()
    if rank > 4:
        raise Damaged("too many dimensions")
    dimensions = tuple(cursor.u64() for _ in range(rank))
    kind, offset = cursor.u32(), cursor.u64()
    elements = prod(dimensions)
    if elements > MAX_ELEMENTS:
        raise Damaged("tensor too large")
    return Tensor(name, dimensions, kind, offset, _size(kind, dimensions, elements))


def _size(kind: int, dimensions: tuple[int, ...], elements: int) -> int:
    if kind not in ELEMENT_TYPES:
        return 0
    _, in_block, block_bytes = ELEMENT_TYPES[kind]
    if dimensions and dimensions[0] % in_block:
        raise Damaged("tensor not in whole blocks")
    return elements // in_block * block_bytes
