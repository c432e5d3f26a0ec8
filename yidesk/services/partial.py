"""The text of an answer that is being written, on disk at least once a second."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType

from yidesk.core.errors import YiDeskError

SAVE_SECONDS = 0.5

log = logging.getLogger(__name__)


class PartialText:
    """Collects text, and saves it from a thread of its own, however slow the reader of events is.

    Use as a context manager: after it nothing is saved any more.
    """

    def __init__(self, save: Callable[[str], bool], on_gone: Callable[[], None]) -> None:
        """SAVE returns False when the answer is not wanted any more; then ON_GONE is called."""
        self._save = save
        self._on_gone = on_gone
        self._pieces: list[str] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="partial-answer", daemon=True)

    def __enter__(self) -> PartialText:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def append(self, text: str) -> None:
        """The next piece."""
        self._pieces.append(text)

    @property
    def text(self) -> str:
        """All pieces so far."""
        return "".join(self._pieces)

    def _run(self) -> None:
        saved = 0
        while not self._ended.wait(SAVE_SECONDS):
            if len(self._pieces) == saved:
                continue
            saved = len(self._pieces)
            try:
                wanted = self._save(self.text)
            except YiDeskError as error:  # the end of the answer tells the person
                log.warning("partial answer not saved: %s", error.code)
                continue
            if not wanted:
                self._on_gone()
                return
