"""What can be done about a file that could not be taken in, as the buttons of its notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from yidesk.core.errors import YiDeskError
from yidesk.ui.notices import Action

PASSING = frozenset(
    {
        "busy",
        "cannot_read",
        "document_changed",
        "document_empty",
        "document_forbidden",
        "document_missing",
        "document_unreadable",
        "model_look_late",
        "model_not_whole",
        "reader_died",
        "reader_hung",
        "worker_start",
    }
)
"""Codes of what may have another end when the same file is tried again, once it was seen to."""


def remedies(
    error: Exception,
    path: Path,
    *,
    again: Callable[[], object],
    choose: Callable[[], object] | None = None,
) -> tuple[Action, ...]:
    """Try PATH AGAIN, CHOOSE another file, or see where it lies; none for a fault of our own."""
    if not isinstance(error, YiDeskError):
        return ()
    return tuple(_remedies(error, path, again, choose))


def _remedies(
    error: YiDeskError,
    path: Path,
    again: Callable[[], object],
    choose: Callable[[], object] | None,
) -> Iterator[Action]:
    if error.code in PASSING:
        yield Action(_tr("Try again"), again)
    if choose is not None:
        yield Action(_tr("Choose another file…"), choose)
    if path.exists():
        yield Action(_tr("Show in its folder"), partial(show_folder, path.parent))


def show_folder(folder: Path) -> None:
    """Show a folder, or open a file, in the system's own program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Remedies", text)
