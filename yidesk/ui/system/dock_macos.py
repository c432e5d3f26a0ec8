"""Progress on the icon in the Dock of macOS: NSDockTile's label, by Objective-C's runtime.

Two messages are no reason for a library. An object of the runtime is a pointer, and a message is a
call of objc_msgSend with the object, the message's name and its arguments, as if it were the
method itself (developer.apple.com, "Objective-C Runtime").

Written from Apple's documentation and tested with a runtime of our own; not tried on macOS yet.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Protocol


class Function(Protocol):
    """A function of C."""

    restype: object
    argtypes: object

    def __call__(self, *arguments: object) -> int | None:
        """Call it."""


class Runtime(Protocol):
    """What is used of libobjc."""

    objc_getClass: Function  # noqa: N815 - Apple's name
    sel_registerName: Function  # noqa: N815
    objc_msgSend: Function  # noqa: N815


def show(share: float | None, runtime: Runtime | None = None) -> None:
    """Show on the icon how much is done, 0 to 1, as percent; None takes it away.

    In the GUI thread, as AppKit wants it. Raises OSError where there is no Dock.
    """
    library = runtime or _runtime()
    for function in (library.objc_getClass, library.sel_registerName):
        function.restype, function.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    program = _send(library, library.objc_getClass(b"NSApplication"), b"sharedApplication")
    tile = _send(library, program, b"dockTile")
    label: int | None = None
    if share is not None:
        words = ctypes.c_char_p(f"{min(1.0, max(0.0, share)):.0%}".encode())
        text = library.objc_getClass(b"NSString")
        label = _send(library, text, b"stringWithUTF8String:", words)
    _send(library, tile, b"setBadgeLabel:", ctypes.c_void_p(label), answers=False)


def _send(
    library: Runtime,
    receiver: int | None,
    message: bytes,
    *arguments: ctypes.c_char_p | ctypes.c_void_p,
    answers: bool = True,
) -> int | None:
    """Send RECEIVER a MESSAGE; returns the object that it ANSWERS with."""
    if not receiver:
        raise OSError(f"nobody to send {message.decode()} to")
    kind = ctypes.c_void_p if answers else None
    kinds = (type(each) for each in arguments)
    # the same function with another signature for each message: on Apple's processors, arguments
    # of a method and of a function that takes any are not put into the same places
    address = ctypes.cast(library.objc_msgSend, ctypes.c_void_p).value  # type: ignore[arg-type]
    function = ctypes.CFUNCTYPE(kind, ctypes.c_void_p, ctypes.c_void_p, *kinds)(address or 0)
    found: int | None = function(receiver, library.sel_registerName(message), *arguments)
    return found


def _runtime() -> Runtime:
    library: Runtime = ctypes.CDLL(ctypes.util.find_library("objc") or "libobjc.dylib")  # type: ignore[assignment]
    return library
