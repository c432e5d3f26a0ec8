"""What is known of a file that was, or is being, downloaded: kept beside the bytes.

A text file: the first line says in JSON what the file is, each further line is the hash of one
block, in order, added when the block is whole. So writing is appending, and a line that was cut by
a crash is simply not there. Blocks are hashed by XXH3-128: they find accidents, and cost nothing;
whether the file is the right one is decided by the SHA-256 of the whole.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
import xxhash
from msgspec import Struct

BLOCK = 16 << 20
"""Bytes of a block, and so of the least that is fetched again."""
_JOINED = " joined"


class Identity(Struct, frozen=True):
    """Which file it is, so that bytes of another are never added to it."""

    endpoint: str
    repository: str
    file: str
    commit: str
    etag: str
    size: int
    sha256: str | None
    block: int = BLOCK


@dataclass(frozen=True, slots=True)
class Block:
    """The hash of a block, and how far it can be trusted."""

    digest: str
    joined: bool = False
    """Put together from two attempts: its first part was read back from the disk, unchecked."""


class Record:
    """The record of one file."""

    def __init__(self, path: Path, identity: Identity, blocks: list[Block]) -> None:
        self.path = path
        self.identity = identity
        self.blocks = blocks

    @classmethod
    def open(cls, path: Path) -> Record | None:
        """What is written there; None when nothing that can be used."""
        try:
            first, *lines = path.read_text("ascii").split("\n")
            identity = msgspec.json.decode(first, type=Identity)
        except (OSError, ValueError):  # msgspec's errors are ValueErrors
            return None
        # what follows the last line end was cut
        return cls(path, identity, [_parse(line) for line in lines[:-1]])

    @classmethod
    def create(cls, path: Path, identity: Identity) -> Record:
        """Begin one; it is on the disk when this returns."""
        content = msgspec.json.encode(identity) + b"\n"
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return cls(path, identity, [])

    def add(self, block: Block) -> None:
        """The next block is whole."""
        self.blocks.append(block)
        with self.path.open("a", encoding="ascii") as file:
            file.write(_line(block))

    def keep(self, count: int) -> None:
        """Forget the blocks after the first COUNT."""
        if count < len(self.blocks):
            self.replace(self.blocks[:count])

    def replace(self, blocks: list[Block]) -> None:
        """Write all blocks anew."""
        self.blocks = blocks
        content = msgspec.json.encode(self.identity) + b"\n"
        content += "".join(map(_line, blocks)).encode()
        temporary = self.path.with_name(self.path.name + ".new")
        temporary.write_bytes(content)
        temporary.replace(self.path)

    def remove(self) -> None:
        """Delete it."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()


def digest_of(content: bytes) -> str:
    """The hash of a block."""
    return xxhash.xxh3_128_hexdigest(content)


def _parse(line: str) -> Block:
    return Block(line.removesuffix(_JOINED), line.endswith(_JOINED))


def _line(block: Block) -> str:
    return f"{block.digest}{_JOINED if block.joined else ''}\n"
