"""Widgets that go for good, while the window stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def take_away(widget: QWidget) -> None:
    """Let WIDGET be nowhere from now on.

    It is hidden first: what is put into a layout is shown by Qt in the next turn, and what has no
    parent by then would be a window of its own, which takes the keyboard and goes with it.
    """
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
