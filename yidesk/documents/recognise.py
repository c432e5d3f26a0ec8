"""What a file is, judged by its bytes; the name only decides between kinds of text."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from yidesk.core.errors import DocumentError
from yidesk.documents import limits
from yidesk.documents.encoding import utf16_without_mark

HEAD_BYTES = 8192
PDF_MAGIC_WITHIN = 1024
"""Where readers look for `%PDF-` (PDF 1.7, annex H, note 13)."""
HASH_BLOCK = 1024 * 1024


class Format(StrEnum):
    """The kinds of file that can be read."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    TABLE = "csv"
    CODE = "code"


_CODE_SUFFIXES = (
    *(".bash", ".bat", ".c", ".cc", ".cfg", ".cpp", ".cs", ".css", ".go", ".h", ".hpp", ".ini"),
    *(".java", ".js", ".json", ".jsx", ".kt", ".lua", ".m", ".php", ".pl", ".ps1", ".py", ".r"),
    *(".rb", ".rs", ".scala", ".sh", ".sql", ".swift", ".toml", ".ts", ".tsx", ".xml", ".yaml"),
)
_BY_SUFFIX = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), Format.MARKDOWN),
    **dict.fromkeys((".csv", ".tsv"), Format.TABLE),
    **dict.fromkeys(_CODE_SUFFIXES, Format.CODE),
}

_MAGICS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office 97-2003"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\0", "SQLite"),
    (b"GGUF", "GGUF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "EXE"),
    (b"OggS", "OGG"),
    (b"ID3", "MP3"),
    (b"fLaC", "FLAC"),
    (b"AT&TFORM", "DjVu"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
)

_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"application/epub+zip", "EPUB"),
    (b"application/vnd.oasis.opendocument", "OpenDocument"),
    (b"word/", "DOCX"),
    (b"xl/", "XLSX"),
    (b"ppt/", "PPTX"),
)

_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


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
        raise _cannot_open(name, error) from None
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
        raise _cannot_open(shown_name(path), error) from None
    return digest.hexdigest()


def recognise(path: Path, size: int) -> Format:
    """The format of a file of SIZE bytes. Raises DocumentError when it cannot be read."""
    name = shown_name(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise _cannot_open(name, error) from None
    if _is_pdf(head, path.suffix.lower()):
        _check_size(name, size, limits.MAX_PDF_BYTES)
        return Format.PDF
    _refuse_binary(head, name, path.suffix.lower())
    _check_size(name, size, limits.MAX_TEXT_BYTES)
    return _BY_SUFFIX.get(path.suffix.lower(), Format.TEXT)


def _is_pdf(head: bytes, suffix: str) -> bool:
    """Whether the bytes are a PDF; after other bytes, plain text about PDFs is told apart."""
    place = head[: PDF_MAGIC_WITHIN + len(b"%PDF-")].find(b"%PDF-")
    if place < 0:
        return False
    begins_so = not head[:place].strip(b"\xef\xbb\xbf \t\r\n\0")
    return begins_so or suffix == ".pdf" or not head.isascii()


def _refuse_binary(head: bytes, name: str, suffix: str) -> None:
    kind = _binary_kind(head)
    if kind:
        raise DocumentError(
            "{name} is a {kind} file, which cannot be read.",
            code="format_unsupported",
            next_step="PDF, text, Markdown, CSV and source code can: save it as one of these.",
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


def not_text(name: str) -> DocumentError:
    """The error for bytes that are no text in any encoding."""
    return DocumentError(
        "{name} holds data, not text.",
        code="format_unknown",
        next_step="PDF, text, Markdown, CSV and source code can be read.",
        name=name,
    )


def _binary_kind(head: bytes) -> str:
    if head.startswith(_ZIP_MAGICS):
        return next((kind for mark, kind in _ZIP_KINDS if mark in head), "ZIP")
    return next((kind for magic, kind in _MAGICS if head.startswith(magic)), "")


def _check_size(name: str, size: int, most: int) -> None:
    if size > most:
        raise DocumentError(
            "{name} has {size} MB; files of its kind may have up to {most} MB.",
            code="document_too_large",
            next_step="Split it, and add the parts you need.",
            name=name,
            size=size // 1_000_000,
            most=most // 1_000_000,
        )


def _cannot_open(name: str, error: OSError) -> DocumentError:
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
