"""One setting: what it is called, what it does, its value, and the way back to the default."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.core.setting import Setting, Value
from yidesk.ui.controls import Button, Words
from yidesk.ui.settings.editors import Editor

NARROW = 560
"""Below this width the value stands under its name."""


class SettingRow(QWidget):
    """Tells what a person changes; shows what is in use."""

    changed = Signal(str, object)
    """Name and new value."""
    models_wanted = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.editor = Editor(setting)
        self.editor.edited.connect(lambda value: self.changed.emit(setting.name, value))
        self.editor.models_wanted.connect(self.models_wanted)
        title = words.say(setting.title)
        self.reset = Button(
            self.tr("Back to the default: {title}").format(title=title),
            lambda: self.changed.emit(setting.name, setting.default),
            icon="undo",
            kind="icon",
        )
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.note = Words(kind="secondary", wraps=True)
        """What is true of it on this system, where there is something to say."""
        self.note.hide()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(16)
        self._box.addLayout(self._make_words(title), 1)
        self._value = self._make_value()
        self._box.addLayout(self._value)

    def show_value(self, value: Value) -> None:
        """Show the value in use."""
        self.editor.show_value(value)
        self.reset.setVisible(value != self.setting.default)

    def tell(self, text: str, *, is_trouble: bool = False) -> None:
        """Say what is true of it on this system; empty: nothing."""
        self.note.dress("unsure" if is_trouble else "secondary")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        said = filter(None, (words.say(self.setting.help), text))
        self.editor.control.setAccessibleDescription(" ".join(said))

    def matches(self, query: str) -> bool:
        """Whether a person who searches for QUERY may mean this; in either language."""
        texts = (self.setting.title, self.setting.help, self.setting.name)
        said = (words.say(self.setting.title), words.say(self.setting.help))
        return all(
            any(word in text.casefold() for text in (*texts, *said))
            for word in query.casefold().split()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other where there is room."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else right)
        left = QBoxLayout.Direction.RightToLeft  # values end where the lines between rows end
        self._value.setDirection(right if narrow else left)

    def _make_words(self, title: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        name = Words(title)
        name.setBuddy(self.editor.control)  # on Linux a chooser is called by its label alone
        column.addWidget(name)
        column.addWidget(Words(words.say(self.setting.help), kind="secondary", wraps=True))
        column.addWidget(self.note)
        column.addStretch(1)
        return column

    def _make_value(self) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.RightToLeft)
        row.setSpacing(4)
        row.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return row
