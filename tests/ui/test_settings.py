"""The settings screen: what a person changes is kept, takes effect, and can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.models.embedding_writer import synonyms
from tests.models.gguf_writer import yi
from tests.models.vocabulary import yi_like
from yidesk.core.declared import DECLARED
from yidesk.core.settings import Settings
from yidesk.ui import theme
from yidesk.ui.screens import Screen
from yidesk.ui.settings import editors

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(open_desk):
    return open_desk("Yes.")


@pytest.fixture
def screen(desk):
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, CTRL)
    assert desk.window.screens.current is Screen.SETTINGS
    screen = desk.window.screens.currentWidget()
    desk.wait(lambda: len(screen.rows) == len(DECLARED))
    return screen


def saved(desk) -> Settings:
    return Settings(desk.parts.services.paths.settings)


def test_every_declared_setting_is_there_and_has_a_name(screen):
    assert list(screen.rows) == [setting.name for setting in DECLARED]
    for row in screen.rows.values():
        assert row.editor.control.accessibleName()
        assert row.editor.control.accessibleDescription()
        assert not row.reset.isVisible()


def test_a_chooser_is_called_by_its_label(screen):
    chooser = QAccessible.queryAccessibleInterface(screen.rows["theme"].editor.control)
    labels = [
        label.text(QAccessible.Text.Name)
        for label, kind in chooser.relations()
        if kind == QAccessible.RelationFlag.Label
    ]
    assert labels == ["Theme"]


def test_a_theme_is_worn_at_once_and_kept(desk, screen):
    row = screen.rows["theme"]
    row.editor.control.setCurrentIndex(row.editor.control.findData("dark"))
    desk.wait(row.reset.isVisible)
    desk.wait(lambda: theme.tokens() is theme.DARK)
    assert saved(desk).text("theme") == "dark"
    desk.qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    desk.wait(lambda: not row.reset.isVisible())
    desk.wait(lambda: theme.tokens() is theme.LIGHT)
    assert saved(desk).is_default("theme")


def test_a_window_is_typed_and_the_model_is_loaded_again(desk, screen):
    desk.wait(lambda: desk.parts.chats.engine is not None)
    control = screen.rows["context"].editor.control
    assert control.text() == "As large as fits"
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, "2048")
    QTest.keyClick(control, Qt.Key.Key_Return)
    desk.wait(lambda: saved(desk).whole("context") == 2048)
    desk.wait(lambda: screen.notices.shown)
    assert "loaded again" in screen.notices.shown[0].text


def test_automatic_is_one_step_below_the_least(desk, screen):
    row = screen.rows["threads"]
    row.editor.control.stepUp()
    desk.wait(lambda: saved(desk).whole("threads") == 1)
    row.editor.control.stepDown()
    desk.wait(lambda: saved(desk).whole("threads") is None)


def test_a_wrong_address_is_said_and_not_taken(desk, screen):
    control = screen.rows["mirror"].editor.control
    control.setFocus()
    QTest.keyClicks(control, "ftp://x")
    QTest.keyClick(control, Qt.Key.Key_Return)
    desk.wait(lambda: screen.notices.shown)
    assert "ftp://x" in screen.notices.shown[0].text
    assert control.text() == ""
    assert saved(desk).is_default("mirror")


def test_answers_are_drawn_as_the_person_wants(desk, screen):
    control = screen.rows["temperature"].editor.control
    control.setValue(0.75)
    desk.wait(lambda: desk.parts.chats.manner.sampling.temperature == 0.75)
    screen.rows["max_tokens"].editor.control.setValue(64)
    desk.wait(lambda: desk.parts.chats.manner.max_tokens == 64)


def test_settings_are_found_by_words(screen, qtbot):
    qtbot.keyClicks(screen.search, "gpu")
    assert sum(not line.isHidden() for line in screen._lines.values()) == sum(
        not row.isHidden() for row in screen.rows.values()
    )
    assert [name for name, row in screen.rows.items() if not row.isHidden()] == ["gpu_layers"]
    screen.search.setText("zzz")
    assert "zzz" in screen._nothing.text()
    screen.search.clear()
    assert all(not row.isHidden() for row in screen.rows.values())


def test_escape_goes_back_to_the_chat(desk, screen):
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.screens.current is Screen.CHAT
    assert desk.screen.composer.field.hasFocus()


def test_the_wheel_over_a_number_scrolls_the_page(screen):
    control = screen.rows["temperature"].editor.control
    before = control.value()
    area = screen._scrolled
    area.ensureWidgetVisible(control)
    area.verticalScrollBar().setValue(area.verticalScrollBar().value() - 40)
    place = area.verticalScrollBar().value()
    turn_wheel(control)
    assert control.value() == before
    assert area.verticalScrollBar().value() > place


def turn_wheel(control) -> None:
    """One notch towards the person, as the system sends it."""
    centre = QPointF(control.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(control.mapToGlobal(centre.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    receiver = control
    while receiver is not None:
        QApplication.sendEvent(receiver, event)
        if event.isAccepted():
            return
        receiver = receiver.parentWidget()


def test_a_draft_model_is_picked_as_a_file_and_taken_back(desk, screen, monkeypatch, tmp_path):
    small = str(tmp_path / "Small.Q4_K_M.gguf")
    monkeypatch.setattr(
        editors.QFileDialog, "getOpenFileName", lambda *_asked: (small, "Models (*.gguf)")
    )
    row = screen.rows["draft_model"]
    assert row.editor.control.text() == "None"
    desk.qtbot.mouseClick(row.editor.control, Qt.MouseButton.LeftButton)
    desk.wait(lambda: saved(desk).text("draft_model") == small)
    desk.wait(row.reset.isVisible)
    assert row.editor.control.text() == "Small.Q4_K_M"
    desk.wait(lambda: screen.notices.shown)
    assert "loaded again" in screen.notices.shown[0].text
    desk.qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    desk.wait(lambda: saved(desk).is_default("draft_model"))
    desk.wait(lambda: row.editor.control.text() == "None")


def test_an_embedding_model_is_chosen_among_those_on_the_shelf(desk, screen):
    folder = desk.parts.services.paths.models
    synonyms(folder / "words.gguf", "dog hound")
    yi(vocabulary=yi_like(1_000)).write(folder / "talks.gguf")
    desk.window.navigation.open(Screen.SETTINGS)
    row = screen.rows["embedding_model"]
    chooser = row.editor.control
    assert chooser.currentText() == "None: by words alone"
    desk.wait(lambda: chooser.count() > 1)
    assert [chooser.itemText(n) for n in range(chooser.count())][1:] == ["words"]
    chooser.setCurrentIndex(1)
    desk.wait(lambda: saved(desk).text("embedding_model") == str(folder / "words.gguf"))
    desk.wait(row.reset.isVisible)
    desk.wait(lambda: desk.parts.chats.meaning.is_on)
    desk.qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    desk.wait(lambda: not desk.parts.chats.meaning.is_on)
    desk.wait(lambda: chooser.currentIndex() == 0)


def right_of(widget, within) -> int:
    return widget.mapTo(within, QPoint(widget.width(), 0)).x()


def test_values_end_with_their_row_and_what_is_said_stands_below_the_column(desk, screen):
    desk.window.resize(1280, 800)
    row = screen.rows["theme"]
    desk.wait(lambda: right_of(row.editor, screen) == right_of(row, screen))
    notice = screen.notices.tell("Something happened.")
    desk.wait(notice.isVisible)
    bar = screen._scrolled.verticalScrollBar()
    desk.wait(lambda: bar.isVisible() and right_of(notice, screen) == right_of(row, screen))
    desk.window.resize(480, 800)
    desk.wait(lambda: row.editor.x() == 0)


def test_a_key_is_pressed_and_not_typed(desk, screen):
    field = screen.rows["quick_combination"].editor.control
    assert field.text() == "Ctrl+Alt+Y"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_K, CTRL)  # which the window knows too
    desk.wait(lambda: saved(desk).text("quick_combination") == "Ctrl+K")
    desk.wait(lambda: field.text() == "Ctrl+K")
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Q)
    desk.wait(lambda: screen.notices.shown)
    assert field.text() == "Ctrl+K"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()


def test_a_key_of_another_writing_in_the_file_is_not_used(desk, screen):
    screen.rows["quick_combination"].changed.emit("quick_combination", "Ctrl+Alt+")
    desk.wait(lambda: screen.notices.shown)
    assert saved(desk).is_default("quick_combination")
