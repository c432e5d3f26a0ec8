"""The system ends the program: Ctrl-C, `kill`, logging out. It ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from tests.conftest import ROOT
from tests.end2end.screen import wait_for
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.ui.app import Opening
from yidesk.ui.instance import Call
from yidesk.ui.parts import Parts
from yidesk.ui.system.ending import SIGNALS, Ending

ENDS_SECONDS = 60


@pytest.fixture
def ending(qapp):
    made = Ending(qapp)
    yield made
    made.close()


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends a process there")
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_wakes_the_loop_and_the_next_one_ends_at_once(ending, qtbot, number):
    with qtbot.waitSignal(ending.asked):
        os.kill(os.getpid(), number)
    assert ending.exit_code == 128 + number
    assert signal.getsignal(number) is signal.SIG_DFL


def test_signals_are_given_back(qapp):
    before = [signal.getsignal(each) for each in SIGNALS]
    Ending(qapp).close()
    assert [signal.getsignal(each) for each in SIGNALS] == before


def test_a_window_in_the_tray_does_not_keep_a_session_open(qapp, tmp_path):
    opening = Opening(qapp, DataPaths(tmp_path).make(), None, Call())
    window = opening._window

    def end_session() -> Parts:
        window.hides = True
        QTimer.singleShot(0, qapp, lambda: QApplication.sendEvent(qapp, QEvent(QEvent.Type.Quit)))
        raise YiDeskError("nothing can be built", code="x")

    opening._give_up = lambda _error: None
    assert opening.stay(end_session) == 0
    assert not window.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C is another matter there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_kill_end_a_window_that_waits_and_leave_no_worker(tmp_path, number, code):
    with subprocess.Popen(
        [sys.executable, "-m", "yidesk", "--data-dir", tmp_path, "--lang", "en"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            log = tmp_path / "logs" / "yidesk.log"
            wait_for(
                lambda: log.is_file() and "window is joined" in log.read_text("utf-8"),
                "a window with everything behind it",
            )
            workers = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(number)
            assert process.wait(ENDS_SECONDS) == code
            assert psutil.wait_procs(workers, timeout=ENDS_SECONDS)[1] == []
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()
