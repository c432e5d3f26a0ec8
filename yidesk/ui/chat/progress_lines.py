"""One line about work under way: what it does, how far, how fast, how long it takes still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from yidesk.core.ranges import ranges
from yidesk.ui import numbers

if TYPE_CHECKING:  # a start shows no such line, and these bring the services with them
    from yidesk.core.counted import Counted
    from yidesk.services.answer import (
        Comparing,
        Dividing,
        Indexing,
        Loading,
        Opening,
        Reading,
        Sweeping,
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


def pace(event: Reading | Sweeping) -> str:
    """How fast it reads, and how long it takes still: "340 tokens/s · 2 min left"."""
    parts = []
    if event.per_second >= 1:
        parts.append(numbers.rate(event.per_second))
    if event.seconds_left is not None and event.seconds_left >= 1:
        parts.append(numbers.time_left(event.seconds_left))
    return " · ".join(parts)


def opening_pace(event: Opening) -> str:
    """How fast a file becomes pages, and how long that takes still: "45 pages/s · 2 min left"."""
    if not event.pages_total:
        return numbers.byte_rate(event.per_second) if event.per_second else ""
    return _page_pace(event.per_second, event.seconds_left)


def counted_pace(at: Counted) -> str:
    """The same of pages that are done one by one."""
    return _page_pace(at.per_second, at.seconds_left)


def _page_pace(per_second: float, seconds_left: float | None) -> str:
    rate = numbers.page_rate(per_second) if per_second else ""
    left = "" if seconds_left is None else numbers.time_left(seconds_left)
    return " · ".join(filter(None, (rate, left)))


def indexing_line(event: Indexing) -> str:
    """How far a document is ready to be searched, with pages a second and the time left."""
    line = _tr("Making {name} ready to be searched, page {done} of {total}").format(
        name=event.name, done=numbers.count(event.done), total=numbers.count(event.total)
    )
    return " · ".join(filter(None, (line, _page_pace(event.per_second, event.seconds_left))))


def comparing_line(event: Comparing, *, stopped: str = "") -> str:
    """How far passages have their vectors, with tokens a second and the time left; or STOPPED."""
    line = _tr("Preparing {name} for the search by meaning: passage {done} of {total}").format(
        name=event.name, done=numbers.count(event.done), total=numbers.count(event.total)
    )
    if stopped:
        return f"{line} · {stopped}"
    rate = numbers.rate(event.tokens_per_second) if event.tokens_per_second else ""
    return with_time_left(" · ".join(filter(None, (line, rate))), event.seconds_left)


def dividing_line(event: Dividing) -> str:
    """How far a document is divided into parts, with pages a second and the time left."""
    line = _tr("Dividing {name} into parts, page {done} of {total}").format(
        name=event.name, done=numbers.count(event.at.done), total=numbers.count(event.at.total)
    )
    return " · ".join(filter(None, (line, counted_pace(event.at))))


def sweeping_line(event: Sweeping) -> str:
    """Which part is read: "Part 3 of 11: p. 41–60 of lease.pdf · 340 tokens/s · 2 min left"."""
    if not event.name:
        return " · ".join(filter(None, (_tr("Summing up the notes"), pace(event))))
    line = _tr("Part {part} of {parts}: p. {pages} of {name}").format(
        part=event.part,
        parts=event.parts,
        pages=ranges(range(event.first, event.last + 1)),
        name=event.name,
    )
    return " · ".join(filter(None, (line, pace(event))))


def with_time_left(line: str, seconds: float | None) -> str:
    """A line, and how long it takes still where that is known."""
    return line if seconds is None else f"{line} · {numbers.time_left(seconds)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Running", text)
