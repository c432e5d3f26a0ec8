"""The program is started again, once it has ended: some settings are read only then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QProcess

from yidesk.client.worker import program


def start_again(data: Path, *, offline: bool) -> bool:
    """Start the window on the same DATA in a process of its own; whether that could be done.

    The language is not handed on: the one that was chosen in the settings is to be spoken.
    """
    start, *before = program()
    arguments = [*before, "--data-dir", str(data), *(["--offline"] if offline else [])]
    return bool(QProcess.startDetached(start, arguments)[0])
