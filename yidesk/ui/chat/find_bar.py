"""Finds words in the conversation on the screen: a bar above it, opened by Ctrl+F."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from yidesk.services.chats import TurnId
from yidesk.ui import fonts, icons, numbers
from yidesk.ui.chat.finder import Finder
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.controls import Button, Words
from yidesk.ui.field import Field


class FindBar(QFrame):
    """Marks every hit; Enter goes to the next one, Shift+Enter to the one before, Esc closes."""

    closed = Signal()

    def __init__(self, transcript: Transcript, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._current = -1
        self._turn: TurnId | None = None
        """Where the first hit is to be."""
        self.finder = Finder(transcript)
        self.finder.found.connect(self._show_found)
        self.setProperty("kind", "header")
        self.field = Field(parent=self)
        self.field.setPlaceholderText(self.tr("Find in this chat"))
        self.field.setAccessibleName(self.tr("Find in this chat"))
        leading = QLineEdit.ActionPosition.LeadingPosition
        picture = self.field.addAction(icons.icon("search"), leading)
        picture.setText(self.tr("Find in this chat"))
        self.field.textChanged.connect(self._search_all)
        self._count = Words(kind="secondary")
        self._count.setFont(fonts.tabular(fonts.interface()))
        self.previous = Button(
            self.tr("Previous hit (Shift+Enter)"), self.go_back, icon="previous", kind="icon"
        )
        self.next = Button(self.tr("Next hit (Enter)"), self.go_on, icon="next", kind="icon")
        close = Button(self.tr("Close (Esc)"), self.close_bar, icon="close", kind="icon")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(8)
        for widget in (self._count, self.previous, self.next, close):
            row.addWidget(widget)
        self.stops: tuple[QWidget, ...] = (self.field, self.previous, self.next, close)
        """What the keyboard reaches, in this order."""
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says beside the field: "2 of 7"."""
        return self._count.text()

    def open_bar(self) -> None:
        """Show the bar; what was looked for the last time is found again."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search_all()

    def open_at(self, words: str, turn: TurnId) -> None:
        """Show the bar with WORDS in it, at their first hit in a turn; the focus stays."""
        self.show()
        with QSignalBlocker(self.field):
            self.field.setText(words)
        self._search(turn)

    @Slot()
    def close_bar(self) -> None:
        """Put the bar and its marks away."""
        if self.isVisible():
            self.hide()
            self.finder.look_for("")
            self.closed.emit()

    @Slot()
    def go_on(self) -> None:
        """To the next hit, after the last one to the first."""
        self._go(1)

    @Slot()
    def go_back(self) -> None:
        """To the hit before, from the first one to the last."""
        self._go(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Esc, wherever in the bar the focus is."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.go_back() if is_back else self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _search_all(self) -> None:
        self._search(None)

    def _search(self, turn: TurnId | None) -> None:
        """Look at the first hit, that of TURN if it is given."""
        self._current, self._turn = -1, turn
        self.finder.look_for(self.field.text().strip())
        self._show_found()

    @Slot()
    def _show_found(self) -> None:
        """Look at the first hit once it is there; count the others as they are found."""
        hits = self.finder.hits
        if self._current < 0:
            here = (n for n, hit in enumerate(hits) if self._turn in {None, hit.entry.turn_id})
            if (first := next(here, None)) is not None:
                self._look_at(first)
        self._say(len(hits))

    def _go(self, step: int) -> None:
        self.finder.refresh()
        if hits := self.finder.hits:
            self._look_at((self._current + step) % len(hits))
        self._say(len(hits))

    def _look_at(self, number: int) -> None:
        self._current = number
        hit = self.finder.hits[number]
        self._transcript.show_hit(hit.entry, hit.place)

    def _say(self, total: int) -> None:
        template = self.tr("{n} of {total}") if total else self.tr("No hits")
        values = {"n": numbers.count(self._current + 1), "total": numbers.count(total)}
        self._count.setText(template.format(**values) if self.field.text().strip() else "")
        self.previous.setEnabled(total > 0)
        self.next.setEnabled(total > 0)
