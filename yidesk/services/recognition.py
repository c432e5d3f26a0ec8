"""Text recognition (OCR) for pages that are pictures, when a person asks for it.

    recognition = Recognition(store, library, RecognitionClient(paths.logs))
    numbers = pages_to_recognise(document)       # (4, 7, 9): "Read 3 scanned pages by OCR"
    document = recognition.read(document, on_page=..., cancelled=...)

A page takes seconds, so every one is kept as it comes: what was read before Stop stays. Pages
that were read so carry PageWarning.OCR, which every coverage tells.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from yidesk.core.document import PageSequence
from yidesk.core.errors import DocumentError
from yidesk.core.page_picture import PageLayout, PageOf
from yidesk.core.types import Document, Page, PageWarning
from yidesk.core.words import phrase
from yidesk.services.library import Library
from yidesk.store.store import Store

OnPage = Callable[[int, int], None]
"""Called with (pages done, pages that are read) before the first page and after each."""

_RECOGNISABLE = frozenset({PageWarning.NO_TEXT, PageWarning.GARBLED})
_OF_ONE_PAGE = frozenset({"page_not_drawn", "page_not_shown"})
"""Errors that cost a page and not the rest."""
OFFER_ONE = phrase("Read 1 scanned page by OCR")
OFFER_MANY = phrase("Read {count} scanned pages by OCR")


class Recogniser(Protocol):
    """Reads pictures of pages; `yidesk.client.recognition.RecognitionClient` does."""

    def recognise(self, page: PageOf, *, cancelled: Callable[[], bool]) -> PageLayout:
        """The text of a page, and where it stands. Raises DocumentError, Cancelled."""

    def close(self) -> None:
        """End the worker."""


class Recognition:
    """Reads scanned pages, and keeps their text like any page's. Safe from any thread."""

    def __init__(self, store: Store, library: Library, client: Recogniser) -> None:
        self._store = store
        self._library = library
        self._client = client
        self._lock = threading.Lock()
        self._readers = 0
        """Documents that are being read; the worker is ended after the last one."""

    def read(
        self,
        document: Document,
        *,
        path: Path | None = None,
        password: str = "",
        on_page: OnPage | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """The document with the text of its scanned pages; kept, if it is in the library.

        PATH is where its file is, for one that is not in the library. The worker is ended when
        no document is read any more. Raises DocumentError (`ocr_missing`, `document_missing`,
        `document_changed`, `password_needed`), Cancelled.
        """
        numbers = pages_to_recognise(document)
        report = on_page or _nothing
        report(0, len(numbers))
        pages = {number: document.pages[number - 1] for number in numbers}
        with self._at_work():
            for done, number in enumerate(numbers, 1):
                place = self._place(document, path, number, password)
                pages[number] = self._page(document, pages[number], place, cancelled)
                report(done, len(numbers))
        if isinstance(document.pages, PageSequence):  # of the library, which has them now
            return self._library.get(document.fingerprint) or document
        every = tuple(pages.get(page.number, page) for page in document.pages)
        return replace(document, pages=every)

    def kept(self, document: Document) -> Document:
        """The document with the pages that were kept before a reading was cancelled."""
        return self._library.get(document.fingerprint) or document

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """End the worker after the block, unless another document is being read."""
        with self._lock:
            self._readers += 1
        try:
            yield
        finally:
            with self._lock:  # held: who begins just now must not find it ending
                self._readers -= 1
                if not self._readers:
                    self._client.close()

    def _place(self, document: Document, path: Path | None, number: int, password: str) -> PageOf:
        known = path or self._store.library.path(document.fingerprint)
        return PageOf(
            path=Path(known), fingerprint=document.fingerprint, number=number, password=password
        )

    def _page(
        self, document: Document, page: Page, place: PageOf, cancelled: Callable[[], bool]
    ) -> Page:
        """The page with its text; as it was when nothing is found in its picture."""
        try:
            layout = self._client.recognise(place, cancelled=cancelled)
        except DocumentError as error:
            if error.code not in _OF_ONE_PAGE:
                raise
            return page
        if not layout.text.strip():
            return page
        page = replace(page, text=layout.text, warning=PageWarning.OCR)
        self._library.replace_page(document.fingerprint, page, layout)
        return page


def pages_to_recognise(document: Document) -> tuple[int, ...]:
    """The pages whose picture may say more than their text; none but PDFs have pictures."""
    if document.format != "pdf":
        return ()
    return tuple(n for n, warning in document.warnings.items() if warning in _RECOGNISABLE)


def _nothing(_done: int, _total: int) -> None:
    pass
