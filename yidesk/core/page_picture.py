"""A page as it looks, and where each character of its stored text stands on it.

Points are 1/72 inch, counted from the top left corner of the page as it is shown: turned and
cropped as the document says.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MAX_PICTURE_PIXELS = 16 * 1024 * 1024
"""The largest picture of a page: 64 MB, a sheet of A4 at 400 dots an inch."""
BYTES_PER_PIXEL = 4

_SAME_LINE = 0.5
"""Share of its height (or width) by which a character must lie on the line before it."""
_WORD_GAP = 3.0
"""Times its own height that a character may be away from the one before it on the same line."""


class Rectangle(NamedTuple):
    """A piece of a page, in points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """A page of a file whose bytes are known."""

    path: Path
    fingerprint: str
    number: int
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """Pixels of a page, or of a piece of it."""

    width: int
    height: int
    pixels: bytes
    """Rows from the top, four bytes a pixel: blue, green, red and one that means nothing.
    Qt knows them as Format_RGB32 (on little-endian processors)."""
    scale: float
    """Pixels to a point; smaller than was asked for where the whole page would be too large."""
    left: int
    top: int
    """Where the piece begins, in pixels of the whole page at this scale."""
    page_width: float
    page_height: float
    """The whole page, in points."""


@dataclass(frozen=True, kw_only=True)
class PageLayout:
    """Where the characters of a page stand."""

    width: float
    height: float
    """The whole page, in points."""
    boxes: bytes
    """For each character of the stored text left, top, right and bottom as float32 of this
    machine; all zero for white space and for what could not be placed. May end early."""
    text: str
    """The stored text."""

    @functools.cached_property
    def _edges(self) -> array[float]:
        return array("f", self.boxes)

    def box(self, place: int) -> Rectangle | None:
        """Where the character of the text at PLACE stands; None when it is not to be seen."""
        found = self._edges[4 * place : 4 * place + 4] if place >= 0 else ()
        return Rectangle(*found) if any(found) else None

    def rectangles(self, start: int, end: int) -> tuple[Rectangle, ...]:
        """What to highlight for the characters [START, END) of the text: about one a line."""
        return tuple(self._lines(max(start, 0), min(end, len(self._edges) // 4)))

    def place_at(self, x: float, y: float) -> int | None:
        """The character of the text at a point of the page; None where there is none."""
        for place in range(len(self._edges) // 4):
            left, top, right, bottom = self._edges[4 * place : 4 * place + 4]
            if left <= x <= right and top <= y <= bottom and right > left:
                return place
        return None

    def _lines(self, start: int, end: int) -> Iterator[Rectangle]:
        line: Rectangle | None = None
        for place in range(start, end):
            box = self.box(place)
            if line and (self.text[place] == "\n" or (box and not _goes_on(line, box))):
                yield line
                line = None
            if box:
                line = _around(line, box) if line else box
        if line:
            yield line


def boxes_of(rectangles: list[Rectangle | None]) -> bytes:
    """Rectangles as PageLayout keeps them."""
    return array("f", (edge for box in rectangles for edge in box or (0.0,) * 4)).tobytes()


def _goes_on(line: Rectangle, box: Rectangle) -> bool:
    """Whether a character continues the line: beside it, or beneath it in vertical writing."""
    high, wide = box.bottom - box.top, box.right - box.left
    beside = min(line.bottom, box.bottom) - max(line.top, box.top) >= _SAME_LINE * high
    beneath = min(line.right, box.right) - max(line.left, box.left) >= _SAME_LINE * wide
    across = max(box.left - line.right, line.left - box.right)
    down = max(box.top - line.bottom, line.top - box.bottom)
    far = _WORD_GAP * max(high, wide)
    return (beside and across <= far) or (beneath and not beside and down <= far)


def _around(first: Rectangle, second: Rectangle) -> Rectangle:
    return Rectangle(
        min(first.left, second.left),
        min(first.top, second.top),
        max(first.right, second.right),
        max(first.bottom, second.bottom),
    )
