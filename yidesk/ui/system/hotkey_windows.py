"""A key on Windows: RegisterHotKey of user32, in a thread with a queue of messages of its own.

Written from Microsoft's documentation (learn.microsoft.com, winuser.h) and tested with a user32 of
our own; not tried on Windows yet.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from ctypes import wintypes
from typing import Protocol

from yidesk.core.key_combination import KeyCombination, is_function
from yidesk.ui.system.key_claim import Hears, Held, Press, ThreadedClaim, taken

MODIFIERS = {"Alt": 0x0001, "Ctrl": 0x0002, "Shift": 0x0004, "Meta": 0x0008}
NO_REPEAT = 0x4000
SPACE, FIRST_FUNCTION = 0x20, 0x70
WM_HOTKEY, WM_QUIT = 0x0312, 0x0012
PM_NOREMOVE = 0
NUMBER = 1
"""Of the key, within its thread."""


class User32(Protocol):
    """What is used of user32.dll; each returns 0 where it fails."""

    def RegisterHotKey(self, window: None, number: int, modifiers: int, key: int) -> int:
        """Claim a key for this thread."""

    def UnregisterHotKey(self, window: None, number: int) -> int:
        """Give it back."""

    def PeekMessageW(self, message: object, window: None, least: int, most: int, how: int) -> int:
        """Look into the queue, which is made by that."""

    def GetMessageW(self, message: object, window: None, least: int, most: int) -> int:
        """Wait for a message; 0 for WM_QUIT, -1 for an error."""

    def PostThreadMessageW(self, thread: int, message: int, first: int, second: int) -> int:
        """Put a message into the queue of a thread."""


class HotKey(ThreadedClaim):
    """One claim of the key."""

    def __init__(
        self,
        key: KeyCombination,
        user32: User32 | None = None,
        thread: Callable[[], int] = threading.get_native_id,
    ) -> None:
        super().__init__()
        self._key = key
        self._user32, self._number_of_thread = user32 or _user32(), thread
        self._lock = threading.Lock()
        self._listening: int | None = None
        """The thread that holds the key."""
        self._released = False

    def hold(self, hears: Hears) -> None:
        """As `ThreadedClaim` says."""
        message = wintypes.MSG()
        where = ctypes.byref(message)
        self._user32.PeekMessageW(where, None, 0, 0, PM_NOREMOVE)  # now there is a queue
        with self._lock:
            self._listening = self._number_of_thread()
            if self._released:
                return
        how = sum(MODIFIERS[each] for each in self._key.modifiers) | NO_REPEAT
        if not self._user32.RegisterHotKey(None, NUMBER, how, _code(self._key.key)):
            raise taken(str(self._key))
        try:
            hears.held(Held(str(self._key)))
            while self._user32.GetMessageW(where, None, 0, 0) > 0:
                if message.message == WM_HOTKEY:
                    hears.pressed(Press())
        finally:
            self._user32.UnregisterHotKey(None, NUMBER)

    def release(self) -> None:
        """As `ThreadedClaim` says."""
        with self._lock:
            self._released = True
            if self._listening is not None:
                self._user32.PostThreadMessageW(self._listening, WM_QUIT, 0, 0)


def _code(key: str) -> int:
    """The virtual-key code: of letters and digits their ASCII."""
    if is_function(key):
        return FIRST_FUNCTION + int(key[1:]) - 1
    return SPACE if key == "Space" else ord(key)


def _user32() -> User32:
    library: User32 = getattr(ctypes, "WinDLL")("user32")  # noqa: B009 - only Windows has it
    return library
