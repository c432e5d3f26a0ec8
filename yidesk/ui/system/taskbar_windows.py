"""Progress on the button of the taskbar of Windows: ITaskbarList3, called through its table.

COM by hand, because two calls are no reason for a library: an object is a pointer to a pointer to
a table of functions, each of which takes the object first and returns an HRESULT, negative where
it failed. Numbers and orders are those of shobjidl_core.h.

Written from Microsoft's documentation and tested with a table of our own; not tried on Windows yet.
"""

from __future__ import annotations

import contextlib
import ctypes
import uuid
from collections.abc import Callable, Iterator
from typing import Protocol

TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11D0-958A-006097C9A090")
"""CLSID_TaskbarList."""
TASKBAR_LIST_3 = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
"""IID_ITaskbarList3."""
IN_PROCESS = 0x1
APARTMENT = 0x2
RELEASE, INITIALISE, SET_VALUE, SET_STATE = 2, 3, 9, 10
"""Places in the table: IUnknown has 0 to 2, ITaskbarList 3 to 7, ITaskbarList2 8."""
NO_PROGRESS, NORMAL = 0x0, 0x2
WHOLE = 1000
"""What a share of 1 is to the taskbar, which counts in whole numbers."""

_FUNCTION: Callable[..., Callable[[int], Callable[..., int]]] = getattr(
    ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE
)


class Ole(Protocol):
    """What is used of ole32.dll; each returns an HRESULT."""

    def CoInitializeEx(self, reserved: None, model: int) -> int:
        """Make this thread one that may use COM."""

    def CoCreateInstance(
        self, kind: bytes, outer: None, context: int, interface: bytes, made: object
    ) -> int:
        """Make an object of a KIND; MADE is where its pointer goes."""

    def CoUninitialize(self) -> object:
        """Take the first call back; only where it succeeded."""


def show(window: int, share: float | None, ole: Ole | None = None) -> None:
    """Show on the button of WINDOW (its HWND) how much is done, 0 to 1; None takes it away.

    In a thread of its own, not in that of the window: it may wait for the shell. Nothing is kept
    between calls. Raises OSError when Windows refuses.
    """
    library = ole or _ole32()
    # a failure (this thread has another model already) does not mean that COM cannot be used
    began = library.CoInitializeEx(None, APARTMENT) >= 0
    try:
        with _taskbar(library) as call:
            call(INITIALISE)
            if share is None:
                call(SET_STATE, ctypes.c_void_p(window), ctypes.c_int(NO_PROGRESS))
                return
            call(SET_STATE, ctypes.c_void_p(window), ctypes.c_int(NORMAL))
            done = ctypes.c_uint64(round(min(1.0, max(0.0, share)) * WHOLE))
            call(SET_VALUE, ctypes.c_void_p(window), done, ctypes.c_uint64(WHOLE))
    finally:
        if began:
            library.CoUninitialize()


@contextlib.contextmanager
def _taskbar(library: Ole) -> Iterator[Callable[..., int]]:
    """The taskbar, as a function that calls the function at a place of its table."""
    made = ctypes.c_void_p()
    kind, interface = TASKBAR_LIST.bytes_le, TASKBAR_LIST_3.bytes_le
    _succeed(library.CoCreateInstance(kind, None, IN_PROCESS, interface, ctypes.byref(made)))
    if not made.value:
        raise OSError("COM gave no taskbar")
    table = ctypes.cast(made, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents

    def call(place: int, *arguments: ctypes._SimpleCData[object]) -> int:
        kinds = (type(each) for each in arguments)
        function = _FUNCTION(ctypes.c_int32, ctypes.c_void_p, *kinds)(int(table[place] or 0))
        return _succeed(function(made, *arguments))

    try:
        yield call
    finally:
        with contextlib.suppress(OSError):  # it returns a count, which no number of it is wrong
            call(RELEASE)


def _succeed(result: int) -> int:
    if result < 0:
        raise OSError(f"COM says {result & 0xFFFFFFFF:#010x}")
    return result


def _ole32() -> Ole:
    library: Ole = getattr(ctypes, "WinDLL")("ole32")  # noqa: B009 - only Windows has it
    return library
