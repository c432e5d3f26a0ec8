"""How a chat is answered is shown in its header, and chosen in a window beside it."""

from __future__ import annotations

import dataclasses
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from yidesk.core.presets import Choices


def opened(desk):
    """The window of choices, with everything there is to choose from."""
    desk.screen.choices.click()
    presenter = desk.window.choosing
    desk.wait(lambda: presenter.shown is not None and presenter.shown.isVisible())
    return presenter.shown


def press(window, name: str) -> None:
    [button] = [each for each in window.findChildren(QPushButton) if each.text() == name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def act(window, name: str) -> None:
    """Choose from the window's menu what begins so."""
    [action] = [each for each in window.menu().actions() if each.text().startswith(name)]
    action.trigger()


def choose(window, name: str) -> None:
    index = window.chooser.findText(name)
    assert index >= 0
    window.chooser.setCurrentIndex(index)
    window.chooser.activated.emit(index)


@pytest.fixture
def desk(open_desk):
    return open_desk("one", "two", "three")


@pytest.fixture
def presets(desk):
    return desk.parts.chats.presets


def test_instructions_are_written_saved_and_shown(desk):
    desk.ask("first?")
    chat, button = desk.window.presenter.chat, desk.screen.choices
    assert button.text() == "Usual"
    window = opened(desk)
    QTest.keyClicks(window.field, "Be brief.")
    assert window.back.isVisible()
    press(window, "Save")
    desk.wait(lambda: button.text() == "Usual, changed")
    desk.ask("second?")
    assert desk.parts.chats.turns(chat)[2].prompt == "Be brief."
    desk.window.presenter.new_chat()
    desk.wait(lambda: button.text() == "Usual")
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: button.text() == "Usual, changed")
    assert "Be brief." in button.toolTip()


def test_nothing_holds_that_was_not_saved(desk, presets):
    desk.ask("first?")
    window = opened(desk)
    choose(window, "Translation")
    QTest.keyClicks(window.field, "And more.")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    desk.wait(lambda: desk.window.choosing.shown is None)
    assert presets.of(desk.window.presenter.chat).choices == Choices()


def test_a_preset_fills_everything_and_can_be_gone_back_to(desk, presets):
    window = opened(desk)
    choose(window, "Close to the documents")
    assert window.rows["temperature"].editor.control.value() == 0
    assert window.field.toPlainText() == presets.named("documents").choices.prompt
    window.rows["seed"].editor.control.setValue(7)
    window.rows["min_p"].editor.control.setValue(0.1)
    window.rows["top_k"].editor.control.setValue(3)
    assert window.choices.choices.seed == 7
    press(window, "As the preset has it")
    assert window.choices.choices == presets.named("documents").choices
    window.rows["max_tokens"].editor.control.setValue(256)
    press(window, "Save")
    desk.wait(lambda: desk.screen.choices.text() == "Close to the documents, changed")
    kept = presets.of(desk.parts.chats.waiting.next())
    assert (kept.preset, kept.choices.max_tokens) == ("documents", 256)


def test_what_is_shown_becomes_a_preset_that_is_renamed_and_deleted(desk, presets):
    window = opened(desk)
    window.rows["temperature"].editor.control.setValue(0.5)
    act(window, "Keep as a new preset")
    QTest.keyClicks(window.name_line, "usual")
    QTest.keyClick(window.name_line, Qt.Key.Key_Return)
    desk.wait(window.trouble.isVisible)
    assert "already" in window.trouble.text()
    window.name_line.setText("Mine")
    QTest.keyClick(window.name_line, Qt.Key.Key_Return)
    desk.wait(lambda: window.chooser.currentText() == "Mine")
    assert not window.name.isVisible()
    assert not window.back.isVisible()
    act(window, "Rename")
    window.name_line.setText("Ours")
    QTest.keyClick(window.name_line, Qt.Key.Key_Return)
    desk.wait(lambda: window.chooser.currentText() == "Ours")
    act(window, "New chats begin with")
    desk.wait(lambda: presets.default().name == "Ours")
    window.rows["top_p"].editor.control.setValue(0.5)
    act(window, "Change “Ours” to this")
    desk.wait(lambda: presets.named("Ours").choices.top_p == 0.5)
    act(window, "Delete")
    desk.wait(lambda: window.chooser.currentText() == "(A preset that was deleted)")
    assert "Ours" not in [each.name for each in presets.all()]
    [notice] = desk.screen.notices.shown
    press(notice, "Undo")
    desk.wait(lambda: window.chooser.currentText() == "Ours")
    assert presets.default().name == "Ours"


def test_what_was_typed_comes_back_when_a_preset_has_taken_its_place(desk):
    window = opened(desk)
    QTest.keyClicks(window.field, "Be brief.")
    choose(window, "Translation")
    assert window.field.toPlainText() != "Be brief."
    QTest.keyClick(window.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.field.toPlainText() == "Be brief."


def test_escape_leaves_the_name_before_the_window(desk):
    window = opened(desk)
    act(window, "Keep as a new preset")
    QTest.keyClick(window.name_line, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not window.name.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    desk.wait(lambda: desk.window.choosing.shown is None)


def test_another_model_is_never_loaded_without_a_word(desk, presets, tmp_path):
    desk.ask("first?")
    first = desk.window.presenter.chat
    other = tmp_path / "Other.json"
    other.write_text(json.dumps({"answers": ["I am other."] * 3, "context": 4096}))
    chat = desk.parts.chats.create()
    kept = presets.of(chat)
    presets.keep(chat, dataclasses.replace(kept, choices=Choices(model=str(other))))
    with desk.qtbot.waitSignal(desk.window.presenter.shown):
        desk.window.presenter.open_chat(chat)
    desk.wait(lambda: any("Other answers in this chat" in each for each in desk.notices))
    loaded = desk.parts.chats.engine
    path = tmp_path / "lease.md"
    path.write_text("The landlord pays for the roof.\n", "utf-8")
    with desk.qtbot.waitSignal(desk.window.presenter.desk.ready):
        desk.window.presenter.desk.add([path])
    assert [each.name for each in desk.parts.chats.documents(chat)] == ["lease.md"]
    assert desk.parts.chats.engine is loaded  # nothing is read ahead with the other one
    [notice] = desk.screen.notices.shown
    press(notice, "Load it now")
    desk.wait(lambda: desk.parts.chats.engine != loaded)
    desk.ask("who?")
    assert desk.answers[-1].view.source == "I am other."
    desk.window.presenter.open_chat(first)
    desk.wait(lambda: any("Other is loaded" in each for each in desk.notices))
    [notice] = desk.screen.notices.shown
    press(notice, "Answer with Other here")
    desk.wait(lambda: presets.of(first).choices.model == str(other))
    desk.wait(lambda: not desk.notices)


def test_what_is_written_for_a_chat_stays_with_it_when_another_one_is_opened(desk, presets):
    desk.ask("first?")
    first = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.ask("second?")
    second = desk.window.presenter.chat
    window = opened(desk)
    QTest.keyClicks(window.field, "Be brief.")
    desk.window.presenter.open_chat(first)
    desk.wait(lambda: desk.window.choosing._chat == first)
    assert window.isVisible()
    press(window, "Save")
    desk.wait(lambda: presets.of(second).choices.prompt == "Be brief.")
    assert presets.of(first).choices.prompt == ""
    assert desk.screen.choices.text() == "Usual"
    opened(desk)
    desk.window.presenter.open_chat(second)
    desk.wait(lambda: desk.window.choosing.shown is None)  # nothing was written there


def test_a_chat_that_is_made_meanwhile_keeps_the_window(desk, presets, lease):
    window = opened(desk)
    QTest.keyClicks(window.field, "Be brief.")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: desk.window.presenter.chat is not None)
    assert window.isVisible()
    press(window, "Save")
    chat = desk.window.presenter.chat
    desk.wait(lambda: presets.of(chat).choices.prompt == "Be brief.")
    desk.wait(lambda: desk.screen.choices.text() == "Usual, changed")
