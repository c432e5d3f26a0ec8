"""Tells Qt what a screen reader meets of the widgets that draw their text themselves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

from yidesk.ui.document.accessible import SpokenPage
from yidesk.ui.document.picture_page import PicturePage
from yidesk.ui.markdown.accessible import SpokenText
from yidesk.ui.markdown.view import MarkdownView

_told: dict[int, QAccessibleInterface] = {}
"""Qt owns what a factory gives it, but does not keep Python's half of it alive."""


def install() -> None:
    """Let Qt ask here what they are."""
    QAccessible.installFactory(_make)


def _make(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    made: QAccessibleInterface
    if isinstance(thing, MarkdownView):
        made = SpokenText(thing)
    elif isinstance(thing, PicturePage):
        made = SpokenPage(thing)
    else:
        return None
    _told[id(thing)] = made
    thing.destroyed.connect(partial(_forget, id(thing)))
    return made


def _forget(key: int, _thing: QObject | None = None) -> None:
    _told.pop(key, None)
