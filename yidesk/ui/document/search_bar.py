"""Finds words in the document beside the chat, and goes from hit to hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from yidesk.core.types import Document
from yidesk.services.document_search import DocumentSearch, Hit
from yidesk.ui import fonts, icons, numbers
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.controls import Button, Words
from yidesk.ui.field import Field


class SearchBar(QFrame):
    """Enter goes to the next hit, Shift+Enter to the one before, Esc closes."""

    went = Signal(object)
    """To a Hit; None when there is none any more."""
    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._search = DocumentSearch()
        self._errand: Errand[None] | None = None
        self._document: Document | None = None
        self._hits: Sequence[Hit] = ()
        self._current = -1
        self._page = 1
        self.setProperty("kind", "header")
        self.field = Field()
        self.field.setPlaceholderText(self.tr("Find in this document"))
        self.field.setAccessibleName(self.tr("Find in this document"))
        leading = QLineEdit.ActionPosition.LeadingPosition
        self.field.addAction(icons.icon("search"), leading).setText(self.field.placeholderText())
        self.field.textChanged.connect(self._look)
        self._count = Words(kind="secondary")
        self._count.setFont(fonts.tabular(fonts.interface()))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(8)
        row.addWidget(self._count)
        for name, step, icon in (
            (self.tr("Previous hit (Shift+F3)"), -1, "previous"),
            (self.tr("Next hit (F3)"), 1, "next"),
        ):
            row.addWidget(Button(name, partial(self.go, step), icon=icon, kind="icon"))
        row.addWidget(Button(self.tr("Close (Esc)"), self.close_bar, icon="close", kind="icon"))
        self.hide()

    @property
    def count(self) -> str:
        """What the bar says beside the field."""
        return self._count.text()

    @property
    def hit(self) -> Hit | None:
        """The hit that was gone to."""
        return self._hits[self._current] if 0 <= self._current < len(self._hits) else None

    def hits_on(self, page: int) -> tuple[tuple[int, int], ...]:
        """Where the hits of a page stand in its text."""
        return tuple((hit.start, hit.end) for hit in self._hits if hit.page == page)

    def search_in(self, document: Document) -> None:
        """Look into another document."""
        if document is not self._document:
            self._document = document
            self._take(())
            if self.isVisible():
                self._look(self.field.text())

    def open_bar(self, page: int) -> None:
        """Show the bar; the first hit is the next one from PAGE on."""
        self._page = page
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._look(self.field.text())

    @Slot()
    def close_bar(self) -> None:
        """Put the bar and its marks away."""
        if self.isVisible():
            self.hide()
            self._stop()
            self._take(())
            self._search.forget()
            self.closed.emit()

    def go(self, step: int) -> None:
        """To another hit, after the last one to the first."""
        if self._hits:
            self._current = (self._current + step) % len(self._hits)
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Esc, wherever in the bar the focus is."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _look(self, query: str) -> None:
        self._stop()
        document = self._document
        if document is None:
            return
        self._errand = self._bridge.run(
            lambda errand: self._search.find(document, query, cancelled=lambda: errand.cancelled),
            lambda _event: None,
            lambda hits: self._take_found(document, query, hits),
            lambda _error: None,
        )

    def _stop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def _take_found(self, document: Document, query: str, hits: Sequence[Hit]) -> None:
        if document is self._document and query == self.field.text() and self.isVisible():
            self._take(hits)

    def _take(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        behind = (index for index, hit in enumerate(hits) if hit.page >= self._page)
        self._current = next(behind, 0) if hits else -1
        self._tell()

    def _tell(self) -> None:
        if self._hits:
            text = self.tr("{n} of {total}").format(
                n=numbers.count(self._current + 1), total=numbers.count(len(self._hits))
            )
        else:
            text = self.tr("Not found") if self.field.text().strip() and self._document else ""
        self._count.setText(text)
        self.went.emit(self.hit)
