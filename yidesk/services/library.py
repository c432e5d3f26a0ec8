"""The library: documents the program has read once and knows from then on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from yidesk.core.at_hand import AtHand
from yidesk.core.document import HeldPages, PageTray
from yidesk.core.errors import WrongUsage, YiDeskError
from yidesk.core.page_picture import PageLayout
from yidesk.core.types import Document, Page
from yidesk.core.unicode import mend
from yidesk.services.engine import Reader
from yidesk.store.library import Entry
from yidesk.store.records import ChatId
from yidesk.store.store import Store

__all__ = ["Entry", "Library", "OnPage"]

OnPage = Callable[[int, int], None]
"""Called with pages done and pages in total (0: not known yet)."""
OnBytes = Callable[[int, int], None]
"""Called with bytes of the file that were hashed, and its size."""

LEAST_OF_FINGERPRINT = 8
"""Characters of a fingerprint that name a document."""
AT_HAND = 1_000
"""Documents of which name and number of pages are in memory; their pages are not."""


class Library:
    """Documents by their fingerprint. Safe from any thread."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        remove_readings: Callable[[str], int] = lambda _fingerprint: 0,
        own_files: Path | None = None,
    ) -> None:
        """REMOVE_READINGS removes what models have read of a document; returns the bytes freed.

        OWN_FILES: the folder of files that the program made itself, of texts that were pasted.
        """
        self._own_files = own_files
        self._store = store
        self._reader = reader
        self._remove_readings = remove_readings
        self._at_hand: AtHand[str, Document] = AtHand(AT_HAND)

    def add(
        self,
        path: Path,
        on_progress: OnPage | None = None,
        *,
        on_bytes: OnBytes | None = None,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a file into the library; bytes that are known are not parsed again.

        Raises DocumentError, Cancelled, YiDeskError of the store.
        """
        known = self.get(self.identify(path, on_bytes, cancelled=cancelled))
        with self._store.library.arriving() as tray:
            document = self._store.library.add(
                dataclasses.replace(known, name=mend(path.name))
                if known
                else self._read(path, on_progress, tray, password, cancelled),
                mend(path.absolute()),
                _size(path),
            )
        self._keep(document)
        return document

    def read_again(
        self,
        fingerprint: str,
        on_progress: OnPage | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a document's file anew: it, or the reader, may be another by now.

        Other bytes make another document, and the former stays. From the same bytes other pages
        may come; then index, notes and readings of the former ones go. Raises DocumentError,
        Cancelled.
        """
        entry = self.entry(fingerprint)
        path = Path(entry.path if entry else "")
        with self._store.library.arriving() as tray:
            document = self._read(path, on_progress, tray, password, cancelled)
            before = self.get(fingerprint)
            if before is None or document.fingerprint != fingerprint:
                document = self._store.library.add(document, mend(path.absolute()), _size(path))
            elif (before.pages, before.notes) != (document.pages, document.notes):
                self._remove_readings(fingerprint)
                document = self._store.library.replace(document)
            else:
                return before
        self._keep(document)
        return document

    def identify(
        self,
        path: Path,
        on_bytes: OnBytes | None = None,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> str:
        """The fingerprint of a file, known or not. Raises DocumentError, Cancelled."""
        return self._reader.identify(path, on_bytes=on_bytes, cancelled=cancelled)

    def moved(self, fingerprint: str, path: Path) -> None:
        """Note where a document's file lies now, and what it is called."""
        self._store.library.move(fingerprint, mend(path.name), mend(path.absolute()))
        self._at_hand.remove(fingerprint)

    def look(
        self,
        path: Path,
        on_progress: OnPage | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a file without keeping it; its pages are in memory.

        Raises DocumentError, Cancelled.
        """
        return self._read(path, on_progress, HeldPages(), password, cancelled)

    def get(self, fingerprint: str) -> Document | None:
        """A document of the library."""
        found = self._at_hand.get(fingerprint)
        if found is None:
            found = self._store.library.get(fingerprint)
            if found is not None:
                self._keep(found)
        return found

    def entry(self, fingerprint: str) -> Entry | None:
        """A document as the list shows it."""
        return self._store.library.entry(fingerprint)

    def replace_page(self, fingerprint: str, page: Page, layout: PageLayout) -> None:
        """Keep the text that was recognised in the picture of a page, and where it stands."""
        self._store.library.replace_page(fingerprint, page, layout)
        self._at_hand.remove(fingerprint)

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
        """Remove a document with all that was made from it: pages, index, vectors, notes, readings.

        The file itself is left alone, unless the program made it. Chats that use it keep what was
        said, and tell that it is gone. Returns the bytes of what models made of it. Raises
        YiDeskError; the document is still there then, and removing it can be tried again.
        """
        freed = self._store.vectors.sizes().get(fingerprint, 0)
        freed += self._remove_readings(fingerprint)
        self._remove_own_file(Path(self._store.library.path(fingerprint)))
        self._store.library.remove(fingerprint)
        self._at_hand.remove(fingerprint)
        return freed

    def name(self, fingerprint: str) -> str:
        """The name of a document, of a removed one too while a chat uses it; else empty."""
        return self._store.library.name(fingerprint)

    def _read(
        self,
        path: Path,
        on_progress: OnPage | None,
        tray: PageTray,
        password: str,
        cancelled: Callable[[], bool],
    ) -> Document:
        return self._reader.read(
            path, password=password, on_page=on_progress, cancelled=cancelled, tray=tray
        )

    def _remove_own_file(self, path: Path) -> None:
        if self._own_files is None or path.parent != self._own_files:
            return
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise YiDeskError(
                "{name} cannot be deleted ({cause}).",
                code="cannot_delete",
                next_step="See that no other program has it open, then try again.",
                name=path.name,
                cause=error.strerror or str(error),
            ) from error

    def _keep(self, document: Document) -> None:
        self._at_hand.put(document.fingerprint, document, 1)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it went while it was read
        return 0
