"""An answer that is being written, whether or not it is on the screen, and in whichever window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from yidesk.services.answer import (
    Answering,
    Asking,
    Comparing,
    Delta,
    Dividing,
    Event,
    Indexing,
    Loading,
    Opening,
    Reading,
    Sweeping,
)
from yidesk.services.chats import ChatId
from yidesk.ui.bridge import Errand
from yidesk.ui.chat.progress_lines import (
    comparing_line,
    dividing_line,
    indexing_line,
    loading_line,
    reading_line,
    sweeping_line,
)
from yidesk.ui.chat.turns import AnswerView


class Follower(Protocol):
    """Shows what becomes of answers."""

    def take_begun(self, running: Running, asking: Asking) -> None:
        """The store has the question."""

    def take_event(self, running: Running, event: Event) -> None:
        """Something has arrived."""

    def take_failure(self, running: Running, error: Exception) -> None:
        """The question could not even be stored, or the program itself is at fault."""


class Running:
    """What has arrived so far."""

    def __init__(
        self,
        chat: ChatId,
        follower: Follower,
        take_back: Callable[[], object],
        begun: str = "",
    ) -> None:
        """TAKE_BACK undoes what asking did, where the question cannot be kept.

        BEGUN is what the answer, which is continued, holds already.
        """
        self.chat, self.take_back = chat, take_back
        self._follower: Follower | None = follower
        self._missed: list[Callable[[Follower], None]] = []
        """What has come while no window followed."""
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

    def let_go(self) -> None:
        """Its window is given up: what comes is kept for the one that takes its place."""
        self._follower, self.take_back = None, _nothing

    def go_on_with(self, follower: Follower) -> None:
        """Tell FOLLOWER what has come since, and all that comes."""
        self._follower = follower
        missed, self._missed = self._missed, []
        for tell in missed:
            tell(follower)

    def on_begun(self, asking: Asking) -> None:
        """The store has the question."""
        self.is_begun = True
        self._tell(lambda follower: follower.take_begun(self, asking))

    def on_event(self, event: Event) -> None:
        """Something has arrived."""
        self._tell(lambda follower: follower.take_event(self, event))

    def on_failure(self, error: Exception) -> None:
        """It could not begin, or broke off."""
        self._tell(lambda follower: follower.take_failure(self, error))

    def _tell(self, tell: Callable[[Follower], None]) -> None:
        if self._follower is None:
            self._missed.append(tell)
        else:
            tell(self._follower)

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
        elif isinstance(event, Comparing):
            view.show_doing(comparing_line(event), event.done / event.total)
        elif isinstance(event, Dividing):
            view.show_doing(dividing_line(event), event.at.share)
        elif isinstance(event, Sweeping):
            view.show_doing(sweeping_line(event), event.fraction)
        elif isinstance(event, Opening):
            view.show_doing(_tr("Opening {name}…").format(name=event.name))


def _nothing() -> None:
    """Nothing is to be undone."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)
