"""Lets a screen reader say an answer while it is written: politely, a sentence at a time.

A sentence is said once nothing can change in it any more: another one follows it, and no Markdown
in it waits for its end; what does is said with the whole of its paragraph. What was finished while
the person was typing waits for the next sentence; what is left at the end is said then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPlainTextEdit

from yidesk.services.checking import sentences
from yidesk.ui.markdown.blocks import Kind
from yidesk.ui.markdown.spoken import read
from yidesk.ui.markdown.view import MarkdownView

_REFERENCE = re.compile(r"\[[^\[\]\n]{1,60}\](?!\()")
_OPEN = re.compile(r"[*_`~$<>#|\[\]\\]")
"""Letters of Markdown that are shown as long as their other half has not come."""


class Said(NamedTuple):
    """How much of a text was said."""

    pieces: int = 0
    """All of so many."""
    sentences: int = 0
    """And so many of the one that follows."""


class ReadOut(QObject):
    """Knows how much of the answer on the screen was said."""

    def __init__(self, field: QPlainTextEdit) -> None:
        """FIELD is where the person types."""
        super().__init__(field)
        self.is_wanted: Callable[[], bool] = lambda: True
        """Whether anything is to be said before the answer is whole."""
        self._view: MarkdownView | None = None
        self._said = Said()
        self._seen = Said()
        """What could have been said when it was looked at last."""
        self._is_typing = False
        """Whether something was typed since a sentence was finished."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._say_finished)
        field.textChanged.connect(self._note_typing)

    def follow(self, view: MarkdownView) -> None:
        """Say what is added to a text from now on."""
        if view is not self._view:
            self.leave()
            view.flush()
            self._view, self._said = view, Said(view.closed)
            view.changed.connect(self._on_changed)

    def finish(self, view: MarkdownView) -> None:
        """The text is whole: say what is left of it."""
        said = self._said if view is self._view and self.is_wanted() else Said()
        self._say(view, said, Said(len(view.column.pieces)))
        self.leave()

    def leave(self) -> None:
        """Nothing is read out of that text any more."""
        self._soon.stop()
        self._view, self._said, self._is_typing = None, Said(), False

    @Slot()
    def _note_typing(self) -> None:
        self._is_typing = True

    @Slot()
    def _on_changed(self) -> None:
        view = self._view
        if view is None or self.sender() is not view:
            return
        if view.closed > self._said.pieces or QAccessible.isActive():
            self._soon.start()  # when the frame is done, or together with the end

    @Slot()
    def _say_finished(self) -> None:
        view = self._view
        if view is None or (now := _finished(view)) in {self._said, self._seen}:
            return
        was_typing, self._is_typing, self._seen = self._is_typing, False, now
        if not was_typing and self.is_wanted():
            self._say(view, self._said, now)
            self._said = now

    def _say(self, view: MarkdownView, begin: Said, end: Said) -> None:
        if text := "\n\n".join(filter(None, _parts(view, begin, end))):
            told = QAccessibleAnnouncementEvent(view, text)
            told.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(told)


def _finished(view: MarkdownView) -> Said:
    """What does not change any more; single sentences only where a screen reader listens."""
    pieces = view.column.pieces[view.closed :]
    if not QAccessible.isActive() or not pieces or pieces[0].kind is not Kind.TEXT:
        return Said(view.closed)
    text = read(pieces[0])
    count = 0
    for span in sentences.split(text)[:-1]:
        if _OPEN.search(_REFERENCE.sub("", text[span.start : span.end])):
            break
        count += 1
    return Said(view.closed, count)


def _parts(view: MarkdownView, begin: Said, end: Said) -> Iterator[str]:
    """What stands between two places: paragraphs, or sentences of one."""
    for number, piece in enumerate(view.column.pieces[begin.pieces : end.pieces + 1], begin.pieces):
        if number == end.pieces and not end.sentences:
            return  # nothing of it is finished: it need not be read
        text = read(piece)
        first = begin.sentences if number == begin.pieces else 0
        last = end.sentences if number == end.pieces else None
        if first or last is not None:
            spans = sentences.split(text)[first:last]
            text = text[spans[0].start : spans[-1].end] if spans else ""
        yield text
