"""A second start, and a start that cannot become a window."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication

from tests.conftest import ROOT
from yidesk.cli.app import run
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.store.store import Store
from yidesk.ui.app import run_window
from yidesk.ui.controls import Button
from yidesk.ui.instance import Call, Instance
from yidesk.ui.trouble import TroubleWindow

WAIT_MS = 120_000
START = """
import sys
from pathlib import Path
from yidesk.core.paths import DataPaths
from yidesk.store.store import Store
from yidesk.ui.app import run_window
sys.exit(run_window(DataPaths(Path(sys.argv[1])), documents=[Path(p) for p in sys.argv[2:]]))
"""
TELLING = """
from yidesk.ui import instance
class Telling(instance.QThread):
    @staticmethod
    def msleep(milliseconds):
        print("waits", flush=True)
        import time
        time.sleep(milliseconds / 1000)
instance.QThread = Telling
"""
"""Tells that nobody listened."""


@pytest.fixture
def opening(qapp, tmp_path):
    """The first window, which does not listen yet."""
    instance = Instance(DataPaths(tmp_path / "data").make())
    assert instance.claim()
    yield instance
    instance.release()


@pytest.fixture
def first(opening):
    opening.listen()
    return opening


def test_a_second_start_hands_its_files_over_and_ends(first, qtbot, tmp_path):
    with qtbot.waitSignal(first.called, timeout=WAIT_MS) as called:
        second = subprocess.Popen(
            [sys.executable, "-c", START, str(tmp_path / "data"), "合同.pdf"], cwd=ROOT
        )
    assert second.wait(60) == 0
    assert called.args == [Call((ROOT / "合同.pdf",))]


def test_a_second_start_waits_for_a_first_that_is_opening(opening, qtbot, tmp_path):
    second = subprocess.Popen(
        [sys.executable, "-c", TELLING + START, str(tmp_path / "data"), "a.pdf"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert second.stdout.readline() == b"waits\n"
    with qtbot.waitSignal(opening.called, timeout=WAIT_MS) as called:
        opening.listen()
    second.communicate(timeout=60)
    assert second.returncode == 0
    assert called.args == [Call((ROOT / "a.pdf",))]


def test_a_second_start_takes_the_place_of_a_first_that_ends(opening, monkeypatch, tmp_path):
    class Ending:
        """What waits for the first window sees it end."""

        @staticmethod
        def msleep(_milliseconds: int) -> None:
            opening.release()

    monkeypatch.setattr("yidesk.ui.instance.QThread", Ending)
    second = Instance(DataPaths(tmp_path / "data"))
    assert not second.claim()
    assert not second.hand_over(Call())
    assert not opening.claim(), "the second one is the first now"
    second.release()


def test_the_window_comes_forward_and_opens_the_file(open_desk, lease):
    desk = open_desk("Yes.")
    desk.window.showMinimized()
    desk.window.greet(Call((lease,)))
    assert not desk.window.isMinimized()
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])


@pytest.mark.parametrize(
    "line",
    [b"no json\n", b'{"a": 1}\n', b"[1]\n", b'{"files": [1], "quick": false, "token": ""}\n'],
)
def test_what_is_no_list_of_files_is_not_listened_to(first, qtbot, line):
    heard = []
    first.called.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    with qtbot.waitSignal(socket.disconnected, timeout=WAIT_MS):
        socket.write(line)
    assert heard == []


@pytest.mark.parametrize(
    ("given", "taken"),
    [("kwin-1_TIME2", "kwin-1_TIME2"), ("a\0b", ""), ("a\nb", ""), ("x" * 2000, "")],
)
def test_a_token_that_fits_into_the_environment_is_passed_on(given, taken):
    assert Call.of(Call(quick=True, token=given).line()) == Call(quick=True, token=taken)


def test_another_folder_is_another_window(first, tmp_path):
    other = Instance(DataPaths(tmp_path / "other").make())
    assert other.claim()
    other.release()


def test_a_window_that_does_not_answer_is_said(first, monkeypatch, tmp_path):
    for name in ("ANSWER_MS", "OPENING_MS"):
        monkeypatch.setattr(f"yidesk.ui.instance.{name}", 50)
    first._server.close()
    second = Instance(DataPaths(tmp_path / "data"))
    with pytest.raises(YiDeskError) as caught:
        second.hand_over([])
    assert caught.value.code == "already_open"


def close_by(name: str) -> list[str]:
    """Press a button of the window of trouble as soon as that is there; what it said comes in."""
    seen: list[str] = []

    def look() -> None:
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        trouble = next((each for each in windows if isinstance(each, TroubleWindow)), None)
        if trouble is None:
            QTimer.singleShot(10, look)
            return
        assert windows == [trouble]
        seen.append(trouble.accessibleName())
        [button] = [each for each in trouble.findChildren(Button) if each.text() == name]
        button.click()

    QTimer.singleShot(0, look)
    return seen


def test_a_store_that_cannot_be_opened_becomes_a_window(qapp, qtbot, tmp_path):
    paths = DataPaths(tmp_path).make()
    paths.database.write_bytes(b"no database at all" * 100)
    seen = close_by("Close")
    with pytest.raises(YiDeskError) as caught:
        run_window(paths, language="en")
    assert caught.value.code == "store_damaged"
    assert "is damaged" in seen[0]


def test_a_folder_that_cannot_be_written_becomes_a_window(qapp, qtbot, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way of the folder", "utf-8")
    told, seen = YiDeskError("", code="data_folder"), close_by("Close")
    assert run(["--data-dir", str(tmp_path / "file" / "data"), "--lang", "en"]) == told.exit_code
    assert "cannot write to its folder" in seen[0]
    assert "cannot write to its folder" in capsys.readouterr().err


def test_a_damaged_store_is_put_aside_and_the_program_begins_anew(
    qapp, qtbot, tmp_path, monkeypatch
):
    paths = DataPaths(tmp_path).make()
    damaged = b"no database at all" * 100
    paths.database.write_bytes(damaged)
    started = []
    monkeypatch.setattr(
        "yidesk.ui.system.start_again.start_again", lambda *args, **_facts: started.append(args)
    )
    close_by("Keep it aside and begin anew")
    assert run_window(paths, language="en") == 0
    assert started == [(paths.root,)]
    assert not paths.database.exists()
    [aside] = tmp_path.glob("yidesk-damaged-*.db")
    assert aside.read_bytes() == damaged
    Store(paths.database).close()
