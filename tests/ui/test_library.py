"""The library screen: documents, folders, what models have read, and what can be done with them."""

from __future__ import annotations

import shutil
import threading
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.conftest import ROOT
from tests.ui.test_accessible import nameless
from tests.ui.test_window import drop
from yidesk.core.types import Document, Page, PageWarning
from yidesk.protocol.saved_readings import SavedChunk
from yidesk.services.collections import FileState
from yidesk.services.holdings import Saved
from yidesk.ui.language import install
from yidesk.ui.library import words
from yidesk.ui.library.rows import Choice, DocumentRows, Order
from yidesk.ui.notices import PasswordNotice
from yidesk.ui.screens import Screen

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ANSWER = "The landlord pays for the roof [p. 1]."


def library(desk):
    """The screen, opened by its key."""
    QTest.keyClick(desk.window, Qt.Key.Key_L, CTRL_SHIFT)
    assert desk.window.screens.current is Screen.LIBRARY
    return desk.window.screens.currentWidget()


def names(screen):
    rows = screen.rows
    return [rows.holding(rows.index(n)).entry.name for n in range(rows.rowCount())]


def settled(desk):
    desk.wait(lambda: not desk.window.bridge.busy)


def choose(desk, screen, name):
    """Select a document by its name."""
    desk.wait(lambda: name in names(screen))
    screen.list.setCurrentIndex(screen.rows.index(names(screen).index(name)))
    assert screen.details.isVisible()


@pytest.fixture
def desk(open_desk):
    return open_desk(ANSWER)


@pytest.fixture
def asked(desk, lease):
    """A desk with a chat about the lease."""
    desk.window.presenter.desk.add([lease])
    desk.ask("Who pays?")
    desk.screen.notices.clear()
    return desk


@pytest.fixture
def papers(tmp_path):
    root = tmp_path / "papers"
    root.mkdir()
    for name in ("one", "two"):
        (root / f"{name}.txt").write_text(f"This is paper {name}.")
    return root


def test_an_empty_library_says_what_it_is_for_and_takes_files(desk, lease):
    assert Screen.LIBRARY not in desk.window.screens._made, "it is made when it is wanted"
    screen = library(desk)
    assert screen.empty.isVisible()
    assert not screen.list.isVisible()
    assert desk.window.sidebar.screens[Screen.LIBRARY].isChecked()
    desk.window.navigation.library.add([lease])
    desk.wait(lambda: names(screen) == ["lease.md"])
    settled(desk)
    assert screen.list.isVisible()
    assert not screen.work.isVisible()
    choose(desk, screen, "lease.md")
    assert screen.details.facts.text().startswith("Markdown · 1 page · 1 KB")
    assert screen.details.remarks.isHidden()


def test_a_document_says_which_chats_use_it_and_how_many_tokens_it_has(asked):
    screen = library(asked)
    choose(asked, screen, "lease.md")
    asked.wait(screen.details.chats.isVisible)
    assert "tokens · in 1 chat" in screen.details.facts.text()
    (chat,) = screen.details.chats.findChildren(QPushButton)
    assert chat.text() == "Who pays?"
    chat.click()
    assert asked.window.screens.current is Screen.CHAT
    asked.wait(lambda: asked.answers)


def test_documents_are_opened_and_asked_about(desk, lease, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Something else.")
    screen = library(desk)
    desk.window.navigation.library.add([lease, other])
    choose(desk, screen, "lease.md")
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    desk.wait(desk.window.sheet.isVisible)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.sheet.isVisible()
    assert desk.window.screens.current is Screen.LIBRARY
    settled(desk)
    screen.list.selectAll()
    assert screen.details.name.text() == "2 documents"
    screen.details.ask.click()
    assert desk.window.screens.current is Screen.CHAT
    desk.wait(lambda: len(desk.screen.chips.chips) == 2)
    desk.ask("What do they say?")
    assert "lease.md: read 1 of 1 page" in desk.answers[0]._coverage.text()


def test_a_removal_asks_and_says_how_many_chats_use_it(asked):
    screen = library(asked)
    choose(asked, screen, "lease.md")
    QTest.keyClick(screen.list, Qt.Key.Key_Delete)
    question = screen.details.question
    assert "Chats that use it: 1." in question.words.text()
    asked.wait(question.buttons[-1].hasFocus)  # what changes nothing
    question.buttons[-1].click()
    assert question.isHidden()
    assert names(screen) == ["lease.md"]
    screen.details.remove.click()
    question.buttons[0].click()
    asked.wait(lambda: asked.notices == ["Removed from the library: lease.md"])
    asked.wait(screen.empty.isVisible)
    assert not screen.rows.total
    assert asked.window.presenter.desk.documents == []
    assert asked.screen.chips.chips == []
    chat = asked.window.presenter.chat
    asked.window.presenter.new_chat()
    asked.window.open_chat(chat)
    asked.wait(lambda: asked.screen.transcript.views)
    assert asked.screen.transcript.views[0].documents == ["lease.md (removed)"]


def test_a_folder_is_followed(desk, papers):
    (papers / "film.mp4").write_text("x")
    screen = library(desk)
    drop(desk.window, papers)
    desk.wait(lambda: sorted(names(screen)) == ["one.txt", "two.txt"])
    settled(desk)
    bar = screen.folder_bar
    desk.wait(lambda: bar.isVisible() and bar.state.text() == "2 documents")
    assert bar.left_out.text() == "Left out: of other kinds: 1"
    assert bar.read.isHidden()
    (papers / "three.txt").write_text("This is paper three.")
    desk.wait(lambda: bar.state.text() == "2 documents · new: 1")  # the system has told of it
    assert bar.read.isVisible()
    bar.read.click()
    desk.wait(lambda: len(names(screen)) == 3)
    settled(desk)
    bar.ask.click()
    desk.wait(lambda: len(desk.screen.chips.chips) == 3)


def test_a_folder_is_removed_with_or_without_its_documents(desk, papers):
    screen = library(desk)
    desk.window.navigation.library.add([papers])
    desk.wait(lambda: len(names(screen)) == 2)
    settled(desk)
    bar = screen.folder_bar
    desk.wait(lambda: bar.state.text() == "2 documents")
    bar.remove.click()
    assert [each.text() for each in bar.question.buttons] == [
        "Remove the folder", "Remove it with its documents", "Keep",
    ]  # fmt: skip
    bar.question.buttons[0].click()
    desk.wait(lambda: screen.folder.count() == 1 and bar.isHidden())
    settled(desk)
    assert len(names(screen)) == 2
    desk.window.navigation.library.add([papers])
    desk.wait(lambda: bar.isVisible() and bar.state.text() == "2 documents")
    settled(desk)
    bar.remove.click()
    bar.question.buttons[1].click()
    desk.wait(screen.empty.isVisible)
    assert sorted(path.name for path in papers.iterdir()) == ["one.txt", "two.txt"]


def test_a_file_that_comes_between_a_look_and_the_watch_is_found(desk, papers, monkeypatch):
    collections = desk.parts.services.collections
    folder, places = collections.add(papers), collections.places

    def places_and_a_file(folder):
        found = places(folder)  # the look is over, and nobody watches yet
        (papers / "late.txt").write_text("This is a late paper.")
        return found

    monkeypatch.setattr(collections, "places", places_and_a_file)
    screen = library(desk)
    desk.wait(lambda: screen.folder.count() == 2)
    screen.choose_folder(folder.id)
    desk.wait(lambda: screen.folder_bar.state.text().endswith("new: 3"))


def test_what_was_saved_is_shown_as_it_was_found_last(desk, lease, monkeypatch):
    desk.parts.services.library.add(lease)
    begun, may_end = threading.Event(), threading.Event()

    def saved():
        if begun.is_set():
            return Saved(bytes=10**9)
        begun.set()
        assert may_end.wait(60)
        return Saved(bytes=3 * 10**9)

    monkeypatch.setattr(desk.parts.services.holdings, "saved", saved)
    screen = library(desk)
    desk.wait(begun.is_set)
    desk.window.navigation.library.refresh()
    desk.wait(lambda: "1 GB" in screen.summary.text())
    may_end.set()
    settled(desk)
    assert "1 GB" in screen.summary.text()


def test_changed_files_of_other_folders_are_told_and_failed_ones_named(desk, papers):
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    screen = library(desk)
    desk.window.navigation.library.add([papers])
    desk.wait(lambda: any("broken.pdf" in told for told in desk.notices))
    settled(desk)
    desk.wait(screen.folder_bar.retry.isVisible)
    screen.choose_folder(None)
    assert screen.news.isHidden()
    (papers / "one.txt").write_text("This is another version of paper one.")
    desk.window.navigation.library.look()
    desk.wait(screen.news.isVisible)
    assert screen.news.text() == "New or changed files in: papers"
    folder = desk.parts.services.collections.list()[0]
    desk.window.navigation.library.read_folder(folder, [FileState.CHANGED])
    desk.wait(lambda: names(screen).count("one.txt") == 2)
    settled(desk)
    choose(desk, screen, "one.txt")
    older = [screen.rows.holding(screen.rows.index(n)).entry.is_older for n in range(3)]
    assert older.count(True) == 1


def test_a_protected_file_asks_for_its_password_and_a_missing_one_is_told(desk, tmp_path):
    path = tmp_path / "secret.pdf"
    shutil.copy(ROOT / "tests" / "reader" / "files" / "encrypted.pdf", path)
    screen = library(desk)
    desk.window.navigation.library.add([path])
    desk.wait(lambda: desk.screen.notices.shown)
    (notice,) = desk.screen.notices.shown
    assert isinstance(notice, PasswordNotice)
    notice.field.setText("opensesame")
    QTest.keyClick(notice.field, Qt.Key.Key_Return)
    choose(desk, screen, "secret.pdf")
    settled(desk)
    path.unlink()
    screen.details.system.click()
    screen.details.folder.click()
    assert desk.notices == [f"The file is not at {path} any more."]


def test_a_file_is_read_again(desk, lease):
    screen = library(desk)
    desk.window.navigation.library.add([lease])
    choose(desk, screen, "lease.md")
    settled(desk)
    screen.details.again.click()
    desk.wait(lambda: desk.notices == ["lease.md was read again: it has not changed."])
    lease.write_text("# Lease\n\nNobody pays.\n")
    settled(desk)
    screen.details.again.click()
    changed = "lease.md has changed: the new version is in the library too."
    desk.wait(lambda: len(names(screen)) == 2 and changed in desk.notices)


def test_readings_are_shown_pinned_and_removed(desk, lease, monkeypatch):
    keeper = Keeper()
    monkeypatch.setattr(desk.parts.services.readings, "_keeper", keeper)
    document = desk.parts.services.library.add(lease)
    model = desk.parts.chats.engine
    keeper.owner = document.fingerprint
    desk.wait(lambda: desk.parts.chats.engine)
    model = desk.parts.chats.engine
    keeper.models = [model.path.rsplit("/", 1)[-1].removesuffix(".json"), "Another"]
    screen = library(desk)
    choose(desk, screen, "lease.md")
    details = screen.details
    desk.wait(details.readings.isVisible)
    holding = screen.list.chosen[0]
    assert (holding.is_read, holding.is_pinned) == (True, False)
    assert "3 GB" in screen.summary.text()
    details.pin.click()
    desk.wait(lambda: screen.list.chosen[0].is_pinned)
    assert details.pin.isChecked()
    details.forget.click()
    desk.wait(details.readings.isHidden)
    assert names(screen) == ["lease.md"]


class Keeper:
    """Stands for the folder of readings."""

    def __init__(self):
        self.owner, self.models, self.pinned = "", [], ()

    def list_readings(self, _folder):
        return tuple(
            SavedChunk(
                model=model, owners=(self.owner,), pinned=self.pinned, first=0, tokens=512,
                bytes=1_500_000_000, used=1e9,
            )
            for model in self.models
        )  # fmt: skip

    def pin_readings(self, _folder, owner, *, pinned):
        self.pinned = (owner,) if pinned else ()

    def remove_readings(self, _folder, *, owner="", unused_since=None):
        self.models = []
        return 3_000_000_000


def test_ten_thousand_documents_hold_the_window_never(desk):
    """That no event takes too long is seen by every test of the window."""
    add_many(desk.parts.store, 10_000)
    screen = library(desk)
    desk.wait(lambda: screen.rows.total == 10_000)
    settled(desk)
    screen.search.setText("paper 77")
    found = sum("77" in str(number) for number in range(10_000))
    desk.wait(lambda: screen.rows.rowCount() == found)
    screen.search.clear()
    desk.wait(lambda: screen.rows.rowCount() == 10_000)
    for number in range(screen.order.count()):
        screen.order.setCurrentIndex(number)
    screen.list.selectAll()
    desk.wait(lambda: len(screen.details.chosen) == 10_000)
    screen.list.scrollToBottom()
    desk.window.navigation.library.refresh()
    settled(desk)
    assert len(screen.list.chosen) == 10_000


def add_many(store, count):
    page = Page(number=1, label="", text="words")
    for number in range(count):
        document = Document(
            fingerprint=f"{number:064x}", name=f"paper {number}.pdf", format="pdf", pages=(page,)
        )
        store.library.add(document, f"/papers/{number}.pdf", number)


def test_documents_are_narrowed_and_sorted(desk, tmp_path):
    services = desk.parts.services
    for name, text in (("b.txt", "x\f" * 3 + "x"), ("A.md", "y" * 900), ("合同.txt", "z")):
        (tmp_path / name).write_text(text, "utf-8")
        services.library.add(tmp_path / name)
    rows = DocumentRows()
    rows.show_holdings(services.holdings.look(None).holdings)

    def shown(**choice):
        rows.choose(Choice(**choice))
        return [rows.holding(rows.index(n)).entry.name for n in range(rows.rowCount())]

    assert shown(order=Order.ADDED) == ["合同.txt", "A.md", "b.txt"]
    assert shown(order=Order.NAME) == ["A.md", "b.txt", "合同.txt"]
    assert shown(order=Order.PAGES)[0] == "b.txt"
    assert shown(order=Order.SIZE)[0] == "A.md"
    assert shown(words="合") == ["合同.txt"]
    assert shown(words="TXT b") == ["b.txt"]
    assert shown(words="nothing") == []
    assert rows.total == 3


def test_a_document_with_unreadable_pages_says_so(desk):
    pages = (
        Page(number=1, label="", text="words"),
        Page(number=2, label="", text="", warning=PageWarning.NO_TEXT),
    )
    scan = Document(fingerprint="a" * 64, name="scan.pdf", format="pdf", pages=pages)
    desk.parts.store.library.add(scan, "/scan.pdf")
    screen = library(desk)
    choose(desk, screen, "scan.pdf")
    assert screen.details.remarks.text() == "1 page has no text that can be trusted."
    said = screen.rows.data(screen.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "scan.pdf. PDF · 2 pages. 1 page has no text that can be trusted."


def test_every_control_of_the_library_has_a_name(asked, papers):
    screen = library(asked)
    asked.window.navigation.library.add([papers])
    asked.wait(lambda: len(names(screen)) == 2)
    settled(asked)
    screen.choose_folder(None)
    choose(asked, screen, "lease.md")
    screen.details.ask_removal()
    screen.choose_folder(asked.parts.services.collections.list()[0].id)
    screen.folder_bar.ask_removal()
    assert nameless(asked.window) == []


@pytest.mark.parametrize(("language", "said"), [("en", "26 Nov 2026"), ("zh_CN", "2026年11月26日")])
def test_a_day_is_written_so_that_nobody_mistakes_it(qapp, language, said):
    install(qapp, language)
    try:
        assert words.day(datetime(2026, 11, 26, 12).astimezone().timestamp()) == said
    finally:
        install(qapp, "en")
