"""A field that shows a key with its modifiers, and takes the next one that is pressed in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from yidesk.ui.field import Field

_ALONE = frozenset(
    {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)
_ELSEWHERE = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
"""Keys that lead out of the field, as everywhere."""


class KeyField(Field):
    """What is pressed is told, whether or not it can be taken; what is shown was taken."""

    pressed = Signal(str)
    """In Qt's portable spelling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setReadOnly(True)

    def show_key(self, key: str) -> None:
        """Show KEY (portable) as this system writes it."""
        native = QKeySequence.SequenceFormat.NativeText
        self.setText(QKeySequence(key).toString(native))

    def event(self, event: QEvent) -> bool:
        """Keys that the window knows are for the field while it has the keyboard."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() not in _ELSEWHERE
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of it once it is whole."""
        if event.key() in _ELSEWHERE:
            super().keyPressEvent(event)
        elif event.key() not in _ALONE and not event.isAutoRepeat():
            portable = QKeySequence.SequenceFormat.PortableText
            self.pressed.emit(QKeySequence(event.keyCombination()).toString(portable))
