"""The PDF whose pages are being looked at, kept open from one page to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2

from yidesk.core.errors import DocumentError
from yidesk.documents.files import check_file, fingerprint, shown_name
from yidesk.documents.formats import Format
from yidesk.documents.pdf import PdfFile
from yidesk.documents.recognise import recognise

Key = tuple[Path, str, str, int, int]


class ShownFile:
    """At most one open file and page; asked for another, or a changed one, it opens that."""

    def __init__(self) -> None:
        self._key: Key | None = None
        self._file: PdfFile | None = None
        self._number = 0
        self._page: pypdfium2.PdfPage | None = None

    def page(
        self, path: Path, mark: str, password: str, number: int, pulse: Callable[[int], None]
    ) -> pypdfium2.PdfPage:
        """A page of the file with the fingerprint MARK, open until the next call.

        PULSE is called now and then while the file is compared with its fingerprint.
        Raises DocumentError.
        """
        file = self._opened(path, mark, password, pulse)
        if self._page is None or self._number != number:
            self._close_page()
            self._page, self._number = self._leaf(file, path, number), number
        return self._page

    def close(self) -> None:
        """Close the file."""
        self._close_page()
        self._key = None
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _close_page(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            page.close()

    def _opened(
        self, path: Path, mark: str, password: str, pulse: Callable[[int], None]
    ) -> PdfFile:
        size = check_file(path)
        key = (path, mark, password, path.stat().st_mtime_ns, size)
        if self._file is not None and self._key == key:
            return self._file
        self.close()
        if fingerprint(path, pulse) != mark:
            raise DocumentError(
                "{name} is not the file any more that was read.",
                code="document_changed",
                next_step="Add it again to see its pages; its text as it was read is kept.",
                name=shown_name(path),
            )
        if recognise(path, size) is not Format.PDF:
            raise DocumentError(
                "{name} has no pages that could be shown as pictures.",
                code="no_page_pictures",
                next_step="Read its text instead.",
                name=shown_name(path),
            )
        self._file = PdfFile(path, password)
        self._key = key
        return self._file

    @staticmethod
    def _leaf(file: PdfFile, path: Path, number: int) -> pypdfium2.PdfPage:
        try:
            if 1 <= number <= file.page_count:
                return file.leaf(number)
        except pypdfium2.PdfiumError:
            pass
        raise DocumentError(
            "Page {page} of {name} cannot be shown.",
            code="page_not_shown",
            next_step="The page is damaged or not there; its text, if there is any, can be read.",
            name=shown_name(path),
            page=number,
        )
