"""What is shown when the window itself cannot be: a sentence, a next step, a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.ui import icons
from yidesk.ui.controls import Button, Words

WIDTH = 480


class TroubleWindow(QDialog):
    """Stays until it is closed, by Return or Escape too; the words can be selected and copied."""

    def __init__(self, error: YiDeskError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begins_anew = False
        """Whether the person wants the damaged file put aside, and an empty one."""
        self.setWindowTitle("YiDesk")
        self.setWindowIcon(icons.application_icon())
        self.setMinimumWidth(WIDTH)
        what, next_step = words.say_error(error)
        self.setAccessibleName(f"{what} {next_step}".strip())
        picture = Words()
        picture.setPixmap(icons.pixmap("warning", "wrong", 32, self.devicePixelRatioF()))
        picture.setAccessibleName(self.tr("Warning"))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._make_words(what, "heading"))
        if next_step:
            column.addWidget(self._make_words(next_step, "secondary"))
        column.addSpacing(12)
        close = Button(self.tr("Close"), self.close, kind="primary", tint="on_accent")
        close.setDefault(True)
        ways = QHBoxLayout()
        ways.addStretch(1)
        if error.code == "store_damaged":
            ways.addWidget(Button(self.tr("Keep it aside and begin anew"), self._begin_anew))
        ways.addWidget(close)
        column.addLayout(ways)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 20)
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        close.setFocus()

    @Slot()
    def _begin_anew(self) -> None:
        self.begins_anew = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are by now, in their own letters; a guess would leave gaps."""
        super().showEvent(event)
        if (layout := self.layout()) is not None:
            self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    @staticmethod
    def _make_words(text: str, kind: str) -> Words:
        label = Words(text, kind=kind, wraps=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def tell(error: YiDeskError, language: str | None) -> None:
    """Show it before there is anything of the program, in a LANGUAGE, or the system's."""
    from yidesk.ui.app import make_application  # noqa: PLC0415 - it imports this when it must

    show_trouble(make_application(language), error)


def show_trouble(application: QApplication, error: YiDeskError) -> bool:
    """Show the sentence of ERROR until the person closes it; returns whether to begin anew."""
    window = TroubleWindow(error)
    window.show()
    application.exec()
    window.deleteLater()
    return window.begins_anew
