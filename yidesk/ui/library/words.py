"""What is said of a document or a folder, wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from yidesk.core.words import listed
from yidesk.services.collections import FileState, LeftOut
from yidesk.services.holdings import Folder, Holding, Reading
from yidesk.ui import numbers

_FORMATS = {
    "pdf": "PDF",
    "docx": "Word",
    "odt": "ODT",
    "epub": "EPUB",
    "html": "HTML",
    "markdown": "Markdown",
    "pptx": "PowerPoint",
    "xlsx": "Excel",
    "csv": "CSV",
    "rtf": "RTF",
}
KILOBYTE = 1000


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)


def format_name(name: str) -> str:
    """What a format is called."""
    own = {"text": _tr("Text"), "code": _tr("Source code"), "eml": _tr("E-mail")}
    return own.get(name) or _FORMATS.get(name, name.upper())


def size(bytes_: int) -> str:
    """The size of a file, from kilobytes on."""
    if bytes_ < KILOBYTE * KILOBYTE:
        return numbers.count(max(1, round(bytes_ / KILOBYTE))) + " KB"
    return numbers.disk(bytes_)


def pages(count: int) -> str:
    """1 -> "1 page"."""
    if count == 1:
        return _tr("1 page")
    return _tr("{n} pages").format(n=numbers.count(count))


def documents(count: int) -> str:
    """1 -> "1 document"."""
    if count == 1:
        return _tr("1 document")
    return _tr("{n} documents").format(n=numbers.count(count))


def tokens(count: int) -> str:
    """118203 -> "118,203 tokens"."""
    return _tr("{n} tokens").format(n=numbers.count(count))


def chats(count: int) -> str:
    """1 -> "in 1 chat"."""
    if count == 1:
        return _tr("in 1 chat")
    return _tr("in {n} chats").format(n=numbers.count(count))


def facts(holding: Holding) -> str:
    """Format, pages, size, tokens and chats in one line."""
    entry = holding.entry
    return " · ".join(
        filter(
            None,
            (
                format_name(entry.format),
                pages(entry.pages),
                size(entry.bytes) if entry.bytes else "",
                tokens(holding.tokens) if holding.tokens is not None else "",
                chats(entry.chats) if entry.chats else "",
            ),
        )
    )


def found_by_meaning(holding: Holding) -> str:
    """What is kept of it for the search by meaning; empty where nothing is."""
    if not holding.vectors_bytes:
        return ""
    return _tr("For the search by meaning: {size}").format(size=size(holding.vectors_bytes))


def remarks(holding: Holding) -> list[str]:
    """What a person should know about a document."""
    found = []
    if holding.entry.warned:
        found.append(
            _tr("1 page has no text that can be trusted.")
            if holding.entry.warned == 1
            else _tr("{n} pages have no text that can be trusted.").format(
                n=numbers.count(holding.entry.warned)
            )
        )
    if holding.entry.is_older:
        found.append(_tr("An older version: the file was changed and read again."))
    return found


def older() -> str:
    """In one or two words, that a document is not what its file is now."""
    return _tr("older version")


def read_by(holding: Holding) -> str:
    """Whether the loaded model has read it, or another one."""
    return _tr("read ✓") if holding.is_read else _tr("read by another model")


def reading(of: Reading) -> str:
    """What one model has read: tokens, size, last use."""
    return " · ".join(
        (
            tokens(of.tokens),
            numbers.disk(of.bytes),
            _tr("last used {day}").format(day=day(of.used)),
        )
    )


def day(seconds: float) -> str:
    """The day of a time, as the language writes it."""
    moment = datetime.fromtimestamp(seconds).astimezone()
    date = QDate(moment.year, moment.month, moment.day)
    return QLocale().toString(date, _tr("d MMM yyyy"))


def folder_state(folder: Folder) -> str:
    """How many documents, and what has changed on the disk."""
    if folder.is_missing:
        return _tr("The folder is not there now. Its documents stay as they were read.")
    told = {
        FileState.NEW: _tr("new: {n}"),
        FileState.CHANGED: _tr("changed: {n}"),
        FileState.GONE: _tr("not there any more: {n}"),
        FileState.FAILED: _tr("could not be read: {n}"),
        FileState.REMOVED: _tr("removed by you: {n}"),
    }
    read = documents(folder.count(FileState.READ, FileState.CHANGED))
    found = [
        template.format(n=numbers.count(folder.count(state)))
        for state, template in told.items()
        if folder.count(state)
    ]
    return " · ".join([read, *found])


def left_out(counts: Mapping[str, int]) -> str:
    """What a folder holds that is not taken; empty when it is nothing."""
    told = {
        LeftOut.OTHER_KIND: _tr("of other kinds: {n}"),
        LeftOut.HIDDEN: _tr("hidden: {n}"),
        LeftOut.PAGE: _tr("folders that belong to saved web pages: {n}"),
        LeftOut.EMPTY: _tr("empty: {n}"),
        LeftOut.CLOSED: _tr("cannot be opened: {n}"),
        LeftOut.LINK: _tr("links that lead nowhere new: {n}"),
        LeftOut.NAME: _tr("names that are no text: {n}"),
        LeftOut.DEEP: _tr("folders too deep: {n}"),
        LeftOut.MANY: _tr("more than can be taken: {n}"),
    }
    found = [
        template.format(n=numbers.count(counts[reason]))
        for reason, template in told.items()
        if counts.get(reason)
    ]
    return _tr("Left out: {what}").format(what=listed(found)) if found else ""
