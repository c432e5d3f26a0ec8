"""One line about what is being done in the library: what, how far, how fast, how long still."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from yidesk.core.counted import Counted
from yidesk.services.answer import Opening
from yidesk.services.collections import ReadingFile
from yidesk.ui import numbers
from yidesk.ui.chat.progress_lines import opening_pace, with_time_left


def adding_lines(event: Opening, waiting: int) -> tuple[str, ...]:
    """Like "Adding lease.pdf, page 3 of 40 · 45 pages/s · 2 min left"; WAITING: files after it.

    From the longest way to say it to the shortest.
    """
    line = _tr("Adding {name}").format(name=event.name)
    if event.pages_total:
        line = _tr("Adding {name}, page {done} of {total}").format(
            name=event.name,
            done=numbers.count(event.pages_done),
            total=numbers.count(event.pages_total),
        )
    more = _tr("{n} more").format(n=numbers.count(waiting)) if waiting else ""
    begun, pace = _tr("Adding {name}").format(name=event.name), opening_pace(event)
    return _joined(line, pace, more), _joined(begun, pace), pace or begun


def reading_lines(event: ReadingFile) -> tuple[str, ...]:
    """Like "Reading a/lease.pdf (2 of 9) · page 3 of 40 · 45 pages/s · 2 min left", for all files.

    From the longest way to say it to the shortest, in which the time left still stands.
    """
    n, total = numbers.count(event.done + 1), numbers.count(event.total)
    template = _tr("Reading {name} ({n} of {total})")
    line = template.format(name=event.name, n=n, total=total)
    short = template.format(name=event.name.rpartition("/")[2], n=n, total=total)
    shortest = _tr("Reading {n} of {total}").format(n=n, total=total)
    opening, page, rate = event.opening, "", ""
    if opening is not None and opening.pages_total:
        page = _tr("page {done} of {total}").format(
            done=numbers.count(opening.pages_done), total=numbers.count(opening.pages_total)
        )
        rate = numbers.page_rate(opening.per_second) if opening.per_second else ""
    ways = (_joined(line, page, rate), _joined(short, rate), shortest)
    return tuple(with_time_left(way, event.seconds_left) for way in ways)


def removing_line(at: Counted) -> str:
    """Like "Removing 3 of 200 documents · 40 s left"."""
    line = _tr("Removing {n} of {total} documents").format(
        n=numbers.count(at.done + 1), total=numbers.count(at.total)
    )
    return with_time_left(line, at.seconds_left)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("LibraryWork", text)
