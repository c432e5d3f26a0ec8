"""What is selected in a conversation: two spots in it, whether or not they are on the screen.

A spot is a turn, a block of its text and a position in that block. Nothing here paints, lays out
or asks for a widget; texts are strings in which every character takes one position.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from os.path import commonprefix
from typing import NamedTuple

from yidesk.ui.markdown.place import Place

START = Place(0, 0)
END = Place(sys.maxsize, 0)
"""Behind every letter of a text, however long it is or gets."""
_WORD = re.compile(r"\w+|.", re.DOTALL)


class Spot(NamedTuple):
    """Between two letters of the conversation; what is written earlier is smaller."""

    row: int
    """The turn, counted from the beginning of the chat."""
    place: Place


class Stretch(NamedTuple):
    """What lies between two spots, the first one first: a word, a paragraph; nothing, at a spot."""

    first: Spot
    last: Spot

    @classmethod
    def at(cls, spot: Spot) -> Stretch:
        """Nothing, at SPOT."""
        return cls(spot, spot)


class ChatSelection:
    """Grows by whole stretches, away from the one in which it was begun."""

    def __init__(self) -> None:
        self.origin: Stretch | None = None
        """Where it was begun; None before anybody has pointed at anything."""
        self.head: Spot | None = None
        """The end that moves."""

    @property
    def ends(self) -> tuple[Spot, Spot] | None:
        """The first spot and the last one; None where nothing is selected."""
        if self.origin is None or self.head is None:
            return None
        first, last = min(self.origin.first, self.head), max(self.origin.last, self.head)
        return (first, last) if first < last else None

    def begin(self, stretch: Stretch) -> None:
        """Select a stretch, and nothing else."""
        self.origin, self.head = stretch, stretch.last

    def extend(self, stretch: Stretch) -> None:
        """Select up to STRETCH, and all of it."""
        if self.origin is None:
            self.begin(stretch)
        elif stretch.first < self.origin.first:
            self.head = stretch.first
        else:
            self.head = max(stretch.last, self.origin.first)

    def clear(self) -> None:
        """Select nothing; the end that moves stays where it was."""
        self.origin = Stretch.at(self.head) if self.head is not None else None

    def forget(self) -> None:
        """Select nothing, nowhere."""
        self.origin = self.head = None

    def slice_of(self, row: int) -> tuple[Place, Place] | None:
        """What is selected of one turn; None where that is nothing."""
        if self.ends is None:
            return None
        first, last = self.ends
        if not first.row <= row <= last.row:
            return None
        begin = first.place if row == first.row else START
        end = last.place if row == last.row else END
        return (begin, end) if begin < end else None

    def move(self, moved: Callable[[Spot], Spot | None]) -> None:
        """Spots are others now; a selection that has lost one of them is forgotten."""
        if self.origin is None or self.head is None:
            return
        spots = [moved(spot) for spot in (*self.origin, self.head)]
        first, last, head = spots
        if first is None or last is None or head is None:
            self.forget()
        else:
            self.origin, self.head = Stretch(first, max(first, last)), head


def carried(at: int, before: str, after: str) -> int:
    """Where the letter before which AT stands in BEFORE is in AFTER.

    What was added behind it moves nothing; a letter that is not there any more is represented by
    what stands in its place.
    """
    same = len(commonprefix((before, after)))  # noqa: RUF071 - of letters
    if at <= same:
        return at
    tail = len(commonprefix((before[same:][::-1], after[same:][::-1])))  # noqa: RUF071 - of letters
    if at >= len(before) - tail:
        return len(after) - (len(before) - at)
    middle = before[same : len(before) - tail], after[same : len(after) - tail]
    return same + _carried(at - same, *middle)


def _carried(at: int, before: str, after: str) -> int:
    old, new = _WORD.findall(before), _WORD.findall(after)
    left = right = 0
    for kind, first, last, begin, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        taken, put = sum(map(len, old[first:last])), sum(map(len, new[begin:end]))
        if at < left + taken:
            return right + (at - left if kind == "equal" else min(at - left, put))
        left, right = left + taken, right + put
    return right
