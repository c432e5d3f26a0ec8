"""A key on Linux: the desktop's portal is asked, and where it has none for keys, the X server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination
from yidesk.ui.system.hotkey_x11 import GrabbedKey
from yidesk.ui.system.key_claim import DECLINED, Hears, ThreadedClaim
from yidesk.ui.system.portal_shortcut import PortalShortcut

_log = logging.getLogger(__name__)


class LinuxKey(ThreadedClaim):
    """The first of the two that gives a key. The person's No is the last word."""

    def __init__(self, description: str, key: KeyCombination) -> None:
        """DESCRIPTION: what the desktop shows beside the key."""
        super().__init__()
        self._makers: tuple[Callable[[], ThreadedClaim], ...] = (
            lambda: PortalShortcut(description, key),
            lambda: GrabbedKey(key),
        )
        self._lock = threading.Lock()
        self._used: ThreadedClaim | None = None
        self._released = False

    def hold(self, hears: Hears) -> None:
        """As `ThreadedClaim` says. What the last of them says is the reason."""
        *others, last = self._makers
        for make in others:
            try:
                return self._hold(make, hears)
            except YiDeskError as error:
                if error.code == DECLINED:
                    raise
                _log.info("the portal gives no key: %s", error)
            except Exception as error:  # noqa: BLE001 - whatever a desktop lacks, there is another way
                _log.info("no portal for keys: %r", error)
        return self._hold(last, hears)

    def release(self) -> None:
        """As `ThreadedClaim` says."""
        with self._lock:
            self._released = True
            if self._used is not None:
                self._used.release()

    def _hold(self, make: Callable[[], ThreadedClaim], hears: Hears) -> None:
        with self._lock:
            if self._released:
                return
            self._used = used = make()
        used.hold(hears)
