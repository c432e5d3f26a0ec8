"""A window with a chat, for hands on its display: says where to drag, then what was pasted.

python -m tests.end2end.selecting FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.long_chat import written
from tests.ui.pointing import point_of
from yidesk.core.paths import DataPaths
from yidesk.ui.app import make_application
from yidesk.ui.parts import Parts
from yidesk.ui.window import MainWindow

WAIT_MS = 30_000


def wait(condition: Callable[[], object]) -> None:
    deadline = QDeadlineTimer(WAIT_MS)
    while not condition():
        if deadline.hasExpired():
            raise SystemExit("the window did not come so far")
        QTest.qWait(20)


def on_screen(widget: QWidget, point: QPoint) -> list[int]:
    place = widget.mapToGlobal(point)
    return [place.x(), place.y()]


def main(folder: Path) -> None:
    application = make_application("en", "light")
    parts = Parts.build(DataPaths(folder / "data"), role="scripted")
    window = MainWindow(parts.services, folder / "window.ini")
    window.resize(1100, 800)
    window.show()
    window.begin()
    window.presenter.open_chat(written(parts.store, 4))
    transcript, field = window.screen_.transcript, window.screen_.composer.field
    wait(lambda: len(transcript.entries) == 4 and not transcript._ahead.isActive())
    text = transcript.views[-1].view
    places = {
        "begin": on_screen(text, point_of(text, "What was")),
        "end": on_screen(text, point_of(text, "A copy", behind=True)),
        "field": on_screen(field, QPoint(30, 10)),
    }
    print(json.dumps(places), flush=True)
    wait(field.toPlainText)
    print(json.dumps(field.toPlainText()), flush=True)
    window.close()
    parts.close(window)
    application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
