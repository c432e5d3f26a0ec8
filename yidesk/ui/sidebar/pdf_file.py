"""A chat as a PDF of A4 pages. Works in any thread: it draws on paper, not on a screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from yidesk.core.errors import YiDeskError
from yidesk.services.archive import Written
from yidesk.services.exchange.pages import to_page
from yidesk.ui import fonts
from yidesk.ui.sidebar.paper_formulas import PaperFormulas
from yidesk.ui.sidebar.written_formulas import OnAnswer, telling, to_html_with

DOTS = 96
"""Dots per inch of the layout; letters are outlines, and sharp at any size."""
MARGIN = 18.0
"""Millimetres."""
FOOT = 28.0
"""Dots below the text, for the number of the page."""
# what Qt's rich text knows of CSS
_STYLE = """
h2 { color: #67655f; margin-top: 20px; }
h3, h4, h5, h6 { margin-top: 12px; }
pre { background-color: #f2f0ec; margin: 8px 0 8px 0; }
th, td { padding: 3px 8px 3px 8px; }
blockquote { margin-left: 16px; color: #67655f; }
.when, .documents, .coverage, .ending, .sources { color: #67655f; font-size: 9pt; }
.wrong { color: #b3261e; } .unsure { color: #8a6100; }
"""
HEADINGS = {1: 17.0, 2: 10.0}
"""Points of the title, and of the names of those who speak; a heading in an answer has others."""
OTHER_HEADINGS = 12.0


def make_writer() -> Callable[[Written, Path, OnAnswer], None]:
    """What writes a chat into a file; made where the fonts are known, used in any thread."""
    text, code, number = fonts.reading(), fonts.code(), fonts.small()
    text.setPointSizeF(10.5)
    code.setPointSizeF(9.5)

    def write(written: Written, path: Path, tell: OnAnswer) -> None:
        """Raises YiDeskError, and what TELL raises."""
        document = QTextDocument()
        document.setDefaultFont(text)
        families = ", ".join(f"'{family}'" for family in code.families())
        style = f"{_STYLE} pre, code {{ font-family: {families}; font-size: 9.5pt; }}"
        formulas = PaperFormulas(text, document)
        answer = telling(partial(to_html_with, draw=formulas.stand_in), written, tell)
        document.setHtml(to_page(written, style=style, answer=answer))
        _dress(document)
        part = path.with_name(path.name + ".part")
        _print(document, written.chat.title, part, number, formulas)
        _put(part, path)

    return write


def _dress(document: QTextDocument) -> None:
    """Headings in points, beside which Qt's importer sets sizes of its own; programs that wrap."""
    breaks = QTextOption()
    breaks.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(breaks)
    cursor = QTextCursor(document)
    wraps = QTextBlockFormat()
    wraps.setNonBreakableLines(False)  # on paper nothing can be scrolled: the rest would be cut
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        if block.blockFormat().nonBreakableLines():
            cursor.mergeBlockFormat(wraps)
        if level := block.blockFormat().headingLevel():
            _set_heading(cursor, block, HEADINGS.get(level, OTHER_HEADINGS))
        block = block.next()


def _set_heading(cursor: QTextCursor, block: QTextBlock, points: float) -> None:
    walk = block.begin()
    while not walk.atEnd():
        fragment = walk.fragment()
        form = fragment.charFormat()
        form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        form.setFontPointSize(points)
        cursor.setPosition(fragment.position())
        end = fragment.position() + fragment.length()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)
        walk += 1


def _print(
    document: QTextDocument, title: str, path: Path, number: QFont, formulas: PaperFormulas
) -> None:
    """Lay DOCUMENT out on pages and draw them."""
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("YiDesk")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    paper = QRectF(writer.pageLayout().paintRectPixels(DOTS))
    room = QSizeF(paper.width(), paper.height() - FOOT)
    document.documentLayout().setPaintDevice(writer)
    formulas.place(document, writer)
    document.setDocumentMargin(0)
    document.setPageSize(room)
    painter = QPainter()
    if not painter.begin(writer):
        raise _failed(path.with_suffix(""))
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * room.height())
        document.drawContents(painter, QRectF(0, page * room.height(), room.width(), room.height()))
        painter.restore()
        painter.setFont(number)
        foot = QRectF(0, room.height(), room.width(), FOOT)
        painter.drawText(
            foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, str(page + 1)
        )
    painter.end()


def _put(part: Path, path: Path) -> None:
    """The file is there whole or not at all."""
    try:
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _failed(path) from error


def _failed(path: Path) -> YiDeskError:
    return YiDeskError(
        "{name} cannot be written.",
        code="export_failed",
        next_step="Choose another folder.",
        name=path.name,
    )
