"""A file that could not be taken in: what can be done about it stands in the notice as buttons."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.models.gguf_writer import YI_6B, sparse
from tests.reader.make_pdf import write_pdf
from tests.services.test_imports import CHAT
from yidesk.core.errors import YiDeskError
from yidesk.ui.remedies import remedies
from yidesk.ui.screens import Screen

AGAIN, OTHER, FOLDER = "Try again", "Choose another file…", "Show in its folder"
REMOVE = "Remove from the library…"


def buttons(desk) -> dict[str, QPushButton]:
    """Those of the newest notice that say something."""
    notice = desk.window.notices.shown[-1]
    return {each.text(): each for each in notice.findChildren(QPushButton) if each.text()}


def press(desk, name: str) -> None:
    desk.qtbot.mouseClick(buttons(desk)[name], Qt.MouseButton.LeftButton)


@pytest.fixture
def folders(monkeypatch) -> list[str]:
    """The folders that the system was asked to show."""
    shown: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True
    )
    return shown


def choose(monkeypatch, path) -> None:
    """A person who chooses this file."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_about: ([str(path)], ""))


def test_an_empty_document_is_tried_again_once_it_is_saved(open_desk, tmp_path, folders):
    desk = open_desk("Yes.")
    path = tmp_path / "lease.txt"
    path.touch()
    desk.window.take([path])
    desk.wait(lambda: desk.notices == ["lease.txt is empty."])
    assert list(buttons(desk)) == [AGAIN, OTHER, FOLDER]
    path.write_text("The landlord pays.", "utf-8")
    press(desk, AGAIN)
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    assert desk.notices == []


def test_a_damaged_document_shows_its_folder_and_gives_way_to_another(
    open_desk, tmp_path, folders, lease, monkeypatch
):
    desk = open_desk("Yes.")
    path = tmp_path / "torn.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    desk.window.take([path])
    desk.wait(lambda: desk.notices)
    assert list(buttons(desk)) == [OTHER, FOLDER]
    press(desk, FOLDER)
    assert folders == [str(tmp_path)]
    desk.window.take([path])
    desk.wait(lambda: desk.notices)
    choose(monkeypatch, lease)
    press(desk, OTHER)
    desk.wait(lambda: [chip.name for chip in desk.screen.chips.chips] == ["lease.md"])
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)


def test_the_library_offers_the_same(open_desk, tmp_path, lease, monkeypatch):
    desk = open_desk("Yes.")
    desk.window.navigation.open(Screen.LIBRARY)
    path = tmp_path / "empty.txt"
    path.touch()
    desk.window.take([path])
    desk.wait(lambda: desk.notices == ["empty.txt is empty."])
    choose(monkeypatch, lease)
    press(desk, OTHER)
    page = desk.window.screens.currentWidget()
    desk.wait(lambda: page.rows.rowCount() == 1)
    desk.wait(lambda: not desk.window.bridge.busy)


def test_a_document_that_cannot_be_read_again_or_is_gone_can_be_removed(
    open_desk, tmp_path, monkeypatch
):
    desk = open_desk("Yes.")
    path = tmp_path / "atlas.pdf"
    write_pdf(path, "Seas")
    desk.window.navigation.open(Screen.LIBRARY)
    page, presenter = desk.window.screens.currentWidget(), desk.window.navigation.library
    desk.window.take([path])
    desk.wait(lambda: page.rows.rowCount() == 1)
    path.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    [holding] = page.rows.holdings(0, 0)
    presenter.read_again(holding)
    desk.wait(lambda: desk.notices)
    assert list(buttons(desk)) == [FOLDER, REMOVE]
    desk.window.navigation.open(Screen.MODELS)
    press(desk, REMOVE)
    assert desk.window.screens.current is Screen.LIBRARY
    assert "Remove it from the library?" in page.details.question.words.text()
    path.unlink()
    presenter._show_in_folder(holding)
    desk.wait(lambda: len(desk.notices) == 1 and "not at" in desk.notices[0])
    press(desk, REMOVE)
    desk.qtbot.mouseClick(page.details.question.buttons[0], Qt.MouseButton.LeftButton)
    desk.wait(lambda: page.rows.rowCount() == 0)
    desk.wait(lambda: not desk.window.bridge.busy)


def test_files_of_a_folder_that_could_not_be_read_are_tried_again(open_desk, tmp_path, folders):
    desk = open_desk("Yes.")
    desk.window.navigation.open(Screen.LIBRARY)
    page = desk.window.screens.currentWidget()
    folder = tmp_path / "papers"
    folder.mkdir()
    torn = folder / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    desk.window.navigation.library.add([folder])
    desk.wait(lambda: desk.notices == ["Could not be read: 1 (torn.pdf)"])
    assert list(buttons(desk)) == [AGAIN, FOLDER]
    write_pdf(torn, "Mended")
    press(desk, AGAIN)
    desk.wait(lambda: page.rows.rowCount() == 1)
    desk.wait(lambda: not desk.window.bridge.busy)
    assert desk.notices == []


def test_a_file_that_is_no_model_gives_way_to_another(open_desk, tmp_path, monkeypatch):
    desk = open_desk("Yes.")
    path = tmp_path / "poem.gguf"
    path.write_bytes(b"No model at all, but a poem." * 9)
    desk.window.take([path])
    desk.wait(lambda: desk.notices)
    assert list(buttons(desk)) == [OTHER, FOLDER]
    model = tmp_path / "Yi-6B.Q4_K_M.gguf"
    sparse(model, YI_6B)
    choose(monkeypatch, model)
    press(desk, OTHER)
    desk.wait(lambda: desk.notices == ["Yi-6B.Q4_K_M is here now."])
    desk.wait(lambda: not desk.window.bridge.busy)


def test_chats_are_imported_again_and_exported_elsewhere(open_desk, tmp_path, folders, monkeypatch):
    desk = open_desk("Yes.")
    exchange = desk.window.shelf.exchange
    path = tmp_path / "chats.json"
    path.write_text("{", "utf-8")
    exchange.take_in([path])
    desk.wait(lambda: desk.notices)
    assert list(buttons(desk)) == [OTHER, FOLDER]
    other = tmp_path / "conversations.json"
    other.write_text(json.dumps([CHAT]), "utf-8")
    choose(monkeypatch, other)
    press(desk, OTHER)
    desk.wait(lambda: desk.answers)

    chats = [desk.window.presenter.chat]
    wished: list[tuple] = []
    monkeypatch.setattr(exchange, "choose_export", lambda *about: wished.append(about))
    exchange.export(chats, tmp_path / "not there" / "roof.md")
    desk.wait(lambda: desk.notices)
    press(desk, "Choose another folder…")
    assert wished == [(chats, ".md", "roof")]
    exchange.export(chats, tmp_path / "roof.md")
    desk.wait(lambda: desk.notices == ["The chat is in roof.md."])
    press(desk, FOLDER)
    assert folders == [str(tmp_path)]


def test_what_is_not_there_is_shown_nowhere_and_our_own_faults_offer_nothing(tmp_path):
    def names(error: Exception) -> list[str]:
        return [each.name for each in remedies(error, tmp_path / "gone.pdf", again=list)]

    assert names(YiDeskError("It is not there.", code="document_missing")) == [AGAIN]
    assert names(YiDeskError("It is damaged.", code="pdf_damaged")) == []
    assert names(ValueError("a fault")) == []
