"""What a person with eyes would find wrong in a place: texts cut off, parts over each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

from tests.ui.seen import ancestors, say
from yidesk.ui.chat.document_name import DocumentName
from yidesk.ui.chat.stage import Stage
from yidesk.ui.controls import Elided
from yidesk.ui.document.picture_page import PicturePage
from yidesk.ui.page import Page

PARTS = (QLabel, QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)
"""What may not lie over each other."""
SLACK = 1
"""Pixels by which sizes may differ when a scale is no whole number."""


def faults(top: QWidget) -> list[str]:
    """Everything that is wrong in what is visible below TOP."""
    parts = [each for each in top.findChildren(QWidget) if each.isVisible()]
    parts = [each for each in parts if each.window() is top.window()]
    parts = [each for each in parts if not _waits(each)]
    found = [f"cut off: {text}" for each in parts for text in _cut(each)]
    found += [f"outside: {say(each)}" for each in parts if _is_outside(each)]
    found += [f"scrolls sideways: {say(each)}" for each in parts if _scrolls(each)]
    found += [f"over each other: {say(a)} and {say(b)}" for a, b in _overlaps(parts)]
    return found


def _waits(widget: QWidget) -> bool:
    """Whether it belongs to a turn far from what is seen, which is laid out when it comes near."""
    is_turn = any(isinstance(each, Stage) for each in ancestors(widget))
    return is_turn and widget.visibleRegion().isEmpty()


def _cut(widget: QWidget) -> Iterator[str]:
    """What of the texts of one widget does not fit into it."""
    text, needs, has = "", 0, 0
    if isinstance(widget, DocumentName) or (isinstance(widget, Elided) and not _is_title(widget)):
        return  # shortened, and then told by its tool tip
    if isinstance(widget, QLabel) and widget.wordWrap():
        text = widget.text()
        needs, has = widget.heightForWidth(widget.width()), widget.height() + SLACK
    elif isinstance(widget, QLabel | QPushButton | QCheckBox):
        text, needs, has = widget.text(), widget.sizeHint().width(), widget.width() + SLACK
    elif isinstance(widget, QComboBox):
        text = widget.currentText()
        needs, has = widget.fontMetrics().horizontalAdvance(text), _room_of_box(widget) + SLACK
    elif isinstance(widget, QLineEdit):
        text = widget.placeholderText()
        needs, has = widget.fontMetrics().horizontalAdvance(text), _room_of_line(widget)
    elif isinstance(widget, QPlainTextEdit):
        text = widget.placeholderText()
        needs = widget.fontMetrics().horizontalAdvance(text)
        has = widget.viewport().width() * max(1, widget.height() // widget.fontMetrics().height())
    if text and needs > has:
        yield f"{say(widget)} {text!r} ({has} of {needs})"


def _is_title(widget: QWidget) -> bool:
    """Whether it is the name of a screen, which is one word."""
    return any(isinstance(each, Page) and each.title is widget for each in ancestors(widget))


def _room_of_box(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    style = box.style()
    return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box).width()


def _room_of_line(line: QLineEdit) -> int:
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inside = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    margins = line.textMargins()
    buttons = [each for each in line.findChildren(QAbstractButton) if each.isVisible()]
    taken = sum(each.width() for each in buttons)
    return inside.width() - margins.left() - margins.right() - taken


def _is_outside(widget: QWidget) -> bool:
    """Whether a part of it cannot be seen, nor scrolled to."""
    if not isinstance(widget, PARTS) or widget.window() is widget:
        return False
    if any(isinstance(each, Stage) for each in ancestors(widget)):
        return _is_narrowed(widget)
    place = widget.rect()
    at = widget
    scrolls = any(isinstance(each, QAbstractScrollArea) for each in ancestors(widget))
    while at.parentWidget() is not None and not at.isWindow():
        above = at.parentWidget()
        place = QRect(at.mapTo(above, place.topLeft()), place.size())
        room = above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        if place.left() < room.left() or place.right() > room.right():
            return True
        if not scrolls and (place.top() < room.top() or place.bottom() > room.bottom()):
            return True
        at = above
    return False


def _is_narrowed(widget: QWidget) -> bool:
    """Whether a part of the conversation is cut at its sides; what is far is laid out later."""
    seen = widget.visibleRegion().boundingRect()
    return not seen.isEmpty() and seen.width() < widget.width() - SLACK


def _scrolls(widget: QWidget) -> bool:
    """Whether it must be moved sideways to be read."""
    if not isinstance(widget, QAbstractScrollArea) or isinstance(widget, PicturePage):
        return False
    bar = widget.horizontalScrollBar()
    hidden = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    is_wide = isinstance(widget, QScrollArea) and bar.maximum() > 0
    return is_wide if hidden else bar.isVisible()


def _overlaps(parts: list[QWidget]) -> Iterator[tuple[QWidget, QWidget]]:
    """Two controls or texts of one parent that share pixels."""
    by_parent: dict[QWidget, list[QWidget]] = {}
    for each in parts:
        if isinstance(each, PARTS) and each.parentWidget() is not None:
            by_parent.setdefault(each.parentWidget(), []).append(each)
    for parent, children in by_parent.items():
        if isinstance(parent, QLineEdit | QAbstractSpinBox | QComboBox):
            continue
        for one, other in combinations(children, 2):
            shared = one.geometry() & other.geometry()
            if shared.width() > SLACK and shared.height() > SLACK:
                yield one, other
