"""The model reads the documents on the desk while the person still writes the question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from yidesk.core.errors import ModelError, YiDeskError
from yidesk.services.answer import Loading, Reading
from yidesk.services.chats import Chats, ReadAhead, ReadAheadDone
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.notices import THIS_ANSWER


class ReadingAhead(QObject):
    """At most one reading, which a question or another chat stops."""

    model_missing = Signal(object)
    """The YiDeskError that says so."""
    completed = Signal()
    """Every page was read."""
    too_long = Signal(object)
    """The YiDeskError that says that the documents do not fit in the window."""

    def __init__(self, bridge: Bridge, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._errand: Errand[Loading | Reading | ReadAheadDone] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being loaded or read."""
        return self._errand is not None

    def begin(self, begin: Callable[[], ReadAhead]) -> None:
        """Read what BEGIN names; it is called beside the window's thread."""
        self._screen.notices.leave(THIS_ANSWER)
        errand: Errand[Loading | Reading | ReadAheadDone] = self._bridge.follow(
            begin, lambda event: self._on_event(errand, event)
        )
        self._errand = errand

    def stop(self) -> None:
        """Stop; what was read stays in the engine's memory."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
            self._screen.chips.show_read(complete=False)

    def _on_event(
        self,
        errand: Errand[Loading | Reading | ReadAheadDone],
        event: Loading | Reading | ReadAheadDone,
    ) -> None:
        if errand is not self._errand:
            return
        if isinstance(event, Loading):
            self._screen.meter.show_loading(event)
        elif isinstance(event, Reading):
            self._screen.chips.show_reading(event)
            self._screen.meter.show_filled(event.done)
            self._screen.meter.show_engine(self._chats.engine)
        else:
            self._errand = None
            self._end(event)

    def _end(self, event: ReadAheadDone) -> None:
        self._screen.meter.show_engine(event.engine)
        self._screen.chips.show_covered(event.coverage)
        self._screen.chips.show_read(complete=event.complete and bool(event.coverage))
        if event.usage.prompt_tokens:
            self._screen.meter.show_used(event.usage.prompt_tokens, event.coverage)
        if event.error is not None:
            self._tell(event.error)
        elif event.complete and event.coverage:
            self.completed.emit()

    def _tell(self, error: YiDeskError) -> None:
        if isinstance(error, ModelError):
            self.model_missing.emit(error)
        elif error.code == "document_too_long":
            self.too_long.emit(error)
        else:
            self._screen.notices.tell_error(error, topic=THIS_ANSWER)
