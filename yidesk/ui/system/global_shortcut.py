"""A key that opens the small window for one question, whatever program is in front.

Linux: the desktop's portal asks the person which key, once. Windows: Ctrl+Alt+Y, where no other
program has it. Elsewhere `yidesk --quick` is bound to a key in the system's own settings.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from yidesk.core.errors import YiDeskError

_log = logging.getLogger(__name__)
ENDS_SECONDS = 10.0
"""How long the program waits at its end until the key is given back."""


class Claim(Protocol):
    """One try to have the key."""

    def hold(self, pressed: Callable[[], None]) -> bool:
        """Claim it, call PRESSED whenever it is pressed, and return when `release` was called.

        Blocks: in a thread of its own. False where the system or the person gives no key. Raises
        OSError, KeyError, TimeoutError where nobody can be asked for one.
        """

    def release(self) -> None:
        """Give the key back. Safe from any thread."""


class GlobalShortcut(QObject):
    """Claims the key while it is wanted."""

    pressed = Signal()
    refused = Signal(object)
    """The YiDeskError that says that there is no such key here."""
    _was_pressed = Signal()
    _was_refused = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        claim: Callable[[str], Claim | None] | None = None,
    ) -> None:
        """CLAIM makes a claim, given what the key does in words; None: this system has none."""
        super().__init__(parent)
        self._make = claim or claim_of_system
        self._claim: Claim | None = None
        self._threads: list[threading.Thread] = []
        queued = Qt.ConnectionType.QueuedConnection
        self._was_pressed.connect(self._tell_pressed, queued)
        self._was_refused.connect(self.refused, queued)

    def want(self, *, wanted: bool) -> None:
        """Claim the key, or give it back."""
        if self._claim is not None:
            self._claim.release()
            self._claim = None
        if not wanted:
            return
        self._claim = claim = self._make(self.tr("Ask YiDesk a quick question"))
        if claim is None:
            self.refused.emit(_refusal())
            return
        thread = threading.Thread(target=self._hold, args=(claim,), name="ui-shortcut", daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def close(self) -> None:
        """Give the key back, and wait until nobody listens any more."""
        self.want(wanted=False)
        for thread in self._threads:
            thread.join(ENDS_SECONDS)

    def _tell_pressed(self) -> None:
        if self._claim is not None:  # given back since
            self.pressed.emit()

    def _hold(self, claim: Claim) -> None:
        try:
            has_key = claim.hold(self._was_pressed.emit)
        except Exception as error:  # noqa: BLE001 - whatever a desktop lacks, the program goes on
            _log.info("no key for a quick question: %r", error)
            has_key = False
        if not has_key:
            self._was_refused.emit(_refusal())


def claim_of_system(description: str, platform: str = sys.platform) -> Claim | None:
    """How a key is claimed on this system; None where that cannot be."""
    if platform.startswith("linux"):
        from yidesk.ui.system.portal_shortcut import PortalShortcut  # noqa: PLC0415 - Linux only

        return PortalShortcut(description)
    if platform == "win32":
        from yidesk.ui.system.hotkey_windows import HotKey  # noqa: PLC0415 - Windows only

        return HotKey()
    return None


def _refusal() -> YiDeskError:
    return YiDeskError(
        "This system gives YiDesk no key for a quick question.",
        code="no_global_key",
        next_step="Bind a key to `yidesk --quick` in the system’s own settings.",
    )
