"""The page beside the chat, over the real reader: pictures, marks, search, sizes, copies."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from yidesk.core.types import Document
from yidesk.ui.chat.document_name import DocumentName
from yidesk.ui.document.sheet import PageSheet
from yidesk.ui.window import SAMPLE

PASSAGE = "YiDesk keeps its data in one folder"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Pane:
    sheet: PageSheet
    document: Document
    desk: object

    def open(self, page: int, passage: str = "") -> None:
        self.sheet.open_page(self.document, page, passage)
        self.desk.window.panes.arrange()
        self.desk.wait(lambda: self.sheet.picture.is_drawn and self.sheet.picture._words.layout)

    def key(self, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.sheet._view, key, modifiers)

    @property
    def is_sharp(self) -> bool:
        """Whether what is in sight has the pixels of the screen."""
        picture = self.sheet.picture
        drawn = picture._piece or picture._whole
        return abs(drawn.image.width() / drawn.where.width() - picture._sharp) < 0.02


@pytest.fixture
def pane(open_desk, tmp_path):
    desk = open_desk("Yes.")
    copy = tmp_path / "guide.pdf"
    copy.write_bytes(SAMPLE.read_bytes())
    document = desk.parts.services.library.add(copy)
    return Pane(desk.window.sheet, document, desk)


def colours(pane: Pane) -> set[str]:
    """The colours in the picture of the page, as it is on the screen."""
    image = pane.sheet.picture.viewport().grab().toImage()
    width, height = image.width(), image.height()
    return {image.pixelColor(x, y).name() for x in range(0, width, 3) for y in range(0, height, 3)}


def test_the_passage_is_marked_on_the_picture(pane):
    pane.open(5, PASSAGE)
    assert pane.sheet.highlighted == PASSAGE
    assert "#ffe28a" in colours(pane)
    pane.open(5)
    assert "#ffe28a" not in colours(pane)


def test_pages_are_turned_by_keys_wheel_and_number(pane):
    pane.open(5)
    for key, page in (
        (Qt.Key.Key_PageDown, 6),
        (Qt.Key.Key_PageUp, 5),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, 8),
    ):
        pane.key(key)
        assert pane.sheet.page == page
    pane.sheet.tools.number.setText("3")
    QTest.keyClick(pane.sheet.tools.number, Qt.Key.Key_Return)
    assert pane.sheet.page == 3
    wheel(pane, -120, times=40)
    assert pane.sheet.page > 3


def wheel(pane: Pane, step: int, modifiers=Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    view = pane.sheet.picture.viewport()
    middle = view.rect().center()
    for _ in range(times):
        event = QWheelEvent(
            QPointF(middle),
            QPointF(view.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, step),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)


def test_any_size_is_drawn_with_the_pixels_of_the_screen(pane):
    pane.open(5)
    pane.desk.wait(lambda: pane.is_sharp)
    fitted = pane.sheet.picture.zoom
    wheel(pane, 120, CTRL)
    assert pane.sheet.picture.zoom == pytest.approx(fitted * 1.25)
    pane.sheet.picture.zoom_to(4)
    assert pane.sheet.tools.zoom.text() == "400 %"
    pane.desk.wait(lambda: pane.sheet.picture._piece is not None and pane.is_sharp)
    pane.key(Qt.Key.Key_0, CTRL)
    assert pane.sheet.picture.zoom == pytest.approx(fitted)
    pane.desk.wait(lambda: pane.is_sharp)


def test_a_window_that_is_moved_to_a_finer_screen_gets_a_finer_page(pane, monkeypatch):
    pane.open(5)
    picture = pane.sheet.picture
    pane.desk.wait(lambda: pane.is_sharp)
    width = picture._whole.image.width()
    monkeypatch.setattr(picture, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(picture, QEvent(QEvent.Type.DevicePixelRatioChange))
    pane.desk.wait(lambda: pane.is_sharp)
    drawn = picture._piece or picture._whole
    assert drawn.image.width() / drawn.where.width() == pytest.approx(2 * picture._points, 0.01)
    assert picture._piece or picture._whole.image.width() == pytest.approx(2 * width, abs=2)


def test_words_are_found_from_the_page_on_and_gone_through(pane):
    pane.open(5)
    pane.desk.window._on_top.find()
    bar = pane.sheet.search
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "FOLDER")
    pane.desk.wait(lambda: " of " in bar.count)
    first, total = int(bar.count.split()[0]), int(bar.count.split()[-1])
    assert total > first > 1  # there are hits on the pages before, too
    assert pane.sheet.page >= 5
    assert pane.sheet.highlighted.lower() == "folder"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count == f"{first - 1} of {total}"
    assert pane.sheet.page < 5
    pages = set()
    for _ in range(total):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        pages.add(pane.sheet.page)
    assert len(pages) > 1
    bar.field.setText("nowhere at all")
    pane.desk.wait(lambda: bar.count == "Not found")
    pane.desk.window._on_top.escape()
    assert not bar.isVisible()
    assert pane.sheet.isVisible()


def test_words_are_selected_on_the_picture_and_copied_with_their_source(pane):
    pane.open(5, PASSAGE)
    pane.sheet.copy()
    assert QGuiApplication.clipboard().text() == f"“{PASSAGE}” (guide.pdf, p. 5)"
    picture = pane.sheet.picture
    layout = picture._words.layout
    first, last = layout.text.index("Offline"), layout.text.index("answers") + 6
    ends = [picture._on_screen_of(layout.box(place)).center().toPoint() for place in (first, last)]
    QTest.mousePress(picture.viewport(), Qt.MouseButton.LeftButton, pos=ends[0])
    QTest.mouseMove(picture.viewport(), ends[1])
    QTest.mouseRelease(picture.viewport(), Qt.MouseButton.LeftButton, pos=ends[1])
    assert picture.selected == "Offline. YiDesk answers"
    pane.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "“Offline. YiDesk answers” (guide.pdf, p. 5)"


def test_the_text_is_there_too(pane):
    pane.open(5, PASSAGE)
    pane.sheet.tools.text.click()
    assert pane.sheet.text.isVisible()
    assert pane.sheet.highlighted == PASSAGE
    assert "Where things lie" in pane.sheet.text.toPlainText()
    pane.sheet.tools.text.click()
    assert pane.sheet.picture.isVisible()


def test_a_file_that_has_gone_is_told_and_its_text_is_shown(pane, tmp_path):
    (tmp_path / "guide.pdf").unlink()
    pane.sheet.open_page(pane.document, 5, PASSAGE)
    pane.desk.wait(lambda: bool(pane.desk.notices))
    assert pane.sheet.text.isVisible()
    assert pane.sheet.highlighted == PASSAGE
    pane.desk.window.notices.leave("")
    pane.sheet.tools.open_wanted.emit()
    pane.desk.wait(lambda: any("guide.pdf" in each for each in pane.desk.notices))


def test_citations_are_gone_through(pane, qtbot):
    pane.open(5)
    pane.sheet.show_citation(2, 5)
    assert pane.sheet.header.citation.text() == "2/5"
    with qtbot.waitSignal(pane.sheet.citation_wanted) as wanted:
        pane.sheet.header._later.click()
    assert wanted.args == [1]
    pane.sheet.show_citation(0, 5)  # a sentence that named no page
    assert not pane.sheet.header.citation.isVisible()
    assert pane.sheet.header._later.isVisible()
    pane.sheet.show_citation(1, 1)
    assert not pane.sheet.header.citation.isVisible()


def test_the_pages_of_an_answer_are_gone_through(open_desk, tmp_path):
    lease = tmp_path / "lease.txt"
    lease.write_text("The landlord pays for the roof.\fThe tenant pays for the windows.", "utf-8")
    desk = open_desk("The landlord pays for the roof [p. 1]. The tenant for the windows [p. 2].")
    desk.window.take([lease])
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    desk.ask("Who pays?")
    sheet = desk.window.sheet
    first, _ = desk.answers[0]._sources.buttons
    first.click()
    desk.wait(lambda: (sheet.page, sheet.header.citation.text()) == (1, "1/2"))
    sheet.header._later.click()
    desk.wait(lambda: (sheet.page, sheet.header.citation.text()) == (2, "2/2"))
    sheet.header._later.click()
    desk.wait(lambda: (sheet.page, sheet.header.citation.text()) == (1, "1/2"))
    sheet.header._earlier.click()
    desk.wait(lambda: (sheet.page, sheet.header.citation.text()) == (2, "2/2"))


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_the_name_on_a_chip_shows_the_pages(open_desk, tmp_path, way):
    desk = open_desk("Yes.")
    path = tmp_path / "R&D, a name that is much longer than there is room for on a chip.pdf"
    path.write_bytes(SAMPLE.read_bytes())
    desk.window.presenter.desk.add([path])
    [chip] = desk.screen.chips.chips
    name = chip.findChild(DocumentName)
    assert not name.isEnabled()
    desk.wait(lambda: chip.is_read and name.isEnabled())
    assert name.text() == path.name
    desk.wait(lambda: name.toolTip() == path.name)
    desk.window.sheet.header.show_citation(2, 5)  # of what was open before
    if way == "mouse":
        QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    else:
        name.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(name, Qt.Key.Key_Space)
    sheet = desk.window.sheet
    desk.wait(lambda: sheet.isVisible() and sheet.picture.is_drawn)
    assert (sheet.page, sheet.header.name.text()) == (1, path.name)
    assert not sheet.header._later.isVisible()
