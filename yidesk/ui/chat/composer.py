"""Where a question is written, and an answer is stopped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from yidesk.ui import fonts
from yidesk.ui.controls import Button
from yidesk.ui.theme import colour

MOST_LINES = 8
LONG_TEXT = 6_000
"""Characters from which a pasted text is more than a question: about two pages."""
EDGE, ROUND = 2, 12
"""Of the frame around a field: how wide its edge is with the keyboard in it, and its corners."""


class QuestionField(QPlainTextEdit):
    """A field that grows with its text. Enter submits, except while an input method composes."""

    submitted = Signal()
    files_pasted = Signal(list)
    text_pasted = Signal(str)
    """Longer than a question."""
    focus_changed = Signal(bool)
    recall_wanted = Signal()
    """The last question is to be asked differently."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self.takes_documents = False
        """Whether files and long texts that are pasted become documents."""
        self.setFont(fonts.reading())
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    @Slot()
    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        shown = min(lines, MOST_LINES)
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + 8)
        bars = Qt.ScrollBarPolicy
        is_full = lines > MOST_LINES
        self.setVerticalScrollBarPolicy(
            bars.ScrollBarAsNeeded if is_full else bars.ScrollBarAlwaysOff
        )

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether characters are being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits, Shift+Enter breaks the line; Up in an empty field recalls."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_empty = self.document().isEmpty() and not self._composing
        if is_empty and event.key() == Qt.Key.Key_Up and not event.modifiers():
            self.recall_wanted.emit()
        elif not is_enter or self._composing:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        else:
            self.submitted.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files can be pasted too."""
        takes_files = self.takes_documents and bool(local_files(source))
        return takes_files or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted files become documents where that can be, everything else text."""
        if self.takes_documents and (files := local_files(source)):
            self.files_pasted.emit(files)
        elif self.takes_documents and len(source.text()) > LONG_TEXT:
            self.text_pasted.emit(source.text())
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class WritingFrame(QFrame):
    """Around a field: its edge tells whether the keyboard is in it.

    It paints itself: for the stylesheet to see a property anew, `style()` is needed, and PySide
    makes the class of that before the first frame (5 ms).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "composer")
        self._focused = False

    def follow(self, field: QuestionField) -> None:
        """Be the edge of FIELD."""
        field.focus_changed.connect(self._show_focus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground, and an edge that is wider outwards where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = EDGE if self._focused else EDGE / 2
        outer = EDGE - width + width / 2
        painter.setPen(QPen(colour("accent" if self._focused else "hairline"), width))
        painter.setBrush(colour("surface"))
        rect = QRectF(self.rect()).adjusted(outer, outer, -outer, -outer)
        painter.drawRoundedRect(rect, ROUND - width / 2, ROUND - width / 2)

    @Slot(bool)
    def _show_focus(self, focused: bool) -> None:
        self._focused = focused
        self.update()


class Composer(WritingFrame):
    """The field with its buttons."""

    submitted = Signal(str)
    stop_wanted = Signal()
    attach_wanted = Signal()
    files_pasted = Signal(list)
    text_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answering = False
        self.field = QuestionField(self)
        self.field.setAccessibleName(self.tr("Your question"))
        self.field.submitted.connect(self.submit)
        self.field.files_pasted.connect(self.files_pasted)
        self.field.text_pasted.connect(self.text_pasted)
        self.field.takes_documents = True
        self.follow(self.field)
        self.field.textChanged.connect(self._refresh)
        self.attach = Button(
            self.tr("Add documents (Ctrl+O)"), self.attach_wanted.emit, icon="attach", kind="icon"
        )
        self.send = Button(
            self.tr("Ask (Enter)"), self._press, icon="send", kind="send", tint="on_accent"
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(row)
        self.show_documents(any_here=False)
        self._refresh()

    def show_documents(self, *, any_here: bool) -> None:
        """Ask for what a person can do next."""
        self.field.setPlaceholderText(
            self.tr("Ask about the documents…") if any_here else self.tr("Ask, or drop a document…")
        )
        if self.isVisible():
            self.field.viewport().update()  # Qt draws it anew only where it comes or goes

    def show_answering(self, *, answering: bool) -> None:
        """Turn the button into Stop and back; writing goes on meanwhile."""
        self._answering = answering
        self.send.show_icon("stop" if answering else "send", "on_accent")
        self.send.say(self.tr("Stop (Esc)") if answering else self.tr("Ask (Enter)"))
        self._refresh()

    def take_keys_from(self, place: QWidget) -> None:
        """PLACE, or a part of it, goes: the keyboard would come to where nobody sent it."""
        if place.isAncestorOf(QApplication.focusWidget() or self):
            self.field.setFocus()

    def clear(self) -> None:
        """Empty the field."""
        self.field.clear()

    @Slot()
    def _refresh(self) -> None:
        has_text = bool(self.field.toPlainText().strip())
        self.send.setEnabled(self._answering or has_text)

    @Slot()
    def submit(self) -> None:
        """Ask what is written; while an answer is being written, it waits for the end of that."""
        if text := self.field.toPlainText().strip():
            self.submitted.emit(text)

    @Slot(str)
    def propose(self, question: str) -> None:
        """Ask QUESTION; where something is written already, add it there and leave it so."""
        is_empty = not self.field.toPlainText().strip()
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.insertPlainText(question if is_empty else f"\n{question}")
        self.field.setFocus()
        if is_empty:
            self.submit()

    @Slot(str)
    def quote(self, text: str) -> None:
        """Put TEXT as a quotation where one writes, and write below it."""
        cursor = self.field.textCursor()
        before = "" if cursor.atBlockStart() else "\n"
        lines = "".join(f"> {line}".rstrip() + "\n" for line in text.split("\n"))
        cursor.insertText(f"{before}{lines}\n")
        self.field.setTextCursor(cursor)
        self.field.setFocus()

    def _press(self) -> None:
        if self._answering:
            self.stop_wanted.emit()
        else:
            self.submit()


def local_files(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dropped or pasted."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in paths if path.is_file() or path.is_dir()]
