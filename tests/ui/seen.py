"""What a person without a mouse, or without eyes, would find wrong in a place of the program."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QMenu,
    QWidget,
)

Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.List,
    Role.ListItem,
    Role.Link,
    Role.MenuItem,
    Role.ProgressBar,
    Role.Slider,
    Role.SpinBox,
    Role.Table,
    Role.Tree,
}
SHOWN = {Role.ProgressBar}
"""Of these nothing is wanted but to be read."""
MEANINGLESS = {Role.NoRole, Role.Client, Role.Window, Role.Pane, Role.Whitespace, Role.Grouping}
"""Roles that say nothing of what can be done with a control."""
MOST_STOPS = 250
RING = 24
"""Pixels, at least, by which the place of the keyboard is seen."""
AROUND = 14
"""Pixels around a control in which its ring may be: that of a field in a frame is the frame's."""
CONTRAST = 3.0
"""Of these pixels, with and without the keyboard (WCAG 2.4.13)."""


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The visible part of a tree."""
    yield node
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child)


def say(thing: object) -> str:
    """Which one it is."""
    name = thing.accessibleName() if isinstance(thing, QWidget) else ""
    return f"{type(thing).__name__} {name!r}"


def takes_keys(widget: QWidget) -> bool:
    """Whether Tab is to stop here."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )


def tree_faults(top: QWidget) -> list[str]:
    """Controls without a name, and controls that do not say what they are."""
    faults = []
    for node in walk(QAccessible.queryAccessibleInterface(top)):
        thing, role = node.object(), node.role()
        stops = isinstance(thing, QWidget) and takes_keys(thing) and thing is not top
        named = node.text(QAccessible.Text.Name).strip()
        if (stops or role in CONTROLS) and not named and not node.state().disabled:
            faults.append(f"without a name: {role.name} {say(thing)}")
        if role is Role.ComboBox and isinstance(thing, QComboBox) and not _labels(node):
            faults.append(f"called by what is chosen: {say(thing)}")
        if stops and role in MEANINGLESS:
            faults.append(f"of no role: {role.name} {say(thing)}")
        if role in CONTROLS - SHOWN and isinstance(thing, QWidget) and not _is_reached(thing):
            faults.append(f"only for the mouse: {role.name} {say(thing)}")
    return faults


def _labels(node: QAccessibleInterface) -> list[str]:
    """What a chooser is called: on Linux Qt gives its value for its name."""
    labels = (other for other, kind in node.relations() if kind & QAccessible.RelationFlag.Label)
    return [name for each in labels if (name := each.text(QAccessible.Text.Name).strip())]


def _is_reached(widget: QWidget) -> bool:
    """Whether Tab stops at this control, or at one that it is a part of (a field's own button)."""
    if isinstance(widget, QMenu) or not widget.isEnabled():
        return True
    if isinstance(widget, QAbstractItemView) and not widget.model().rowCount():
        return True  # there is nothing to go to
    return takes_keys(widget) or any(
        takes_keys(each) for each in ancestors(widget) if not isinstance(each, QAbstractScrollArea)
    )


def _area_of(widget: QWidget) -> QWidget | None:
    viewport = widget.parentWidget()
    return viewport.parentWidget() if viewport is not None else None


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    """What a widget lies in, up to its window."""
    above = widget.parentWidget()
    while above is not None and not widget.isWindow():
        yield above
        above = above.parentWidget()


class Keyboard:
    """Tab through one window: where it stops, in which order, and how that is seen."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.seen: set[int] = set()
        """Stops whose ring was looked at already."""
        self.faults: list[str] = []
        self._back: list[str] = []

    def go_round(self) -> list[str]:
        """Press Tab until it has been everywhere; returns what is wrong."""
        self.faults = []
        wanted = [each for each in self._window.findChildren(QWidget) if self._is_wanted(each)]
        if not wanted:
            return []
        met: list[QWidget] = []
        self._back = []
        at = QApplication.focusWidget()
        if at not in wanted:
            wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(MOST_STOPS):
            QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_Tab)
            self._stop(met)
            if len(met) > 1 and met[-1] is met[0]:
                break
        if len(self._back) > 1:  # one of them is the way from the last to the first
            self.faults += self._back
        self.faults += [f"not reached: {say(each)}" for each in wanted if each not in met]
        return self.faults

    def _is_wanted(self, widget: QWidget) -> bool:
        is_inline = isinstance(_area_of(widget), QAbstractItemView)  # an editor ends with Tab
        return takes_keys(widget) and widget.window() is self._window and not is_inline

    def _stop(self, met: list[QWidget]) -> None:
        """Look at where the keyboard is now."""
        at = QApplication.focusWidget()
        if at is None or (met and met[-1] is at):
            return
        if met and jumps_back(self._place(met[-1]), self._place(at)):
            self._back.append(f"back from {say(met[-1])} to {say(at)}")
        met.append(at)
        if at.visibleRegion().isEmpty():
            self.faults.append(f"out of sight: {say(at)}")
        if id(at) not in self.seen:
            self._look_at_ring(at)

    def _place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._window, QPoint()), widget.size())

    def _look_at_ring(self, at: QWidget) -> None:
        """Compare how it looks with the keyboard there and elsewhere."""
        here = self._place(at).adjusted(-AROUND, -AROUND, AROUND, AROUND) & self._window.rect()
        with_keys = self._window.grab(here).toImage()
        at.clearFocus()
        without = self._window.grab(here).toImage()
        at.setFocus(Qt.FocusReason.TabFocusReason)
        if (changed := differing(with_keys, without)) < RING:
            self.faults.append(f"the keyboard is not seen ({changed}): {say(at)}")
        else:
            self.seen.add(id(at))


def jumps_back(one: QRect, other: QRect) -> bool:
    """Whether OTHER stands before ONE for who reads a column from above, and a line from the left.

    What lies right of ONE is another pane or the next in the line, however high it begins.
    """
    is_above = other.bottom() < one.top() and other.left() < one.right()
    is_left = other.right() < one.left() and other.top() < one.center().y() < other.bottom()
    return is_above or is_left


def differing(one: QImage, other: QImage) -> int:
    """Pixels whose colours differ in the two pictures by CONTRAST or more."""
    if one == other:
        return 0
    count = 0
    for y in range(min(one.height(), other.height())):
        for x in range(min(one.width(), other.width())):
            a, b = one.pixel(x, y), other.pixel(x, y)
            count += a != b and _contrast(a, b) >= CONTRAST
    return count


def _contrast(a: int, b: int) -> float:
    darker, lighter = sorted((_luminance(a), _luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: int) -> float:
    parts = ((rgb >> shift & 255) / 255 for shift in (16, 8, 0))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
