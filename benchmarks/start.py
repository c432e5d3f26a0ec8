"""From process start to a window that answers the keyboard, with ten thousand chats.

    python -m benchmarks.start

`yidesk` on a store of 10,000 chats, beside an empty PySide6 window with one field, taking turns;
each is a new process on the offscreen platform. A window answers when it was exposed, a key that
was sent to it as the system sends keys stands in the field that has the focus, and the frame that
shows it was painted. (The window is asked about that: whoever asks a field for its viewport has
PySide make the classes of all widgets, 6 ms that the benchmark would spend on one side only.) The
program goes on: how long until its chats are listed is told beside it, and the longest time that a
key sent every few milliseconds had to wait until then.
Prints one JSON object; medians. The processor's time is told too: other programs that run beside
these make it longer by much less than they make the wait.

Target: at most twice the empty window.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from yidesk.core.paths import DataPaths
from yidesk.store.store import Store

CHATS = 10_000
ROUNDS = 7
TARGET = 2.0
WATCH = """
import os, sys, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, answered)
        return False

painted = Painted()
run = QApplication.exec
waits, due = [], 0.0

def press(field):
    window = field.window().windowHandle()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.sendEvent(window, key)

def text(field):
    return field.toPlainText() if hasattr(field, "toPlainText") else field.text()

def begin():
    field = QApplication.focusWidget()
    window = field and field.window().windowHandle()
    if not window or not window.isExposed():
        QTimer.singleShot(0, begin)
        return
    field.window().installEventFilter(painted)
    press(field)
    assert text(field) == "a"

def answered():
    global answered, due
    answered = lambda: None
    sys.stdout.write(f"answered {time.process_time()}\\n")
    sys.stdout.flush()
    if CHATS == 0:
        os._exit(0)
    due = time.perf_counter() + 0.005
    QTimer.singleShot(5, go_on)

def end_workers():  # or they are still starting while the next window is measured
    import psutil
    workers = psutil.Process().children(recursive=True)
    for worker in workers:
        worker.kill()
    psutil.wait_procs(workers)

def go_on():
    global due
    waits.append(time.perf_counter() - due)
    before = text(QApplication.focusWidget())
    press(QApplication.focusWidget())
    assert text(QApplication.focusWidget()) == before + "a"
    [window] = [each for each in QApplication.topLevelWidgets() if hasattr(each, "sidebar")]
    if window.sidebar.list.model().rowCount() >= CHATS:
        sys.stdout.write(str(max(waits)) + "\\n")
        sys.stdout.flush()
        end_workers()
        os._exit(0)
    due = time.perf_counter() + 0.005
    QTimer.singleShot(5, go_on)

def watched(*_):
    QTimer.singleShot(0, begin)
    return run()

QApplication.exec = watched
"""
EMPTY = f"""
CHATS = 0
{WATCH}
from PySide6.QtWidgets import QLineEdit, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
field = QLineEdit()
window.setCentralWidget(field)
window.show()
field.setFocus()
application.exec()
"""
OURS = f"""
from yidesk.__main__ import main
import yidesk.cli.app  # as `main` does, which comes to PySide after it
CHATS = {CHATS}
{WATCH}
main(["--data-dir", sys.argv[1], "--offline", "--lang", sys.argv[2]])
"""


def fill(folder: Path) -> None:
    """Chats as many starts have left them."""
    paths = DataPaths(folder).make()
    store = Store(paths.database)
    for number in range(CHATS):
        store.chats.rename(store.chats.create(), f"Chat {number} about the roof")
    store.close()


class Start:
    """One start, measured from outside."""

    def __init__(self, command: list[str], cache: str) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python compiles once
        begun = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            if process.stdout is None or process.stderr is None:
                raise AssertionError("both are pipes")
            word, _, seconds = process.stdout.readline().partition(" ")
            self.answered = time.perf_counter() - begun
            if word != "answered":
                raise RuntimeError(process.stderr.read())
            self.processor = float(seconds)
            self.waited = float(process.stdout.readline() or 0)
            self.listed = time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    starts: dict[str, list[Start]] = {"en": [], "zh": [], "empty": []}
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        cache = str(Path(folder) / "bytecode")
        commands = {
            "en": [sys.executable, "-c", OURS, folder, "en"],
            "zh": [sys.executable, "-c", OURS, folder, "zh"],
            "empty": [sys.executable, "-c", EMPTY],
        }
        order = list(commands)
        for number in range(ROUNDS + 1):
            for name in order[number % 3 :] + order[: number % 3]:  # each follows each
                start = Start(commands[name], cache)
                if number:  # the first time the files are not in the cache
                    starts[name].append(start)
    print(json.dumps(told(starts)))


def told(starts: dict[str, list[Start]]) -> dict[str, object]:
    """The medians."""
    answered = {
        name: statistics.median(each.answered for each in some) for name, some in starts.items()
    }
    processor = {
        name: statistics.median(each.processor for each in some) for name, some in starts.items()
    }
    ratio = answered["en"] / answered["empty"]
    return {
        "benchmark": "start",
        "chats": CHATS,
        "window_s": round(answered["en"], 3),
        "window_zh_s": round(answered["zh"], 3),
        "empty_window_s": round(answered["empty"], 3),
        "ratio": round(ratio, 2),
        "ratio_zh": round(answered["zh"] / answered["empty"], 2),
        "processor_s": {name: round(seconds, 3) for name, seconds in processor.items()},
        "listed_s": round(statistics.median(each.listed for each in starts["en"]), 3),
        "longest_wait_of_a_key_s": round(max(each.waited for each in starts["en"]), 3),
        "target": TARGET,
        "met": max(answered["en"], answered["zh"]) <= TARGET * answered["empty"],
    }


if __name__ == "__main__":
    main()
