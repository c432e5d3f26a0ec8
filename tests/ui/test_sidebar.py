"""The chats by day: found, renamed, deleted, and brought back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from yidesk.services.chats import ChatId, ChatSummary
from yidesk.ui.screens import Screen
from yidesk.ui.sidebar import shelf
from yidesk.ui.sidebar.panel import SidebarPanel
from yidesk.ui.sidebar.rows import CHAT_ROLE, SNIPPET_ROLE
from yidesk.ui.theme import colour

TODAY = date(2026, 11, 23)


def chat(number: int, title: str, days: int = 0) -> ChatSummary:
    noon = datetime(2026, 11, 23, 12).astimezone() - timedelta(days=days)
    at = noon.timestamp()
    return ChatSummary(id=ChatId(number), title=title, created=at, changed=at)


@pytest.fixture
def panel(qtbot):
    panel = SidebarPanel()
    qtbot.addWidget(panel)
    panel.resize(240, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def lines(panel) -> list[str]:
    return [panel.rows.index(row).data() for row in range(panel.rows.rowCount())]


def test_chats_stand_under_their_day(panel):
    chats = [chat(1, "Lease"), chat(2, "论文笔记", 1), chat(3, "", 2), chat(4, "Old", 400)]
    panel.show_chats(chats, TODAY)
    assert lines(panel) == [
        "Today", "Lease", "Yesterday", "论文笔记", "Previous 7 days", "New chat", "Earlier", "Old",
    ]  # fmt: skip


def test_a_click_opens_a_chat_and_a_heading_does_nothing(qtbot, panel):
    panel.show_chats([chat(7, "Lease")], TODAY)
    where = panel.list.visualRect(panel.rows.index_of(ChatId(7))).center()
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened.args == [7]
    heading = panel.list.visualRect(panel.rows.index(0)).center()
    with qtbot.assertNotEmitted(panel.opened):
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=heading)


def test_f2_renames(qtbot, panel):
    panel.show_chats([chat(7, "Lease")], TODAY)
    panel.choose(ChatId(7))
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    field = panel.list.findChild(QLineEdit)
    field.setText("Roof")
    with qtbot.waitSignal(panel.wishes.renamed) as renamed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [7, "Roof"]


def test_delete_asks_for_deletion(qtbot, panel):
    panel.show_chats([chat(7, "Lease")], TODAY)
    panel.choose(ChatId(7))
    with qtbot.waitSignal(panel.wishes.delete) as wanted:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert wanted.args == [[7]]


def test_the_list_keeps_the_chosen_chat_when_it_changes(panel):
    panel.show_chats([chat(1, "a"), chat(2, "b")], TODAY)
    panel.choose(ChatId(2))
    panel.show_chats([chat(3, "c"), chat(1, "a"), chat(2, "b")], TODAY)
    assert panel.list.currentIndex().data(CHAT_ROLE) == 2


def test_a_search_without_hits_says_so(qtbot, panel):
    with qtbot.waitSignal(panel.search.asked) as asked:
        qtbot.keyClicks(panel.search, "roof")
    assert asked.args == ["roof"]
    panel.show_chats([], TODAY)
    panel.rows.put(chat(2, "Notes"))
    assert not panel._nothing.isVisible(), "a chat has begun"
    panel.show_chats([], TODAY, words="roof")
    assert "roof" in panel._nothing.text()
    assert panel._nothing.isVisible()


def test_a_search_that_finds_more_than_is_listed_says_so(open_desk, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_FOUND", 2)
    desk = open_desk("The landlord.")
    for _ in range(2):
        desk.window.presenter.new_chat()
        desk.ask("Who pays for the roof?")
    told = desk.window.sidebar._more_found
    desk.window.sidebar.search.setText("roof")
    desk.wait(told.isVisible)
    assert told.text() == "The latest 2 chats with “roof”. More words find others."
    desk.window.sidebar.search.clear()
    desk.wait(lambda: not told.isVisible())


def test_a_chat_is_found_renamed_deleted_and_brought_back(open_desk, qtbot):
    desk = open_desk("Yes.")
    desk.ask("Who pays for the roof?")
    desk.wait(lambda: lines(desk.window.sidebar) == ["Today", "Who pays for the roof?"])
    chat_id = desk.window.presenter.chat
    sidebar = desk.window.sidebar
    sidebar.wishes.renamed.emit(chat_id, "Roof")
    desk.wait(lambda: lines(sidebar) == ["Today", "Roof"])
    assert desk.screen.title.text() == "Roof"
    sidebar.search.setText("nothing like it")
    desk.wait(lambda: lines(sidebar) == [])
    sidebar.search.clear()
    desk.wait(lambda: lines(sidebar) == ["Today", "Roof"])

    sidebar.wishes.delete.emit([chat_id])
    assert lines(sidebar) == []
    assert desk.window.presenter.chat is None
    [notice] = desk.screen.notices.shown
    undo = next(each for each in notice.findChildren(QPushButton) if each.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    desk.wait(lambda: lines(sidebar) == ["Today", "Roof"])

    sidebar.wishes.delete.emit([chat_id])
    desk.screen.notices.clear()
    desk.wait(lambda: list(desk.parts.chats.list()) == [])


def test_a_deletion_becomes_final_when_the_window_closes(open_desk):
    desk = open_desk("Yes.")
    desk.ask("Question?")
    desk.window.sidebar.wishes.delete.emit([desk.window.presenter.chat])
    desk.window.close()
    assert desk.window.bridge.join(10)
    assert list(desk.parts.chats.list()) == []


def test_a_search_shows_where_the_words_stand(open_desk):
    desk = open_desk("租房要看合同法。", "Nothing here.")
    desk.ask("law?")
    desk.window.presenter.new_chat()
    desk.ask("other?")
    sidebar = desk.window.sidebar
    desk.wait(lambda: lines(sidebar) == ["Today", "other?", "law?"])
    sidebar.search.setText("合同")
    desk.wait(lambda: lines(sidebar) == ["Today", "law?"])
    index = sidebar.rows.index(1)
    assert "合同法" in index.data(SNIPPET_ROLE).text
    assert "1 hit" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert sidebar.list.sizeHintForRow(1) > sidebar.list.sizeHintForRow(0)


def choose(sidebar, row: int, name: str) -> None:
    """Choose an entry of a row's menu."""
    menu = sidebar.make_menu(sidebar.rows.index(row))
    next(each for each in menu.actions() if each.text() == name).trigger()
    menu.close()


def test_chats_are_pinned_and_duplicated(open_desk):
    desk = open_desk("one", "two")
    desk.ask("first?")
    desk.window.presenter.new_chat()
    desk.ask("second?")
    sidebar = desk.window.sidebar
    desk.wait(lambda: lines(sidebar) == ["Today", "second?", "first?"])
    choose(sidebar, 2, "Pin")
    desk.wait(lambda: lines(sidebar) == ["Pinned", "first?", "Today", "second?"])
    choose(sidebar, 1, "Unpin")
    desk.wait(lambda: lines(sidebar) == ["Today", "second?", "first?"])
    choose(sidebar, 2, "Duplicate")
    desk.wait(lambda: "first? (copy)" in lines(sidebar))


def test_a_chat_leaves_as_a_file_and_comes_back(open_desk, tmp_path):
    desk = open_desk("one")
    desk.ask("first?")
    chat_id, path = desk.window.presenter.chat, tmp_path / "chat.json"
    exchange = desk.window.shelf.exchange
    exchange.export([chat_id], path)
    desk.wait(lambda: "The chat is in chat.json." in desk.notices)
    exchange.take_in([path])
    desk.wait(lambda: lines(desk.window.sidebar).count("first?") == 2)
    desk.wait(lambda: desk.window.presenter.chat not in {chat_id, None} and desk.answers)
    assert desk.answers[0].view.source == "one"


def test_a_hit_opens_its_chat_at_its_turn_and_marks_it(open_desk, qtbot):
    filler = "\n\n".join(f"paragraph {n}" for n in range(40))
    desk = open_desk(f"The needle is here.\n\n{filler}", filler, "other")
    desk.ask("first?")
    desk.ask("second?")
    first = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.ask("third?")
    sidebar, bar = desk.window.sidebar, desk.screen.find_bar
    sidebar.search.setText("needle")
    desk.wait(lambda: sidebar.shown_for == "needle")
    sidebar.list.opened.emit(sidebar.rows.index_of(first))
    desk.wait(lambda: bar.isVisible() and bar.text == "1 of 1")
    answer = desk.answers[0]
    transcript = desk.screen.transcript
    desk.wait(lambda: answer.visibleRegion().boundingRect().top() <= 40)
    assert not transcript.follows
    assert bar.field.text() == "needle"


def test_a_hit_on_another_branch_shows_that_branch(open_desk):
    desk = open_desk("the needle", "something else")
    desk.ask("first?")
    desk.window.presenter.regenerate(desk.answers[0].turn)
    desk.wait(lambda: desk.is_answered() and desk.answers[0].view.source == "something else")
    sidebar = desk.window.sidebar
    sidebar.search.setText("needle")
    desk.wait(lambda: sidebar.shown_for == "needle")
    sidebar.list.opened.emit(sidebar.rows.first_chat())
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "the needle")
    desk.wait(lambda: desk.screen.find_bar.text == "1 of 1")


def test_words_in_a_document_open_it_at_the_page(open_desk, lease):
    desk = open_desk("Yes.")
    desk.window.presenter.desk.add([lease])
    desk.ask("Is it so?")
    desk.window.presenter.new_chat()
    sidebar = desk.window.sidebar

    def is_found() -> bool:
        sidebar.search.ask()
        return sidebar.shown_for == "windows" and sidebar.rows.rowCount() > 0

    sidebar.search.setText("windows")
    desk.wait(is_found)  # once its words are in the index
    index = sidebar.rows.first_chat()
    assert index.data(SNIPPET_ROLE).text.startswith("lease.md, p. 1: ")
    sidebar.list.opened.emit(index)
    desk.wait(desk.window.sheet.isVisible)
    desk.wait(lambda: "windows" in desk.window.sheet.highlighted)


def test_an_empty_list_says_what_it_is_for(panel):
    panel.show_chats([], TODAY)
    assert panel._nothing.text() == "Your chats will be listed here."
    assert panel._nothing.isVisible()
    panel.show_chats([chat(1, "Lease")], TODAY)
    assert not panel._nothing.isVisible()
    panel.show_chats([], TODAY, words="roof")
    assert "roof" in panel._nothing.text()


def ground(panel, number: int) -> str:
    """The colour behind a chat's title."""
    where = panel.list.visualRect(panel.rows.index_of(ChatId(number)))
    image = panel.list.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(
        int((where.right() - 40) * ratio), int(where.center().y() * ratio)
    ).name()


def test_only_what_the_window_shows_has_the_accent(panel):
    panel.show_chats([chat(1, "Lease"), chat(2, "Notes")], TODAY)
    panel.choose(ChatId(1))
    assert ground(panel, 1) == colour("accent_soft").name()
    panel.show_screen(Screen.SETTINGS)
    assert ground(panel, 1) == colour("surface").name()
    panel.show_screen(Screen.CHAT)
    assert ground(panel, 1) == colour("accent_soft").name()


def test_every_entry_of_the_menu_of_a_chat_has_its_picture(panel):
    panel.show_chats([chat(1, "Lease")], TODAY)
    menu = panel.make_menu(panel.rows.index_of(ChatId(1)))
    entries = [each for each in menu.actions() if not each.isSeparator()]
    assert [each.text() for each in entries if each.icon().isNull()] == []
