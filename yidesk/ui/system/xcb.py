"""A connection to an X server of our own: the part of libxcb that a key of its own needs.

libxcb and libxcb-keysyms are there wherever Qt shows a window under X11. Not libX11: that ends the
program on errors, or tells them to one function in the whole process, which is Qt's.

Structures and numbers are those of xproto.h and the X Window System Protocol, version 11.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Sequence
from typing import Any

CURRENT_TIME = 0
ASYNCHRONOUS = 1
FOCUS_TO_PARENT = 2
VIEWABLE = 2
KEY_PRESS, KEY_RELEASE, MAP_NOTIFY, CLIENT_MESSAGE, MAPPING_NOTIFY = 2, 3, 19, 33, 34
POINTER_MAP = 2
"""Of a MAPPING_NOTIFY: the buttons of the mouse, and no keys."""
SENT = 0x80
"""Bit of an event's type: another program sent it, no key or window."""
ACCESS_DENIED = 10
"""The error BadAccess: another program has grabbed it."""
EVENT_MASK = 0x800
STRUCTURE_NOTIFY, SUBSTRUCTURE_NOTIFY, SUBSTRUCTURE_REDIRECT = 0x20000, 0x80000, 0x100000
COLUMNS = 4
"""Of a key's symbols: two levels of two layouts."""

U8, U16, U32, POINTER = ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_void_p


class Cookie(ctypes.Structure):
    """A request that was sent."""

    _fields_ = (("sequence", ctypes.c_uint),)


class Screen(ctypes.Structure):
    """xcb_screen_t, as far as it is looked at."""

    _fields_ = (("root", U32),)


class ScreenIterator(ctypes.Structure):
    """xcb_screen_iterator_t."""

    _fields_ = (
        ("data", ctypes.POINTER(Screen)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class Setup(ctypes.Structure):
    """xcb_setup_t, as far as it is looked at."""

    _fields_ = (("_before", U8 * 34), ("min_keycode", U8), ("max_keycode", U8))


class Event(ctypes.Structure):
    """Any event, with the fields of those that are listened to.

    DETAIL is the keycode of a key; TIME that of a key, and the window of a MAP_NOTIFY's parent; the
    lowest byte of it what a MAPPING_NOTIFY is about. WINDOW is the one that a MAP_NOTIFY is about.
    """

    _fields_ = (
        ("type", U8),
        ("detail", U8),
        ("sequence", U16),
        ("time", U32),
        ("window", U32),
        ("_rest", U8 * 20),
    )
    type: int
    detail: int
    time: int
    window: int


class Error(ctypes.Structure):
    """xcb_generic_error_t, as far as it is looked at."""

    _fields_ = (("type", U8), ("code", U8))


class Reply(ctypes.Structure):
    """The head of replies: an atom, the presence of an extension, or a property's length."""

    _fields_ = (
        ("type", U8),
        ("small", U8),
        ("sequence", U16),
        ("length", U32),
        ("first", U32),
        ("_after", U32),
        ("count", U32),
    )
    small: int
    """Keycodes per modifier."""
    first: int
    """The atom; its lowest byte: whether there is such an extension."""
    count: int
    """How many values a property has."""


class Message(ctypes.Structure):
    """xcb_client_message_event_t of 32-bit values."""

    _fields_ = (
        ("type", U8),
        ("format", U8),
        ("sequence", U16),
        ("window", U32),
        ("kind", U32),
        ("data", U32 * 5),
    )


_CONNECTION, _SCREEN, _ERROR = POINTER, ctypes.POINTER(Screen), ctypes.POINTER(Error)
_FUNCTIONS: dict[str, tuple[object, ...]] = {
    "xcb_connect": (_CONNECTION, ctypes.c_char_p, POINTER),
    "xcb_connection_has_error": (ctypes.c_int, _CONNECTION),
    "xcb_disconnect": (None, _CONNECTION),
    "xcb_flush": (ctypes.c_int, _CONNECTION),
    "xcb_get_file_descriptor": (ctypes.c_int, _CONNECTION),
    "xcb_get_setup": (ctypes.POINTER(Setup), _CONNECTION),
    "xcb_setup_roots_iterator": (ScreenIterator, ctypes.POINTER(Setup)),
    "xcb_screen_next": (None, ctypes.POINTER(ScreenIterator)),
    "xcb_poll_for_event": (ctypes.POINTER(Event), _CONNECTION),
    "xcb_request_check": (_ERROR, _CONNECTION, Cookie),
    "xcb_grab_key_checked": (Cookie, _CONNECTION, U8, U32, U16, U8, U8, U8),
    "xcb_ungrab_key_checked": (Cookie, _CONNECTION, U8, U32, U16),
    "xcb_get_modifier_mapping": (Cookie, _CONNECTION),
    "xcb_query_extension": (Cookie, _CONNECTION, U16, ctypes.c_char_p),
    "xcb_intern_atom": (Cookie, _CONNECTION, U8, U16, ctypes.c_char_p),
    "xcb_get_property": (Cookie, _CONNECTION, U8, U32, U32, U32, U32, U32),
    "xcb_get_window_attributes": (Cookie, _CONNECTION, U32),
    "xcb_change_window_attributes_checked": (Cookie, _CONNECTION, U32, U32, POINTER),
    "xcb_send_event_checked": (Cookie, _CONNECTION, U8, U32, U32, POINTER),
    "xcb_set_input_focus_checked": (Cookie, _CONNECTION, U8, U32, U32),
}
"""What each returns, and what it takes."""
_ANSWERED = (
    "get_modifier_mapping",
    "query_extension",
    "intern_atom",
    "get_property",
    "get_window_attributes",
)
_SYMBOLS: dict[str, tuple[object, ...]] = {
    "xcb_key_symbols_alloc": (POINTER, _CONNECTION),
    "xcb_key_symbols_get_keysym": (U32, POINTER, U8, ctypes.c_int),
    "xcb_key_symbols_free": (None, POINTER),
}


class Display:
    """One connection; one thread uses it."""

    def __init__(self, name: str | None = None) -> None:
        """Connect with the display NAME, else that of the environment.

        Raises OSError where there is none, or no libxcb.
        """
        self._xcb = _load("libxcb.so.1", _FUNCTIONS)
        for each in _ANSWERED:
            _declare(self._xcb, f"xcb_{each}_reply", (POINTER, _CONNECTION, Cookie, POINTER))
        self._symbols = _load("libxcb-keysyms.so.1", _SYMBOLS)
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = (POINTER,)
        self._connection = self._xcb.xcb_connect(os.fsencode(name) if name else None, None)
        self._is_open = True
        if self.is_broken:
            self.close()
            raise OSError("no X server")
        self.number = int(self._xcb.xcb_get_file_descriptor(self._connection))
        """Of the file that can be read from when the server has said something."""

    @property
    def is_broken(self) -> bool:
        """Whether the server has gone."""
        return bool(self._xcb.xcb_connection_has_error(self._connection))

    def close(self) -> None:
        """End the connection; with it go its grabs."""
        if self._is_open:
            self._is_open = False
            self._xcb.xcb_disconnect(self._connection)

    def roots(self) -> list[int]:
        """The root window of every screen."""
        each = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        found = []
        while each.rem:
            found.append(int(each.data.contents.root))
            self._xcb.xcb_screen_next(ctypes.byref(each))
        return found

    def next_event(self) -> Event | None:
        """An event that has come; None: there is none now."""
        pointer = self._xcb.xcb_poll_for_event(self._connection)
        if not pointer:
            return None
        event = Event.from_buffer_copy(pointer.contents)
        self._free(pointer)
        return event

    def has_extension(self, name: str) -> bool:
        """Whether the server can do what is called so."""
        reply = self._ask("query_extension", len(name), name.encode())
        return reply is not None and bool(Reply.from_buffer_copy(reply).first & 0xFF)

    def keys_of(self, symbols: Iterable[int]) -> dict[int, list[int]]:
        """The keycodes that have each of SYMBOLS, as the keyboard is laid out now.

        In the first layout that has it at all: a second one has the letter elsewhere, where the
        first has another.
        """
        setup = self._xcb.xcb_get_setup(self._connection).contents
        codes = range(setup.min_keycode, setup.max_keycode + 1)
        table = self._symbols.xcb_key_symbols_alloc(self._connection)
        look = self._symbols.xcb_key_symbols_get_keysym
        columns = [{code: look(table, code, column) for code in codes} for column in range(COLUMNS)]
        self._symbols.xcb_key_symbols_free(table)
        found: dict[int, list[int]] = {}
        for symbol in symbols:
            places = ([code for code in column if column[code] == symbol] for column in columns)
            found[symbol] = next(filter(None, places), [])
        return found

    def modifiers(self) -> list[frozenset[int]]:
        """Keycodes of each of the eight modifiers: Shift, Lock, Control, Mod1 to Mod5."""
        reply = self._ask("get_modifier_mapping") or bytes(32)
        each = Reply.from_buffer_copy(reply).small
        codes = reply[32:]
        return [frozenset(codes[at * each : (at + 1) * each]) - {0} for at in range(8)]

    def grab(self, grabs: Sequence[tuple[int, int, int]]) -> bool:
        """Take keys, each a root window, a keycode and a mask of modifiers.

        False where another program has one of them: then none is taken.
        """
        asked = [
            self._xcb.xcb_grab_key_checked(
                self._connection, 0, root, mask, code, ASYNCHRONOUS, ASYNCHRONOUS
            )
            for root, code, mask in grabs
        ]
        errors = [self._error(cookie) for cookie in asked]
        if any(errors):
            self.ungrab(grab for grab, error in zip(grabs, errors, strict=True) if not error)
        if other := [each for each in errors if each not in (0, ACCESS_DENIED)]:
            raise OSError(f"X error {other[0]}")
        return not any(errors)

    def ungrab(self, grabs: Iterable[tuple[int, int, int]]) -> None:
        """Give them back."""
        for root, code, mask in grabs:
            self._error(self._xcb.xcb_ungrab_key_checked(self._connection, code, root, mask))

    def hear_of(self, window: int) -> None:
        """Get the MAP_NOTIFY of a window of ours or of another connection."""
        mask = (U32 * 1)(STRUCTURE_NOTIFY)
        change = self._xcb.xcb_change_window_attributes_checked
        self._error(change(self._connection, window, EVENT_MASK, mask))

    def is_viewable(self, window: int) -> bool:
        """Whether a window is on the screen."""
        reply = self._ask("get_window_attributes", window)
        return reply is not None and reply[26] == VIEWABLE

    def has_property(self, window: int, name: str) -> bool:
        """Whether there is something in a property of a window."""
        reply = self._ask("get_property", 0, window, self.atom(name), 0, 0, 1)
        return reply is not None and Reply.from_buffer_copy(reply).count > 0

    def atom(self, name: str) -> int:
        """The number of a name."""
        reply = self._ask("intern_atom", 0, len(name), name.encode())
        return 0 if reply is None else Reply.from_buffer_copy(reply).first

    def tell_window_manager(self, window: int, name: str, values: Sequence[int]) -> None:
        """Send the message NAME about a window to the root, where the window manager hears it."""
        numbers = (U32 * 5)(*values)
        message = Message(CLIENT_MESSAGE, 32, 0, window, self.atom(name), numbers)
        mask = SUBSTRUCTURE_NOTIFY | SUBSTRUCTURE_REDIRECT
        send = self._xcb.xcb_send_event_checked
        for root in self.roots():
            self._error(send(self._connection, 0, root, mask, ctypes.byref(message)))

    def focus(self, window: int, time: int) -> None:
        """Give the keyboard to a window, unless another one has got it after TIME."""
        focus = self._xcb.xcb_set_input_focus_checked
        self._error(focus(self._connection, FOCUS_TO_PARENT, window, time))

    def _error(self, cookie: Cookie) -> int:
        """The code of the error that a request ended in; 0: none."""
        pointer = self._xcb.xcb_request_check(self._connection, cookie)
        if not pointer:
            return 0
        code = int(pointer.contents.code)
        self._free(pointer)
        return code

    def _ask(self, name: str, *values: object) -> bytes | None:
        """The whole reply to a request; None where it ended in an error."""
        cookie = getattr(self._xcb, f"xcb_{name}")(self._connection, *values)
        pointer = getattr(self._xcb, f"xcb_{name}_reply")(self._connection, cookie, None)
        if not pointer:
            return None
        head = Reply.from_address(pointer)
        reply = ctypes.string_at(pointer, 32 + 4 * head.length)
        self._free(pointer)
        return reply


def _load(name: str, functions: dict[str, tuple[object, ...]]) -> Any:  # noqa: ANN401 - a library
    library = ctypes.CDLL(name)
    for each, kinds in functions.items():
        _declare(library, each, kinds)
    return library


def _declare(library: ctypes.CDLL, name: str, kinds: tuple[Any, ...]) -> None:
    function = getattr(library, name)
    function.restype, function.argtypes = kinds[0], kinds[1:]
