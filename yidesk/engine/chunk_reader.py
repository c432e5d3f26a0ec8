"""Reads saved chunks ahead: while one is put back into KV memory, the next comes from the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from yidesk.engine.chunk import Chunk, ReadBuffer, Tokens
from yidesk.engine.readings import ReadingFolder

WAIT_SECONDS = 0.005
"""How often somebody who waits for a slow disk looks whether Stop was pressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A chunk that is to be there."""

    path: Path
    ids: Tokens
    parent: str


def read_ahead(
    folder: ReadingFolder, sought: Sequence[Sought], wanted: Callable[[], bool]
) -> Generator[Chunk, None, None]:
    """The chunks SOUGHT, verified, one by one, up to the first that is not as it should be.

    Ends as soon as they are not WANTED any more, which is asked before each and while waiting.
    Two are in memory at a time; one that was given is overwritten once the next has been.
    """
    ended = threading.Event()
    buffers = (ReadBuffer(ended.is_set), ReadBuffer(ended.is_set))

    def load(index: int) -> Chunk | None:
        one = sought[index]
        return folder.load(one.path, one.ids, one.parent, buffers[index % 2])

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as reader:
        try:
            coming = reader.submit(load, 0) if sought else None
            for index in range(1, len(sought) + 1):
                chunk = _wait(coming, wanted)
                if chunk is None:
                    return
                coming = reader.submit(load, index) if index < len(sought) else None
                yield chunk
        finally:
            ended.set()  # before the executor waits for what it has begun


def _wait(coming: Future[Chunk | None] | None, wanted: Callable[[], bool]) -> Chunk | None:
    while coming is not None and wanted():
        try:
            return coming.result(WAIT_SECONDS)
        except TimeoutError:
            continue
    return None
