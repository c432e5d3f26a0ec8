"""Notifications and progress, over a real session bus with a small notification service on it."""

from __future__ import annotations

import pytest
from jeepney import DBusAddress, HeaderFields, new_method_return, new_signal
from jeepney.bus_messages import MatchRule

from tests.ui.bus_service import BusService
from yidesk.ui.system import input_method
from yidesk.ui.system.desktop import Desktop

NAME = "org.freedesktop.Notifications"
SERVICE = DBusAddress("/org/freedesktop/Notifications", interface=NAME)


class Service(BusService):
    """Takes notifications, and lets a person click them."""

    def __init__(self) -> None:
        super().__init__(NAME)
        self.shown: list[tuple] = []
        self.progress: list[dict] = []
        self.bus.AddMatch(MatchRule(type="signal", interface="com.canonical.Unity.LauncherEntry"))
        self.start()

    def click(self, number: int) -> None:
        self.connection.send(new_signal(SERVICE, "ActionInvoked", "us", (number, "default")))

    def take(self, message) -> None:
        match message.header.fields.get(HeaderFields.member):
            case "Notify":
                self.shown.append(message.body)
                answer = new_method_return(message, "u", (40 + len(self.shown),))
                self.connection.send(answer)
            case "Update":
                self.progress.append(message.body[1])


@pytest.fixture
def serve():
    services = []

    def make() -> Service:
        services.append(Service())
        return services[-1]

    yield make
    for service in services:
        service.close()


@pytest.fixture
def desktop(qapp):
    made = Desktop()
    yield made
    made.close()


def test_a_notification_is_shown_and_its_click_comes_back(bus, serve, desktop, qtbot):
    service = serve()
    desktop.tell(7, "Read", "lease.pdf has been read.")
    qtbot.waitUntil(lambda: bool(service.shown))
    assert service.shown[0][3:6] == ("Read", "lease.pdf has been read.", ["default", "Show"])
    with qtbot.waitSignal(desktop.chosen) as chosen:
        service.click(41)
    assert chosen.args == [7]


def test_progress_is_shown_and_taken_away(bus, serve, desktop, qtbot):
    service = serve()
    desktop.show_progress(0.25)
    desktop.show_progress(None)
    qtbot.waitUntil(lambda: len(service.progress) == 2)
    shown, gone = service.progress
    assert (shown["progress"][1], shown["progress-visible"][1]) == (0.25, True)
    assert gone["progress-visible"][1] is False


def test_where_nobody_shows_notifications_nothing_happens(bus, serve, desktop, qtbot):
    desktop.tell(1, "Read", "x")
    service = serve()  # comes too late for the first, and in time for the second
    desktop.tell(2, "Read", "y")
    qtbot.waitUntil(lambda: any(shown[4] == "y" for shown in service.shown))


def test_without_a_bus_nothing_happens(monkeypatch, desktop):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    desktop.tell(1, "Read", "x")
    desktop.close()  # waits for what was begun


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, "compose"),
        ({"QT_IM_MODULE": "ibus"}, "ibus"),
        ({}, None),
    ],
)
def test_fcitx_is_reached_through_ibus(before, after, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    environment = dict(before)
    input_method.choose(environment)
    assert environment.get("QT_IM_MODULE") == after
