"""The key for a quick question: a portal on a real session bus, and a user32 of our own."""

from __future__ import annotations

import queue

import pytest
from jeepney import DBusAddress, HeaderFields, new_error, new_method_return, new_signal

from tests.ui.bus_service import BusService
from yidesk.ui.system import global_shortcut, hotkey_windows
from yidesk.ui.system.global_shortcut import GlobalShortcut
from yidesk.ui.system.hotkey_windows import WM_HOTKEY, WM_QUIT, HotKey
from yidesk.ui.system.portal_shortcut import PortalShortcut

NAME = "org.freedesktop.portal.Desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION = "/org/freedesktop/portal/desktop/session/1_1/quick"


class Portal(BusService):
    """A desktop's portal, of which the person has chosen a key, or none."""

    def __init__(self, *, gives_key: bool = True) -> None:
        super().__init__(NAME)
        self.asked: list[str] = []
        self.bound: list[tuple] = []
        self._gives_key = gives_key
        self._program = ""
        self.start()

    def press(self) -> None:
        body = (SESSION, self.bound[0][0], 0, {})
        address = DBusAddress("/org/freedesktop/portal/desktop", interface=SHORTCUTS)
        signal = new_signal(address, "Activated", "osta{sv}", body)
        signal.header.fields[HeaderFields.destination] = self._program
        self.connection.send(signal)

    def take(self, message) -> None:
        fields = message.header.fields
        method = fields.get(HeaderFields.member)
        self._program = fields.get(HeaderFields.sender, "")
        if method == "Register":  # as portals before 1.20 answer
            self.connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        if method not in {"CreateSession", "BindShortcuts"}:
            return
        self.asked.append(method)
        token = message.body[-1]["handle_token"][1]
        handle = f"/org/freedesktop/portal/desktop/request/1_1/{token}"
        self.connection.send(new_method_return(message, "o", (handle,)))
        results = {"session_handle": ("s", SESSION)}
        if method == "BindShortcuts":
            assert message.body[0] == SESSION
            self.bound = message.body[1] if self._gives_key else []
            given = [(each, {"description": ("s", "x")}) for each, _ in self.bound]
            results = {"shortcuts": ("a(sa{sv})", given)}
        request = DBusAddress(handle, interface="org.freedesktop.portal.Request")
        self.connection.send(new_signal(request, "Response", "ua{sv}", (0, results)))


@pytest.fixture
def shortcut(qapp):
    made = GlobalShortcut(claim=PortalShortcut)
    yield made
    made.close()


@pytest.fixture
def serve(bus):
    portals = []

    def make(**how) -> Portal:
        portals.append(Portal(**how))
        return portals[-1]

    yield make
    for portal in portals:
        portal.close()


def test_the_desktop_gives_a_key_and_tells_when_it_is_pressed(serve, shortcut, qtbot):
    portal = serve()
    shortcut.want(wanted=True)
    qtbot.waitUntil(lambda: bool(portal.bound))
    [(_, facts)] = portal.bound
    assert facts["description"] == ("s", "Ask YiDesk a quick question")
    assert facts["preferred_trigger"] == ("s", "CTRL+ALT+y")
    for _ in range(2):
        with qtbot.waitSignal(shortcut.pressed):
            portal.press()


def test_a_key_that_is_given_back_opens_nothing_and_can_be_had_again(serve, shortcut, qtbot):
    portal = serve()
    shortcut.want(wanted=True)
    qtbot.waitUntil(lambda: bool(portal.bound))
    shortcut.want(wanted=False)
    for thread in shortcut._threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in shortcut._threads)
    shortcut.want(wanted=True)
    qtbot.waitUntil(lambda: len(portal.asked) == 4)
    with qtbot.waitSignal(shortcut.pressed):
        portal.press()


def test_a_person_who_gives_no_key_is_told_what_else_can_be_done(serve, shortcut, qtbot):
    serve(gives_key=False)
    with qtbot.waitSignal(shortcut.refused) as refused:
        shortcut.want(wanted=True)
    assert "yidesk --quick" in str(refused.args[0])


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere"])
def test_without_a_portal_or_a_bus_it_is_refused(bus, shortcut, qtbot, monkeypatch, address):
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with qtbot.waitSignal(shortcut.refused):
        shortcut.want(wanted=True)


def test_a_system_without_such_keys_refuses(qapp, qtbot, monkeypatch):
    assert global_shortcut.claim_of_system("x", "darwin") is None
    assert isinstance(global_shortcut.claim_of_system("x", "linux"), PortalShortcut)
    made = GlobalShortcut(claim=lambda _words: None)
    with qtbot.waitSignal(made.refused):
        made.want(wanted=True)


class User32:
    """Gives one key, and has a queue of messages."""

    def __init__(self, *, is_free: bool = True) -> None:
        self._is_free = is_free
        self.keys: set[int] = set()
        self.queue: queue.SimpleQueue[int] = queue.SimpleQueue()

    def PeekMessageW(self, _message, _window, _least, _most, how) -> int:  # noqa: N802
        assert how == hotkey_windows.PM_NOREMOVE
        return 0

    def RegisterHotKey(self, _window, number, modifiers, key) -> int:  # noqa: N802
        assert (modifiers, chr(key)) == (0x4003, "Y")
        if self._is_free:
            self.keys.add(number)
        return int(self._is_free)

    def UnregisterHotKey(self, _window, number) -> int:  # noqa: N802
        self.keys.remove(number)
        return 1

    def GetMessageW(self, where, _window, _least, _most) -> int:  # noqa: N802
        where._obj.message = self.queue.get()
        return int(where._obj.message != WM_QUIT)

    def PostThreadMessageW(self, thread, message, _first, _second) -> int:  # noqa: N802
        assert thread == 7
        self.queue.put(message)
        return 1


def test_windows_gives_a_key_and_takes_it_back(qapp, qtbot):
    system = User32()
    made = GlobalShortcut(claim=lambda _words: HotKey(system, lambda: 7))
    made.want(wanted=True)
    with qtbot.waitSignal(made.pressed):
        system.queue.put(WM_HOTKEY)
    assert system.keys == {1}
    made.close()
    assert system.keys == set()


def test_a_key_that_another_program_has_is_refused_on_windows(qapp, qtbot):
    made = GlobalShortcut(claim=lambda _words: HotKey(User32(is_free=False), lambda: 7))
    with qtbot.waitSignal(made.refused):
        made.want(wanted=True)
    made.close()
