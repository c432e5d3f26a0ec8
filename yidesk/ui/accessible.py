"""Tells Qt what a screen reader meets of the widgets that draw their text themselves."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

from yidesk.ui.document.accessible import SpokenPage
from yidesk.ui.document.picture_page import PicturePage
from yidesk.ui.markdown.accessible import SpokenText
from yidesk.ui.markdown.view import MarkdownView

_told: dict[int, list[QAccessibleInterface]] = {}
"""By the things that they tell of. Qt owns what a factory gives it, but keeps Python's half of it
not alive; and it asks again, and keeps both, when a thing has another meta object: PySide makes one
when a method is connected that was no slot before."""


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
    key = id(thing)
    if key not in _told:
        thing.destroyed.connect(partial(_forget, key))
    _told.setdefault(key, []).append(made)
    return made


def _forget(key: int, _thing: QObject | None = None) -> None:
    """Let Qt delete them, which does so next; Python would have done it before, and Qt again."""
    for made in _told.pop(key, ()):
        shiboken6.invalidate(made)
