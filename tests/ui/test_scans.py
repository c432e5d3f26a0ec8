"""A scan is brought: its pages are offered to be recognised, and the model reads what they say."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.reader.make_pdf import Sheet, write_pdf
from tests.reader.scans import write_scans
from yidesk.client.recognition import RecognitionClient
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.page_picture import PageLayout
from yidesk.core.types import PageWarning
from yidesk.services.recognition import pages_to_recognise

OFFER = "Read 2 scanned pages by OCR"


@pytest.fixture
def mixed(tmp_path):
    return write_pdf(tmp_path / "mixed.pdf", "Contract", Sheet(picture=True), Sheet(picture=True))


def buttons(desk) -> list[QPushButton]:
    return [
        button
        for notice in desk.screen.notices.shown
        for button in notice.findChildren(QPushButton)
    ]


def press(desk, name: str) -> None:
    [button] = [each for each in buttons(desk) if each.text() == name]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def is_recognised(desk) -> bool:
    [document] = desk.window.presenter.desk.documents
    return not pages_to_recognise(document)


def bring(desk, path) -> None:
    desk.window.presenter.desk.add([path])
    desk.wait(lambda: desk.notices)


@pytest.fixture
def recognises(monkeypatch):
    """A recogniser that waits for the test at every page; the real one is tried below."""
    may_go = threading.Semaphore(0)

    def recognise(_self, page, *, cancelled):
        while not may_go.acquire(timeout=0.02):
            if cancelled():
                raise Cancelled
        return PageLayout(width=9, height=9, text=f"page {page.number}: 900 euros", boxes=b"")

    monkeypatch.setattr(RecognitionClient, "recognise", recognise)
    return may_go


def test_scanned_pages_are_read_when_they_are_wanted(open_desk, mixed, recognises):
    desk = open_desk("900 [p. 2].")
    bring(desk, mixed)
    assert desk.notices == ["mixed.pdf has scanned pages: pictures without text."]
    press(desk, OFFER)
    [chip] = desk.screen.chips.chips
    desk.wait(lambda: "recognising text, 0 of 2" in chip.state)
    recognises.release()
    desk.wait(lambda: "recognising text, 1 of 2" in chip.state)
    recognises.release()
    desk.wait(lambda: is_recognised(desk))
    desk.wait(lambda: chip.is_read)
    [document] = desk.window.presenter.desk.documents
    assert [page.warning for page in document.pages] == ["", PageWarning.OCR, PageWarning.OCR]
    assert "OCR" in chip.toolTip()
    desk.ask("What is the rent?")
    assert "Read 3 of 3 pages" in desk.answers[0]._coverage.text()
    assert "read by text recognition (OCR): p. 2–3" in desk.answers[0]._warning.text()


def test_a_document_that_is_taken_away_is_not_read_on(open_desk, mixed, recognises):
    desk = open_desk()
    bring(desk, mixed)
    press(desk, OFFER)
    [chip] = desk.screen.chips.chips
    desk.wait(lambda: "recognising text" in chip.state)
    desk.window.presenter.desk.remove(chip.key)
    recognises.release()  # the page that was under way; the next one is not begun
    desk.wait(lambda: not desk.window.bridge.busy)
    assert desk.screen.chips.chips == []


def test_recognising_is_stopped_on_the_chip_and_what_was_read_stays(open_desk, mixed, recognises):
    desk = open_desk()
    bring(desk, mixed)
    press(desk, OFFER)
    [chip] = desk.screen.chips.chips
    desk.wait(lambda: "recognising text, 0 of 2" in chip.state)
    recognises.release()
    desk.wait(lambda: "recognising text, 1 of 2" in chip.state)
    desk.qtbot.mouseClick(chip._pause, Qt.MouseButton.LeftButton)
    desk.wait(lambda: any("1 scanned page" in each.text() for each in buttons(desk)))
    [document] = desk.window.presenter.desk.documents
    assert [page.warning for page in document.pages].count(PageWarning.OCR) == 1
    press(desk, "Read 1 scanned page by OCR")
    recognises.release()
    desk.wait(lambda: is_recognised(desk))


def test_a_missing_extra_is_said_with_how_to_install_it(open_desk, mixed, monkeypatch):
    def recognise(_self, _page, *, cancelled):
        raise DocumentError("No OCR.", code="ocr_missing", next_step="Install yidesk[ocr].")

    monkeypatch.setattr(RecognitionClient, "recognise", recognise)
    desk = open_desk()
    bring(desk, mixed)
    press(desk, OFFER)
    desk.wait(lambda: "No OCR." in desk.notices)
    [chip] = desk.screen.chips.chips
    desk.wait(lambda: chip.is_read)


def test_the_window_closes_while_text_is_recognised(open_desk, mixed, recognises):
    desk = open_desk()
    bring(desk, mixed)
    press(desk, OFFER)
    [chip] = desk.screen.chips.chips
    desk.wait(lambda: "recognising text" in chip.state)


def test_with_the_real_models(open_desk, tmp_path):
    pytest.importorskip("rapidocr")
    desk = open_desk()
    bring(desk, write_scans(tmp_path / "scan.pdf", [(60, 60, "灯塔 47")]))
    press(desk, "Read 1 scanned page by OCR")
    desk.wait(lambda: is_recognised(desk))
    [document] = desk.window.presenter.desk.documents
    assert document.pages[0].text.replace(" ", "") == "灯塔47"
