"""A key on macOS: RegisterEventHotKey of Carbon, which needs no permission to watch the keyboard.

Its events come to the program's main thread, where Cocoa's loop, which is Qt's, takes them. Numbers
are those of CarbonEvents.h and HIToolbox's Events.h; as everywhere in Qt, Ctrl is the Command key.

Written from Apple's documentation and tested with a Carbon of our own; not tried on macOS yet.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from typing import Any, Protocol

from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination
from yidesk.ui.system.key_claim import Claim, Hears, Held, Press, missing, no_key, taken

_log = logging.getLogger(__name__)
LIBRARY = "/System/Library/Frameworks/Carbon.framework/Carbon"
MODIFIERS = {"Ctrl": 0x0100, "Shift": 0x0200, "Alt": 0x0800, "Meta": 0x1000}
KEYBOARD, HOT_KEY_PRESSED = int.from_bytes(b"keyb"), 5
SIGNATURE, NUMBER = int.from_bytes(b"YiDk"), 1
EXISTS = -9878
"""eventHotKeyExistsErr."""
_ROWS = (
    (0x00, "ASDFHGZXCV"),
    (0x0B, "BQWERYT123465"),
    (0x19, "97"),
    (0x1C, "80"),
    (0x1F, "OU"),
    (0x22, "IP"),
    (0x25, "LJ"),
    (0x28, "K"),
    (0x2D, "NM"),
)
"""Runs of virtual key codes; they name places on the keyboard, not letters."""
_FUNCTIONS = bytes.fromhex("7a7863766061626465 6d676f696b716a404f505a")
"""Those of F1 to F20; there are no more."""
CODES = {letter: first + at for first, row in _ROWS for at, letter in enumerate(row)}
CODES |= {f"F{number}": code for number, code in enumerate(_FUNCTIONS, 1)} | {"Space": 0x31}


class EventType(ctypes.Structure):
    """EventTypeSpec."""

    _fields_ = (("kind_of", ctypes.c_uint32), ("kind", ctypes.c_uint32))


class HotKeyID(ctypes.Structure):
    """EventHotKeyID."""

    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


HANDLER = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
"""What is called with an event: the next handler, the event, and what was given to it."""


class Carbon(Protocol):
    """What is used of Carbon; each but the first returns an OSStatus, 0 where it worked."""

    GetApplicationEventTarget: Callable[[], int | None]
    InstallEventHandler: Callable[..., int]
    RemoveEventHandler: Callable[[ctypes.c_void_p], int]
    RegisterEventHotKey: Callable[..., int]
    UnregisterEventHotKey: Callable[[ctypes.c_void_p], int]


class MacKey:
    """One claim of the key."""

    def __init__(self, key: KeyCombination, carbon: Carbon | None = None) -> None:
        """Raises OSError where there is no Carbon."""
        self._key, self._carbon = key, carbon or _carbon()
        self._handler = ctypes.c_void_p()
        self._hot_key = ctypes.c_void_p()
        self._callback: object = None
        """Kept as long as Carbon may call it."""

    def begin(self, hears: Hears, _after: Claim | None = None, /) -> None:
        """As `Claim` says."""
        try:
            self._register(hears)
        except YiDeskError as error:
            self.release()
            hears.refused(error)
        else:
            hears.held(Held(str(self._key)))

    def release(self) -> None:
        """As `Claim` says."""
        if self._hot_key.value:
            self._carbon.UnregisterEventHotKey(self._hot_key)
        if self._handler.value:
            self._carbon.RemoveEventHandler(self._handler)
        self._hot_key, self._handler = ctypes.c_void_p(), ctypes.c_void_p()

    def wait(self, seconds: float | None = None) -> None:
        """It is given back at once."""

    def _register(self, hears: Hears) -> None:
        code = CODES.get(self._key.key)
        if code is None:
            raise missing(str(self._key))

        def pressed(_next: int | None, _event: int | None, _given: int | None) -> int:
            hears.pressed(Press())
            return 0

        self._callback = callback = HANDLER(pressed)
        target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        kind = EventType(KEYBOARD, HOT_KEY_PRESSED)
        handler = ctypes.byref(self._handler)
        status = self._carbon.InstallEventHandler(
            target, callback, 1, ctypes.byref(kind), None, handler
        )
        if status == 0:
            mask = sum(MODIFIERS[each] for each in self._key.modifiers)
            name, hot_key = HotKeyID(SIGNATURE, NUMBER), ctypes.byref(self._hot_key)
            status = self._carbon.RegisterEventHotKey(code, mask, name, target, 0, hot_key)
        if status == EXISTS:
            raise taken(str(self._key))
        if status != 0:
            _log.info("no key for a quick question: Carbon says %d", status)
            raise no_key()


def _carbon() -> Carbon:
    library: Any = ctypes.CDLL(LIBRARY)
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    library.GetApplicationEventTarget.restype = pointer
    library.InstallEventHandler.argtypes = (
        pointer, HANDLER, ctypes.c_ulong, pointer, pointer, pointer
    )  # fmt: skip
    library.RemoveEventHandler.argtypes = (pointer,)
    library.RegisterEventHotKey.argtypes = (number, number, HotKeyID, pointer, number, pointer)
    library.UnregisterEventHotKey.argtypes = (pointer,)
    carbon: Carbon = library
    return carbon
