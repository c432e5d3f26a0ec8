"""An answer that is being written, whether or not it is on the screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from yidesk.services.answer import (
    Answering,
    Delta,
    Event,
    Indexing,
    Loading,
    Opening,
    Reading,
    Sweeping,
)
from yidesk.ui.bridge import Errand
from yidesk.ui.chat.progress_lines import (
    indexing_line,
    loading_line,
    reading_line,
    sweeping_line,
)
from yidesk.ui.chat.turns import AnswerView


class Running:
    """What has arrived so far."""

    def __init__(self, begun: str = "") -> None:
        """BEGUN is what the answer, which is continued, holds already."""
        self.errand: Errand[Any] | None = None
        self.is_begun = False
        """Whether the store has it."""
        self._text = [begun] if begun else []
        self._model = ""
        self._last: Event | None = None

    def stop(self) -> None:
        """Ask it to end; its last event still comes."""
        if self.errand is not None:
            self.errand.cancel()

    def take(self, event: Event) -> None:
        """Remember an event."""
        if isinstance(event, Answering):
            self._model = event.model
            return
        self._last = event
        if isinstance(event, Delta):
            self._text.append(event.text)

    def show_on(self, view: AnswerView) -> None:
        """Show what has arrived on a view that is new."""
        view.show_speaker(self._model)
        if self._text:
            view.append("".join(self._text))
        elif self._last is not None:
            self.show_event(self._last, view)

    def show_event(self, event: Event, view: AnswerView) -> None:
        """Show one event on the view that has shown all before."""
        if isinstance(event, Delta):
            view.append(event.text)
        elif isinstance(event, Answering):
            view.show_speaker(event.model)
        elif isinstance(event, Loading):
            view.show_doing(loading_line(event), event.fraction)
        elif isinstance(event, Reading):
            view.show_doing(reading_line(event), event.done / event.total if event.total else 0.0)
        elif isinstance(event, Indexing):
            view.show_doing(indexing_line(event), event.done / event.total)
        elif isinstance(event, Sweeping):
            view.show_doing(sweeping_line(event), event.fraction)
        elif isinstance(event, Opening):
            view.show_doing(_tr("Opening {name}…").format(name=event.name))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)
