"""Where Tab stops: in the order in which one reads, whenever and wherever the widgets were made.

Read from where things stand and not from their layouts: an item of a layout that Python has seen
outlives Qt's own, and is later taken for whatever lies at its address. And looked up at every step,
not tied with QWidget.setTabOrder: among widgets with focus proxies that leaves some in no ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Where the keyboard goes in WIDGET: what is visible and can be used, line by line."""
    takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    if takes_keys and widget.isEnabled():
        yield widget
    inner = (each for each in widget.children() if isinstance(each, QWidget))
    for child in in_reading_order([each for each in inner if _is_part(each)]):
        yield from stops(child)


def in_reading_order(widgets: Iterable[QWidget]) -> list[QWidget]:
    """Brothers from above, and those in one line from the left."""
    ordered: list[QWidget] = []
    line: list[QWidget] = []
    for each in sorted(widgets, key=lambda widget: (widget.y(), widget.x())):
        if line and each.geometry().center().y() > line[0].geometry().bottom():
            ordered += sorted(line, key=lambda widget: widget.x())
            line = []
        line.append(each)
    return ordered + sorted(line, key=lambda widget: widget.x())


def next_stop(order: Sequence[QWidget], at: QWidget | None, *, following: bool) -> QWidget | None:
    """Where Tab goes from AT, or from what AT is a part of; after the last comes the first."""
    while at is not None and at not in order:
        at = at.parentWidget()
    if at is None:
        return None
    return order[(order.index(at) + (1 if following else -1)) % len(order)]


def go_on(order: Sequence[QWidget], *, following: bool) -> bool:
    """Let Tab go to the next stop in ORDER, and bring it into sight; whether there is one."""
    goal = next_stop(order, QApplication.focusWidget(), following=following)
    if goal is None:
        return False
    reasons = Qt.FocusReason
    goal.setFocus(reasons.TabFocusReason if following else reasons.BacktabFocusReason)
    bring_into_sight(goal)
    return True


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to where Tab has gone; Qt does so only for steps within one area."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and widget.height() < above.viewport().height():
            seen = widget.visibleRegion().boundingRect()
            if seen != widget.rect():
                above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _is_part(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.isWindow()
