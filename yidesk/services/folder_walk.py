"""What lies in a folder that can be read, and how much is left out and why."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.unicode import mend
from yidesk.documents.formats import SUFFIXES

MOST_FILES = 10_000
"""Documents of one folder."""
MOST_ENTRIES = 500_000
"""Of any kind that are looked at: somebody may drop a whole disk."""
MOST_DEPTH = 40

_SYSTEM = frozenset(
    (
        *("__macosx", "__pycache__", "node_modules", "lost+found"),
        *("$recycle.bin", "system volume information", "thumbs.db", "desktop.ini"),
    )
)
"""Made by systems and tools, in lower case."""
_PAGES = frozenset((".html", ".htm", ".xhtml"))
_PARTS_OF_A_PAGE = ("_files", ".files", "_file", "-dateien", "_fichiers", "_archivos", "_arquivos")
"""How browsers and office programs call the folder beside a saved page, in lower case."""
_HIDDEN_ON_WINDOWS = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2) | getattr(
    stat, "FILE_ATTRIBUTE_SYSTEM", 4
)


class LeftOut(StrEnum):
    """Why something in a folder is not taken."""

    OTHER_KIND = "other_kind"
    """Not called like a file that can be read."""
    HIDDEN = "hidden"
    """Hidden, or made by the system."""
    PAGE = "page"
    """A folder with scripts, pictures and frames of a saved page that lies beside it."""
    EMPTY = "empty"
    CLOSED = "closed"
    """A folder or file that may not be looked at."""
    LINK = "link"
    """A link to nowhere, or to a folder that was looked at already."""
    NAME = "name"
    """Its name is no text."""
    DEEP = "deep"
    """A folder below too many others."""
    MANY = "many"
    """Beyond the most files that are taken."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be read."""

    path: str
    """Below the folder, with "/" between its parts."""
    bytes: int
    changed: int
    """Time of the last change, nanoseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was found."""

    files: tuple[FoundFile, ...]
    """By path."""
    left_out: Mapping[LeftOut, int]
    folders: tuple[str, ...]
    """Every folder that was looked at, to be watched for changes."""


def walk(root: Path, cancelled: Callable[[], bool] = lambda: False) -> Walk:
    """Look through a folder and all below it. Raises DocumentError, Cancelled."""
    if not root.is_dir():
        raise DocumentError(
            "The folder {name} is not there.",
            code="folder_missing",
            next_step="Perhaps it was moved, or its disk is not connected.",
            name=mend(root.name or root),
        )
    return _Walker(root, cancelled).run()


class _Walker:
    def __init__(self, root: Path, cancelled: Callable[[], bool]) -> None:
        self._root = root
        self._cancelled = cancelled
        self._left_out: Counter[LeftOut] = Counter()
        self._files: list[FoundFile] = []
        self._folders: list[str] = []
        self._seen: set[tuple[int, int]] = set()
        self._entries = 0
        self._pages: set[str] = set()
        """Names of the saved pages in the folder that is being looked at, without their ends."""

    def run(self) -> Walk:
        """Breadth first, so that what is left out of too much lies deep."""
        waiting = [(self._root, "", 0)]
        for folder, below, depth in waiting:
            waiting += self._look(folder, below, depth)
        files = sorted(self._files, key=lambda file: file.path)
        return Walk(tuple(files), dict(self._left_out), tuple(self._folders))

    def _look(self, folder: Path, below: str, depth: int) -> list[tuple[Path, str, int]]:
        """Take the files of one folder; returns the folders in it."""
        if self._cancelled():
            raise Cancelled
        if self._entries > MOST_ENTRIES:
            self._left_out[LeftOut.MANY] += 1
            return []
        deeper: list[tuple[Path, str, int]] = []
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in self._seen:
                self._left_out[LeftOut.LINK] += 1
                return []
            self._seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self._left_out[LeftOut.CLOSED] += 1
            return []
        self._folders.append(str(folder))
        self._pages = {_stem(each.name) for each in entries if _is_page(each.name)}
        for entry in entries:
            found = self._take(entry, below, depth)
            if found is not None:
                deeper.append((folder / entry.name, found, depth + 1))
        return deeper

    def _take(self, entry: os.DirEntry[str], below: str, depth: int) -> str | None:
        """Note a file; the path below the root of a folder that is to be looked at."""
        self._entries += 1
        reason = self._refusal(entry, depth)
        if reason is not None:
            self._left_out[reason] += 1
            return None
        path = f"{below}{entry.name}"
        if entry.is_dir():
            return f"{path}/"
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            self._left_out[LeftOut.OTHER_KIND] += 1
        elif not status.st_size:
            self._left_out[LeftOut.EMPTY] += 1
        else:
            self._files.append(FoundFile(path, status.st_size, status.st_mtime_ns))
        return None

    def _refusal(self, entry: os.DirEntry[str], depth: int) -> LeftOut | None:
        try:
            return next(self._reasons(entry, depth), None)
        except OSError:
            return LeftOut.LINK if entry.is_symlink() else LeftOut.CLOSED

    def _reasons(self, entry: os.DirEntry[str], depth: int) -> Iterator[LeftOut]:
        """Why not to take it, the first that holds. Raises OSError."""
        if self._entries > MOST_ENTRIES:
            yield LeftOut.MANY
        if mend(entry.name) != entry.name:
            yield LeftOut.NAME
        if _is_hidden(entry):
            yield LeftOut.HIDDEN
        status = entry.stat()  # of what a link leads to
        if stat.S_ISDIR(status.st_mode):
            if self._belongs_to_a_page(entry.name.lower()):
                yield LeftOut.PAGE
            if depth >= MOST_DEPTH:
                yield LeftOut.DEEP
        elif Path(entry.name).suffix.lower() not in SUFFIXES:
            yield LeftOut.OTHER_KIND
        elif len(self._files) >= MOST_FILES:
            yield LeftOut.MANY

    def _belongs_to_a_page(self, name: str) -> bool:
        return any(
            name.endswith(end) and name.removesuffix(end) in self._pages for end in _PARTS_OF_A_PAGE
        )


def _is_page(name: str) -> bool:
    return Path(name).suffix.lower() in _PAGES


def _stem(name: str) -> str:
    return Path(name).stem.lower()


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith((".", "~$")) or entry.name.lower() in _SYSTEM:
        return True
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & _HIDDEN_ON_WINDOWS)
