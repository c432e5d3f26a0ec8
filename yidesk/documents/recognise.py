"""What a file is, judged by its bytes; the name only decides between kinds of text."""

from __future__ import annotations

import re
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.documents import limits
from yidesk.documents.containers import kind_of_ole, kind_of_zip
from yidesk.documents.encoding import utf16_without_mark
from yidesk.documents.files import cannot_open, check_size, shown_name
from yidesk.documents.formats import (
    BY_SUFFIX,
    OLE_MAGIC,
    RTF_MAGIC,
    ZIP_MAGICS,
    Format,
    binary_kind,
)

HEAD_BYTES = 8192
PDF_MAGIC_WITHIN = 1024
"""Where readers look for `%PDF-` (PDF 1.7, annex H, note 13)."""

_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.DOTALL | re.IGNORECASE
)
_HEADER = re.compile(rb"([!-9;-~]+):(?:.*\n(?:[ \t].*\n)*)")
_MAIL_HEADERS = frozenset(
    b"from to cc subject date message-id mime-version received content-type return-path"
    b" delivered-to snapshot-content-location".split()
)
_MAIL_LEAST = 3
"""So many of the headers that mail has, and nothing but headers before them."""


def recognise(path: Path, size: int) -> Format:
    """The format of a file of SIZE bytes. Raises DocumentError when it cannot be read."""
    name = shown_name(path)
    suffix = path.suffix.lower()
    head = _head(path)
    if _is_pdf(head, suffix):
        check_size(name, size, limits.MAX_PDF_BYTES)
        return Format.PDF
    if head.startswith(ZIP_MAGICS):
        check_size(name, size, limits.MAX_PACKAGE_BYTES)
        return kind_of_zip(path)
    if head.startswith(OLE_MAGIC):
        raise kind_of_ole(path)
    _refuse_binary(head, name, suffix)
    check_size(name, size, limits.MAX_TEXT_BYTES)
    return _kind_of_text(head, suffix)


def not_text(name: str) -> DocumentError:
    """The error for bytes that are no text in any encoding."""
    return DocumentError(
        "{name} holds data, not text.",
        code="format_unknown",
        next_step="PDF, Office and OpenDocument files, EPUB, HTML, e-mail and text can be read.",
        name=name,
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise cannot_open(shown_name(path), error) from None


def _is_pdf(head: bytes, suffix: str) -> bool:
    """Whether the bytes are a PDF; after other bytes, plain text about PDFs is told apart."""
    place = head[: PDF_MAGIC_WITHIN + len(b"%PDF-")].find(b"%PDF-")
    if place < 0:
        return False
    begins_so = not head[:place].strip(b"\xef\xbb\xbf \t\r\n\0")
    return begins_so or suffix == ".pdf" or not head.isascii()


def _kind_of_text(head: bytes, suffix: str) -> Format:
    """Told by its beginning; where that says nothing, or source code is quoted, by its name."""
    named = BY_SUFFIX.get(suffix, Format.TEXT)
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(RTF_MAGIC):
        return Format.RTF
    if named is not Format.TEXT:
        return named
    if _HTML.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return Format.HTML
    return Format.MAIL if _is_mail(head) else named


def _is_mail(head: bytes) -> bool:
    """Whether it begins with the headers of a mail (RFC 5322, 2.2)."""
    place, names = 0, set()
    head = head.replace(b"\r\n", b"\n")
    while header := _HEADER.match(head, place):
        names.add(header[1].lower())
        place = header.end()
    return len(names & _MAIL_HEADERS) >= _MAIL_LEAST


def _refuse_binary(head: bytes, name: str, suffix: str) -> None:
    kind = binary_kind(head)
    if kind:
        raise DocumentError(
            "{name} is a file of another kind ({kind}), which cannot be read.",
            code="format_unsupported",
            next_step="Save it as PDF, or in one of the other formats that can be read.",
            name=name,
            kind=kind,
        )
    if b"\0" not in head or head.startswith(_UNICODE_MARKS) or utf16_without_mark(head):
        return
    if suffix == ".pdf":
        raise DocumentError(
            "{name} is named like a PDF but holds none.",
            code="pdf_damaged",
            next_step="It was probably damaged on its way: download or copy it again.",
            name=name,
        )
    raise not_text(name)
