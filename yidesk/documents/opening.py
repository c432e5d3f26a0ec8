"""Recognise a file and open it with the reader for its format."""

from __future__ import annotations

from pathlib import Path

from yidesk.documents.pages import OpenDocument
from yidesk.documents.recognise import Format, check_file, recognise


def open_document(path: Path, password: str = "") -> OpenDocument:
    """Open a file for reading. Parsers are imported when first needed. Raises DocumentError."""
    form = recognise(path, check_file(path))
    if form is Format.PDF:
        from yidesk.documents.pdf import PdfFile  # noqa: PLC0415

        return PdfFile(path, password)
    if form is Format.MARKDOWN:
        from yidesk.documents.markdown import open_markdown  # noqa: PLC0415

        return open_markdown(path)
    if form is Format.TABLE:
        from yidesk.documents.table import open_table  # noqa: PLC0415

        return open_table(path)
    from yidesk.documents.text import open_text  # noqa: PLC0415

    return open_text(path, form)
