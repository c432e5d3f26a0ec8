"""The diagnostics screen: what it shows, and what it puts onto the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from yidesk.services.connections import Connections
from yidesk.ui.screens import Screen


@pytest.fixture
def desk(open_desk):
    desk = open_desk("Yes.")
    desk.wait(lambda: desk.parts.chats.engine is not None)
    return desk


def open_screen(desk):
    desk.window.navigation.open(Screen.DIAGNOSTICS)
    screen = desk.window.screens.currentWidget()
    desk.wait(screen.copy.isEnabled)
    return screen


def test_it_shows_engine_devices_and_that_nothing_was_connected(desk):
    screen = open_screen(desk)
    assert "Scripted" in screen.engine.text
    assert "GB free" in screen.devices.text
    assert "llama-cpp-python" in screen.versions.text
    assert screen.nothing_connected.isVisible()
    assert "press a button" in screen.offline.text()


def test_connections_are_listed(desk):
    Connections(desk.parts.services.paths.logs).note("GET", "example.org")
    screen = open_screen(desk)
    assert "example.org" in screen.connections.text
    assert not screen.nothing_connected.isVisible()


def test_the_report_is_copied_without_the_question(desk, qtbot):
    desk.ask("Who killed the gardener?")
    screen = open_screen(desk)
    qtbot.mouseClick(screen.copy, Qt.MouseButton.LeftButton)
    report = QGuiApplication.clipboard().text()
    assert "llama-cpp-python" in report
    assert "gardener" not in report
    assert "copied" in screen.notices.shown[0].text
