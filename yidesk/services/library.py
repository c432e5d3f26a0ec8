"""The library: documents the program has read once and knows from then on."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.core.types import Document
from yidesk.core.unicode import mend
from yidesk.services.engine import Reader
from yidesk.store.store import Store

OnPage = Callable[[int, int], None]
"""Called with pages done and pages in total (0: not known yet)."""

AT_HAND = 16
"""Documents kept in memory; the window asks for them at every redraw."""


class Library:
    """Documents by their fingerprint. Safe from any thread."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store = store
        self._reader = reader
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

    def _keep(self, document: Document) -> None:
        with self._lock:
            self._at_hand[document.fingerprint] = document
            self._at_hand.move_to_end(document.fingerprint)
            while len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)


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
