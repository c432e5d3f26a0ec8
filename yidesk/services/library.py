"""The library: documents the program has read once and knows from then on."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from io import BufferedReader
from pathlib import Path

from yidesk.core.errors import DocumentError, WrongUsage
from yidesk.core.types import Document
from yidesk.core.unicode import mend
from yidesk.services.engine import Reader
from yidesk.store.library import Entry
from yidesk.store.records import ChatId
from yidesk.store.store import Store

__all__ = ["Entry", "Library", "OnPage"]

OnPage = Callable[[int, int], None]
"""Called with pages done and pages in total (0: not known yet)."""

LEAST_OF_FINGERPRINT = 8
"""Characters of a fingerprint that name a document."""
AT_HAND = 16
"""Documents kept in memory; the window asks for them at every redraw."""


class Library:
    """Documents by their fingerprint. Safe from any thread."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        remove_readings: Callable[[str], int] = lambda _fingerprint: 0,
    ) -> None:
        """REMOVE_READINGS removes what models have read of a document; returns the bytes freed."""
        self._store = store
        self._reader = reader
        self._remove_readings = remove_readings
        self._lock = threading.Lock()
        self._at_hand: OrderedDict[str, Document] = OrderedDict()

    def add(
        self,
        path: Path,
        on_progress: OnPage | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a file into the library; bytes that are known are not parsed again.

        Raises DocumentError, Cancelled, YiDeskError of the store.
        """
        known = self.get(fingerprint(path))
        document = self._store.library.add(
            dataclasses.replace(known, name=mend(path.name))
            if known
            else self.look(path, on_progress, password=password, cancelled=cancelled),
            mend(path.absolute()),
            _size(path),
        )
        self._keep(document)
        return document

    def look(
        self,
        path: Path,
        on_progress: OnPage | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a file without keeping it. Raises DocumentError, Cancelled."""
        return self._reader.read(path, password=password, on_page=on_progress, cancelled=cancelled)

    def get(self, fingerprint: str) -> Document | None:
        """A document of the library."""
        with self._lock:
            found = self._at_hand.get(fingerprint)
        if found is None:
            found = self._store.library.get(fingerprint)
            if found is not None:
                self._keep(found)
        return found

    def list(self) -> Sequence[Entry]:
        """Every document, the last added first."""
        return self._store.library.entries()

    def find(self, wanted: str) -> Entry:
        """The document with this fingerprint, or the only one of this name.

        A beginning of the fingerprint will do, from eight characters on. Raises WrongUsage.
        """
        entries = self.list()
        for fits in (
            [each for each in entries if each.fingerprint == wanted.lower()],
            [each for each in entries if each.name == wanted],
            [each for each in entries if each.fingerprint.startswith(wanted.lower())]
            if len(wanted) >= LEAST_OF_FINGERPRINT
            else [],
        ):
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise WrongUsage(
                    "{count} documents are called {name}.",
                    code="document_ambiguous",
                    next_step="Name one by its fingerprint; `yidesk docs list` shows them.",
                    count=len(fits),
                    name=wanted,
                )
        raise WrongUsage(
            "There is no document called {name} in the library.",
            code="document_unknown",
            next_step="`yidesk docs list` shows what there is.",
            name=wanted,
        )

    def chats_with(self, fingerprint: str) -> Sequence[tuple[ChatId, str]]:
        """The chats that use a document, the last changed first: ids and titles."""
        return self._store.library.chats_with(fingerprint)

    def remove(self, fingerprint: str) -> int:
        """Remove a document with all that was made from it: pages, index, notes, readings.

        The file itself is left alone. Chats that use it keep what was said, and tell that it is
        gone. Returns the bytes of readings that were freed. Raises YiDeskError; the document is
        still there then, and removing it can be tried again.
        """
        freed = self._remove_readings(fingerprint)
        self._store.library.remove(fingerprint)
        with self._lock:
            self._at_hand.pop(fingerprint, None)
        return freed

    def name(self, fingerprint: str) -> str:
        """The name of a document, of a removed one too while a chat uses it; else empty."""
        return self._store.library.name(fingerprint)

    def _keep(self, document: Document) -> None:
        with self._lock:
            self._at_hand[document.fingerprint] = document
            self._at_hand.move_to_end(document.fingerprint)
            while len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it went while it was read
        return 0


def fingerprint(path: Path) -> str:
    """Lower-case hexadecimal SHA-256 of a file. Raises DocumentError."""
    try:
        with _open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DocumentError(
            "{name} cannot be opened ({cause}).",
            code="document_missing",
            next_step="See that the file is there and that you may read it.",
            name=mend(path.name or path),
            cause=error.strerror or str(error),
        ) from error


def _open(path: Path) -> BufferedReader:
    """Open a file for reading; a pipe would be waited for. Raises OSError."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    return path.open("rb")
