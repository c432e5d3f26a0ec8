"""What an answer on the screen reports, shown on the chips and the window meter."""

from __future__ import annotations

from PySide6.QtCore import QObject

from yidesk.core.types import Mode
from yidesk.services.answer import (
    Answer,
    Comparing,
    Delta,
    Dividing,
    Event,
    Indexing,
    Loading,
    Reading,
    Sweeping,
)
from yidesk.services.chats import Chats
from yidesk.ui.chat.progress_lines import pace, with_time_left
from yidesk.ui.chat.screen import ChatScreen


class AnswerProgress(QObject):
    """How far the model is with what the question is about."""

    def __init__(self, chats: Chats, screen: ChatScreen) -> None:
        super().__init__(screen)
        self._chats, self._screen = chats, screen
        self._asked = Mode.WHOLE

    def begin(self, mode: Mode) -> None:
        """The question that is answered now reads the documents in MODE."""
        self._asked = mode

    def show_event(self, event: Event) -> None:
        """Show one report."""
        if isinstance(event, Loading):
            self._screen.meter.show_loading(event)
        elif isinstance(event, (Indexing, Comparing)):
            line = with_time_left(self.tr("getting ready"), event.seconds_left)
            self._screen.chips.show_doing(event.name, line, event.done / event.total)
        elif isinstance(event, Dividing):
            self._screen.chips.show_doing(event.name, self.tr("getting ready"), event.at.share)
        elif isinstance(event, Sweeping):
            part = self.tr("part {part} of {parts}").format(part=event.part, parts=event.parts)
            line = " · ".join(filter(None, (part, pace(event))))
            self._screen.chips.show_doing(event.name, line, event.fraction)
        elif isinstance(event, Reading):
            self._screen.meter.show_filled(event.done)
            if self._asked is Mode.WHOLE:
                self._screen.chips.show_reading(event)
                self._screen.meter.show_engine(self._chats.engine)
        elif isinstance(event, Delta):
            self._show_material_read(complete=True)
            self._screen.meter.show_filled(event.in_window, event.per_second)
        elif isinstance(event, Answer):
            self._show_end(event)

    def _show_end(self, event: Answer) -> None:
        self._screen.chips.show_covered(event.coverage)
        self._show_material_read(complete=bool(event.coverage))
        meter = self._screen.meter
        meter.show_engine(event.engine)
        meter.show_speed(event.timings.generated_tokens_per_s)
        if event.in_window:
            meter.show_used(event.in_window, event.coverage, event.mode)

    def _show_material_read(self, *, complete: bool) -> None:
        """The model has read what it was given; the documents themselves only if not searched."""
        if self._asked is Mode.SEARCH and complete:
            self._screen.chips.show_searched()
        else:
            self._screen.chips.show_read(complete=complete)
