"""A small window of another program, from which a file can be dragged: `drag_source.py FILE`."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "drag source"


class Source(QLabel):
    """Begins a drag as soon as the mouse moves with its button down."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - the name is Qt's
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> int:
    application = QApplication(sys.argv)
    source = Source(TITLE)
    source.setWindowTitle(TITLE)
    source.setGeometry(1160, 40, 100, 100)  # right of the program's window
    source.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
