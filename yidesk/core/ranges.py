"""Numbers of pages as a person writes them down."""

from __future__ import annotations

from collections.abc import Iterable

from yidesk.core import words


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers with their runs drawn together, in the language in use.

    >>> ranges((3, 4, 5, 9))
    '3–5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return words.listed(f"{first}–{last}" if last > first else str(first) for first, last in runs)
