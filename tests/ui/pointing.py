"""What a mouse and a keyboard do on the texts of a conversation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.long_chat import written
from yidesk.ui.markdown.place import Place

FIRST = """The landlord pays for the **roof**.

- one item
- another item

```python
rent = 1_000
more = 2
```

| who | what |
|---|---|
| landlord | roof |

屋顶由房东负责，窗户由房客负责。"""
LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MESSAGES = 120


def open_answered(open_desk):
    """A chat of two questions."""
    desk = open_desk(FIRST, "The tenant pays for the windows.")
    desk.ask("Who pays?")
    desk.ask("And the windows?")
    QGuiApplication.clipboard().clear()
    return desk


def open_long(open_desk):
    """A chat of which only what is near has widgets."""
    desk = open_desk("new words")
    desk.window.presenter.open_chat(written(desk.parts.store, MESSAGES))
    desk.wait(lambda: len(desk.screen.transcript.entries) == MESSAGES)
    desk.wait(lambda: not desk.screen.transcript._ahead.isActive())
    return desk


def texts(desk):
    return [view.view for view in desk.screen.transcript.views]


def point_of(text, words: str, *, behind: bool = False) -> QPoint:
    """Where WORDS begin in a text, or where they end."""
    for number, piece in enumerate(text.column.pieces):
        at = piece.letters.find(words)
        if at >= 0:
            caret = text.caret_at(Place(number, at + (len(words) if behind else 0)))
            return (caret.center() + QPointF(-1 if behind else 1, 0)).toPoint()
    raise AssertionError(f"{words} are nowhere")


def draw(text, begin: QPoint, other, end: QPoint) -> None:
    """Press on one text and let go over another one."""
    QTest.mousePress(text, LEFT, pos=begin)
    to = text.mapFromGlobal(other.mapToGlobal(end))
    QTest.mouseMove(text, (begin + to) / 2)
    QTest.mouseMove(text, to)
    QTest.mouseRelease(text, LEFT, pos=to)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def copy(desk) -> str:
    """What Ctrl+C puts on the clipboard."""
    QGuiApplication.clipboard().clear()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_C, CTRL)
    desk.wait(copied)
    return copied()


def press(text, point: QPoint, kind: QEvent.Type, when: int) -> None:
    """One event of a mouse at a time of its own, in milliseconds."""
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    where, there = QPointF(point), QPointF(text.mapToGlobal(point))
    event = QMouseEvent(kind, where, there, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(when)
    QApplication.sendEvent(text, event)


def click(text, point: QPoint, times: int) -> None:
    kinds = QEvent.Type
    for number in range(times):
        pressed = kinds.MouseButtonDblClick if number == 1 else kinds.MouseButtonPress
        press(text, point, pressed, 1_000 + 100 * number)
        press(text, point, kinds.MouseButtonRelease, 1_050 + 100 * number)


def keys(desk, *sequences: str) -> None:
    for sequence in sequences:
        stroke = QKeySequence(sequence)[0]
        QTest.keyClick(QApplication.focusWidget(), stroke.key(), stroke.keyboardModifiers())


def menu(text) -> QMenu:
    point = QPoint(5, 5)
    QApplication.sendEvent(
        text,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, text.mapToGlobal(point)),
    )
    return next(each for each in text.findChildren(QMenu) if each.isVisible())


def choose(desk, text, name: str) -> None:
    shown = menu(text)
    next(each for each in shown.actions() if each.text() == name).trigger()
    shown.close()
    text.window().activateWindow()  # which a desktop does by itself
