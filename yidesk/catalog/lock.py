"""One process at a time: a lock that the system lets go when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from yidesk.core.errors import ModelError

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def only_one(path: Path, name: str) -> Iterator[None]:
    """Hold the lock file PATH. Raises ModelError (busy) when another process holds it.

    NAME is the model file that is worked on. The lock file stays: removing it would let two
    processes hold two different files of one name.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise ModelError(
                "{name} is being downloaded or repaired already.",
                code="busy",
                next_step="Wait for it, or stop it in the other window.",
                name=name,
            ) from error
        yield
    finally:
        os.close(descriptor)
