"""An answer that is being written, whether or not it is on the screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from yidesk.core.ranges import ranges
from yidesk.services.answer import (
    Answer,
    Delta,
    Event,
    Indexing,
    Loading,
    Opening,
    Reading,
    Sweeping,
)
from yidesk.services.chats import Report
from yidesk.ui import numbers
from yidesk.ui.bridge import Errand
from yidesk.ui.chat.turns import AnswerView


class Running:
    """What has arrived so far."""

    def __init__(self, begun: str = "") -> None:
        """BEGUN is what the answer, which is continued, holds already."""
        self.errand: Errand[Any] | None = None
        self.is_begun = False
        """Whether the store has it."""
        self._text = [begun] if begun else []
        self._last: Event | None = None

    def stop(self) -> None:
        """Ask it to end; its last event still comes."""
        if self.errand is not None:
            self.errand.cancel()

    def take(self, event: Event) -> None:
        """Remember an event."""
        self._last = event
        if isinstance(event, Delta):
            self._text.append(event.text)

    def show_on(self, view: AnswerView) -> None:
        """Show what has arrived on a view that is new."""
        if self._text:
            view.append("".join(self._text))
        elif self._last is not None:
            self.show_event(self._last, view)

    def show_event(self, event: Event, view: AnswerView) -> None:
        """Show one event on the view that has shown all before."""
        if isinstance(event, Delta):
            view.append(event.text)
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


def report_of(answer: Answer) -> Report:
    """An answer's report, as the store keeps it."""
    return Report(
        mode=answer.mode,
        citations=answer.citations,
        supports=answer.supports,
        coverage=answer.coverage,
        usage=answer.usage,
        in_window=answer.in_window,
        timings=answer.timings,
        decoding=answer.decoding,
        seed=answer.seed,
        model=answer.engine.model if answer.engine else "",
    )


def loading_line(event: Loading) -> str:
    """How far the model is loaded: "Loading the model, 40 %"."""
    line = _tr("Loading the model, {n} %").format(n=round(event.fraction * 100))
    return with_time_left(line, event.seconds_left)


def reading_line(event: Reading) -> str:
    """How far it has read: "Reading 512 of 1,203 tokens · 12 s left"."""
    doing = (
        _tr("Restoring {done} of {total} tokens")
        if event.restoring
        else _tr("Reading {done} of {total} tokens")
    )
    line = doing.format(done=numbers.count(event.done), total=numbers.count(event.total))
    return " · ".join(filter(None, (line, pace(event))))


def pace(event: Reading) -> str:
    """How fast it reads, and how long it takes still: "340 tokens/s · 2 min left"."""
    parts = []
    if event.per_second >= 1:
        parts.append(numbers.rate(event.per_second))
    if event.seconds_left is not None and event.seconds_left >= 1:
        parts.append(numbers.time_left(event.seconds_left))
    return " · ".join(parts)


def indexing_line(event: Indexing) -> str:
    """How far a document is ready to be searched."""
    line = _tr("Making {name} ready to be searched, page {done} of {total}").format(
        name=event.name, done=numbers.count(event.done), total=numbers.count(event.total)
    )
    return with_time_left(line, event.seconds_left)


def sweeping_line(event: Sweeping) -> str:
    """Which part is read: "Part 3 of 11: pages 41–60 of lease.pdf · 2 min left"."""
    if not event.name:
        return _tr("Summing up the notes")
    line = _tr("Part {part} of {parts}: p. {pages} of {name}").format(
        part=event.part,
        parts=event.parts,
        pages=ranges(range(event.first, event.last + 1)),
        name=event.name,
    )
    return with_time_left(line, event.seconds_left)


def with_time_left(line: str, seconds: float | None) -> str:
    """A line, and how long it takes still where that is known."""
    return line if seconds is None else f"{line} · {numbers.time_left(seconds)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)
