"""Finding the damaged blocks of a file, and fetching only them again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from yidesk.catalog.hub import Location
from yidesk.catalog.record import Block, Record, digest_of
from yidesk.catalog.transfer import Meter, OnEvent, Transfer

READ = 1 << 20


def hash_file(path: Path, on_read: Callable[[int, int], None]) -> str:
    """The SHA-256 of a file; ON_READ is told bytes done and in all. Raises OSError."""
    whole, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb", buffering=0) as file:
        while piece := file.read(READ):
            whole.update(piece)
            done += len(piece)
            on_read(done, total)
    return whole.hexdigest()


def find_damage(path: Path, record: Record, on_read: Callable[[int, int], None]) -> list[int]:
    """Numbers of the blocks that are not as they came. Raises OSError."""
    identity = record.identity
    damaged = []
    with path.open("rb", buffering=0) as file:
        for number in range(-(-identity.size // identity.block)):
            content = file.read(identity.block)
            known = record.blocks[number].digest if number < len(record.blocks) else ""
            if digest_of(content) != known:
                damaged.append(number)
            on_read(min(identity.size, (number + 1) * identity.block), identity.size)
    return damaged


def fetch_blocks(
    transfer: Transfer,
    location: Location,
    path: Path,
    record: Record,
    *,
    numbers: Sequence[int],
    on_event: OnEvent,
) -> None:
    """Fetch some blocks anew into PATH, and note their hashes.

    Raises what Transfer.fetch raises, and OSError.
    """
    size, block = record.identity.size, record.identity.block
    ranges = [(number * block, min(size, (number + 1) * block)) for number in numbers]
    meter = Meter(0, sum(end - start for start, end in ranges), on_event)
    done, blocks = 0, list(record.blocks)
    blocks += [Block("")] * (-(-size // block) - len(blocks))
    with path.open("r+b") as file:
        file.truncate(size)
        for number, (start, end) in zip(numbers, ranges, strict=True):
            content = bytearray()
            transfer.fetch(location, start, end, content.extend)
            file.seek(start)
            file.write(content)
            blocks[number] = Block(digest_of(bytes(content)))
            done += end - start
            meter.show(done)
        file.flush()
    record.replace(blocks)
