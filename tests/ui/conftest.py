"""A window over real services; the engine is the scripted one, the reader the real one."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.watchdog import WatchedApplication
from yidesk.core import words
from yidesk.core.paths import DataPaths
from yidesk.services.models import Models
from yidesk.ui.app import make_application
from yidesk.ui.navigation import load_screens
from yidesk.ui.parts import Parts
from yidesk.ui.theme import Theme
from yidesk.ui.window import MainWindow

ENDS_SECONDS = 30.0
"""How long a thread may take to see that it is not wanted any more."""
WAIT_MS = 120_000
"""A machine that is busy with other things starts three processes within this time."""


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; what is waited for ends the wait, not the clock."""

    def waitUntil(self, callback, *, timeout=WAIT_MS):  # noqa: N802 - as the original
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=WAIT_MS, **how):  # noqa: N802 - as the original
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget, *, timeout=WAIT_MS):  # noqa: N802 - as the original
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request) -> PatientBot:
    """In the place of pytest-qt's, which waits for five seconds."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def qapp():
    """The application as the program makes it, in English."""
    WatchedApplication()
    application = make_application("en")
    load_screens()  # as the program does a second after its start
    yield application
    words.use("en")


@pytest.fixture(autouse=True)
def light_again(qapp):
    yield
    qapp.findChild(Theme).wear(Qt.ColorScheme.Light)


@pytest.fixture(autouse=True)
def nothing_is_left(qapp):
    """What a test made has gone with it: widgets, timers, threads, processes."""
    threads, before = set(threading.enumerate()), Left.now()
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    for thread in set(threading.enumerate()) - threads:
        thread.join(ENDS_SECONDS)
    assert Left.now() - before == Left()


@pytest.fixture(autouse=True)
def the_window_answers(qapp):
    """Nothing holds the GUI thread for longer than a person would notice."""
    qapp.take()
    yield
    assert qapp.take() == []


@dataclass(frozen=True)
class Left:
    """What there is at a moment."""

    widgets: frozenset[str] = frozenset()
    timers: frozenset[str] = frozenset()
    threads: frozenset[str] = frozenset()
    processes: frozenset[int] = frozenset()

    @classmethod
    def now(cls) -> Left:
        timers = (each for each in gc.get_objects() if isinstance(each, QTimer))
        return cls(
            widgets=frozenset(map(repr, QApplication.allWidgets())),
            timers=frozenset(repr(each) for each in timers if isValid(each) and each.isActive()),
            threads=frozenset(f"{each.name} {each.ident}" for each in threading.enumerate()),
            processes=frozenset(each.pid for each in psutil.Process().children(recursive=True)),
        )

    def __sub__(self, other: Left) -> Left:
        return Left(
            self.widgets - other.widgets,
            self.timers - other.timers,
            self.threads - other.threads,
            self.processes - other.processes,
        )


class ScriptedModels(Models):
    """Takes any file for a model: the scripted engine's is JSON."""

    def resolve(self, wanted: str | Path | None = None) -> Path:
        return Path(wanted) if wanted else super().resolve(wanted)

    def identity(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")


@dataclass
class Desk:
    """A running window, and what a person does with it."""

    qtbot: object
    parts: Parts
    window: MainWindow

    @property
    def screen(self):
        return self.window.screen_

    def wait(self, condition) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.screen.composer.field, text)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.screen.composer.field, key)

    def ask(self, text: str) -> None:
        """Type and press Enter, and wait until the answer has ended."""
        self.type(text)
        self.press(Qt.Key.Key_Return)
        self.wait(self.is_answered)

    def is_answered(self) -> bool:
        answers = self.answers
        return bool(answers) and answers[-1].is_finished and not self.window.presenter.running

    @property
    def answers(self):
        from yidesk.ui.chat.turns import AnswerView

        views = self.screen.transcript.findChildren(AnswerView)
        return [view for view in views if not view.isHidden()]

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.screen.notices.shown]


@pytest.fixture
def open_desk(qtbot, tmp_path):
    """Open a window whose engine gives these answers; everything must end with it."""
    opened: list[Desk] = []

    def make(
        *answers: str, context: int = 4096, model: bool = True, asides: tuple[str, ...] = ()
    ) -> Desk:
        for earlier in opened:
            if not earlier.window.bridge._open:  # what it is still keeping is kept first
                earlier.window.bridge.join(ENDS_SECONDS)
        data = tmp_path / "data"
        paths = DataPaths(data)
        parts = Parts.build(paths, role="scripted", models=ScriptedModels(paths))
        script = tmp_path / "scripted.json"
        engine = {"name": "Scripted", "context": context, "answers": answers or ["Yes."]}
        script.write_text(json.dumps({**engine, "asides": asides}), "utf-8")
        if model:
            parts.services.preferences.start_with(script)
        window = MainWindow(parts.services, data / "window.ini")
        desk = Desk(qtbot, parts, window)
        opened.append(desk)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.begin(last=parts.last_chat(window.memory.chat))
        return desk

    yield make
    for desk in opened:
        desk.window.close()
        desk.parts.close(desk.window)
        desk.window.deleteLater()
    QApplication.processEvents()
    ours = [each for each in threading.enumerate() if each.name.startswith("ui-")]
    for thread in ours:
        thread.join(ENDS_SECONDS)
    assert [each.name for each in ours if each.is_alive()] == []
    _, alive = psutil.wait_procs(psutil.Process().children(recursive=True), ENDS_SECONDS)
    assert [each.cmdline() for each in alive] == []


@pytest.fixture
def bus(monkeypatch):
    """A session bus of its own."""
    daemon = shutil.which("dbus-daemon")
    assert daemon, "the package dbus is missing"
    with subprocess.Popen(
        [daemon, "--session", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", process.stdout.readline().strip())
        yield process
        process.kill()


@pytest.fixture
def lease(tmp_path) -> Path:
    """A document of two pages: Markdown is cut at its headings of the first level."""
    path = tmp_path / "lease.md"
    path.write_text(
        "# Lease\n\nThe landlord pays for the roof. The tenant pays for the windows.\n",
        "utf-8",
    )
    return path
