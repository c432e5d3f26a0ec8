"""A question as the conversation shows it, and the field in which it is asked differently."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from yidesk.core.words import listed
from yidesk.services.chats import TurnId
from yidesk.ui import numbers
from yidesk.ui.chat.composer import QuestionField, WritingFrame
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.chat.versions import Versions
from yidesk.ui.controls import Button, Icon, Words
from yidesk.ui.theme import colour

MOST_NAMES = 4
"""Of documents, that are written below a question."""
INSIDE = 16
"""Between the side of a question's ground and its text."""


class QuestionEditor(WritingFrame):
    """The question in a field of its own; Enter asks, Esc leaves it as it was."""

    submitted = Signal(str)
    left = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QuestionField(self)
        self.field.setAccessibleName(self.tr("Edit the question"))
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.submitted.connect(self._submit)
        self.follow(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 8, 8)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(self.tr("Cancel"), self.left.emit))
        row.addWidget(Button(self.tr("Ask again"), self._submit, kind="primary", tint="on_accent"))
        column.addLayout(row)

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _submit(self) -> None:
        if text := self.field.toPlainText().strip():
            self.submitted.emit(text)


class QuestionView(TurnView):
    """What the person asked."""

    edited = Signal(object, str)
    """The TurnId of this question, and what is to be asked in its place."""

    def __init__(
        self, text: str, documents: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.documents = documents
        """Names of the documents that came with it."""
        self.editor: QuestionEditor | None = None
        self._takes_keys_from: QWidget | None = None
        """Where the keyboard was before it came into the editor."""
        self.view.setAccessibleName(self.tr("Question"))
        self.view.set_plain(text)
        self.versions = Versions(self)
        self.versions.wanted.connect(self.version_wanted)
        self._edit = Button(self.tr("Edit the question"), self.edit, icon="rename", kind="icon")
        self._delete = Button(self.deletes, self.delete, icon="trash", kind="icon")
        self._edit.hide()
        self._delete.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INSIDE, 6, 8, 12)
        self._column.setSpacing(2)
        self._column.addLayout(self._make_head())
        self._column.addWidget(self.view)
        if documents:
            self._column.addLayout(self._make_documents())

    def text_width(self, width: int) -> int:
        """The ground is wider than the text."""
        margins = self._column.contentsMargins()
        return width - margins.left() - margins.right()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground, by which questions are told from answers at a glance."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(self.rect().toRectF(), 12, 12)

    @property
    def speaker(self) -> str:
        """The person."""
        return self.tr("You")

    @property
    def is_busy(self) -> bool:
        """Whether the question is being edited."""
        return self.editor is not None

    def show_place(self, turn: TurnId, versions: Sequence[TurnId], *, is_last: bool) -> None:  # noqa: ARG002 - answers differ by it
        """It is on disk: it can be edited, and its other versions be seen."""
        self.turn = turn
        self.versions.show_versions(turn, versions)
        self._edit.show()
        self._delete.show()

    def edit(self) -> None:
        """Turn the question into a field."""
        if self.editor is not None:
            return
        self._takes_keys_from = QApplication.focusWidget()
        self.editor = QuestionEditor(self.view.source, self)
        self.editor.left.connect(self.leave)
        self.editor.submitted.connect(self._ask)
        self._column.insertWidget(1, self.editor)
        self.view.hide()
        self.editor.field.setFocus()

    @Slot()
    def leave(self) -> None:
        """Leave the question as it was."""
        if self.editor is not None:
            before = self._takes_keys_from
            has_keys = self.editor.isAncestorOf(QApplication.focusWidget() or self)
            if has_keys and before is not None and isValid(before):
                before.setFocus()  # else it comes to where nobody sent it
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.view.show()

    @Slot(str)
    def _ask(self, text: str) -> None:
        if self.turn is not None:
            self.edited.emit(self.turn, text)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Words(self.tr("You"), kind="speaker"), 1)
        row.addWidget(self.versions)
        row.addWidget(self._edit)
        row.addWidget(self._delete)
        return row

    def _make_documents(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Icon("document", "secondary", 16))
        row.addWidget(self._named(self.documents), 1)
        return row

    def _named(self, documents: Sequence[str]) -> Words:
        """The names of a few; of many the first ones, and all of them as the tool tip."""
        every = listed(documents)
        named = Words(every, kind="small", wraps=True)
        if len(documents) > MOST_NAMES:
            few = listed(documents[: MOST_NAMES - 1])
            rest = numbers.count(len(documents) - MOST_NAMES + 1)
            named.setText(self.tr("{names} and {n} more").format(names=few, n=rest))
            named.setToolTip(every)
            named.setAccessibleName(every)
        return named
