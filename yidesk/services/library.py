"""The library: documents the program has read once and knows from then on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yidesk.core.types import Document
from yidesk.services.engine import Reader
from yidesk.store.store import Store

OnPage = Callable[[int, int], None]
"""Called with pages done and pages in total (0: not known yet)."""


class Library:
    """Documents by their fingerprint. Safe from any thread."""

    def __init__(self, store: Store, reader: Reader) -> None:
        raise NotImplementedError

    def add(
        self,
        path: Path,
        on_progress: OnPage | None = None,
        *,
        password: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read a file into the library; bytes that are known are not parsed again.

        Raises DocumentError, Cancelled.
        """
        raise NotImplementedError

    def get(self, fingerprint: str) -> Document | None:
        """A document of the library."""
        raise NotImplementedError
