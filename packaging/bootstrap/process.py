"""Run commands: a long one with its output in a log and a summary to the person."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from bootstrap.place import LOGS
from bootstrap.say import elapsed, say

TICK_S = 15.0
"""How often a long command gives a sign of life when nobody watches a terminal."""

_TELLING = re.compile(
    r"^\s*(?P<progress>\[\d+/\d+\]|Downloading \S+ \(.*\)|Building wheel for \S+"
    r"|Installing collected packages|(?:Get|Unpacking|Setting up)\b[^(]*)"
)


class Failed(Exception):  # noqa: N818 - an outcome, which callers turn into a Problem
    """A command ended with an exit code other than 0; `log` holds what it wrote."""

    def __init__(self, log: Path) -> None:
        super().__init__(str(log))
        self.log = log

    @property
    def text(self) -> str:
        """Everything the command wrote."""
        return self.log.read_text("utf-8", errors="replace")


def output(*command: str) -> str:
    """What a short command prints; nothing when it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def run_logged(
    arguments: Sequence[str | Path], name: str, extra: Mapping[str, str] | None = None
) -> None:
    """Run a command, its output in build/logs/NAME.log; raise Failed when it does not end well."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(extra or {})},
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        _follow(process.stdout, written)
    if process.returncode:
        raise Failed(log)


def _follow(output: IO[str], written: IO[str]) -> None:
    """Copy lines to the log, and the telling ones to the person."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(output, lines), daemon=True).start()
    shown = _Shown()
    while True:
        try:
            line = lines.get(timeout=TICK_S)
        except queue.Empty:
            shown.tick()
            continue
        if line is None:
            break
        written.write(line)
        shown.take(line)
    shown.end()


def _pump(output: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in output:
        lines.put(line)
    lines.put(None)


class _Shown:
    """One line on a terminal that changes in place; elsewhere a line now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._started = self._last = time.monotonic()
        self._newest = "working"

    def take(self, line: str) -> None:
        if found := _TELLING.match(line):
            self._newest = found["progress"].strip()
            self.tick()

    def tick(self) -> None:
        now = time.monotonic()
        text = f"  {elapsed(self._started):>12}  {self._newest[:80]}"
        if self._terminal:
            print(f"\r{text:<100}", end="", flush=True)
        elif now - self._last >= TICK_S:
            say(text)
            self._last = now

    def end(self) -> None:
        if self._terminal:
            print(f"\r{'':<100}\r", end="", flush=True)
