"""What a screen reader meets: every control has a name, every answer can be reached and read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.conftest import ROOT
from yidesk.ui import accessible
from yidesk.ui.chat.sources import SourceButton
from yidesk.ui.controls import Button
from yidesk.ui.markdown.view import MarkdownView
from yidesk.ui.screens import Screen
from yidesk.ui.shortcuts import ShortcutList

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Link,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
}
ANSWER = "The **landlord** pays for the roof [p. 1].\n\n```python\nx = 1\n```"


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child)


def nameless(widget) -> list[str]:
    """Visible controls of the tree that say nothing."""
    tree = QAccessible.queryAccessibleInterface(widget)
    return [
        f"{node.role().name} {node.object()}"
        for node in walk(tree)
        if node.role() in CONTROLS and not node.text(QAccessible.Text.Name).strip()
    ]


def empty(desk, tmp_path) -> None:
    desk.wait(desk.screen.empty.isVisible)


def answered(desk, tmp_path) -> None:
    path = tmp_path / "lease.md"
    path.write_text("# Lease\n\nThe landlord pays for the roof.\n", "utf-8")
    desk.window.presenter.desk.add([path])
    desk.ask("Who pays?")
    desk.window.presenter.regenerate(desk.answers[0].turn)
    desk.wait(lambda: desk.is_answered() and desk.answers[-1].versions.isVisible())


def editing(desk, tmp_path) -> None:
    answered(desk, tmp_path)
    desk.screen.transcript.views[0].edit()


def finding(desk, tmp_path) -> None:
    answered(desk, tmp_path)
    desk.screen.find_bar.open_bar()


def page(desk, tmp_path) -> None:
    answered(desk, tmp_path)
    desk.answers[0].findChildren(SourceButton)[0].click()


def password(desk, tmp_path) -> None:
    path = tmp_path / "p.pdf"
    shutil.copy(ROOT / "tests" / "reader" / "files" / "encrypted.pdf", path)
    desk.window.presenter.desk.add([path])
    desk.wait(lambda: desk.notices)


def keys(desk, tmp_path) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)


STATES = (empty, answered, editing, finding, page, password, keys)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_control_has_a_name(open_desk, tmp_path, state):
    desk = open_desk(ANSWER)
    state(desk, tmp_path)
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert desk.window in shown
    assert [name for widget in shown for name in nameless(widget)] == []


def test_the_walk_finds_a_control_without_a_name(open_desk):
    desk = open_desk(ANSWER)
    desk.screen.composer.field.setAccessibleName("")
    assert len(nameless(desk.window)) == 1


def test_an_answer_can_be_read_as_text_by_a_screen_reader(open_desk):
    desk = open_desk(ANSWER)
    desk.ask("Who pays?")
    view = QAccessible.queryAccessibleInterface(desk.answers[0].view)
    assert view.text(QAccessible.Text.Name) == "Answer"
    letters = QAccessibleInterface.textInterface(view)  # by Qt's own way to it
    assert letters.text(0, letters.characterCount()) == (
        "The landlord pays for the roof [p. 1].\n\nx = 1"
    )
    letters.setSelection(0, 4, 12)
    assert desk.answers[0].view.selected_text() == "landlord"
    assert letters.selection(0) == (4, 12)
    line = letters.characterRect(5)
    assert letters.offsetAtPoint(line.center()) in range(4, 40)
    assert view.state().readOnly


def test_what_was_found_of_the_citations_is_the_description_of_an_answer(open_desk, tmp_path):
    desk = open_desk("The landlord pays for the roof [p. 1]. The tenant owns 400 boats [p. 7].")
    answered(desk, tmp_path)
    view = QAccessible.queryAccessibleInterface(desk.answers[0].view)
    told = view.text(QAccessible.Text.Description).splitlines()
    assert told[0] == "p. 1. Verified: the page says so."
    assert told[1] == "p. 7. There is no such page."
    assert len(told) == 2


def test_the_keyboard_reaches_everything_in_a_turn_in_its_order(open_desk, tmp_path):
    desk = open_desk(ANSWER)
    answered(desk, tmp_path)
    answer = desk.answers[-1]
    # versions are looked up once the answer is on the disk; their buttons are laid out later
    desk.wait(lambda: answer.versions.text == "2/2")
    desk.wait(lambda: all(each.isVisible() for each in answer.versions.findChildren(Button)))
    answer.view.setFocus(Qt.FocusReason.TabFocusReason)
    met = []
    while answer.isAncestorOf(QApplication.focusWidget()):
        if not met or met[-1] is not QApplication.focusWidget():  # a text has several marks
            met.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert isinstance(met[0], MarkdownView)
    names = [each.accessibleName() for each in met]
    assert names[1].startswith("Copy the code")
    assert [name for name in names if name in {"Earlier version", "Copy", "Answer again"}] == [
        "Earlier version",
        "Copy",
        "Answer again",
    ]
    places = [each.mapTo(answer, each.rect().topLeft()) for each in met]
    rows = [(place.y() // 12, place.x()) for place in places[2:]]
    assert rows == sorted(rows)


def test_the_list_of_keys_names_every_key_of_the_window(open_desk):
    desk = open_desk()
    QTest.keyClick(desk.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    shown = desk.window.findChild(ShortcutList)
    desk.wait(shown.isActiveWindow)
    listed = {QKeySequence(key) for keys in shown.entries().values() for key in keys}
    there = {each.key() for each in desk.window.findChildren(QShortcut)}
    standard = QKeySequence.StandardKey
    there |= {QKeySequence(key) for key in (standard.Delete, standard.Copy, standard.SelectAll)}
    assert there <= listed
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_the_list_of_keys_is_scrolled_by_keys_where_the_screen_is_low(open_desk, monkeypatch):
    desk = open_desk()
    room = desk.window.screen().availableGeometry().height()
    monkeypatch.setattr("yidesk.ui.shortcuts.FRAME", room - 200)
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    shown = desk.window.findChild(ShortcutList)
    desk.wait(shown.isActiveWindow)
    bar = shown.findChild(QScrollArea).verticalScrollBar()
    desk.wait(bar.isVisible)
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


@pytest.mark.parametrize(
    "screen",
    [Screen.LIBRARY, Screen.MODELS, Screen.SETTINGS, Screen.DIAGNOSTICS, Screen.FIRST_RUN],
)
def test_tab_reaches_what_stands_in_the_header_of_a_screen(open_desk, screen):
    desk = open_desk("Yes.")
    desk.window.navigation.open(screen)
    page = desk.window.screens.currentWidget()
    header = page.header.parentWidget()
    desk.wait(lambda: not desk.window.bridge.busy)
    buttons = header.findChildren(Button)
    wanted = {each for each in buttons if each.isVisible() and each.isEnabled()}
    assert wanted
    reached = set()
    for _ in range(250):  # the settings alone are a hundred stops
        at = QApplication.focusWidget()
        reached.add(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    assert wanted - reached == set()


def test_whatever_qt_keeps_of_a_text_stays_alive_until_qt_deletes_it(open_desk):
    """What was dropped before made the program crash at its end, where a screen reader was on."""
    desk = open_desk()
    view = MarkdownView(desk.window)
    known = set()
    for method in (view.copy_source, view.restart):  # no slots: a new meta object for each
        known.add(QAccessible.uniqueId(QAccessible.queryAccessibleInterface(view)))
        QTimer(view).timeout.connect(method)
    known.add(QAccessible.uniqueId(QAccessible.queryAccessibleInterface(view)))
    kept = accessible._told[id(view)]
    assert len(kept) == len(known) == 3  # one for each meta object
    assert all(shiboken6.isValid(each) for each in kept)
    shiboken6.delete(view)
    assert not any(shiboken6.isValid(each) for each in kept)
    assert kept not in accessible._told.values()
