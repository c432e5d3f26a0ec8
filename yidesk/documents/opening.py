"""Recognise a file and open it with the reader for its format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from yidesk.documents.files import check_file
from yidesk.documents.formats import Format
from yidesk.documents.pages import OpenDocument
from yidesk.documents.pulse import no_pulse
from yidesk.documents.recognise import recognise

_READERS = {
    Format.MARKDOWN: ("markdown", "open_markdown"),
    Format.TABLE: ("table", "open_table"),
    Format.HTML: ("web_page", "open_html"),
    Format.DOCX: ("docx", "open_docx"),
    Format.ODT: ("odt", "open_odt"),
    Format.EPUB: ("epub", "open_epub"),
    Format.PPTX: ("pptx", "open_pptx"),
    Format.XLSX: ("xlsx", "open_xlsx"),
    Format.RTF: ("rtf", "open_rtf"),
    Format.MAIL: ("mail", "open_mail"),
}
"""Module and function; a parser is imported when its first file comes."""


def open_document(
    path: Path,
    password: str = "",
    pulse: Callable[[], None] = no_pulse,
    *,
    plain: bool = False,
) -> OpenDocument:
    """Open a file for reading; PULSE is called now and then meanwhile. Raises DocumentError.

    PLAIN: without what is not its text, which may have ended the parser.
    """
    form = recognise(path, check_file(path))
    if form is Format.PDF:
        from yidesk.documents.pdf import PdfFile  # noqa: PLC0415

        return PdfFile(path, password, plain=plain)
    if form not in _READERS:
        from yidesk.documents.text import open_text  # noqa: PLC0415

        return open_text(path, form, pulse)
    module, function = _READERS[form]
    reader = getattr(import_module(f"yidesk.documents.{module}"), function)
    return cast(OpenDocument, reader(path, pulse))
