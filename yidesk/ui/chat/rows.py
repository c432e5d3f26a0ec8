"""Heights of rows that lie one below the other, and what lies where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Rows:
    """Heights in pixels; only what a change moves is counted again."""

    def __init__(self, *, edge: int, gap: int) -> None:
        """EDGE lies before the first row and after the last one, GAP between two."""
        self._edge, self._gap = edge, gap
        self._heights: list[int] = []
        self._tops: list[int] = []
        """Of the first rows, as far as they are known."""

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """Of everything, the edges too."""
        return self.bottom(len(self) - 1) + self._edge if self._heights else 2 * self._edge

    def height(self, row: int) -> int:
        """Of one row."""
        return self._heights[row]

    def top(self, row: int) -> int:
        """Where a row begins."""
        while len(self._tops) <= row:
            known = len(self._tops)
            below = self._tops[-1] + self._heights[known - 1] + self._gap if known else self._edge
            self._tops.append(below)
        return self._tops[row]

    def bottom(self, row: int) -> int:
        """Where a row ends."""
        return self.top(row) + self._heights[row]

    def extend(self, heights: Iterable[int]) -> None:
        """Put rows at the end."""
        self._heights.extend(heights)

    def set_height(self, row: int, height: int) -> bool:
        """Give a row another height; returns whether it is another one."""
        if self._heights[row] == height:
            return False
        self._heights[row] = height
        del self._tops[row + 1 :]
        return True

    def cut(self, count: int) -> None:
        """Keep the first COUNT rows."""
        del self._heights[count:]
        del self._tops[count:]

    def at(self, y: int) -> int:
        """The row at a height, or the nearest one above; 0 where there is none."""
        if self._heights:
            self.top(len(self) - 1)
        return max(0, bisect_right(self._tops, y) - 1)

    def between(self, top: int, bottom: int) -> range:
        """The rows that reach into a stretch."""
        if not self._heights:
            return range(0)
        first, last = self.at(top), self.at(bottom)
        return range(first + (self.bottom(first) < top), last + (self.top(last) <= bottom))
