"""From process start to a window that takes keys, with ten thousand chats.

    python -m benchmarks.start

`yidesk` on a store of 10,000 chats, beside an empty PySide6 window, taking turns; each is a new
process on the offscreen platform and ends itself as soon as the event loop has run what was due
when its window was shown. The program's window must have its chats listed by then.
Prints one JSON object; medians.

Target: at most twice the empty window.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bare import interleaved
from yidesk.core.paths import DataPaths
from yidesk.store.store import Store

CHATS = 10_000
ROUNDS = 7
TARGET = 2.0
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from yidesk.core.paths import DataPaths
from yidesk.ui import app
from yidesk.ui.window import MainWindow

def look(window):
    rows = window.sidebar.list.model().rowCount()
    if rows < {chats}:
        QTimer.singleShot(1, lambda: look(window))
    else:
        import time
        sys.stdout.write("listed")
        sys.stdout.flush()
        import os
        os._exit(0)

show = MainWindow.show
def shown(window):
    show(window)
    QTimer.singleShot(0, lambda: look(window))
MainWindow.show = shown
app.run_window(DataPaths(Path(sys.argv[1])), language="en", offline=True)
"""


def fill(folder: Path) -> None:
    """Chats as many starts have left them."""
    paths = DataPaths(folder).make()
    store = Store(paths.database)
    for number in range(CHATS):
        store.chats.rename(store.chats.create(), f"Chat {number} about the roof")
    store.close()


def seconds(command: list[str], cache: str) -> float:
    """From starting a process to its end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python compiles once
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        cache = str(Path(folder) / "bytecode")
        ours = [sys.executable, "-c", OURS.format(chats=CHATS), folder]
        empty = [sys.executable, "-c", EMPTY]
        seconds(ours, cache), seconds(empty, cache)  # file caches
        window, bare = interleaved(
            ROUNDS, lambda: seconds(ours, cache), lambda: seconds(empty, cache)
        )
    result = {
        "benchmark": "start",
        "chats": CHATS,
        "window_s": round(window, 3),
        "empty_window_s": round(bare, 3),
        "ratio": round(window / bare, 2),
        "target": TARGET,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
