"""Cuts pages into passages, at the ends of paragraphs, lines and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yidesk.services.wording import is_chinese

CUTTING = 1
"""Raised whenever passages come out otherwise than before: indexes are then made anew."""
LATIN_CHARACTERS = 1_200
"""About 300 tokens: a paragraph or two, enough to be understood alone."""
HAN_CHARACTERS = 500

_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]+\s*$|[…·‥]{2,}\s*\d+\s*$")
_FEWEST_LEADERS = 3
_BORDERS = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"(?<=[。！？!?.])[”’」』\"')]*\s*\n\s*"),
    re.compile(r"[。！？]|(?<=[.!?])\s+"),
    re.compile(r"\s+"),
)
"""Where a passage may end, the best first."""


def passages_of(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of every passage of a page; together they hold all that is not white space."""
    most = HAN_CHARACTERS if is_chinese(text) else LATIN_CHARACTERS
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= most else _end(text, start, start + most)
        part = text[start:end]
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip())
        if first < last:
            yield first, last
        start = end


def is_contents(text: str) -> bool:
    """Whether a passage is of a table of contents or an index: titles, leaders, page numbers.

    Such a passage matches every question, and answers none: what it names stands elsewhere too.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    leading = sum(bool(_LEADERS.search(line)) for line in lines)
    return leading >= _FEWEST_LEADERS and 2 * leading >= len(lines)


def _end(text: str, start: int, most: int) -> int:
    """The last good end in the second half of the room; the room's own where there is none."""
    least = start + (most - start) // 2
    for border in _BORDERS:
        ends = [match.end() for match in border.finditer(text, least, most)]
        if ends:
            return ends[-1]
    return most
