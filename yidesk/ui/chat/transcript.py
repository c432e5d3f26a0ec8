"""The conversation on the screen: which turns it shows, and how they become others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from yidesk.services.chats import Turn, TurnId
from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.stage import EDGE, Anchor, Stage
from yidesk.ui.chat.turn_view import TurnView
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place


class Spot(NamedTuple):
    """A place in a conversation, whichever widget shows it."""

    turn: TurnId
    piece: int
    """-1: the turn itself."""
    above: float
    """Pixels between its top and the top of what can be seen."""


class Transcript(Stage):
    """Questions and answers, one below the other."""

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show these turns instead of what is shown; those that are the same stay in place."""
        anchor = self._anchor()
        row = self.entries.index(anchor.entry) if anchor else 0
        pairs = zip(self.entries, turns, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0].turn == pair[1], pairs))
        self._cut(same)
        added = [Entry(turn) for turn in turns[same:]]
        self.entries += added
        width = self._width
        self._rows.extend(entry.guess(width) for entry in added)
        for entry in self.entries[:same]:
            self._show_place(entry)
        if not self.entries:
            anchor = None
        elif anchor is not None and anchor.entry not in self.entries:
            anchor = Anchor(self.entries[min(row, len(turns) - 1)], -1, anchor.above)
        self.entries_changed.emit()
        self._settle(anchor)

    def learn(self, turns: Sequence[Turn]) -> None:
        """The turns on the screen, as the store has them now; nothing when they are others."""
        if len(turns) != len(self.entries):
            return
        for entry, turn in zip(self.entries, turns, strict=True):
            entry.turn = turn
            if entry.view is not None:
                self._show_place(entry)

    def add(self, view: TurnView) -> Entry:
        """Put a question or an answer that is not in the store yet at the end."""
        entry = Entry(view=view)
        self.entries.append(entry)
        self._rows.extend([entry.guess(self._width)])
        self._take_in(len(self.entries) - 1, view)
        self.made.emit(entry)
        self._settle()
        return entry

    def entry_of(self, turn: TurnId) -> Entry | None:
        """The entry of a turn on the screen."""
        return next((entry for entry in self.entries if entry.turn_id == turn), None)

    def set_aside(self, entry: Entry) -> list[Entry]:
        """Take a turn and all after it out, so that they can be put back."""
        row = self.entries.index(entry)
        aside = self.entries[row:]
        for each in aside:
            if each.view is not None:
                each.view.hide()
        del self.entries[row:]
        self._rows.cut(row)
        self.entries_changed.emit()
        self._settle()
        return aside

    def put_back(self, row: int, aside: Sequence[Entry]) -> None:
        """Show what was set aside again, instead of what stands there from ROW on."""
        self._cut(row)
        self.entries += aside
        self._rows.extend(entry.guess(self._width) for entry in aside)
        for entry in aside:
            if entry.view is not None:
                entry.view.show()
        self.entries_changed.emit()
        self._settle()

    def make_again(self, entry: Entry) -> None:
        """Show an entry as the store has it."""
        self._drop(entry)
        self._settle()

    def forget(self, aside: Sequence[Entry]) -> None:
        """Nobody wants back what was set aside."""
        for entry in aside:
            self._drop(entry)

    def clear(self) -> None:
        """Take everything out."""
        self._cut(0)
        self._follow(follows=True)
        self.entries_changed.emit()
        self._settle()

    def show_turn(self, turn: TurnId) -> bool:
        """Scroll to a turn; False when it is not on the screen."""
        entry = self.entry_of(turn)
        if entry is None:
            return False
        self._follow(follows=False)
        self._settle(Anchor(entry, -1, -EDGE))
        return True

    @property
    def spot(self) -> Spot | None:
        """What is being read; None at the end, where one sees what comes."""
        anchor = self._anchor()
        turn = anchor.entry.turn_id if anchor else None
        return Spot(turn, anchor.piece, anchor.above) if anchor and turn is not None else None

    def go_to(self, spot: Spot) -> None:
        """Be where SPOT is, now or as soon as this is seen."""
        entry = self.entry_of(spot.turn)
        if entry is None:
            return
        self._follow(follows=False)
        anchor = Anchor(entry, spot.piece, spot.above)
        self._wanted = None if self.isVisible() else anchor
        self._settle(anchor)

    def show_hit(self, entry: Entry, place: Place) -> None:
        """Mark the words at PLACE as those that are looked at, and scroll them into sight."""
        self.mark_words(self._words)
        self._follow(follows=False)
        row = self.entries.index(entry)
        self.bring(row, lambda view: view.view.show_hit(place), self.viewport().height() // 3)

    def pieces(self, entry: Entry) -> Sequence[Piece]:
        """The blocks of a turn's text, all that has arrived: with or without a widget."""
        if entry.view is not None:
            entry.view.view.flush()
            return entry.view.view.column.pieces
        return self.make_pieces(entry.turn) if entry.turn is not None else ()

    def letters(self, entry: Entry) -> Iterator[str]:
        """The text of a turn as it is read, a piece at a time: with or without a widget."""
        revision = entry.revision
        if entry.letters is None or entry.letters[0] != revision:
            letters = []
            for piece in list(self.pieces(entry)):
                letters.append(piece.letters)
                yield piece.letters
            entry.letters = (revision, letters)
        else:
            yield from entry.letters[1]

    def mark_words(self, words: str) -> None:
        """Mark WORDS in every text, those too that come near later ("": nothing)."""
        self._words = words
        for _, _, view in self._live():
            view.view.mark_words(words)
