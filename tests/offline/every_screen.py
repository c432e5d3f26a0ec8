"""Opens every screen of the window and presses what would need the network; run by the test.

python -m tests.offline.every_screen FOLDER DOCUMENT
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest

from yidesk.core.paths import DataPaths
from yidesk.core.types import Sampling
from yidesk.services.manner import Manner
from yidesk.ui.app import make_application
from yidesk.ui.chat.turns import AnswerView
from yidesk.ui.parts import Parts
from yidesk.ui.screens import Screen
from yidesk.ui.window import MainWindow


def wait(condition: Callable[[], object]) -> None:
    deadline = QDeadlineTimer(120_000)
    while not condition():
        if deadline.hasExpired():
            raise SystemExit("the window did not come so far")
        QTest.qWait(20)


def main(folder: Path, document: Path) -> None:
    _application = make_application("en")
    parts = Parts.build(DataPaths(folder), offline=True)
    parts.chats.manner = Manner(sampling=Sampling(temperature=0), max_tokens=4)
    window = MainWindow(parts.services, folder / "window.ini")
    window.show()
    window.begin((document,))
    window.screen_.composer.field.setPlainText("What is it?")
    wait(lambda: not window.presenter.desk.is_opening)
    window.screen_.composer.submit()
    views = window.screen_.transcript
    wait(lambda: any(isinstance(v, AnswerView) and v.is_finished for v in views.views))
    for screen in Screen:
        window.navigation.open(screen)
        wait(lambda: not window.bridge.busy)
    window.navigation.open(Screen.MODELS)
    models = window.screens.currentWidget()
    wait(lambda: models.offer_rows)
    models.offer_rows[0].get.click()
    wait(lambda: any("switched off" in each.text for each in models.notices.shown))
    models.notices.clear()
    models.hub.field.setText("yi")
    models.hub.button.click()
    wait(lambda: any("switched off" in each.text for each in models.notices.shown))
    models.look_elsewhere.click()
    wait(lambda: not window.bridge.busy)
    parts.close(window)
    print("every screen was open")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
