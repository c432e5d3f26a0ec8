"""Which running instances of the program use this store.

Each holds an operating system lock on a file of its own, which is released however it ends, by
`kill -9` too. So an answer that is "being written" by an owner without a lock was interrupted.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, *, wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO, *, wait: bool) -> None:
        # flock, not lockf: its lock goes with the open file, so a second descriptor in this
        # same process neither shares nor releases it
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


class Instance:
    """One run of the program, as other runs see it."""

    def __init__(self, folder: Path) -> None:
        """Join the instances in FOLDER, which is made. Raises OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self.token = secrets.token_hex(8)
        with self._gate():
            self._file = self._path(self.token).open("wb")
            _lock(self._file, wait=True)

    def others(self) -> set[str]:
        """Tokens of the other instances that are running; files of dead ones are removed."""
        with self._gate():
            paths = [path for path in self._folder.glob("*.lock") if path.stem != self.token]
            return {path.stem for path in paths if self._lives(path)}

    def leave(self) -> None:
        """Give up the lock: the program ends."""
        with self._gate():
            self._file.close()
            self._path(self.token).unlink(missing_ok=True)

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        """One instance at a time: between a file's making and its locking nobody may look."""
        with (self._folder / "gate").open("ab") as gate:
            _lock(gate, wait=True)
            yield

    def _lives(self, path: Path) -> bool:
        with path.open("r+b") as file:
            try:
                _lock(file, wait=False)
            except OSError:
                return True
        with contextlib.suppress(OSError):  # Windows: somebody else may be looking
            os.unlink(path)  # noqa: PTH108 - pairs with the descriptor above
        return False
