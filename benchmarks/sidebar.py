"""How long the window is held by its sidebar when there are ten thousand chats.

    python -m benchmarks.sidebar

Two windows over the scripted engine, one with 10,000 chats, one with 10, do the same: list, answer
questions, search, clear the search, open and close a folder, pin. Every event of the GUI thread is
timed in its own processor time. Prints one JSON object: the longest event of each kind of work,
medians of several rounds, and their ratio.

Target: no event over 50 ms.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEvent, QObject
from PySide6.QtTest import QTest

from yidesk.core.paths import DataPaths
from yidesk.services.chats import ChatId
from yidesk.services.models import Models
from yidesk.store.store import Store
from yidesk.ui.app import make_application
from yidesk.ui.parts import Parts
from yidesk.ui.system.application import Application
from yidesk.ui.window import MainWindow

MANY, FEW = 10_000, 10
ROUNDS = 5
TARGET_MS = 50.0
WAIT_MS = 60_000


class Timed(Application):
    """Remembers the longest event since it was asked last."""

    longest = 0.0
    depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Let RECEIVER handle EVENT, and take its time."""
        self.depth += 1
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self.depth -= 1
            if not self.depth:
                self.longest = max(self.longest, time.thread_time() - began)

    def take(self) -> float:
        """The longest event in milliseconds."""
        taken, self.longest = self.longest, 0.0
        return taken * 1000


class AnyFile(Models):
    """The scripted engine's model is JSON."""

    def resolve(self, wanted: str | Path | None = None) -> Path:
        """Take it as it is."""
        return Path(wanted) if wanted else super().resolve(wanted)


def fill(path: Path, chats: int) -> None:
    """A store with so many chats, a tenth of them in a folder."""
    store = Store(path)
    folder = store.folders.create("Folder")
    made = [store.chats.create() for _ in range(chats)]
    for number, chat in enumerate(made):
        store.chats.rename(chat, f"Chat {number} about the roof")
    store.folders.put(made[::10], folder)
    store.close()


def wait(condition: Callable[[], object]) -> None:
    """Let events happen until CONDITION holds."""
    deadline = QDeadlineTimer(WAIT_MS)
    while not condition():
        if deadline.hasExpired():
            raise SystemExit("the window did not come so far")
        QTest.qWait(5)


def work(window: MainWindow, application: Timed) -> dict[str, float]:
    """Do everything once; the longest event of each kind of work."""
    took: dict[str, float] = {}
    rows, shelf, presenter = window.sidebar.rows, window.shelf, window.presenter
    wishes = window.sidebar.wishes

    def measure(name: str, act: Callable[[], object], done: Callable[[], object]) -> None:
        gc.collect()
        application.take()
        act()
        wait(done)
        QTest.qWait(30)
        took[name] = application.take()

    folder = rows.folders[0].id
    first = rows.summary(rows.first_chat())
    assert first is not None
    listed: list[None] = []
    measure("list everything", lambda: shelf.refresh(lambda: listed.append(None)), lambda: listed)
    measure(
        "pin a chat", lambda: wishes.pin.emit([first.id], True), lambda: _pinned(rows, first.id)
    )
    measure(
        "unpin it", lambda: wishes.pin.emit([first.id], False), lambda: not _pinned(rows, first.id)
    )
    measure("close a folder", lambda: wishes.folder_toggled.emit(folder, False), lambda: True)
    measure("open a folder", lambda: wishes.folder_toggled.emit(folder, True), lambda: True)
    search = window.sidebar.search
    measure("search", lambda: search.setText("roof"), lambda: window.sidebar.shown_for == "roof")
    measure("clear the search", search.clear, lambda: not window.sidebar.shown_for)

    def ask() -> None:
        presenter.new_chat()
        window.screen_.composer.field.setPlainText("Who pays?")
        window.screen_.composer.submit()

    measure("ask in a new chat", ask, lambda: _is_listed(window))
    return took


def _pinned(rows: object, chat: ChatId) -> bool:
    summary = rows.summary(rows.index_of(chat))  # type: ignore[attr-defined] # ChatRows
    return summary is not None and summary.pinned


def _is_listed(window: MainWindow) -> bool:
    chat = window.presenter.chat
    listed = chat is not None and window.sidebar.rows.index_of(chat).isValid()
    return listed and not window.presenter.running


def measured(folder: Path, chats: int, application: Timed) -> dict[str, float]:
    """Medians over some rounds in one window."""
    paths = DataPaths(folder).make()
    fill(paths.database, chats)
    parts = Parts.build(paths, role="scripted", models=AnyFile(paths), offline=True)
    script = folder / "script.json"
    script.write_text(json.dumps({"name": "S", "context": 4096, "answers": ["Yes."]}), "utf-8")
    parts.services.preferences.start_with(script)
    window = MainWindow(parts.services, folder / "window.ini")
    window.show()
    window.begin()
    wait(lambda: window.sidebar.rows.rowCount() >= chats)
    work(window, application)
    rounds = [work(window, application) for _ in range(ROUNDS)]
    window.close()
    parts.close(window)
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def main() -> None:
    """Measure and print."""
    application = Timed()
    make_application("en")
    with tempfile.TemporaryDirectory() as folder:
        few = measured(Path(folder) / "few", FEW, application)
        many = measured(Path(folder) / "many", MANY, application)
    result = {
        "benchmark": "sidebar",
        "chats": MANY,
        "longest_event_ms": {name: round(value, 1) for name, value in many.items()},
        "with_ten_chats_ms": {name: round(value, 1) for name, value in few.items()},
        "target_ms": TARGET_MS,
        "met": max(many.values()) <= TARGET_MS,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
