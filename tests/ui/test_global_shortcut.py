"""The key for a quick question: a portal on a real session bus; user32 and Carbon of our own."""

from __future__ import annotations

import queue

import pytest
from jeepney import DBusAddress, HeaderFields, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from tests.ui.bus_service import BusService
from yidesk.core.key_combination import USUAL, KeyCombination
from yidesk.ui.system import global_shortcut, hotkey_macos, hotkey_windows
from yidesk.ui.system.global_shortcut import GlobalShortcut
from yidesk.ui.system.hotkey_macos import HotKeyID, MacKey
from yidesk.ui.system.hotkey_windows import WM_HOTKEY, WM_QUIT, HotKey
from yidesk.ui.system.key_claim import DECLINED
from yidesk.ui.system.portal_shortcut import PortalShortcut

NAME = "org.freedesktop.portal.Desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION = "/org/freedesktop/portal/desktop/session/1_1/quick"


ACCEPTED, CANCELLED, ENDED = range(3)


class Portal(BusService):
    """A desktop's portal, of which the person has chosen a key, or none."""

    def __init__(self, *, answer: int = ACCEPTED, gives_key: bool = True, key: str = "") -> None:
        super().__init__(NAME)
        self.asked: list[str] = []
        self.bound: list[tuple] = []
        self._answer, self._gives_key, self._key = answer, gives_key, key
        self.program = ""
        self.start()

    def press(self, sender=None, session=SESSION, **options) -> None:
        body = (session, self.bound[0][0], 0, options)
        self.tell("Activated", "osta{sv}", body, sender=sender)

    def change(self, key: str) -> None:
        """The person has chosen another key in the desktop's settings; empty: none any more."""
        given = [(self.bound[0][0], {"trigger_description": ("s", key)})] if key else []
        self.tell("ShortcutsChanged", "oa(sa{sv})", (SESSION, given))

    def end_session(self) -> None:
        address = DBusAddress(SESSION, interface="org.freedesktop.portal.Session")
        self._send(new_signal(address, "Closed", "a{sv}", ({},)), self.connection)

    def go(self) -> None:
        self.connection.send(message_bus.ReleaseName(NAME))

    def tell(self, name, signature, body, sender=None) -> None:
        address = DBusAddress("/org/freedesktop/portal/desktop", interface=SHORTCUTS)
        self._send(new_signal(address, name, signature, body), sender or self.connection)

    def _send(self, signal, connection) -> None:
        signal.header.fields[HeaderFields.destination] = self.program
        connection.send(signal)

    def take(self, message) -> None:
        fields = message.header.fields
        method = fields.get(HeaderFields.member)
        if method == "Register":  # as portals before 1.20 answer
            self.connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        if method not in {"CreateSession", "BindShortcuts"}:
            return
        self.program = fields[HeaderFields.sender]
        self.asked.append(method)
        token = message.body[-1]["handle_token"][1]
        handle = f"/org/freedesktop/portal/desktop/request/1_1/{token}"
        self.connection.send(new_method_return(message, "o", (handle,)))
        results, answer = {"session_handle": ("s", SESSION)}, ACCEPTED
        if method == "BindShortcuts":
            assert message.body[0] == SESSION
            self.bound = message.body[1]
            facts = {"description": ("s", "x"), "trigger_description": ("s", self._key)}
            given = [(each, facts) for each, _ in self.bound if self._gives_key]
            results, answer = {"shortcuts": ("a(sa{sv})", given)}, self._answer
        request = DBusAddress(handle, interface="org.freedesktop.portal.Request")
        self.connection.send(new_signal(request, "Response", "ua{sv}", (answer, results)))


@pytest.fixture
def shortcut(qapp):
    made = GlobalShortcut(claim=PortalShortcut)
    made.said = []
    made.told.connect(lambda text, _is_trouble: made.said.append(text))
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


def test_a_press_opens_the_quick_question(serve, shortcut, qtbot):
    portal = serve(key="Ctrl+Alt+Y")
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    assert portal.asked == ["CreateSession", "BindShortcuts"]
    ((_name, facts),) = portal.bound
    assert facts["description"] == ("s", "Ask YiDesk a quick question")
    assert facts["preferred_trigger"] == ("s", "CTRL+ALT+y")
    assert shortcut.said[-1].startswith("In use: Ctrl+Alt+Y. ")
    for token in ("one", "two"):
        with qtbot.waitSignal(shortcut.pressed) as pressed:
            portal.press(activation_token=("s", token))
        assert pressed.args[0].token == token


@pytest.mark.parametrize(
    ("key", "proposed"),
    [("Meta+Space", "LOGO+space"), ("Shift+F5", "SHIFT+F5"), ("Ctrl+Alt+1", "CTRL+ALT+1")],
)
def test_another_key_is_proposed(key, proposed):
    assert PortalShortcut("x", KeyCombination.read(key)).proposed == proposed


def test_a_press_is_believed_of_the_portal_alone(serve, shortcut, qtbot):
    portal = serve()
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    stranger = open_dbus_connection("SESSION")
    presses = []
    shortcut.pressed.connect(lambda press: presses.append(press.token))
    portal.press(sender=stranger, activation_token=("s", "of a stranger"))
    Proxy(message_bus, stranger).GetId()  # the bus has passed it on by now
    stranger.close()
    portal.press(session=SESSION + "2", activation_token=("s", "of another session"))
    portal.press(activation_token=("s", "of the portal"))
    qtbot.waitUntil(lambda: bool(presses))
    assert presses == ["of the portal"]


def test_what_the_person_does_in_the_desktop_s_settings_is_told(serve, shortcut, qtbot):
    portal = serve()
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    assert "has no key for it yet" in shortcut.said[-1]
    portal.change("F9")
    qtbot.waitUntil(lambda: shortcut.said[-1].startswith("In use: F9."))
    portal.change("")
    qtbot.waitUntil(lambda: "has no key for it yet" in shortcut.said[-1])


@pytest.mark.parametrize("end", [Portal.end_session, Portal.go])
def test_a_key_that_the_desktop_takes_back_is_told(serve, shortcut, qtbot, end):
    portal = serve()
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    with qtbot.waitSignal(shortcut.refused) as refused:
        end(portal)
    assert "taken back" in str(refused.args[0])


def test_a_key_that_is_given_back_opens_nothing_and_can_be_had_again(serve, shortcut, qtbot):
    portal = serve()
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    claim = shortcut._claim
    shortcut.want(None)
    assert shortcut.said[-1] == ""
    claim.wait(30)
    assert not claim._thread.is_alive()
    with qtbot.waitSignal(shortcut.held):
        shortcut.want(USUAL)
    assert len(portal.asked) == 4
    with qtbot.waitSignal(shortcut.pressed):
        portal.press()


@pytest.mark.parametrize("how", [{"answer": CANCELLED}, {"gives_key": False}])
def test_a_person_who_gives_no_key_is_not_taken_for_a_system_without_keys(
    serve, shortcut, qtbot, how
):
    serve(**how)
    with qtbot.waitSignal(shortcut.refused) as refused:
        shortcut.want(USUAL)
    assert refused.args[0].code == DECLINED
    assert "does not ask again" in shortcut.said[-1]


def test_a_request_that_the_desktop_ended_is_no_refusal_of_the_person(serve, shortcut, qtbot):
    serve(answer=ENDED)
    with qtbot.waitSignal(shortcut.refused) as refused:
        shortcut.want(USUAL)
    assert refused.args[0].code == "no_global_key"


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere"])
def test_without_a_portal_or_a_bus_it_is_refused(bus, shortcut, qtbot, monkeypatch, address):
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with qtbot.waitSignal(shortcut.refused) as refused:
        shortcut.want(USUAL)
    assert "yidesk --quick" in str(refused.args[0])


def test_a_system_without_such_keys_refuses(qapp, qtbot):
    assert global_shortcut.claim_of_system("x", USUAL, "freebsd14") is None
    made = GlobalShortcut(claim=lambda _words, _key: None)
    with qtbot.waitSignal(made.refused):
        made.want(USUAL)


def test_a_system_that_lacks_its_own_library_refuses(qapp, qtbot):
    made = GlobalShortcut(claim=lambda _words, key: MacKey(key))
    with qtbot.waitSignal(made.refused):
        made.want(USUAL)


class User32:
    """Gives one key, and has a queue of messages."""

    def __init__(self, *, is_free: bool = True) -> None:
        self._is_free = is_free
        self.keys: dict[int, tuple[int, int]] = {}
        self.queue: queue.SimpleQueue[int] = queue.SimpleQueue()

    def PeekMessageW(self, _message, _window, _least, _most, how) -> int:  # noqa: N802
        assert how == hotkey_windows.PM_NOREMOVE
        return 0

    def RegisterHotKey(self, _window, number, modifiers, key) -> int:  # noqa: N802
        if self._is_free:
            self.keys[number] = modifiers, key
        return int(self._is_free)

    def UnregisterHotKey(self, _window, number) -> int:  # noqa: N802
        del self.keys[number]
        return 1

    def GetMessageW(self, where, _window, _least, _most) -> int:  # noqa: N802
        where._obj.message = self.queue.get()
        return int(where._obj.message != WM_QUIT)

    def PostThreadMessageW(self, thread, message, _first, _second) -> int:  # noqa: N802
        assert thread == 7
        self.queue.put(message)
        return 1


@pytest.mark.parametrize(
    ("key", "registered"),
    [
        ("Ctrl+Alt+Y", (0x4003, 0x59)),
        ("Meta+Shift+Space", (0x400C, 0x20)),
        ("F12", (0x4000, 0x7B)),
        ("Alt+0", (0x4001, 0x30)),
    ],
)
def test_windows_gives_a_key_and_takes_it_back(qapp, qtbot, key, registered):
    system = User32()
    made = GlobalShortcut(claim=lambda _words, key: HotKey(key, system, lambda: 7))
    with qtbot.waitSignal(made.held):
        made.want(KeyCombination.read(key))
    with qtbot.waitSignal(made.pressed):
        system.queue.put(WM_HOTKEY)
    assert system.keys == {1: registered}
    made.close()
    assert system.keys == {}


def test_a_key_that_another_program_has_is_refused_on_windows(qapp, qtbot):
    system = User32(is_free=False)
    made = GlobalShortcut(claim=lambda _words, key: HotKey(key, system, lambda: 7))
    with qtbot.waitSignal(made.refused) as refused:
        made.want(USUAL)
    assert "another key" in str(refused.args[0])
    made.close()


class Carbon:
    """Gives one key, and calls what was installed."""

    TARGET = 0xCAB

    def __init__(self, status: int = 0) -> None:
        self._status = status
        self.handlers: dict[int, object] = {}
        self.keys: dict[int, tuple[int, int]] = {}

    def GetApplicationEventTarget(self) -> int:  # noqa: N802
        return self.TARGET

    def InstallEventHandler(self, target, handler, count, kinds, _given, where) -> int:  # noqa: N802
        kind = kinds._obj
        assert (target.value, count) == (self.TARGET, 1)
        assert (kind.kind_of.to_bytes(4), kind.kind) == (b"keyb", 5)
        where._obj.value = 11
        self.handlers[11] = handler
        return 0

    def RemoveEventHandler(self, handler) -> int:  # noqa: N802
        del self.handlers[handler.value]
        return 0

    def RegisterEventHotKey(self, code, mask, name, target, _options, where) -> int:  # noqa: N802
        assert isinstance(name, HotKeyID)
        assert target.value == self.TARGET
        if self._status == 0:
            where._obj.value = 22
            self.keys[22] = code, mask
        return self._status

    def UnregisterEventHotKey(self, key) -> int:  # noqa: N802
        del self.keys[key.value]
        return 0


@pytest.mark.parametrize(
    ("key", "registered"),
    [
        ("Ctrl+Alt+Y", (0x10, 0x0900)),
        ("Meta+Shift+Space", (0x31, 0x1200)),
        ("F5", (0x60, 0)),
        ("Ctrl+M", (0x2E, 0x0100)),
        ("Ctrl+9", (0x19, 0x0100)),
    ],
)
def test_macos_gives_a_key_and_takes_it_back(qapp, qtbot, key, registered):
    system = Carbon()
    made = GlobalShortcut(claim=lambda _words, key: MacKey(key, system))
    with qtbot.waitSignal(made.held):
        made.want(KeyCombination.read(key))
    assert system.keys == {22: registered}
    with qtbot.waitSignal(made.pressed):
        assert system.handlers[11](None, None, None) == 0
    made.close()
    assert system.keys == {}
    assert system.handlers == {}


@pytest.mark.parametrize(
    ("status", "code"), [(hotkey_macos.EXISTS, "global_key_taken"), (-50, "no_global_key")]
)
def test_a_key_that_macos_does_not_give_leaves_nothing_behind(qapp, qtbot, status, code):
    system = Carbon(status)
    made = GlobalShortcut(claim=lambda _words, key: MacKey(key, system))
    with qtbot.waitSignal(made.refused) as refused:
        made.want(USUAL)
    assert refused.args[0].code == code
    assert system.handlers == {}


def test_a_mac_has_no_key_f24(qapp, qtbot):
    made = GlobalShortcut(claim=lambda _words, key: MacKey(key, Carbon()))
    with qtbot.waitSignal(made.refused) as refused:
        made.want(KeyCombination.read("F24"))
    assert "no key F24" in str(refused.args[0])
