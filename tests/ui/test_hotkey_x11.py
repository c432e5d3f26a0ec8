"""A key that is grabbed from a real X server, pressed by a real keyboard event of its own."""

from __future__ import annotations

import contextlib
import ctypes
import queue
import select
from collections.abc import Iterator

import pytest

from tests.end2end import screen
from yidesk.core.key_combination import USUAL, KeyCombination
from yidesk.ui.system import hotkey_x11, xcb
from yidesk.ui.system.global_shortcut import GlobalShortcut
from yidesk.ui.system.hotkey_linux import LinuxKey
from yidesk.ui.system.hotkey_x11 import GrabbedKey
from yidesk.ui.system.key_claim import TAKEN, Hears, Held, Press
from yidesk.ui.system.xcb import Display

pytestmark = pytest.mark.screen
WAIT = 60.0
KEYCODE_Y, KEYCODE_Z, KEYCODE_F9 = 29, 52, 75
USUALLY = {
    KEYCODE_Y: (ord("y"), ord("Y")),
    KEYCODE_Z: (ord("z"), ord("Z")),
    KEYCODE_F9: (0xFFC6, 0xFFC6),
}
"""Symbols, plain and with Shift."""


@pytest.fixture(scope="module")
def server():
    if not screen.is_possible():
        pytest.fail("Xvfb, xdotool and ImageMagick are needed: make test installs them")
    with screen.display() as environment:
        stays = Display(environment["DISPLAY"])  # with its last program the server begins anew
        yield environment
        stays.close()


@pytest.fixture
def hands(server, monkeypatch) -> screen.Hands:
    monkeypatch.setenv("DISPLAY", server["DISPLAY"])
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return screen.Hands(server)


class Listener:
    """Keeps what becomes of a claim."""

    def __init__(self, claim) -> None:
        self.claim = claim
        self.heard: queue.SimpleQueue = queue.SimpleQueue()
        claim.begin(Hears(self.heard.put, self.heard.put, self.heard.put))

    def next(self):
        return self.heard.get(timeout=WAIT)

    def end(self) -> None:
        self.claim.release()
        self.claim.wait(WAIT)
        assert not self.claim._thread.is_alive()


@pytest.fixture
def claim():
    made: list[Listener] = []

    def make(key: KeyCombination = USUAL) -> Listener:
        made.append(Listener(GrabbedKey(key)))
        return made[-1]

    yield make
    for listener in made:
        listener.end()


@pytest.fixture
def other(hands) -> Iterator[Display]:
    """Another program on the display."""
    display = Display()
    yield display
    display.close()


@contextlib.contextmanager
def laid_out(display: Display, keys: dict[int, str]) -> Iterator[None]:
    """The keyboard with other letters on these keys."""
    lay_out(display, {code: (ord(letter), ord(letter.upper())) for code, letter in keys.items()})
    yield
    lay_out(display, {code: USUALLY[code] for code in keys})


def lay_out(display: Display, keys: dict[int, tuple[int, int]]) -> None:
    """Give keys other symbols, plain and with Shift; the server tells everybody of it."""
    change = display._xcb.xcb_change_keyboard_mapping_checked
    change.restype = xcb.Cookie
    change.argtypes = (ctypes.c_void_p, xcb.U8, xcb.U8, xcb.U8, ctypes.c_void_p)
    for code, symbols in keys.items():
        cookie = change(display._connection, 1, code, 2, (xcb.U32 * 2)(*symbols))
        assert display._error(cookie) == 0


@pytest.mark.parametrize("lock", ["", "Num_Lock", "Caps_Lock"])
def test_the_key_is_heard_whatever_is_locked(hands, claim, lock):
    listener = claim()
    assert listener.next() == Held("Ctrl+Alt+Y")
    if lock:
        hands.press(lock)
    hands.press("ctrl+alt+y")
    if lock:
        hands.press(lock)
    assert isinstance(listener.next(), Press)
    hands.press("ctrl+y")
    hands.press("ctrl+alt+shift+y")
    hands.press("ctrl+alt+y")
    assert isinstance(listener.next(), Press)
    assert listener.heard.empty()


@pytest.mark.parametrize(
    ("key", "pressed"),
    [("Meta+Space", "super+space"), ("Shift+F9", "shift+F9"), ("Ctrl+Alt+7", "ctrl+alt+7")],
)
def test_other_keys_are_heard_too(hands, claim, key, pressed):
    listener = claim(KeyCombination.read(key))
    assert listener.next() == Held(key)
    hands.press(pressed)
    assert isinstance(listener.next(), Press)


def test_a_key_that_is_held_down_is_pressed_once(hands, claim):
    listener = claim()
    listener.next()
    hands._xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "y", "sleep", "1.5")
    hands._xdotool("keyup", "y", "key", "y", "keyup", "alt", "keyup", "ctrl")
    assert isinstance(listener.next(), Press)
    assert isinstance(listener.next(), Press)
    assert listener.heard.empty()


def test_a_key_that_another_program_has_is_refused_and_nothing_stays_grabbed(hands, claim, other):
    (root, *_) = other.roots()
    control, alt, caps = 1 << 2, 1 << 3, 1 << 1
    theirs = (root, KEYCODE_Y, control | alt | caps)
    assert other.grab([theirs])
    listener = claim()
    refused = listener.next()
    assert refused.code == TAKEN
    assert "Ctrl+Alt+Y" in str(refused)
    listener.end()
    assert is_free(other, (root, KEYCODE_Y, control | alt))
    other.ungrab([theirs])


def test_a_key_that_is_given_back_is_free(hands, claim):
    first = claim()
    first.next()
    second = claim()
    assert second.next().code == TAKEN
    first.end()
    assert claim().next() == Held("Ctrl+Alt+Y")


def test_turning_it_off_and_on_at_once_does_not_meet_its_own_grab(hands, qapp, qtbot):
    made = GlobalShortcut(claim=lambda _words, key: GrabbedKey(key))
    refused = []
    made.refused.connect(refused.append)
    for _ in range(5):
        made.want(None)
        with qtbot.waitSignal(made.held):
            made.want(USUAL)
    assert refused == []
    with qtbot.waitSignal(made.pressed):
        hands.press("ctrl+alt+y")
    made.close()


def test_the_key_goes_with_the_letter_when_the_keyboard_is_laid_out_anew(hands, claim, other):
    listener = claim()
    listener.next()
    with laid_out(other, {KEYCODE_Y: "z", KEYCODE_Z: "y"}):
        (root, *_) = other.roots()
        screen.wait_for(lambda: is_free(other, (root, KEYCODE_Y, 12)), "the old key to be free")
        hands.press(f"ctrl+alt+{KEYCODE_Z}")
        assert isinstance(listener.next(), Press)


def is_free(display: Display, grab: tuple[int, int, int]) -> bool:
    """Whether a key can be grabbed; it is given back."""
    has = display.grab([grab])
    if has:
        display.ungrab([grab])
    return has


def test_without_latin_letters_the_key_is_where_it_is_usually(hands, claim, other):
    with laid_out(other, {KEYCODE_Y: "н"}):
        listener = claim()
        assert listener.next() == Held("Ctrl+Alt+Y")
        hands.press(f"ctrl+alt+{KEYCODE_Y}")
        assert isinstance(listener.next(), Press)


def test_a_key_that_the_keyboard_lacks_is_said(hands, claim, other):
    with laid_out(other, {KEYCODE_F9: "x"}):
        refused = claim(KeyCombination.read("F9")).next()
    assert refused.code == "global_key_missing"
    assert "F9" in str(refused)


def test_the_window_manager_is_asked_for_the_keyboard_as_of_the_press(hands, claim, other):
    (root, *_) = other.roots()
    with_manager(other, root)
    try:
        listener = claim()
        listener.next()
        hands.press("ctrl+alt+y")
        listener.next().take_keys(root)  # it is on the screen
        message = next_message(other)
        assert message.kind == other.atom("_NET_ACTIVE_WINDOW")
        assert message.window == root
        assert message.data[0] == hotkey_x11.FROM_APPLICATION
        assert message.data[1] > 0
    finally:
        without_manager(other, root)


def test_nothing_is_grabbed_from_a_server_under_wayland(hands, claim, monkeypatch):
    monkeypatch.setattr(hotkey_x11, "WAYLAND_S_OWN", "XTEST")  # one that this server has
    assert claim().next().code == "global_key_wayland"
    monkeypatch.undo()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert claim().next().code == "global_key_wayland"


def test_without_a_server_it_is_refused(claim, monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert claim().next().code == "no_global_key"


def test_a_server_that_goes_takes_the_key_with_it(monkeypatch, claim):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with screen.display() as environment:
        monkeypatch.setenv("DISPLAY", environment["DISPLAY"])
        listener = claim()
        assert listener.next() == Held("Ctrl+Alt+Y")
    assert listener.next().code == "no_global_key"


def test_where_the_desktop_has_no_portal_the_key_is_grabbed(bus, hands):
    listener = Listener(LinuxKey("x", USUAL))
    assert listener.next() == Held("Ctrl+Alt+Y")
    hands.press("ctrl+alt+y")
    assert isinstance(listener.next(), Press)
    listener.end()


def test_what_is_given_back_before_it_is_had_is_not_asked_for(bus, hands):
    claim = LinuxKey("x", USUAL)
    claim.release()
    listener = Listener(claim)
    listener.claim.wait(WAIT)
    assert listener.heard.empty()


def with_manager(display: Display, root: int) -> None:
    """Be a window manager, as far as programs look."""
    change = display._xcb.xcb_change_property_checked
    change.restype = xcb.Cookie
    change.argtypes = (ctypes.c_void_p, xcb.U8, *[xcb.U32] * 3, xcb.U8, xcb.U32, ctypes.c_void_p)
    name, value = display.atom("_NET_SUPPORTING_WM_CHECK"), (xcb.U32 * 1)(root)
    window_type = display.atom("WINDOW")
    cookie = change(display._connection, 0, root, name, window_type, 32, 1, value)
    assert display._error(cookie) == 0
    mask = (xcb.U32 * 1)(xcb.SUBSTRUCTURE_REDIRECT)
    listen = display._xcb.xcb_change_window_attributes_checked
    assert display._error(listen(display._connection, root, xcb.EVENT_MASK, mask)) == 0


def without_manager(display: Display, root: int) -> None:
    delete = display._xcb.xcb_delete_property_checked
    delete.restype, delete.argtypes = xcb.Cookie, (ctypes.c_void_p, xcb.U32, xcb.U32)
    name = display.atom("_NET_SUPPORTING_WM_CHECK")
    assert display._error(delete(display._connection, root, name)) == 0


def next_message(display: Display) -> xcb.Message:
    """The next message to the window manager."""
    while True:
        while (event := display.next_event()) is not None:
            if event.type & ~xcb.SENT == xcb.CLIENT_MESSAGE:
                return xcb.Message.from_buffer_copy(event)
        ready, _, _ = select.select([display.number], [], [], WAIT)
        assert ready
