"""A page as text, with what is marked on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from yidesk.core.types import Document, Page
from yidesk.ui import fonts
from yidesk.ui.document.page_view import Marks
from yidesk.ui.document.passage import Span, reflow
from yidesk.ui.markdown.documents import plain
from yidesk.ui.theme import tokens

MARGIN = 20
FAINT = 0.45
"""How much of a mark's strength the hits have that nobody has gone to."""


class TextPage(QTextEdit):
    """Can be selected; Ctrl+C copies with the source."""

    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Text of the page"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._page: Page | None = None
        self._marks = Marks()

    @property
    def selected(self) -> str:
        """The words that a person has selected."""
        return self.textCursor().selection().toPlainText()

    @property
    def highlighted(self) -> str:
        """The words that are marked."""
        return " ".join(each.cursor.selectedText() for each in self.extraSelections())

    def show_page(self, _document: Document, page: Page, marks: Marks) -> None:
        """Show a page, with what is to be seen of it in sight."""
        self._page = page
        self.setDocument(plain(reflow(page.text), fonts.reading()))
        self.document().setDocumentMargin(MARGIN)
        self.setCursorWidth(0)  # the document keeps it
        self.document().setParent(self)
        self.show_marks(marks)

    def show_marks(self, marks: Marks) -> None:
        """Mark something else on the same page."""
        self._marks = marks
        found = [(span, FAINT) for span in marks.hits if span != marks.hit]
        found += [(span, 1.0) for span in (marks.cited, marks.hit) if span]
        self.setExtraSelections([self._selection(span, strength) for span, strength in found])
        if marks.wanted and self._page is not None:
            place = QTextCursor(self.document())
            place.setPosition(_utf16(self._page.text, marks.wanted[0]))
            self.setTextCursor(place)
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the source."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Mark in the colours of a changed theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._page is not None:
            self.show_marks(self._marks)

    def _selection(self, span: Span, strength: float) -> QTextEdit.ExtraSelection:
        text = self._page.text if self._page else ""
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(self.document())
        selection.cursor.setPosition(_utf16(text, span[0]))
        selection.cursor.setPosition(_utf16(text, span[1]), QTextCursor.MoveMode.KeepAnchor)
        selection.format = _marker(strength)
        return selection


def _marker(strength: float) -> QTextCharFormat:
    colour = QColor(tokens().highlight)
    colour.setAlphaF(tokens().highlight_opacity * strength)
    marker = QTextCharFormat()
    marker.setBackground(colour)
    return marker


def _utf16(text: str, place: int) -> int:
    """Qt counts UTF-16 units."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
