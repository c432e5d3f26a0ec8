"""A file on disk: whether it is one, how large it is, and what identifies it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

from yidesk.core.errors import DocumentError

HASH_BLOCK = 1024 * 1024
FileState = tuple[Path, int, int, int, int]
"""Path, device, inode, bytes, and time of the last change in nanoseconds."""


def shown_name(path: Path) -> str:
    """The file's name as text that can be stored; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def check_file(path: Path) -> int:
    """Size in bytes of a regular file that is not empty. Raises DocumentError for all else."""
    name = shown_name(path)
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            path.open("rb").close()
    except OSError as error:
        raise cannot_open(name, error) from None
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(
            "{name} is a folder.",
            code="document_is_folder",
            next_step="Add the files in it.",
            name=name,
        )
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(
            "{name} is a device or a pipe, not a file.",
            code="document_not_regular",
            next_step="Choose a file.",
            name=name,
        )
    if status.st_size == 0:
        raise DocumentError(
            "{name} is empty.",
            code="document_empty",
            next_step="Perhaps it was not saved or copied completely; try again.",
            name=name,
        )
    return status.st_size


def state_of(path: Path) -> FileState:
    """What is other when a file has been changed or replaced. Raises DocumentError."""
    try:
        status = path.stat()
    except OSError as error:
        raise cannot_open(shown_name(path), error) from None
    return path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def fingerprint(path: Path, on_block: Callable[[int], None] | None = None) -> str:
    """Lower-case hexadecimal SHA-256 of a file; ON_BLOCK gets the bytes read so far.

    Raises DocumentError.
    """
    digest = hashlib.sha256()
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(HASH_BLOCK):
                digest.update(block)
                done += len(block)
                if on_block is not None:
                    on_block(done)
    except OSError as error:
        raise cannot_open(shown_name(path), error) from None
    return digest.hexdigest()


def check_size(name: str, size: int, most: int) -> None:
    """Refuse a file of more than MOST bytes. Raises DocumentError."""
    if size > most:
        raise DocumentError(
            "{name} has {size} MB; files of its kind may have up to {most} MB.",
            code="document_too_large",
            next_step="Split it, and add the parts you need.",
            name=name,
            size=size // 1_000_000,
            most=most // 1_000_000,
        )


def cannot_open(name: str, error: OSError) -> DocumentError:
    """The sentence for a file that the system does not open."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return DocumentError(
            "{name} is not there.",
            code="document_missing",
            next_step="Perhaps it was moved or renamed; choose it again.",
            name=name,
        )
    if isinstance(error, PermissionError):
        return DocumentError(
            "You are not allowed to read {name}.",
            code="document_forbidden",
            next_step="Change its permissions, or copy it to a folder of your own.",
            name=name,
        )
    return DocumentError(
        "{name} could not be read: {reason}.",
        code="document_unreadable",
        next_step="Check the disk or the connection to it, and try again.",
        name=name,
        reason=error.strerror or type(error).__name__,
    )


def path_of(given: str) -> Path:
    """The path in an OpenFile: as it is, or a `file:` address for names that are not Unicode."""
    if given.startswith("file:///"):
        return Path(os.fsdecode(unquote_to_bytes(given.removeprefix("file://"))))
    return Path(given)
