"""Two columns that a PDF draws line by line across the page, put back one after the other.

Most programs draw a column to its end, and PDFium's order is right. Some (print drivers, `pr -2`)
draw whole lines, and every line then reads across the gutter. Only pages on which this is clear
are changed: most lines have a wide gap at the same place near the middle, with prose on both
sides of it; a table with short cells has not.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pypdfium2 import raw

LEAST_GAP = 12.0
"""Points; a justified line has narrower ones between its words."""
MIDDLE = (0.3, 0.7)
"""Where a gutter may lie, as a share of the page's width."""
SAMPLED_LINES = 4
"""Of those with text enough for two columns; a heading or a blank line tells nothing."""
LEAST_LINES = 8
LEAST_SHARE = 0.6
"""Share of the lines that must have the gap."""
PROSE_CHARACTERS = 20
"""What the lines of either column have on average at least."""
_LINE_END = "\r\n"
_BLANK = re.compile("(?<=.) (?=.)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, its first character's index, and the gap in it: points [left, right), and where.

    `cut` is the index in the line at which the right part begins; 0 where there is no gap.
    """

    text: str
    start: int
    left: float = 0.0
    right: float = 0.0
    cut: int = 0


class Columns:
    """Looks at the places of a page's characters, as few as it can."""

    def __init__(self, handle: raw.FPDF_TEXTPAGE, left: float, right: float) -> None:
        """LEFT and RIGHT are the page's edges in points."""
        self._handle = handle
        self._from, self._to = (left + share * (right - left) for share in MIDDLE)
        self._box = [ctypes.c_double() for _ in range(4)]
        self._box_places = [ctypes.byref(edge) for edge in self._box]

    def in_order(self, text: str) -> str:
        """TEXT as PDFium gave it, its columns one after the other where it mixed them."""
        pieces = self.pieces(text)
        return text if len(pieces) == 1 else _LINE_END.join(text[at:end] for at, end in pieces)

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """[start, end) of the pieces of TEXT in reading order: all of it, or one a line."""
        rows = text.split(_LINE_END)
        if len(rows) < LEAST_LINES or not self._is_likely(rows):
            return [(0, len(text))]
        measured = [self._measured(line) for line in _lines(rows)]
        gutter = _gutter(measured)
        return list(self._rearranged(measured, gutter)) if gutter else [(0, len(text))]

    def _is_likely(self, rows: Sequence[str]) -> bool:
        """Whether most of a few lines have a wide gap near the middle."""
        ends = list(accumulate(map(len, rows)))
        long = [row for row, text in enumerate(rows) if len(text) >= PROSE_CHARACTERS]
        sample = long[:: max(len(long) // SAMPLED_LINES, 1)][:SAMPLED_LINES]
        without = 0
        for row in sample:
            start = ends[row] - len(rows[row]) + row * len(_LINE_END)
            without += not self._has_gap(rows[row].rstrip(), start)
            if without > (1 - LEAST_SHARE) * len(sample):
                return False
        return bool(sample)

    def _has_gap(self, text: str, start: int) -> bool:
        """Whether a line has a wide gap near the middle; it runs from left to right."""
        blanks = [start + match.start() for match in _BLANK.finditer(text)]
        first = bisect_right(blanks, self._from, key=lambda blank: self._edges(blank + 1)[0])
        for blank in blanks[first:]:
            left = self._edges(blank - 1)[1]
            if left >= self._to:
                return False
            if self._edges(blank + 1)[0] - left > LEAST_GAP:
                return True
        return False

    def _measured(self, line: _Line) -> _Line:
        """The line with its widest gap near the middle."""
        best = line
        place = line.text.find(" ", 1)
        while 0 < place < len(line.text) - 1:
            right = self._edges(line.start + place + 1)[0]
            if right > self._from:  # before that a gap is not near the middle
                left = self._edges(line.start + place - 1)[1]
                inside = left < self._to
                if inside and right - left > max(LEAST_GAP, best.right - best.left):
                    best = _Line(line.text, line.start, left, right, place + 1)
            place = line.text.find(" ", place + 1)
        return best

    def _edges(self, index: int) -> tuple[float, float]:
        """Left and right edge of a character in points."""
        raw.FPDFText_GetCharBox(self._handle, index, *self._box_places)
        return self._box[0].value, self._box[1].value

    def _rearranged(self, lines: Sequence[_Line], gutter: float) -> Iterator[tuple[int, int]]:
        """Left parts, then right parts, between lines that run over the whole width."""
        right: list[tuple[int, int]] = []
        for line in lines:
            whole = (line.start, line.start + len(line.text))
            if line.left <= gutter < line.right and line.cut:
                yield line.start, line.start + len(line.text[: line.cut].rstrip())
                right.append((line.start + line.cut, whole[1]))
            elif not line.text or self._edges(whole[1] - 1)[1] <= gutter:
                yield whole
            elif self._edges(line.start)[0] >= gutter:
                right.append(whole)
            else:
                yield from right
                right.clear()
                yield whole
        yield from right


def _lines(rows: Sequence[str]) -> Iterator[_Line]:
    start = 0
    for line in rows:
        yield _Line(line.rstrip(), start)
        start += len(line) + len(_LINE_END)


def _gutter(lines: Sequence[_Line]) -> float:
    """The middle of the gap that all columns' lines have in common; 0 when it is not clear."""
    split = [line for line in lines if line.cut]
    if len(split) < max(LEAST_LINES, LEAST_SHARE * len(lines)):
        return 0.0
    left, right = max(line.left for line in split), min(line.right for line in split)
    lengths = (
        sum(line.cut for line in split),
        sum(len(line.text) - line.cut for line in split),
    )
    if left >= right or min(lengths) < PROSE_CHARACTERS * len(split):
        return 0.0
    return (left + right) / 2
