"""A display, and a person's hands on it: xdotool, and ImageMagick's eyes."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PATIENCE = 60.0
"""Seconds that a slow machine may take for one step."""
STEPS = 12
"""Moves of the mouse on the way of a drag; toolkits want more than one."""


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """An environment with a display of its own: a fresh Xvfb."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1000x24"]
    with subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        try:
            yield environment
        finally:
            server.terminate()


def is_possible() -> bool:
    """Whether the programs that this needs are installed."""
    return all(shutil.which(name) for name in ("Xvfb", "xdotool", "import"))


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Look again and again until CONDITION is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


class Hands:
    """Keyboard and mouse of one display.

    Moves are not awaited: the server does in order what it is told, and xdotool's `--sync` looks
    for 15 s whether a mouse moves that is there already.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout.strip()

    def find(self, title: str) -> str:
        """The window with this title, waiting until it is visible."""
        return self._xdotool("search", "--sync", "--onlyvisible", "--name", title).split("\n")[-1]

    def find_of(self, process: int) -> str:
        """The window of a process, waiting until it is visible."""
        return self._xdotool("search", "--sync", "--onlyvisible", "--pid", str(process))

    def focus(self, window: str) -> None:
        self._xdotool("windowfocus", "--sync", window)

    def focused(self) -> str:
        """The window that has the keyboard."""
        return self._xdotool("getwindowfocus", "-f")

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "15", text)

    def press(self, key: str) -> None:
        self._xdotool("key", key)

    def place(self, window: str) -> tuple[int, int, int, int]:
        """x, y, width and height of a window."""
        lines = self._xdotool("getwindowgeometry", "--shell", window).splitlines()
        values = dict(line.split("=") for line in lines)
        return tuple(int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at START, move to END in steps, let go."""
        (x, y), (to_x, to_y) = start, end
        self._xdotool("mousemove", str(x), str(y), "mousedown", "1")
        for step in range(1, STEPS + 1):
            at = (x + (to_x - x) * step // STEPS, y + (to_y - y) * step // STEPS)
            self._xdotool("mousemove", *map(str, at), "sleep", "0.03")
        self._xdotool("sleep", "0.3", "mouseup", "1")

    def click(self, at: tuple[int, int], button: int = 1) -> None:
        """Press a button of the mouse and let go."""
        self._xdotool("mousemove", str(at[0]), str(at[1]), "click", str(button))

    def photograph(self, path: Path) -> None:
        """Keep a picture of the whole screen."""
        path.parent.mkdir(exist_ok=True)
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self._environment, check=True, timeout=30
        )
