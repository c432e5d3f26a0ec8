"""Rows that change one by one: the list is always what a list made anew would be."""

from __future__ import annotations

import dataclasses
import random
import re
import threading
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from yidesk.services.chats import ChatFolder, ChatId, ChatSummary, FolderId
from yidesk.store.snippet import Snippet
from yidesk.ui import fonts
from yidesk.ui.sidebar.delegate import in_sight
from yidesk.ui.sidebar.panel import SidebarPanel
from yidesk.ui.sidebar.rows import CHAT_ROLE, FOLDER_ROLE, ChatRows

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12).astimezone()
FOLDERS = (
    ChatFolder(id=FolderId(1), name="leases"),
    ChatFolder(id=FolderId(2), name="Archive", is_open=False),
)


def chat(number: int, days: float = 0, **more) -> ChatSummary:
    at = (NOON - timedelta(days=days)).timestamp()
    return ChatSummary(id=ChatId(number), title=f"chat {number}", created=at, changed=at, **more)


def lines(rows) -> list[str]:
    return [rows.index(row).data() for row in range(rows.rowCount())]


@pytest.fixture
def rows(qapp):
    rows = ChatRows()
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield rows
    del tester


@pytest.fixture
def panel(qtbot):
    panel = SidebarPanel()
    qtbot.addWidget(panel)
    panel.resize(240, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_folders_stand_between_what_is_pinned_and_the_days(rows):
    chats = [
        chat(1),
        chat(2, 1, folder=FolderId(1)),
        chat(3, 2, folder=FolderId(2)),
        chat(4, 3, pinned=True, folder=FolderId(1)),
        chat(5, 4, folder=FolderId(77)),
    ]
    rows.show_chats(chats, TODAY, FOLDERS)
    assert lines(rows) == [
        "Pinned", "chat 4", "Archive", "leases", "chat 2", "Today", "chat 1",
        "Previous 7 days", "chat 5",
    ]  # fmt: skip
    said = rows.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Folder Archive, 1 chat, closed"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_the_rows_are_those_of_a_new_list(rows, seed):
    luck = random.Random(seed)
    known = {number: some_chat(number, luck) for number in range(1, 30)}
    folders = {folder.id: folder for folder in FOLDERS}
    rows.show_chats(known.values(), TODAY, FOLDERS)
    for step in range(60):
        number = luck.randrange(1, 36)
        action = luck.random()
        if action < 0.15:
            rows.take(ChatId(number))
            known.pop(number, None)
        elif action < 0.3:
            folder = folders[FolderId(luck.choice((1, 2)))]
            folders[folder.id] = dataclasses.replace(folder, is_open=not folder.is_open)
            rows.open_folder(folder.id, is_open=not folder.is_open)
        else:
            known[number] = some_chat(number, luck)
            rows.put(known[number])
        anew = ChatRows()
        anew.show_chats(known.values(), TODAY, folders.values())
        assert lines(rows) == lines(anew), step
        assert [row.data(CHAT_ROLE) for row in every(rows)] == [
            row.data(CHAT_ROLE) for row in every(anew)
        ]


def some_chat(number: int, luck: random.Random) -> ChatSummary:
    folder = luck.choice((None, None, FolderId(1), FolderId(2)))
    return chat(number, luck.choice((0, 0.01, 1, 3, 9)), pinned=luck.random() < 0.2, folder=folder)


def every(rows: QAbstractItemModel) -> list[QModelIndex]:
    return [rows.index(row, 0) for row in range(rows.rowCount())]


def test_a_chat_that_goes_up_takes_its_open_editor_with_it(qtbot, panel):
    panel.show_chats([chat(1, 0.1), chat(2, 0.2), chat(3, 0.3)], TODAY)
    panel.choose(ChatId(3))
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    field = panel.list.findChild(QLineEdit)
    qtbot.keyClicks(field, "half a ti")
    panel.rows.put(chat(2))  # an answer begins elsewhere
    panel.rows.put(chat(3))  # and here
    panel.rows.put(chat(9))
    assert lines(panel.rows) == ["Today", "chat 9", "chat 3", "chat 2", "chat 1"]
    assert panel.list.findChild(QLineEdit) is field
    qtbot.keyClicks(field, "tle")
    with qtbot.waitSignal(panel.wishes.renamed) as renamed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert renamed.args == [3, "half a title"]


def test_several_chats_are_chosen_and_moved_deleted_exported_together(qtbot, panel):
    panel.show_chats([chat(1, 0.1), chat(2, 0.2), chat(3, 0.3)], TODAY, FOLDERS)
    opened = []
    panel.opened.connect(opened.append)
    click(qtbot, panel, 1)
    click(qtbot, panel, 3, Qt.KeyboardModifier.ControlModifier)
    assert opened == [1]
    menu = panel.make_menu(panel.rows.index_of(ChatId(3)))
    names = [each.text() for each in menu.actions()]
    assert "Rename" not in names
    move, export = [each.menu() for each in menu.actions() if each.menu()]
    assert [each.text() for each in move.actions() if each.text()] == [
        "Archive", "leases", "New folder…",
    ]  # fmt: skip
    with qtbot.waitSignal(panel.wishes.move) as wanted:
        move.actions()[1].trigger()
    assert wanted.args == [[1, 3], 1]
    with qtbot.waitSignal(panel.wishes.export) as wanted:
        export.actions()[2].trigger()
    assert wanted.args == [[1, 3], ".pdf"]
    with qtbot.waitSignal(panel.wishes.delete) as wanted:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert wanted.args == [[1, 3]]
    menu.close()


def click(qtbot, panel, number: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    where = panel.list.visualRect(panel.rows.index_of(ChatId(number))).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, modifier, where)


def test_chats_are_dropped_on_a_folder_on_a_chat_in_it_and_out_of_it(panel):
    chats = [chat(1), chat(2, folder=FolderId(1))]
    panel.show_chats(chats, TODAY, FOLDERS)
    rows, moved = panel.rows, []
    rows.moved.connect(lambda chats, folder: moved.append((chats, folder)))
    carried = rows.mimeData([rows.index_of(ChatId(1))])
    move = Qt.DropAction.MoveAction
    for target in (rows.index_of_folder(FolderId(2)), rows.index_of(ChatId(2)), rows.index(0)):
        assert rows.canDropMimeData(carried, move, -1, -1, target)
        rows.dropMimeData(carried, move, -1, -1, target)
    out = rows.mimeData([rows.index_of(ChatId(2))])
    rows.dropMimeData(out, move, -1, -1, rows.index_of(ChatId(1)))
    assert moved == [([1], 2), ([1], 1), ([1], 2), ([2], None)]


def test_a_folder_is_opened_and_closed_by_mouse_and_keys(qtbot, panel):
    panel.show_chats([chat(1, folder=FolderId(1))], TODAY, FOLDERS)
    folder = panel.rows.index_of_folder(FolderId(1))
    assert folder.data(FOLDER_ROLE).name == "leases"
    where = panel.list.visualRect(folder).center()
    with qtbot.waitSignal(panel.wishes.folder_toggled) as toggled:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert toggled.args == [1, False]
    with qtbot.waitSignal(panel.wishes.folder_toggled) as toggled:
        qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert toggled.args == [1, True]


def test_folders_are_made_named_filled_and_deleted_in_the_window(open_desk, qtbot):
    desk = open_desk("one", "two")
    desk.ask("first?")
    chat_id = desk.window.presenter.chat
    sidebar = desk.window.sidebar
    desk.wait(lambda: lines(sidebar.rows) == ["Today", "first?"])
    sidebar.wishes.new_folder.emit([chat_id])
    desk.wait(lambda: sidebar.list.findChild(QLineEdit) is not None)
    field = sidebar.list.findChild(QLineEdit)
    field.setText("Leases")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    desk.wait(lambda: lines(sidebar.rows) == ["Leases", "first?"])
    desk.ask("and more?")  # stays where it is
    desk.wait(lambda: desk.answers[-1].view.source == "two")
    assert lines(sidebar.rows) == ["Leases", "first?"]

    folder = sidebar.rows.index_of_folder(sidebar.rows.folders[0].id)
    sidebar.list.setCurrentIndex(folder)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Left)
    assert lines(sidebar.rows) == ["Leases"]
    desk.window.close()

    again = open_desk("three")
    sidebar = again.window.sidebar
    again.wait(lambda: lines(sidebar.rows) == ["Leases"])  # it is closed still
    sidebar.wishes.folder_deleted.emit(sidebar.rows.folders[0].id)
    again.wait(lambda: lines(sidebar.rows) == ["Today", "first?"])
    again.wait(lambda: any("its chats are kept" in each for each in again.notices))


def test_a_folder_stays_closed_that_was_closed_while_the_list_was_read(open_desk, monkeypatch):
    desk = open_desk("one")
    desk.ask("first?")
    folders, shelf = desk.parts.services.chats.folders, desk.window.shelf
    folder = folders.create("Leases")
    folders.put([desk.window.presenter.chat], folder)
    rows = desk.window.sidebar.rows
    shelf.refresh()
    desk.wait(lambda: lines(rows) == ["Leases", "first?"])
    listed, read, may_come = folders.list, threading.Event(), threading.Event()

    def list_late():
        found = listed()
        read.set()
        assert may_come.wait(60)
        return found

    monkeypatch.setattr(folders, "list", list_late)
    shelf.refresh()
    desk.wait(read.is_set)
    desk.window.sidebar.wishes.folder_toggled.emit(folder, False)
    may_come.set()
    desk.wait(lambda: not desk.window.bridge.busy)
    assert lines(rows) == ["Leases"]


def test_a_search_that_was_not_made_is_no_search_without_hits(open_desk):
    desk = open_desk("one")
    desk.ask("first?")
    shelf, rows = desk.window.shelf, desk.window.sidebar.rows
    desk.wait(lambda: "first?" in lines(rows) and not desk.window.bridge.busy)
    before = lines(rows)
    shelf._words = "firsts"  # a letter more is typed when the search has its turn
    found = shelf._find("first")
    shelf._words = "first"  # and taken away again
    shelf._show_found("first", found)
    assert lines(rows) == before


@pytest.mark.parametrize(
    "where", ["", "lease.md, p. 1: ", "a very long name of a lease.pdf, p. 102: "]
)
def test_the_word_that_was_found_is_seen_however_long_the_name_before_it(qapp, where):
    text = f"{where}…Each package must name its package manager, and more besides"
    marked = tuple((each.start(), each.end()) for each in re.finditer("package", text))
    metrics = QFontMetrics(fonts.small())
    room = metrics.horizontalAdvance("policy.pdf, p. 1: …Each package…")
    shown = in_sight(Snippet(text, marked), metrics, room)
    line = metrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, room)
    assert "package" in line
    assert [shown.text[start:end] for start, end in shown.marked] == ["package"] * 2
    assert shown.text.endswith(text[-40:])
    assert (shown.text == text) == (len(where) < 20)  # cut only where it must be


def test_a_word_that_has_no_room_itself_is_cut_behind(qapp):
    snippet = Snippet("package manager", ((0, 7),))
    assert in_sight(snippet, QFontMetrics(fonts.small()), 10) == snippet
