"""Logging to a rotating file. Never a person's questions, answers or documents."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
from pathlib import Path
from typing import TextIO

LONGEST_BYTES = 1_000_000
OLDER = 3

_crash_file: TextIO | None = None


class RotatingFile(logging.FileHandler):
    """A log of some megabytes: NAME, and the older NAME.1 to NAME.3.

    As RotatingFileHandler, whose module brings sockets and pickles: 5 ms of every start.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, in a new file where the one before is full."""
        stream = self.stream
        if stream is not None and os.fstat(stream.fileno()).st_size > LONGEST_BYTES:
            stream.close()
            self._put_aside()
            self.stream = self._open()
        super().emit(record)

    def _put_aside(self) -> None:
        path = Path(self.baseFilename)
        with contextlib.suppress(OSError):  # another process may hold it, on Windows
            for number in range(OLDER, 0, -1):
                source = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
                if source.exists():
                    source.replace(path.with_name(f"{path.name}.{number}"))


def to_file(folder: Path, role: str, *, level: int = logging.INFO) -> Path:
    """Send this process's log, and the stacks of a crash, to FOLDER/ROLE.log.

    Returns the file's path. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{role}.log"
    handler = RotatingFile(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a full disk must not put tracebacks before a person
    logging.captureWarnings(capture=True)
    global _crash_file  # noqa: PLW0603 - faulthandler needs the file to stay open
    if _crash_file is None:
        _crash_file = (folder / f"{role}.crash.log").open("a", encoding="utf-8")
        faulthandler.enable(file=_crash_file)
    return path


def detach_standard_streams() -> None:
    """Give windowed programs, which have none, standard streams that swallow what is written."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
