"""Instructions are written in the window, and go with the next question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton


def test_instructions_are_written_saved_and_shown(open_desk, qtbot):
    desk = open_desk("one", "two")
    desk.ask("first?")
    chat = desk.window.presenter.chat
    button = desk.screen.instructions
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    presenter = desk.window.instructions
    desk.wait(lambda: presenter.shown is not None and presenter.shown.isVisible())
    qtbot.keyClicks(presenter.shown.field, "Be brief.")
    (save,) = [each for each in presenter.shown.findChildren(QPushButton) if each.text() == "Save"]
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    desk.wait(lambda: button.text() == "Instructions ✓")
    desk.ask("second?")
    assert desk.parts.chats.turns(chat)[2].prompt == "Be brief."
    desk.window.presenter.new_chat()
    desk.wait(lambda: button.text() == "Instructions")
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: button.text() == "Instructions ✓")
    assert button.toolTip() == "Be brief."
