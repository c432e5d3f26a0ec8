"""PDF through PDFium: text in the order PDFium gives it, page by page.

PDFium writes a hyphen that it took away at a line's end as U+FFFE and joins the lines. Raw calls
are used for the text because they cost half of the wrapped ones, which also recurse once for every
character that a page excludes.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from yidesk.core.errors import DocumentError
from yidesk.core.types import Page, PageWarning
from yidesk.documents import limits
from yidesk.documents.columns import Columns
from yidesk.documents.files import shown_name
from yidesk.documents.formats import Format
from yidesk.documents.pages import check_count, make_page
from yidesk.documents.pdf_outline import Outline
from yidesk.documents.scans import judge

GARBLED_SHARE = 0.2
"""Share of characters without a meaning from which on a page is no text for a person."""
SAMPLED_CHARACTERS = 32
"""How many characters of a page are asked whether their font maps them at all."""
LABEL_CHARACTERS = 40
PAGES_BEFORE_REOPENING = 1000
"""PDFium keeps every object it has parsed, about 9 KB a page, until the file is closed. Of that it
needs the pages' dictionaries again, over 1 KB each: it finds a page by reading all before it."""

_KEPT_HYPHEN = re.compile("(?<=[0-9])\ufffe|\ufffe(?=[0-9A-Z]|$)")
"""Between digits, before a capital (MS-DOS) and at the page's end it belongs to the word."""
_DROPPED_HYPHEN = re.compile("\ufffe|\u00ad\n?")
_STRAY = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\uffff]")
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff]")
_LINE_TAIL = re.compile("(?<! ) +\n")  # linear also in long runs of blanks


class PdfFile:
    """An open PDF. PDFium is not thread-safe: one thread only."""

    format = Format.PDF
    notes: tuple[str, ...] = ()

    def __init__(self, path: Path, password: str = "", *, plain: bool = False) -> None:
        """Open it. PLAIN: leave its labels and outline alone. Raises DocumentError."""
        self._path = path
        self._password = password
        self._pdf = self._open()
        self.page_count = len(self._pdf)
        try:
            check_count(shown_name(path), self.page_count)
        except DocumentError:
            self.close()
            raise
        self._outline = None if plain else Outline(self._pdf)

    def page(self, number: int) -> Page:
        """Text and label of a page. Raises PdfiumError when PDFium cannot parse it."""
        page = self.leaf(number)
        try:
            handle = raw.FPDFText_LoadPage(page.raw)
            if not handle:
                raise pypdfium2.PdfiumError("its text cannot be loaded")
            try:
                return self._read(number, page, handle)
            finally:
                raw.FPDFText_ClosePage(handle)
        finally:
            page.close()

    def leaf(self, number: int) -> pypdfium2.PdfPage:
        """PDFium's own page, for the caller to close. Raises PdfiumError."""
        if self._touched == PAGES_BEFORE_REOPENING:
            self.close()
            self._pdf = self._open()
        self._touched += 1
        return self._pdf.get_page(number - 1)

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()

    def _open(self) -> pypdfium2.PdfDocument:
        self._touched = 0
        try:
            return pypdfium2.PdfDocument(self._path, password=self._password or None)
        except pypdfium2.PdfiumError as error:
            given = bool(self._password)
            raise _cannot_open(shown_name(self._path), error.err_code, given=given) from None

    def _read(self, number: int, page: pypdfium2.PdfPage, handle: raw.FPDF_TEXTPAGE) -> Page:
        box = page.get_bbox()
        count = max(raw.FPDFText_CountChars(handle), 0)
        found = text_of(handle, min(count, limits.MAX_PAGE_CHARACTERS))
        if len(found) == count:  # else its characters are not where PDFium counts them
            found = Columns(handle, box[0], box[2]).in_order(found)
        text, stray = clean(found)
        if _is_garbled(handle, count, text, stray):
            warning = PageWarning.GARBLED
        elif count > limits.MAX_PAGE_CHARACTERS:
            warning = PageWarning.TRUNCATED
        else:
            warning = judge(page.raw, text, box)
        return make_page(number, self._label(number), text, warning)

    def _label(self, number: int) -> str:
        """What the PDF calls the page, else its section; empty when that is its number."""
        if self._outline is None:
            return ""
        try:
            label = _STRAY.sub("", self._pdf.get_page_label(number - 1)).strip()
        except UnicodeDecodeError:
            return ""
        if not label:
            return self._outline.label(number)
        return "" if label == str(number) else label[:LABEL_CHARACTERS]


def clean(text: str) -> tuple[str, int]:
    r"""Text with \n line ends, words joined and stray characters removed; and how many those were.

    >>> clean("a sen\ufffetence\r\nof MS\ufffeDOS\x03")
    ('a sentence\nof MS-DOS', 1)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if "\ufffe" in text or "\xad" in text:
        text = _DROPPED_HYPHEN.sub("", _KEPT_HYPHEN.sub("-", text))
    text, stray = _STRAY.subn("", text)
    if " \n" in text:
        text = _LINE_TAIL.sub("\n", text)
    return text.strip(), stray


def text_of(handle: raw.FPDF_TEXTPAGE, count: int) -> str:
    """The first COUNT characters, which PDFium counts in units of UTF-16."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(handle, 0, count, buffer) if count else 0
    return bytes(memoryview(buffer)[: max(written - 1, 0)]).decode("utf-16-le", "ignore")


def _is_garbled(handle: raw.FPDF_TEXTPAGE, count: int, text: str, stray: int) -> bool:
    """Whether too many characters have no meaning: unmapped, private, replaced or controls."""
    total = len(text) + stray
    if total == 0:
        return False
    if stray + _meaningless(text) > GARBLED_SHARE * total:
        return True
    places = range(0, count, max(count // SAMPLED_CHARACTERS, 1))
    unmapped = [place for place in places if raw.FPDFText_HasUnicodeMapError(handle, place) == 1]
    return len(unmapped) > GARBLED_SHARE * len(places)


def _meaningless(text: str) -> int:
    return 0 if text.isascii() else len(_MEANINGLESS.findall(text))


def _cannot_open(name: str, reason: int | None, *, given: bool) -> DocumentError:
    if reason == raw.FPDF_ERR_PASSWORD and given:
        return DocumentError(
            "The password does not open {name}.",
            code="password_wrong",
            next_step="Type it again; capitals count.",
            name=name,
        )
    if reason == raw.FPDF_ERR_PASSWORD:
        return DocumentError(
            "{name} is protected by a password.",
            code="password_needed",
            next_step="Give the password to read it.",
            name=name,
        )
    if reason == raw.FPDF_ERR_SECURITY:
        return DocumentError(
            "{name} is encrypted in a way that cannot be opened.",
            code="pdf_encryption",
            next_step="Open it in the program it was made for and save it without protection.",
            name=name,
        )
    return DocumentError(
        "{name} is a damaged PDF.",
        code="pdf_damaged",
        next_step="Download or copy it again, or save it anew from a program that still opens it.",
        name=name,
    )
