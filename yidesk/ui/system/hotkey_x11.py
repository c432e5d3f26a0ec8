"""A key under X11, where the desktop has no portal for it: grabbed on the root window.

A grab is of a keycode with an exact set of modifiers, and the locks are modifiers too: so it is
made with and without each of them. Where the keyboard is laid out anew, it is made anew. The server
refuses what another program has grabbed.

Under Wayland an X server sees only the keys of its own windows, and so nothing is grabbed there.
"""

from __future__ import annotations

import os
import queue
import select
import weakref
from collections.abc import Iterator
from contextlib import closing
from itertools import combinations

from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination, is_function
from yidesk.ui.system import xcb
from yidesk.ui.system.key_claim import Hears, Held, Press, ThreadedClaim, missing, taken
from yidesk.ui.system.xcb import Display, Event

WAYLAND_S_OWN = "XWAYLAND"
"""An extension that Xwayland has since 23.1, and no other server."""
MODIFIER_SYMBOLS = {
    "Shift": (0xFFE1, 0xFFE2),
    "Ctrl": (0xFFE3, 0xFFE4),
    "Alt": (0xFFE9, 0xFFEA, 0xFFE7, 0xFFE8),
    "Meta": (0xFFEB, 0xFFEC),
}
"""Keysyms, left and right; for Meta the key Super, for Alt also the key Meta of old keyboards."""
LOCK_SYMBOLS = (0xFFE5, 0xFF7F, 0xFF14)
"""Caps Lock, Num Lock, Scroll Lock."""
SPACE, FIRST_FUNCTION = 0x20, 0xFFBE
ROWS = ((10, "1234567890"), (24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
"""Keycodes of a PC keyboard (evdev), where the letters are on one that is laid out for English: so
is meant by a person whose layout has no Latin letters."""
FROM_APPLICATION = 1
"""Who asks the window manager: not a pager."""

Grab = tuple[int, int, int]
"""Root window, keycode and mask of modifiers."""


class GrabbedKey(ThreadedClaim):
    """One grab, on a connection of its own."""

    def __init__(self, key: KeyCombination, display: str | None = None) -> None:
        """DISPLAY: its name; None: as the environment says."""
        super().__init__()
        self._key, self._display = key, display
        self._reading, self._writing = os.pipe()
        for end in (self._reading, self._writing):
            weakref.finalize(self, os.close, end)
        self._wanted: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        """Windows that are to have the keyboard, each with the time of the press; None: the end."""
        self._released = 0

    def release(self) -> None:
        """As `ThreadedClaim` says."""
        self._say(None)

    def hold(self, hears: Hears) -> None:
        """As `ThreadedClaim` says."""
        if os.environ.get("WAYLAND_DISPLAY"):
            raise _wayland()
        with closing(Display(self._display)) as display:
            if display.has_extension(WAYLAND_S_OWN):
                raise _wayland()
            grabs = self._grab(display)
            hears.held(Held(str(self._key)))
            self._listen(display, hears, grabs)

    def _listen(self, display: Display, hears: Hears, grabs: list[Grab]) -> None:
        coming: dict[int, int] = {}
        """Windows that are to have the keyboard once they are seen, and the time of the press."""
        while True:
            is_laid_out_anew = False
            while (event := display.next_event()) is not None:
                kind = event.type & ~xcb.SENT
                if kind == xcb.MAPPING_NOTIFY:
                    is_laid_out_anew |= event.time & 0xFF != xcb.POINTER_MAP
                elif kind == xcb.MAP_NOTIFY and event.window in coming:
                    _give_keyboard(display, event.window, coming.pop(event.window))
                else:
                    self._take(event, kind, hears)
            if is_laid_out_anew:
                if set(self._grabs(display)) != set(grabs):
                    display.ungrab(grabs)
                    grabs = self._grab(display)
            # after every question to the server look again: with its answer events have come,
            # and of those the file says no more that there are any
            elif not self._wait(display, coming):
                break
        display.ungrab(grabs)  # the end of a connection is seen later by the server

    def _take(self, event: Event, kind: int, hears: Hears) -> None:
        """A key that is held down repeats itself: it is let go and pressed at the same time."""
        if kind == xcb.KEY_RELEASE:
            self._released = event.time
        elif kind == xcb.KEY_PRESS and event.time != self._released:
            time = event.time
            hears.pressed(Press(take_keys=lambda window: self._say((window, time))))

    def _wait(self, display: Display, coming: dict[int, int]) -> bool:
        """Until there is something to do; False at the end."""
        if display.is_broken:
            raise OSError("the X server has gone")
        poll = select.poll()
        for each in (display.number, self._reading):
            poll.register(each, select.POLLIN)
        if self._reading not in dict(poll.poll()):
            return True
        os.read(self._reading, 1)
        wanted = self._wanted.get()
        if wanted is None:
            return False
        window, time = wanted
        display.hear_of(window)
        if display.is_viewable(window):
            _give_keyboard(display, window, time)
        else:
            coming[window] = time
        return True

    def _say(self, wanted: tuple[int, int] | None) -> None:
        self._wanted.put(wanted)
        os.write(self._writing, b".")

    def _grab(self, display: Display) -> list[Grab]:
        grabs = self._grabs(display)
        if not grabs:
            raise missing(str(self._key))
        if not display.grab(grabs):
            raise taken(str(self._key))
        return grabs

    def _grabs(self, display: Display) -> list[Grab]:
        """What is to be grabbed as the keyboard is laid out now; empty: it has no such key."""
        symbol = _symbol(self._key.key)
        symbols = [symbol, *LOCK_SYMBOLS, *(each for s in MODIFIER_SYMBOLS.values() for each in s)]
        keys, modifiers = display.keys_of(symbols), display.modifiers()

        def mask(*of: int) -> int:
            codes = {code for each in of for code in keys[each]}
            return next((1 << at for at, held in enumerate(modifiers) if codes & held), 0)

        held = [mask(*MODIFIER_SYMBOLS[name]) for name in self._key.modifiers]
        codes = keys[symbol] or _usual_place(self._key.key)
        if not all(held):
            return []
        locks = {mask(each) for each in LOCK_SYMBOLS} - {0, *held}
        masks = {sum({*held, *some}) for some in _subsets(sorted(locks))}
        roots = display.roots()
        return [(root, code, each) for root in roots for code in codes for each in sorted(masks)]


def _give_keyboard(display: Display, window: int, time: int) -> None:
    """As the program that was asked at TIME: a window manager lets no other to the front."""
    (root, *_) = display.roots()
    if display.has_property(root, "_NET_SUPPORTING_WM_CHECK"):
        values = (FROM_APPLICATION, time, 0, 0, 0)
        display.tell_window_manager(window, "_NET_ACTIVE_WINDOW", values)
    else:
        display.focus(window, time)


def _symbol(key: str) -> int:
    """The keysym of a key."""
    if is_function(key):
        return FIRST_FUNCTION + int(key[1:]) - 1
    return SPACE if key == "Space" else ord(key.lower())


def _usual_place(key: str) -> list[int]:
    return [first + row.index(key) for first, row in ROWS if key in row]


def _subsets(of: list[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(of) + 1):
        yield from combinations(of, size)


def _wayland() -> YiDeskError:
    return YiDeskError(
        "Under Wayland only the desktop can give a program a key, and this one gives none.",
        code="global_key_wayland",
        next_step="Bind a key to `yidesk --quick` in the system’s own settings.",
    )
