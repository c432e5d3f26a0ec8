"""Folders that are dropped, long texts that are pasted, and many chips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from tests.ui.test_window import drop, states
from yidesk.services import given
from yidesk.services.answer import Reading
from yidesk.ui.chat.chips import LINE, MOST_HEIGHT
from yidesk.ui.chat.document_name import LEAST as NAME_LEAST


def press(desk, name: str) -> None:
    (button,) = [
        each for each in desk.window.notices.findChildren(QPushButton) if each.text() == name
    ]
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "papers"
    (root / "deep").mkdir(parents=True)
    for number in range(4):
        (root / "deep" / f"{number}.txt").write_text(f"Paper {number}.", "utf-8")
    (root / "music.mp3").write_bytes(b"ID3")
    return root


def test_a_dropped_folder_brings_what_can_be_read_in_it(open_desk, folder, monkeypatch):
    monkeypatch.setattr(given, "MOST_OF_A_FOLDER", 3)
    desk = open_desk("Yes.")
    drop(desk.window, folder)
    desk.wait(lambda: len(states(desk)) == 3 and all("1 page" in each for each in states(desk)))
    assert [chip.name for chip in desk.screen.chips.chips] == ["0.txt", "1.txt", "2.txt"]
    assert any("1 more file of" in each for each in desk.notices)


def test_a_long_pasted_text_becomes_a_document_and_can_be_put_back(open_desk):
    desk = open_desk("Yes.")
    field = desk.screen.composer.field
    QGuiApplication.clipboard().setText("word " * 20)
    field.paste()
    assert field.toPlainText() == "word " * 20
    field.clear()
    long = "The landlord pays. " * 400
    QGuiApplication.clipboard().setText(long)
    field.paste()
    assert field.toPlainText() == ""
    desk.wait(lambda: len(states(desk)) == 1 and "page" in states(desk)[0])
    assert desk.screen.chips.chips[0].name.startswith("Pasted text")
    press(desk, "Put it into the question")
    assert states(desk) == []
    assert field.toPlainText() == long


def test_the_file_of_a_pasted_text_goes_with_its_document(open_desk):
    desk = open_desk("Yes.")
    QGuiApplication.clipboard().setText("The landlord pays. " * 400)
    desk.screen.composer.field.paste()
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    [file] = desk.parts.services.paths.pasted.iterdir()
    [entry] = desk.parts.services.library.list()
    assert entry.path == str(file)
    desk.parts.services.library.remove(entry.fingerprint)
    assert not file.exists()


def test_many_chips_leave_room_for_the_conversation(open_desk, tmp_path):
    desk = open_desk("Yes.")
    paths = []
    for number in range(24):
        paths.append(tmp_path / f"paper number {number}.txt")
        paths[-1].write_text(f"Paper {number}.", "utf-8")
    desk.window.presenter.desk.add(paths[:1])
    desk.wait(lambda: desk.screen.chips.isVisible() and desk.screen.chips.height() == 36)
    desk.window.presenter.desk.add(paths[1:])
    desk.wait(lambda: desk.screen.chips.height() == MOST_HEIGHT)
    bar = desk.screen.chips.verticalScrollBar()
    desk.wait(lambda: bar.maximum() > 0)
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)


def test_chips_of_a_narrow_window_are_whole_lines_and_say_what_matters(open_desk, tmp_path):
    desk = open_desk("Yes.")
    name = "lease with a name that is longer than it should be, part {n}.txt"
    paths = [tmp_path / name.format(n=n) for n in range(5)]
    for number, path in enumerate(paths):
        path.write_text(f"The landlord pays {number}. " * 100, "utf-8")
    desk.window.presenter.desk.add(paths)
    chips = desk.screen.chips
    desk.wait(lambda: [chip.is_read for chip in chips.chips] == [True] * 5)
    desk.window.resize(desk.window.minimumSize())
    bar = chips.verticalScrollBar()
    desk.wait(lambda: bar.maximum() == 3 * LINE)
    chip = chips.chips[0]
    desk.wait(lambda: chip._name.toolTip() == paths[0].name)
    desk.wait(lambda: chip.geometry().right() <= chips.viewport().width())
    assert chip._name.width() >= NAME_LEAST
    said = chip._state.shorter[-1]
    assert said == "read ✓"
    assert chip._state.fontMetrics().horizontalAdvance(said) <= chip._state.width()
    bar.setValue(LINE + LINE // 3)
    desk.wait(lambda: bar.value() == LINE)


def test_reading_tells_its_pace_and_is_stopped_and_goes_on(open_desk, lease):
    desk = open_desk("Yes.")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: [each.endswith("· read ✓") for each in states(desk)] == [True])
    (chip,) = desk.screen.chips.chips
    chip.is_read = False
    desk.screen.chips.show_reading(Reading(40, 100, 340.0, 130.0))
    assert chip.state == "Reading 1 page · 340 tokens/s · 2 min left"
    assert chip._pause.accessibleName() == "Stop reading; it can go on later"
    chip._pause.click()
    assert chip.state == "1 page · 21 tokens · reading stopped"
    assert chip._pause.accessibleName() == "Read on"
    chip._pause.click()
    desk.wait(lambda: [each.endswith("· read ✓") for each in states(desk)] == [True])
    assert chip._pause.isHidden()


def test_a_narrow_window_shortens_the_model_and_cuts_nothing(open_desk):
    desk = open_desk("Yes.")
    desk.wait(lambda: "CPU" in desk.screen.meter.text)
    desk.screen.meter._engine.setText("A very long name of a model that goes on · Q4_K_M · CPU")
    desk.window.resize(440, 600)
    desk.wait(desk.screen.meter._engine.toolTip)
    engine = desk.screen.meter._engine
    assert engine.geometry().right() <= desk.screen.meter.width()
