"""One line about what is being done in the library: what, how far, how fast, how long still."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from yidesk.services.answer import Opening
from yidesk.services.collections import ReadingFile
from yidesk.services.remaining import Counted
from yidesk.ui import numbers
from yidesk.ui.chat.progress_lines import opening_pace, with_time_left


def adding_line(event: Opening, waiting: int) -> str:
    """Like "Adding lease.pdf, page 3 of 40 · 45 pages/s · 2 min left"; WAITING: files after it."""
    line = _tr("Adding {name}").format(name=event.name)
    if event.pages_total:
        line = _tr("Adding {name}, page {done} of {total}").format(
            name=event.name,
            done=numbers.count(event.pages_done),
            total=numbers.count(event.pages_total),
        )
    more = _tr("{n} more").format(n=numbers.count(waiting)) if waiting else ""
    return _joined(line, opening_pace(event), more)


def reading_line(event: ReadingFile) -> str:
    """Like "Reading lease.pdf (2 of 9) · page 3 of 40 · 45 pages/s · 2 min left", for all files."""
    line = _tr("Reading {name} ({n} of {total})").format(
        name=event.name, n=numbers.count(event.done + 1), total=numbers.count(event.total)
    )
    opening, page, rate = event.opening, "", ""
    if opening is not None and opening.pages_total:
        page = _tr("page {done} of {total}").format(
            done=numbers.count(opening.pages_done), total=numbers.count(opening.pages_total)
        )
        rate = numbers.page_rate(opening.per_second) if opening.per_second else ""
    return with_time_left(_joined(line, page, rate), event.seconds_left)


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
