"""Logging to a rotating file. Never a person's questions, answers or documents."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from pathlib import Path
from typing import TextIO

LONGEST_BYTES = 1_000_000
OLDER = 3

_crash_file: TextIO | None = None


def to_file(folder: Path, role: str, *, level: int = logging.INFO) -> Path:
    """Send this process's log, and the stacks of a crash, to FOLDER/ROLE.log.

    Returns the file's path. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{role}.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a full disk must not put tracebacks before a person
    logging.captureWarnings(capture=True)
    global _crash_file  # noqa: PLW0603 - faulthandler needs the file to stay open
    if _crash_file is None:
        _crash_file = (folder / f"{role}.crash.log").open("a", encoding="utf-8")
        faulthandler.enable(file=_crash_file)
    return path


def rotate() -> None:
    """From now on a log that is full is put aside, as NAME.1 to NAME.3.

    Not part of `to_file`: the module brings sockets and pickles, 5 ms before the first frame.
    """
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - see above

    root = logging.getLogger()
    for plain in [each for each in root.handlers if type(each) is logging.FileHandler]:
        rotating = RotatingFileHandler(
            plain.baseFilename, maxBytes=LONGEST_BYTES, backupCount=OLDER, encoding="utf-8"
        )
        rotating.setFormatter(plain.formatter)
        root.addHandler(rotating)
        root.removeHandler(plain)
        plain.close()


def detach_standard_streams() -> None:
    """Give windowed programs, which have none, standard streams that swallow what is written."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
