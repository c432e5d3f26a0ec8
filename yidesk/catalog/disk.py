"""Room on the disk, and files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

from yidesk.core.errors import ModelError

FLOOR = 1 << 30
"""Bytes that a download leaves free, so that the computer goes on working."""


def require_room(folder: Path, need: int, *, name: str, floor: int = FLOOR) -> None:
    """Raise ModelError (disk_full) unless NEED bytes fit and FLOOR stay free."""
    free = shutil.disk_usage(folder).free
    if free - need < floor:
        raise ModelError(
            "{name} needs {need} GB more on the disk of {folder}, {free} GB are free and "
            "{floor} GB are left for the rest of the computer.",
            code="disk_full",
            next_step="Make room, or choose another folder, and go on: what was fetched is kept.",
            name=name,
            need=round(need / 1e9, 2),
            free=round(free / 1e9, 2),
            floor=round(floor / 1e9, 2),
            folder=str(folder),
        )


def explain_write(error: OSError, folder: Path, name: str) -> ModelError:
    """The sentence for a write that failed."""
    full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    if full:
        return ModelError(
            "The disk of {folder} is full; {name} has been paused.",
            code="disk_full",
            next_step="Make room, or choose another folder, and go on: what was fetched is kept.",
            folder=str(folder),
            name=name,
        )
    if error.errno == errno.EFBIG:
        return ModelError(
            "The disk of {folder} does not take files as large as {name}.",
            code="file_too_large",
            next_step="Choose a folder on a disk formatted as exFAT, NTFS, APFS or ext4.",
            folder=str(folder),
            name=name,
        )
    return ModelError(
        "{name} cannot be written in {folder} ({cause}).",
        code="cannot_write",
        next_step="See that the disk is connected and that you may write there.",
        folder=str(folder),
        name=name,
        cause=error.strerror or str(error),
    )


def place(source: Path, destination: Path) -> None:
    """Give a finished file its real name at once; both must be on one disk. Raises OSError."""
    source.replace(destination)
    sync_folder(destination.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut, where the system can."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
