"""A document made ready to be compared with: its pages folded, its terms counted."""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yidesk.core.types import Document, Page
from yidesk.services.checking import sentences
from yidesk.services.checking.folding import fold, fold_quotation, trace
from yidesk.services.checking.terms import Terms, terms

BORNE_OUT = 0.7
"""Share of a statement's weight that a passage must hold to bear it out."""
PASSAGE = 3
"""Sentences in a passage, at most."""
BREAK_SLACK = 200
"""Folded characters that headers and footers may put into a sentence at a page break."""
SHORTEST_SIDE = 3
"""Folded characters of a quotation that must stand on each side of a page break."""

CLOSE = 0.85
"""A page with this share of the best page's words may yet be the better one."""
CLOSE_PAGES = 4

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…+)\s*")
_BRACKETED_LETTER = re.compile(r"\[(\w)\]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a page that were compared with a statement or quotation."""

    page: int
    words: str
    """As they stand on the page."""
    confirmed: bool
    """They are the quotation, or bear the statement out."""


class Index:
    """One document. Pages are addressed by their number."""

    def __init__(self, document: Document) -> None:
        self._pages = {page.number: page for page in document.pages}
        self._folded = {page.number: fold(page.text) for page in document.pages}

    def has(self, page: int) -> bool:
        """Whether the document has such a page."""
        return page in self._pages

    def is_blank(self, page: int) -> bool:
        """Whether there is nothing on the page to compare with."""
        return not self._folded.get(page)

    # --- quotations ---------------------------------------------------------------------

    def quoted(self, quotation: str, pages: Iterable[int]) -> Evidence | None:
        """The quotation on one of PAGES, or across a page break at one of them."""
        fragments = _fragments(quotation)
        if not fragments:
            return None
        pages = list(pages)
        for number in pages:
            if number in self._folded and (evidence := self._on_page(fragments, number)):
                return evidence
        if len(fragments) > 1:
            return None
        for number in pages:
            for first in (number, number - 1):
                words = self._across_break(fragments[0], first)
                if words:
                    return Evidence(number, words, confirmed=True)
        return None

    def quoted_anywhere(self, quotation: str, *, near: int) -> Evidence | None:
        """The quotation on whichever page is nearest to NEAR."""
        order = sorted(self._pages, key=lambda number: (abs(number - near), number))
        return self.quoted(quotation, order)

    def _on_page(self, fragments: Sequence[str], number: int) -> Evidence | None:
        page = self._folded[number]
        start = page.find(fragments[0])
        end = start + len(fragments[0])
        for fragment in fragments[1:]:
            found = page.find(fragment, end) if start >= 0 else -1
            if found < 0:
                return None
            end = found + len(fragment)
        if start < 0:
            return None
        return Evidence(number, self._original(number, start, end), confirmed=True)

    def _across_break(self, fragment: str, first: int) -> str:
        """The fragment where it runs from page FIRST on to the next; empty when it does not."""
        before, after = self._folded.get(first), self._folded.get(first + 1)
        if not before or not after:
            return ""
        tail_start = max(0, len(before) - len(fragment) - BREAK_SLACK)
        tail, head = before[tail_start:], after[: len(fragment) + BREAK_SLACK]
        longest = _longest_prefix(fragment, tail)
        # the longest may take a letter too many, where a footer happens to begin with it
        for cut in range(longest, max(longest - 4, SHORTEST_SIDE) - 1, -1):
            rest = fragment[cut:]
            if SHORTEST_SIDE <= cut <= longest and len(rest) >= SHORTEST_SIDE and rest in head:
                start = tail_start + tail.rfind(fragment[:cut])
                at = head.find(rest)
                return (
                    self._original(first, start, start + cut)
                    + " "
                    + self._original(first + 1, at, at + len(rest))
                )
        return ""

    def _original(self, number: int, start: int, end: int) -> str:
        """The page's own words for a stretch of its folded text."""
        text = self._pages[number].text
        origins = self._trace(number)
        return " ".join(text[origins[start] : origins[end - 1] + 1].split())

    @functools.cache  # noqa: B019 - lives and goes with the index, of which few are kept
    def _trace(self, number: int) -> list[int]:
        return trace(self._pages[number].text)

    # --- statements ---------------------------------------------------------------------

    def borne_out(self, statement: Terms, pages: Iterable[int]) -> Evidence | None:
        """The passage on PAGES that says most of what the statement says."""
        best: tuple[float, Evidence] | None = None
        for number in pages:
            if number not in self._pages:
                continue
            score, evidence = self._best_passage(statement, self._pages[number])
            if best is None or (evidence.confirmed, score) > (best[1].confirmed, best[0]):
                best = (score, evidence)
        return best[1] if best else None

    def best_page(self, statement: Terms) -> tuple[int, float]:
        """The page that holds most of the statement's weight, and the share; (0, 0) for none."""
        weights = self._weights(statement.all)
        scores: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number in self._places.get(term, ()):
                scores[number] += weight
        if not scores:
            return 0, 0.0
        most = max(scores.values())
        close = [page for page, score in scores.items() if score >= CLOSE * most]
        first = heapq.nsmallest(CLOSE_PAGES, close, key=lambda page: (-scores[page], page))
        # a page that has all the words apart says less than one that has them together
        number = max(first, key=lambda n: (self._best_passage(statement, self._pages[n])[0], -n))
        return number, scores[number] / sum(weights.values())

    def holds_numbers_and_names(self, statement: Terms, page: int) -> bool:
        """Whether every number and every name of the statement is on the page."""
        return statement.numbers | statement.names <= self._page_terms[page].all

    def _best_passage(self, statement: Terms, page: Page) -> tuple[float, Evidence]:
        weights = self._weights(statement.all)
        total = sum(weights.values())
        found = self._sentences(page.number)
        held = [statement.all & sentence.all for _, sentence in found]
        best_score, best = 0.0, (0, 0)
        for length in range(1, PASSAGE + 1):
            for start in range(len(found) - length + 1):
                if not held[start]:
                    continue  # the same passage without its first sentence says as much
                terms_held = held[start].union(*held[start + 1 : start + length])
                score = sum(weights[term] for term in terms_held) / total
                if score > best_score + 0.05:  # a longer passage must be worth its length
                    best_score, best = score, (start, start + length)
        passage = found[best[0] : best[1]]
        confirmed = bool(passage) and self._confirms(statement, passage, best_score, page.number)
        words = page.text[passage[0][0].start : passage[-1][0].end] if passage else ""
        return best_score, Evidence(page.number, " ".join(words.split()), confirmed)

    def _confirms(
        self,
        statement: Terms,
        passage: Sequence[tuple[sentences.Span, Terms]],
        score: float,
        page: int,
    ) -> bool:
        numbers = frozenset().union(*(t.numbers for _, t in passage))
        closest = max(passage, key=lambda sentence: len(sentence[1].all & statement.all))[1]
        return (
            score >= BORNE_OUT
            and len(statement.all) >= 2
            and statement.numbers <= numbers
            and statement.names <= self._page_terms[page].all
            and statement.denies == closest.denies
        )

    def _weights(self, wanted: Iterable[str]) -> dict[str, float]:
        """Rare terms weigh more; one that is nowhere weighs most."""
        count = len(self._pages)
        return {
            term: math.log(1 + (count + 1) / (len(self._places.get(term, ())) + 0.5))
            for term in wanted
        }

    @functools.cached_property
    def _page_terms(self) -> dict[int, Terms]:
        return {number: terms(page.text) for number, page in self._pages.items()}

    @functools.cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, page in self._page_terms.items():
            for term in page.all:
                places.setdefault(term, []).append(number)
        return places

    @functools.cache  # noqa: B019 - see _trace
    def _sentences(self, number: int) -> list[tuple[sentences.Span, Terms]]:
        text = self._pages[number].text
        return [(span, terms(text[span.start : span.end])) for span in sentences.split(text)]


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


@functools.lru_cache(maxsize=32)
def index(document: Document) -> Index:
    """The index of a document, made once."""
    return Index(document)
