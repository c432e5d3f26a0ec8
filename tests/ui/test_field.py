"""Lines to write in."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from yidesk.ui.field import Field

DARK = 120


@pytest.fixture
def field(qtbot):
    field = Field()
    qtbot.addWidget(field)
    field.resize(200, 32)
    field.show()
    return field


def base_line(field: Field) -> int:
    """The lowest row of the H with which its text begins."""
    field.clearFocus()
    image: QImage = field.grab().toImage()
    right = 3 + QFontMetrics(field.font()).horizontalAdvance("H")
    return max(
        y
        for y in range(4, image.height() - 4)
        for x in range(6, right)
        if image.pixelColor(x, y).lightness() < DARK
    )


@pytest.mark.parametrize("points", [8.0, 9.5, 10.5, 13.0])
def test_letters_of_a_companion_face_do_not_lift_the_line(field, points):
    font = field.font()
    font.setPointSizeF(points)
    field.setFont(font)
    field.setText("Hm")
    before = base_line(field)
    field.setText("Hm国")
    assert abs(base_line(field) - before) <= (points == 8.0)  # half a pixel there
    field.setText("Hm")
    assert base_line(field) == before


def test_letters_that_are_composed_do_not_lift_it_either(field):
    field.setText("Hm")
    before = base_line(field)
    QApplication.sendEvent(field, QInputMethodEvent("国", []))
    assert base_line(field) == before
