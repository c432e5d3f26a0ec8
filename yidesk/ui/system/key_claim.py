"""What a system that gives a program a key and the program say to each other."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from yidesk.core.errors import YiDeskError

_log = logging.getLogger(__name__)
TAKEN, DECLINED = "global_key_taken", "global_key_declined"
"""Codes: another program has the key; the person gave none when the desktop asked."""


@dataclass(frozen=True, slots=True)
class Press:
    """The key was pressed."""

    token: str = ""
    """What a Wayland desktop wants to see of a window that comes to the front (xdg-activation)."""
    take_keys: Callable[[int], object] | None = None
    """Gives the keyboard to a window (its number), where Qt cannot: it did not see the press."""


@dataclass(frozen=True, slots=True)
class Held:
    """The program has a key."""

    key: str
    """In words; empty where the desktop has the shortcut and no key for it yet."""
    by_desktop: bool = False
    """Whether the desktop chose the key, and is where another one is chosen."""


@dataclass(frozen=True, slots=True)
class Hears:
    """Who is told of what becomes of a claim; from any thread."""

    held: Callable[[Held], object]
    pressed: Callable[[Press], object]
    refused: Callable[[YiDeskError], object]
    """There is no such key, or no longer: the last that is heard."""


class Claim(Protocol):
    """One try to have the key. In the GUI thread, and nothing of it waits but `wait`."""

    def begin(self, hears: Hears, after: Claim | None = None, /) -> None:
        """Claim it once AFTER is given back, which may be the same key; tell what becomes of it."""

    def release(self) -> None:
        """Give the key back."""

    def wait(self, seconds: float | None = None) -> None:
        """Until it is given back, at most that long."""


class ThreadedClaim(ABC):
    """A claim that listens in a thread of its own."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def begin(self, hears: Hears, after: Claim | None = None, /) -> None:
        """As `Claim` says."""
        self._thread = threading.Thread(
            target=self._run, args=(hears, after), name="ui-shortcut", daemon=True
        )
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """As `Claim` says."""
        if self._thread is not None:
            self._thread.join(seconds)

    @abstractmethod
    def hold(self, hears: Hears) -> None:
        """Claim the key, tell HEARS of it and of every press; return once it is given back.

        Raises YiDeskError with the reason where there is no key; whatever else it raises is logged,
        and the reason is that this system gives none.
        """

    @abstractmethod
    def release(self) -> None:
        """Let `hold` return. Safe from any thread, also before it was called."""

    def _run(self, hears: Hears, after: Claim | None) -> None:
        if after is not None:
            after.wait()
        try:
            self.hold(hears)
        except YiDeskError as error:
            hears.refused(error)
        except Exception as error:  # noqa: BLE001 - whatever a desktop lacks, the program goes on
            _log.info("no key for a quick question: %r", error)
            hears.refused(no_key())


def no_key() -> YiDeskError:
    """Nobody here gives programs keys."""
    return YiDeskError(
        "This system gives YiDesk no key for a quick question.",
        code="no_global_key",
        next_step="Bind a key to `yidesk --quick` in the system’s own settings.",
    )


def taken(key: str) -> YiDeskError:
    """Another program was there before."""
    return YiDeskError(
        "Another program has the key {key} already.",
        code=TAKEN,
        next_step="Choose another key in the settings.",
        key=key,
    )


def missing(key: str) -> YiDeskError:
    """There is none to be pressed."""
    return YiDeskError(
        "The keyboard in use has no key {key}.",
        code="global_key_missing",
        next_step="Choose another key in the settings.",
        key=key,
    )


def declined() -> YiDeskError:
    """The person said no."""
    return YiDeskError(
        "YiDesk was given no key for a quick question when the desktop asked for one.",
        code=DECLINED,
        next_step="It does not ask again until you turn the key on in the settings.",
    )
