"""The page that a citation names, as text, with the passage highlighted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from yidesk.core.types import Document, PageWarning
from yidesk.ui import fonts, numbers
from yidesk.ui.controls import Button, Elided, Words
from yidesk.ui.document.passage import find, reflow
from yidesk.ui.markdown.documents import plain
from yidesk.ui.theme import tokens

NARROWEST = 360


class PageSheet(QFrame):
    """Opens at a citation and turns pages; the window closes it with Esc."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sheet")
        self.setMinimumWidth(NARROWEST)
        self._document: Document | None = None
        self._page = 0
        self._cited = (0, "")
        self._name = Elided(kind="heading")
        self._where = Words(kind="secondary")
        self._where.setFont(fonts.tabular(fonts.interface()))
        self._remark = Words(kind="secondary", wraps=True)
        self._text = self._make_text()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self._remark)
        column.addWidget(self._text, 1)
        self._remark.setContentsMargins(20, 12, 20, 0)
        self.hide()

    @property
    def page(self) -> int:
        """Number of the page on the screen; 0 before the first."""
        return self._page

    @property
    def highlighted(self) -> str:
        """The words that are highlighted."""
        return " ".join(each.cursor.selectedText() for each in self._text.extraSelections())

    def open_page(self, document: Document, page: int, passage: str = "") -> None:
        """Show a page; PASSAGE is highlighted and scrolled into sight."""
        self._document = document
        self._cited = (page, passage)
        self._name.setText(document.name)
        self._turn_to(page)
        self.show()
        self._text.setFocus()

    def _turn_to(self, number: int) -> None:
        if self._document is None:
            return
        self._page = max(1, min(number, len(self._document.pages)))
        page = self._document.pages[self._page - 1]
        self._where.setText(
            self.tr("Page {page} of {total}").format(
                page=numbers.count(self._page), total=numbers.count(len(self._document.pages))
            )
        )
        self._previous.setEnabled(self._page > 1)
        self._next.setEnabled(self._page < len(self._document.pages))
        self._text.setDocument(plain(reflow(page.text), fonts.reading()))
        self._text.document().setDocumentMargin(20)
        self._text.setCursorWidth(0)  # the document keeps it
        self._text.document().setParent(self._text)
        self._highlight(page.text)
        self._explain(page.warning, page.text)

    def _highlight(self, text: str) -> None:
        cited_page, passage = self._cited
        span = find(text, passage) if cited_page == self._page else None
        self._text.setExtraSelections([])
        if span is None:
            return
        start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in span)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(self._text.document())
        selection.cursor.setPosition(start)
        selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.format = self._marker()
        self._text.setExtraSelections([selection])
        place = QTextCursor(self._text.document())
        place.setPosition(start)
        self._text.setTextCursor(place)
        self._text.ensureCursorVisible()

    @staticmethod
    def _marker() -> QTextCharFormat:
        colour = QColor(tokens().highlight)
        colour.setAlphaF(tokens().highlight_opacity)
        marker = QTextCharFormat()
        marker.setBackground(colour)
        return marker

    def _explain(self, warning: PageWarning, text: str) -> None:
        cited_page, passage = self._cited
        remark = ""
        if not text.strip() or warning is PageWarning.NO_TEXT:
            remark = self.tr("This page holds no text that can be read; it may be a scan.")
        elif cited_page == self._page and passage and not self._text.extraSelections():
            remark = self.tr("The words of the answer are not on this page as they stand.")
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    def _make_text(self) -> QTextEdit:
        text = QTextEdit(self)
        text.setReadOnly(True)
        text.setFrameShape(QFrame.Shape.NoFrame)
        text.setAccessibleName(self.tr("Text of the page"))
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return text

    def _make_header(self) -> QWidget:
        header = QFrame(self)
        header.setProperty("kind", "header")
        header.setFixedHeight(48)
        self._previous = Button(
            self.tr("Previous page"), self._go_back, icon="previous", kind="icon"
        )
        self._next = Button(self.tr("Next page"), self._go_on, icon="next", kind="icon")
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._name, 1)
        row.addWidget(self._previous)
        row.addWidget(self._where)
        row.addWidget(self._next)
        row.addSpacing(8)
        row.addWidget(Button(self.tr("Close (Esc)"), self.close_sheet, icon="close", kind="icon"))
        return header

    def _go_back(self) -> None:
        self._turn_to(self._page - 1)

    def _go_on(self) -> None:
        self._turn_to(self._page + 1)

    def close_sheet(self) -> None:
        """Put the page away."""
        self.hide()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Mark the passage in the colours of a changed theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._document is not None:
            self._turn_to(self._page)
