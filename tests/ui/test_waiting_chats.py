"""What was not asked yet: drafts, dropped documents, and the notices of a chat that is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from yidesk.ui.screens import Screen

CTRL = Qt.KeyboardModifier.ControlModifier


def listed(desk) -> list[str]:
    rows = desk.window.sidebar.rows
    return [rows.index(row).data() for row in range(rows.rowCount())]


def states(desk) -> list[str]:
    return [chip.state for chip in desk.screen.chips.chips]


def press(desk, name: str) -> None:
    """Press a button of whatever is said."""
    (button,) = [
        each for each in desk.window.notices.findChildren(QPushButton) if each.text() == name
    ]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def settled(desk) -> None:
    """Wait for every call that was made in the background."""
    done = []
    desk.window.bridge.call(lambda: None, done.append)
    desk.wait(lambda: done)


def test_each_chat_has_its_draft(open_desk):
    desk = open_desk("one", "two")
    desk.ask("first?")
    first = desk.window.presenter.chat
    desk.type("half a thought")
    desk.window.presenter.new_chat()
    field = desk.screen.composer.field
    assert field.toPlainText() == ""
    desk.ask("second?")
    desk.type("another")
    desk.window.presenter.open_chat(first)
    desk.wait(lambda: field.toPlainText() == "half a thought")


def test_drafts_are_there_after_a_restart_and_gone_when_asked(open_desk):
    desk = open_desk("one")
    desk.type("what I wanted to")
    desk.window.close()
    again = open_desk("one")
    field = again.screen.composer.field
    again.wait(lambda: field.toPlainText() == "what I wanted to")
    again.ask(" know")
    again.window.presenter.new_chat()
    settled(again)
    assert field.toPlainText() == ""
    assert again.parts.chats.waiting.find_next() is None


def test_a_dropped_document_waits_in_the_new_chat_and_makes_no_row(open_desk, lease):
    desk = open_desk("one", "two")
    desk.ask("first?")
    first = desk.window.presenter.chat
    desk.wait(lambda: listed(desk) == ["Today", "first?"])
    desk.window.presenter.new_chat()
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: [each.endswith("· read ✓") for each in states(desk)] == [True])
    desk.window.presenter.open_chat(first)
    desk.wait(lambda: desk.answers)
    settled(desk)
    assert listed(desk) == ["Today", "first?"]
    assert states(desk) == []
    desk.window.close()

    again = open_desk("two [p. 1].")
    again.wait(lambda: [each.endswith("· read ✓") for each in states(again)] == [True])
    again.ask("second?")
    assert "Read 1 of 1 page" in again.answers[0]._coverage.text()
    again.wait(lambda: listed(again) == ["Today", "second?", "first?"])


def test_undo_is_seen_on_every_screen_and_opens_the_chat_again(open_desk):
    desk = open_desk("one")
    desk.ask("first?")
    chat = desk.window.presenter.chat
    desk.window.navigation.open(Screen.SETTINGS)
    desk.wait(lambda: listed(desk) == ["Today", "first?"])
    desk.window.sidebar.wishes.delete.emit([chat])
    desk.wait(lambda: desk.window.notices.shown and desk.window.notices.shown[0].isVisible())
    press(desk, "Undo")
    desk.wait(lambda: listed(desk) == ["Today", "first?"])
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "one")
    assert desk.window.screens.current is Screen.CHAT


def test_what_can_be_undone_does_not_pass_while_nobody_sees_it(open_desk):
    desk = open_desk("one")
    done = []
    notice = desk.window.notices.tell("Deleted.", passes=lambda: done.append(1))
    desk.wait(notice._timer.isActive)
    desk.window.notices.hide()
    assert not notice._timer.isActive()
    desk.window.notices.show()
    assert notice._timer.isActive()
    assert done == []


def test_notices_of_a_chat_go_when_it_is_left(open_desk, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("word " * 3_000, "utf-8")
    desk = open_desk("so far <die>", context=1024)
    desk.window.presenter.desk.add([long])
    desk.wait(lambda: any("Nothing was cut" in text for text in desk.notices))
    desk.window.notices.tell("of the window")
    desk.window.presenter.new_chat()
    assert desk.notices == ["of the window"]


def test_the_failure_of_a_chat_in_the_background_leads_to_it(open_desk):
    desk = open_desk("one <wait>")
    desk.type("first?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "one" in desk.answers[0].view.source)
    desk.window.presenter.new_chat()
    desk.parts.engine.close()
    desk.wait(lambda: desk.notices)
    press(desk, "Show the chat")
    desk.wait(lambda: desk.answers and "one" in desk.answers[0].view.source)


def test_a_search_that_finds_other_chats_leaves_the_title(open_desk):
    desk = open_desk("roof", "window")
    desk.ask("first?")
    desk.window.presenter.new_chat()
    desk.ask("second?")
    desk.wait(lambda: desk.screen.title.text() == "second?")
    desk.window.sidebar.search.setText("roof")
    desk.wait(lambda: listed(desk) == ["Today", "first?"])
    assert desk.screen.title.text() == "second?"
    assert desk.window.windowTitle() == "second? – YiDesk"


def test_escape_in_the_search_clears_it_and_stops_nothing(open_desk):
    desk = open_desk("one <wait>")
    desk.type("first?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "one" in desk.answers[0].view.source)
    QTest.keyClick(desk.window, Qt.Key.Key_K, CTRL)
    search = desk.window.sidebar.search
    desk.wait(search.hasFocus)
    QTest.keyClicks(search, "roof")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    desk.wait(desk.screen.composer.field.hasFocus)
    settled(desk)
    assert desk.window.presenter.running
    desk.press(Qt.Key.Key_Escape)
    desk.wait(desk.is_answered)


def test_the_keyboard_goes_from_the_search_to_the_list_and_back(open_desk):
    desk = open_desk("roof", "window")
    desk.ask("first?")
    desk.window.presenter.new_chat()
    desk.ask("second?")
    sidebar = desk.window.sidebar
    sidebar.search.setFocus()
    QTest.keyClicks(sidebar.search, "roof")
    QTest.keyClick(sidebar.search, Qt.Key.Key_Return)  # before the list has changed
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "roof")
    sidebar.search.setFocus()
    QTest.keyClick(sidebar.search, Qt.Key.Key_Down)
    desk.wait(sidebar.list.hasFocus)
    QTest.keyClick(sidebar.list, Qt.Key.Key_Up)
    desk.wait(sidebar.search.hasFocus)


def test_find_on_another_screen_finds_there(open_desk):
    desk = open_desk()
    desk.window.navigation.open(Screen.SETTINGS)
    QTest.keyClick(desk.window, Qt.Key.Key_F, CTRL)
    assert desk.window.screens.currentWidget().search.hasFocus()
    desk.window.navigation.open(Screen.MODELS)
    QTest.keyClick(desk.window, Qt.Key.Key_F, CTRL)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.screens.current is Screen.CHAT
    assert not desk.screen.find_bar.isVisible()
