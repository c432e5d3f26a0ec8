"""Finds quotations on the pages of a document, word by word, also across a page break."""

from __future__ import annotations

import bisect
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yidesk.core.types import Document, Excerpt, Passage
from yidesk.services.checking.folding import fold, fold_quotation, trace
from yidesk.services.checking.own_cache import own_cache
from yidesk.services.checking.page_texts import PageTexts

BREAK_SLACK = 1200
"""Folded characters of whole lines (footnotes, footers, headers) inside a sentence at a break."""
SHORTEST_SIDE = 3
"""Folded characters of a quotation that must stand on each side of a page break."""
MOST_PLACES = 20
"""Places of one page at which a quotation is looked at."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…+)\s*")
_BRACKETED_LETTER = re.compile(r"\[(\w)\]")
_CLAUSE_END = re.compile(r"[.;:!?。；：！？，]|,(?!\d)|\n\s*\n")
_PAGE_NUMBER = re.compile(r"(?:(?:page|p\.|第)\s*)?\d+(?:\s*(?:/|of|页|頁))*\s*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡])[ \t.)]*[^\W\d]")
_LINE_EDGES = " -\u00ad\u00a0\u3000\t\r“”\"'"
_LINE_END = re.compile("\n")
_ENDS = ".!?。！？;；"
HEAD_LINES = 3
SHORT_LINE = 60
"""Characters of a line that may be the head or foot of one page only."""
_AROUND = 160
"""Characters of a page before and behind a quotation that are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands."""

    page: int
    """The page it was looked for on: the first or the second where it runs over a break."""
    parts: tuple[Excerpt, ...]


class Pages:
    """The pages of one document, folded."""

    def __init__(self, document: Document) -> None:
        self._texts = PageTexts(document.pages)
        # no folded text holds a line's end
        self._whole = "\n".join(fold(text) for _, text in self._texts.in_order())
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(self._whole))]

    def has(self, page: int) -> bool:
        """Whether the document has such a page."""
        return page in self._texts

    def is_blank(self, page: int) -> bool:
        """Whether there is nothing on the page to compare with."""
        return not self._folded(page)

    def _folded(self, page: int) -> str:
        """The folded text of a page; empty when there is no such page."""
        if not self.has(page):
            return ""
        starts = [*self._starts[page - 1 : page + 1], len(self._whole) + 1]
        return self._whole[starts[0] : starts[1] - 1]

    def count(self, pieces: Iterable[str], page: int) -> float:
        """The share of folded PIECES that the page holds."""
        folded = self._folded(page)
        found = [piece in folded for piece in pieces]
        return sum(found) / len(found) if found else 0.0

    def quoted(self, quotation: str, pages: Iterable[int]) -> list[Place]:
        """Where the quotation stands on the first of PAGES that has it, or across a break there."""
        fragments = _fragments(quotation)
        pages = [page for page in pages if page in self._texts]
        if not fragments:
            return []
        for number in pages:
            if found := list(self._on_page(fragments, number)):
                return found
        if len(fragments) == 1:
            for number in pages:
                for first in (number, number - 1):
                    if parts := self._across_break(fragments[0], first):
                        return [Place(number, parts)]
        return []

    def quoted_anywhere(self, quotation: str, *, near: int) -> list[Place]:
        """Where the quotation stands on the page nearest to NEAR that has it."""
        fragments = _fragments(quotation)
        if not fragments:
            return []
        longest = max(fragments, key=len)
        candidates = set(self._pages_with(longest))
        if len(fragments) == 1 and len(longest) >= 2 * SHORTEST_SIDE:
            # across a break, one of its halves is whole on a page
            half = len(longest) // 2
            for piece in (longest[:half], longest[half:]):
                candidates |= {n + d for n in self._pages_with(piece) for d in (0, 1)}
        order = sorted(candidates, key=lambda number: (abs(number - near), number))
        return self.quoted(quotation, order)

    def passages(self, place: Place) -> tuple[Passage, ...]:
        """The page's own words, page by page."""
        return tuple(
            Passage(page=part.page, words=words)
            for part in place.parts
            if (words := " ".join(self._texts[part.page][part.start : part.end].split()))
        )

    def around(self, place: Place) -> tuple[str, str]:
        """What stands in the same clause before the quotation and behind it."""
        first, last = place.parts[0], place.parts[-1]
        before = self._texts[first.page][max(0, first.start - _AROUND) : first.start]
        behind = self._texts[last.page][last.end : last.end + _AROUND]
        ends = [match.end() for match in _CLAUSE_END.finditer(before)]
        end = _CLAUSE_END.search(behind)
        return before[ends[-1] if ends else 0 :], behind[: end.start() if end else len(behind)]

    def _pages_with(self, fragment: str) -> Iterator[int]:
        at = self._whole.find(fragment)
        while at >= 0:
            number = bisect.bisect_right(self._starts, at)
            yield number
            behind = self._starts[number] if number < len(self._starts) else len(self._whole)
            at = self._whole.find(fragment, behind)

    def _on_page(self, fragments: Sequence[str], number: int) -> Iterator[Place]:
        page = self._folded(number)
        start = page.find(fragments[0])
        for _ in range(MOST_PLACES):
            if start < 0:
                return
            end = start + len(fragments[0])
            for fragment in fragments[1:]:
                found = page.find(fragment, end)
                if found < 0:
                    return
                end = found + len(fragment)
            yield Place(number, (self._excerpt(number, start, end),))
            start = page.find(fragments[0], start + 1)

    def _across_break(self, fragment: str, first: int) -> tuple[Excerpt, ...]:
        """The fragment where it runs from page FIRST on to the next; empty when it does not."""
        before, after = self._folded(first), self._folded(first + 1)
        if not before or not after:
            return ()
        tail_start = max(0, len(before) - len(fragment) - BREAK_SLACK)
        tail, head = before[tail_start:], after[: len(fragment) + BREAK_SLACK]
        longest = _longest_prefix(fragment, tail)
        # the longest may take a letter too many, where a footer happens to begin with it
        for cut in range(longest, max(longest - 4, SHORTEST_SIDE) - 1, -1):
            rest = fragment[cut:]
            if SHORTEST_SIDE <= cut <= longest and len(rest) >= SHORTEST_SIDE and rest in head:
                start = tail_start + tail.rfind(fragment[:cut])
                at = head.find(rest)
                parts = (
                    self._excerpt(first, start, start + cut),
                    self._excerpt(first + 1, at, at + len(rest)),
                )
                if self._ends_line(parts[0]) and self._begins_line(parts[1]):
                    return parts
        return ()

    def _ends_line(self, part: Excerpt) -> bool:
        """Whether nothing follows on the page but footnotes and its foot."""
        rest, *below = self._texts[part.page][part.end :].split("\n")
        notes = next((n for n, line in enumerate(below) if _FOOTNOTE.match(line)), len(below))
        return not rest.strip(_LINE_EDGES) and self._are_furniture(below[:notes])

    def _begins_line(self, part: Excerpt) -> bool:
        """Whether nothing stands before it on the page but its head."""
        *above, rest = self._texts[part.page][: part.start].split("\n")
        return not rest.strip(_LINE_EDGES) and self._are_furniture(above)

    def _are_furniture(self, lines: Sequence[str]) -> bool:
        """Whether lines are the head or foot of a page: they stand on others too, or are short."""
        odd = [
            line
            for line in map(_numberless, lines)
            if line.strip("#") and line not in self._furniture
        ]
        return not odd or (len(odd) == 1 and len(odd[0]) <= SHORT_LINE and odd[0][-1] not in _ENDS)

    @functools.cached_property
    def _furniture(self) -> frozenset[str]:
        """First and last lines that several pages have, but for their numbers."""
        counts: Counter[str] = Counter()
        for _, text in self._texts.in_order():
            lines = [line for line in map(_numberless, text.split("\n")) if line]
            counts.update({*lines[:HEAD_LINES], *lines[-HEAD_LINES:]})
        return frozenset(line for line, count in counts.items() if count > 1)

    def _excerpt(self, number: int, start: int, end: int) -> Excerpt:
        """The page's own characters for a stretch of its folded text."""
        origins = self._trace(number)
        return Excerpt(page=number, start=origins[start], end=origins[end - 1] + 1)

    @own_cache
    def _trace(self, number: int) -> list[int]:
        return trace(self._texts[number])


def _numberless(line: str) -> str:
    """A line with one sign in the place of its numbers: "Page 7" and "第 7 页" are all alike."""
    return _PAGE_NUMBER.sub("#", " ".join(line.split()))


def _fragments(quotation: str) -> list[str]:
    """A quotation folded, in the pieces that its ellipses leave."""
    pieces = _ELLIPSIS.split(_BRACKETED_LETTER.sub(r"\1", quotation))
    return [folded for piece in pieces if (folded := fold_quotation(piece))]


def _longest_prefix(fragment: str, text: str) -> int:
    """Length of the longest beginning of FRAGMENT that is in TEXT."""
    low, high = 0, len(fragment)
    while low < high:
        middle = (low + high + 1) // 2
        if fragment[:middle] in text:
            low = middle
        else:
            high = middle - 1
    return low
