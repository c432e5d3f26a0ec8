"""Everything in a folder of readings: sizes, last use, pins, and what goes when there is no room.

Two programs may use the folder at once. So the sizes are added up anew when a folder's time of
change tells that another program was there, and whenever something has to go; else what this
program writes is added to the sum. What a file says it is never changes under its name, so it is
read once.

A reading is pinned by a file of its document's name in `pinned/`: making and removing a file needs
no lock.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from yidesk.engine.chunk import SUFFIX, DamagedChunkError, read_header

PART = ".part"
PINNED = "pinned"
FLOOR_BYTES = 5 << 30
"""Free disk space that is never used up, or a tenth of the disk where that is less."""
SLACK = 100
"""When something must go, a hundredth of the quota more goes, or it would for every chunk."""
LOOK_AGAIN_SECONDS = 60.0
"""In which two changes within a tick of the file system's clock may be taken for one."""
LEFTOVER_SECONDS = 3600.0
"""Age at which an unfinished file is nobody's any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a chunk says it is, without its token ids."""

    key: str
    parent: str
    first: int
    tokens: int
    owners: tuple[str, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk's file."""

    path: Path
    label: Label
    bytes: int
    used: float
    """Time of last use, seconds since the epoch."""


class Stock:
    """Everything in a folder of readings. Safe from any thread."""

    def __init__(
        self,
        folder: Path,
        *,
        quota_bytes: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """QUOTA_BYTES matter to `make_room` only."""
        self._folder = folder
        self._quota = quota_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._labels: dict[str, Label] = {}
        self._sum = 0
        self._summed_at = 0.0
        self._changed: dict[str, int] | None = None
        """When each folder had last changed, for all that is in the sum; None before the first."""

    def entries(self) -> list[Entry]:
        """All chunks, payloads unread. Files that cannot be read are left out."""
        found = []
        with self._lock:
            for path, status in self._files():
                label = self._label(path) if path.suffix == SUFFIX else None
                if label is not None:
                    found.append(Entry(path, label, status.st_size, status.st_mtime))
            self._labels = {entry.path.name: entry.label for entry in found}
        return found

    def _label(self, path: Path) -> Label | None:
        known = self._labels.get(path.name)
        if known is not None:
            return known
        try:
            header = read_header(path)
        except (OSError, DamagedChunkError):
            return None
        return Label(
            key=header.key,
            parent=header.parent,
            first=header.first,
            tokens=header.count,
            owners=header.owners,
            model=header.model,
        )

    def size(self) -> int:
        """Bytes that all files take, unfinished ones too."""
        with self._lock:
            return self._add_up()

    def _add_up(self) -> int:
        self._changed = self._times_of_change()
        self._summed_at = self._clock()
        self._sum = sum(status.st_size for _, status in self._files())
        return self._sum

    def grown_by(self, size: int) -> None:
        """Take note of a file that was just written or removed here."""
        with self._lock:
            self._sum += size
            self._changed = self._times_of_change()

    def make_room(self, size: int, *, behind: str) -> None:
        """Remove the longest unused readings until SIZE bytes fit quota and disk.

        A chunk is of use only with those before it: it goes before they do. Those that the chunk
        BEHIND follows stay, and so do pinned readings. Raises OSError when that is not enough,
        with nothing removed.
        """
        if self._missing(self._recent_size(), size) <= 0:
            return
        missing = self._missing(self.size(), size)
        if missing <= 0:
            return
        entries = self.entries()
        kept = chain_of(entries, {behind}) | self._kept_by_pins(entries)
        leaving = in_order_of_leaving(entries, kept)
        freed = 0
        if sum(entry.bytes for entry in leaving) >= missing:
            freed = self._remove_in_order(leaving, missing + self._quota // SLACK)
        if freed < missing:
            raise OSError(errno.ENOSPC, "no room for readings on this disk")

    def _remove_in_order(self, leaving: Sequence[Entry], size: int) -> int:
        """Remove the first of LEAVING until SIZE bytes are free; returns how many are."""
        freed = 0
        for entry in leaving:
            if freed >= size:
                break
            if discard(entry.path):
                freed += entry.bytes
                self.grown_by(-entry.bytes)
        return freed

    def _recent_size(self) -> int:
        with self._lock:
            is_recent = self._clock() - self._summed_at < LOOK_AGAIN_SECONDS
            if is_recent and self._changed == self._times_of_change():
                return self._sum
            return self._add_up()

    def _times_of_change(self) -> dict[str, int]:
        return {place.path: place.stat().st_mtime_ns for place in self._places()}

    def _missing(self, total: int, size: int) -> int:
        """Bytes that must go before SIZE more fit."""
        disk = shutil.disk_usage(self._folder)
        floor = min(FLOOR_BYTES, disk.total // 10)
        return max(total + size - self._quota, size + floor - disk.free)

    def remove(self, *, owner: str | None = None, unused_since: float | None = None) -> int:
        """Remove readings, and those that build on them; returns the bytes that were freed.

        OWNER: those with text of this document or chat, which is not pinned any more. UNUSED_SINCE:
        those last used before that time, but for pinned ones. Without either, all and every pin.
        """
        entries = self.entries()
        if unused_since is not None:
            doomed = _unused(entries, unused_since) - self._kept_by_pins(entries)
        else:
            for name in self.pinned() if owner is None else (owner,):
                self.pin(name, pinned=False)
            doomed = {e.label.key for e in entries if owner is None or owner in e.label.owners}
        doomed = _with_descendants(entries, doomed)
        leaving = [entry for entry in entries if entry.label.key in doomed]
        return sum(entry.bytes for entry in leaving if discard(entry.path)) + self.sweep()

    def sweep(self) -> int:
        """Remove what a killed program left unfinished; returns the bytes that were freed.

        Another program's write may be going on in younger files.
        """
        before = time.time() - LEFTOVER_SECONDS
        with self._lock:
            left = [(p, s) for p, s in self._files() if p.suffix == PART and s.st_mtime < before]
        return sum(status.st_size for path, status in left if discard(path))

    def pin(self, owner: str, *, pinned: bool) -> None:
        """Keep what was read of a document whatever room is needed, or no longer. Raises OSError.

        What has not been read yet may be pinned too.
        """
        place = self._folder / PINNED
        path = place / quote(owner, safe="")
        if pinned:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        else:
            path.unlink(missing_ok=True)

    def pinned(self) -> frozenset[str]:
        """The documents whose readings are pinned."""
        return frozenset(unquote(entry.name) for entry in _listed(self._folder / PINNED))

    def _kept_by_pins(self, entries: Sequence[Entry]) -> set[str]:
        pinned = self.pinned()
        return chain_of(entries, {e.label.key for e in entries if pinned & set(e.label.owners)})

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Chunks and unfinished files, as they are now."""
        for place in self._places():
            for file in _listed(place):
                if file.name.endswith((SUFFIX, PART)):
                    with contextlib.suppress(OSError):
                        yield Path(file.path), file.stat()

    def _places(self) -> list[os.DirEntry[str]]:
        """A folder for each root."""
        return [each for each in _listed(self._folder) if each.name != PINNED and each.is_dir()]


def _listed(folder: str | Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # it is not there, or not any more
        return []


def discard(path: Path) -> bool:
    """Remove a file; whether it is gone. On Windows one that is open elsewhere stays for now."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def last_use(entries: Sequence[Entry]) -> Mapping[str, float]:
    """When each key's chunk was last used: using a chunk uses all that it builds on."""
    used = {entry.label.key: entry.used for entry in entries}
    for entry in sorted(entries, key=lambda entry: -entry.label.first):
        parent = entry.label.parent
        if parent in used:
            used[parent] = max(used[parent], used[entry.label.key])
    return used


def chain_of(entries: Iterable[Entry], keys: Iterable[str]) -> set[str]:
    """KEYS and all that they build on, as far as it is there."""
    parents = {entry.label.key: entry.label.parent for entry in entries}
    found: set[str] = set()
    for key in keys:
        while key in parents and key not in found:
            found.add(key)
            key = parents[key]  # noqa: PLW2901
    return found


def in_order_of_leaving(entries: Sequence[Entry], kept: set[str]) -> list[Entry]:
    """Chunks that may be removed, the longest unused first, each after all that build on it."""
    used = last_use(entries)
    leaving = [entry for entry in entries if entry.label.key not in kept]
    return sorted(leaving, key=lambda entry: (used[entry.label.key], -entry.label.first))


def _unused(entries: Sequence[Entry], since: float) -> set[str]:
    used = last_use(entries)
    return {entry.label.key for entry in entries if used[entry.label.key] < since}


def _with_descendants(entries: Sequence[Entry], doomed: set[str]) -> set[str]:
    found = set(doomed)
    for entry in sorted(entries, key=lambda entry: entry.label.first):
        if entry.label.parent in found:
            found.add(entry.label.key)
    return found
