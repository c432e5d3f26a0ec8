"""A key that opens the small window for one question, whatever program is in front.

Linux: the desktop's portal asks the person which key, once; under X11 a key is grabbed where there
is no portal for it. Windows and macOS: a key that no other program has. Elsewhere `yidesk --quick`
is bound to a key in the system's own settings.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination
from yidesk.ui.system.key_claim import Claim, Hears, Held, Press, no_key

_log = logging.getLogger(__name__)
ENDS_SECONDS = 10.0
"""How long the program waits at its end until the key is given back."""
Make = Callable[[str, KeyCombination], Claim | None]


class GlobalShortcut(QObject):
    """Claims the key while it is wanted."""

    pressed = Signal(object)
    """A Press."""
    refused = Signal(object)
    """The YiDeskError that says why there is no such key, or no longer."""
    held = Signal()
    """There is a key."""
    told = Signal(str, bool)
    """What is true of the key now, in a sentence, and whether that is trouble; empty while no key
    is wanted."""
    _heard = Signal(object, object)
    """A claim, and what is heard of it."""

    def __init__(self, parent: QObject | None = None, *, claim: Make | None = None) -> None:
        """CLAIM makes a claim, given what the key does in words; None: this system has none."""
        super().__init__(parent)
        self._make = claim or claim_of_system
        self._claim: Claim | None = None
        self._last: Claim | None = None
        """What was given back last; a later one begins when that is done."""
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def want(self, key: KeyCombination | None) -> None:
        """Claim KEY, or give back what is claimed."""
        if self._claim is not None:
            self._claim.release()
            self._last, self._claim = self._claim, None
        if key is None:
            self.told.emit("", False)
            return
        try:
            self._claim = claim = self._make(self.tr("Ask YiDesk a quick question"), key)
        except OSError as error:  # the system lacks what it says it has
            _log.info("no key for a quick question: %r", error)
            claim = None
        if claim is None:
            self._take(None, no_key())
            return
        self.told.emit(self.tr("Asking the system for the key…"), False)
        hear = partial(self._heard.emit, claim)
        claim.begin(Hears(hear, hear, hear), self._last)

    def close(self) -> None:
        """Give the key back, and wait until nobody listens any more."""
        self.want(None)
        if self._last is not None:
            self._last.wait(ENDS_SECONDS)

    def _take(self, claim: Claim | None, heard: object) -> None:
        if claim is not self._claim:
            return  # given back since
        if isinstance(heard, Press):
            self.pressed.emit(heard)
        elif isinstance(heard, Held):
            self.told.emit(self._words_of(heard), not heard.key)
            self.held.emit()
        elif isinstance(heard, YiDeskError):
            self.told.emit("\n".join(filter(None, words.say_error(heard))), True)
            self.refused.emit(heard)

    def _words_of(self, held: Held) -> str:
        if not held.by_desktop:
            sequence = QKeySequence(held.key)
            native = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            return self.tr("In use: {key}.").format(key=native)
        if held.key:
            said = self.tr(
                "In use: {key}. The desktop keeps it; change it in the desktop’s settings."
            )
            return said.format(key=held.key)
        return self.tr("The desktop has no key for it yet. Choose one in the desktop’s settings.")


def claim_of_system(
    description: str, key: KeyCombination, platform: str = sys.platform
) -> Claim | None:
    """How a key is claimed on this system; None where that cannot be."""
    if platform.startswith("linux"):
        from yidesk.ui.system.hotkey_linux import LinuxKey  # noqa: PLC0415 - Linux only

        return LinuxKey(description, key)
    if platform == "win32":
        from yidesk.ui.system.hotkey_windows import HotKey  # noqa: PLC0415 - Windows only

        return HotKey(key)
    if platform == "darwin":
        from yidesk.ui.system.hotkey_macos import MacKey  # noqa: PLC0415 - macOS only

        return MacKey(key)
    return None
