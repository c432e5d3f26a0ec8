"""Finds words in all turns of the conversation, a slice at a time.

The letters of a turn are read once, and searched again only when they or the words are others.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.markdown.finding import find
from yidesk.ui.markdown.place import Place

SLICE_S = 0.006
PAUSE_MS = 10


class Hit(NamedTuple):
    """Where words stand."""

    entry: Entry
    place: Place


class Finder(QObject):
    """The words that are looked for, and where they were found so far."""

    found = Signal()
    """There are more hits than there were."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self.words = ""
        self.hits: list[Hit] = []
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._work)

    def look_for(self, words: str) -> None:
        """Find WORDS ("": nothing); what can be found at once is found at once."""
        self.words = words
        self._transcript.mark_words(words)
        self.hits = []
        self._begin()

    def refresh(self) -> None:
        """Search again what has changed since."""
        if not self._timer.isActive():
            self.hits = []
            self._begin()

    def _begin(self) -> None:
        self._timer.stop()
        self._steps = self._search(self._transcript.entries)
        if self.words:
            self._work()

    @Slot()
    def _work(self) -> None:
        before, until = len(self.hits), perf_counter() + SLICE_S
        for _ in self._steps:
            if perf_counter() > until:
                self._timer.start()
                break
        if len(self.hits) != before:
            self.found.emit()

    def _search(self, entries: list[Entry]) -> Iterator[None]:
        for entry in list(entries):
            if entry.found is None or entry.found[:2] != (self.words, entry.revision):
                texts = []
                for text in self._transcript.letters(entry):
                    texts.append(text)
                    yield
                entry.found = (self.words, entry.revision, find(self.words, texts))
                yield
            self.hits += [Hit(entry, place) for place in entry.found[2]]
