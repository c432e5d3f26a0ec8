"""Where a question is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from yidesk.ui.chat.composer import Composer, QuestionField


@pytest.fixture
def composer(qtbot):
    composer = Composer()
    qtbot.addWidget(composer)
    composer.resize(500, 100)
    with qtbot.waitExposed(composer):
        composer.show()
    return composer


def compose(field, preedit: str = "", commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_enter_asks(qtbot, composer):
    qtbot.keyClicks(composer.field, "  Who pays? ")
    with qtbot.waitSignal(composer.submitted) as asked:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert asked.args == ["Who pays?"]


def test_shift_enter_breaks_the_line(qtbot, composer):
    qtbot.keyClicks(composer.field, "one")
    with qtbot.assertNotEmitted(composer.submitted):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.field, "two")
    assert composer.field.toPlainText() == "one\ntwo"


def test_enter_does_not_ask_while_an_input_method_composes(qtbot, composer):
    compose(composer.field, preedit="ni hao")
    with qtbot.assertNotEmitted(composer.submitted):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    compose(composer.field, commit="你好")
    with qtbot.waitSignal(composer.submitted) as asked:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert asked.args[0].startswith("你好")


def test_nothing_is_asked_when_nothing_is_written(qtbot, composer):
    assert not composer.send.isEnabled()
    with qtbot.assertNotEmitted(composer.submitted):
        qtbot.keyClicks(composer.field, "   ")
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)


def test_the_button_stops_while_an_answer_is_written(qtbot, composer):
    composer.show_answering(answering=True)
    assert composer.send.isEnabled()
    assert "Stop" in composer.send.accessibleName()
    with qtbot.waitSignal(composer.stop_wanted):
        qtbot.mouseClick(composer.send, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(composer.field, "next")
    with qtbot.waitSignal(composer.submitted):  # it waits; see test_window.py
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert composer.field.toPlainText() == "next"


def test_the_field_grows_to_eight_lines(qtbot, composer):
    heights = []
    for lines in (1, 2, 8, 9, 40):
        composer.field.setPlainText("\n".join(["line"] * lines))
        heights.append(composer.field.height())
    assert heights[0] < heights[1] < heights[2] == heights[3] == heights[4]


def test_pasted_files_become_documents_and_text_stays_text(qtbot, composer, tmp_path):
    file = tmp_path / "租约.pdf"
    file.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org")])
    QGuiApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(composer.files_pasted) as pasted:
        composer.field.paste()
    assert pasted.args == [[file]]
    QGuiApplication.clipboard().setText("words")
    composer.field.paste()
    assert composer.field.toPlainText() == "words"


def test_files_pasted_where_no_document_can_be_are_not_lost(qtbot, tmp_path):
    field = QuestionField()
    qtbot.addWidget(field)
    file = tmp_path / "租约.pdf"
    file.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    field.paste()
    assert "租约.pdf" in QUrl(field.toPlainText()).toString()
    QGuiApplication.clipboard().clear()  # or Qt frees at the end what Python has freed


def test_the_frame_shows_the_focus(qtbot, composer):
    composer.field.setFocus()
    qtbot.waitUntil(lambda: composer._focused)
