"""A setting that is read at the start: the program starts again, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.conftest import ROOT
from tests.end2end.screen import wait_for
from tests.ui.test_start import last_chat, opening, when  # noqa: F401 - a fixture
from yidesk.core.settings import Settings
from yidesk.store.store import Store
from yidesk.ui.screens import Screen

ENDS_SECONDS = 60
PROXY = "http://127.0.0.1:8080"
PRESSES = """
import sys
from yidesk.__main__ import main
from yidesk.ui.app import Opening

look_back = Opening._look_back

def restart(self):
    look_back(self)
    self._window.navigation.restart_wanted.emit()

Opening._look_back = restart
sys.exit(main(["--data-dir", sys.argv[1], "--lang", "en", "--offline"]))
"""
"""The program, whose button is pressed as soon as it works."""


def test_it_ends_with_the_chat_that_was_open_and_what_was_written(opening):  # noqa: F811
    chat = last_chat(opening)
    window = opening._window

    def change_proxy() -> None:
        QTest.keyClicks(window.screen_.composer.field, "Who pays for")
        window.navigation.open(Screen.SETTINGS)
        page = window.screens.currentWidget()
        when(lambda: "proxy" in page.rows, lambda: page.changed.emit("proxy", PROXY))
        when(lambda: window.notices.shown, press)

    def press() -> None:
        [notice] = window.notices.shown
        assert notice.text == "This is seen after the next start of YiDesk."
        [button] = [each for each in notice.findChildren(QPushButton) if each.text()]
        assert button.text() == "Restart now"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    opening.go.set()
    is_there = lambda: window.is_joined and window.presenter.chat == chat  # noqa: E731
    opening.run(lambda: when(is_there, change_proxy))
    assert opening.starts_again
    assert window.memory.chat == chat
    with contextlib.closing(Store(opening._paths.database)) as store:
        assert store.chats.draft(chat) == "Who pays for"
    assert Settings(opening._paths.settings).text("proxy") == PROXY


def test_another_process_takes_its_place_on_the_same_data(tmp_path):
    def others() -> list[psutil.Process]:
        found = []
        for each in psutil.process_iter(["cmdline"]):
            line = each.info["cmdline"] or []
            if str(tmp_path) in line and "-m" in line:
                found.append(each)
        return found

    log = tmp_path / "logs" / "yidesk.log"
    with subprocess.Popen(
        [sys.executable, "-c", PRESSES, tmp_path],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        try:
            assert process.wait(ENDS_SECONDS) == 0
            wait_for(
                lambda: log.read_text("utf-8").count("window is joined") == 2,
                "a second window with everything behind it",
            )
            [other] = others()
            line = other.cmdline()
            assert "--offline" in line
            assert "--lang" not in line
        finally:
            process.kill()
            for each in others():
                each.terminate()
            psutil.wait_procs(others(), ENDS_SECONDS)
