"""The passages of a page: sentences that follow each other and speak of the same thing."""

from __future__ import annotations

import functools
import heapq
import re
from collections.abc import Iterator, Mapping, Sequence

from yidesk.core.types import Passage
from yidesk.services.checking import sentences
from yidesk.services.checking.bearing import continues, share
from yidesk.services.checking.own_cache import own_cache
from yidesk.services.checking.terms import Terms, index_terms, terms

PASSAGE = 3
"""Sentences in a passage, at most, unless they are short."""
SHORT_PASSAGE = 400
"""Characters up to which a passage may have more of them: the items of a list."""
MOST_PASSAGES = 6
"""Passages of a page that are compared, the best first."""
CORE = 0.5
"""Share of a statement that one sentence of its passage must hold."""
NEAR_BREAK = 3
"""Lines before and behind a page break that may be one sentence with one of the other side."""
LENGTH_COSTS = 0.05
"""A longer passage must be worth its length."""
_LETTER = re.compile(r"[^\W_]")


class Sentence:
    """A sentence of a page, or a line of a list."""

    def __init__(self, parts: tuple[Passage, ...], text: str, *, listed: bool) -> None:
        self.parts = parts
        """Two where it runs over a page break."""
        self.text = text
        self.listed = listed
        """A line of a list, a heading: no full sentence."""

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """Words and plain numbers, to find it by."""
        return index_terms(self.text)

    @functools.cached_property
    def terms(self) -> Terms:
        """All that it says; made for those sentences only that are compared."""
        return terms(self.text)


class Passages:
    """The sentences of a document's pages, made when a page is first looked at."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    def of(
        self,
        wanted: frozenset[str],
        number: int,
        weights: Mapping[str, float],
        *,
        cohesive: bool = True,
        sentence_costs: float = 0.001,
    ) -> list[tuple[Sentence, ...]]:
        """The passages of a page that hold most of what is WANTED, the best first.

        COHESIVE ones are about one thing, as far as the words of their own language tell.
        SENTENCE_COSTS is what every sentence after the first must be worth.
        """
        found: list[tuple[float, int, tuple[Sentence, ...]]] = []
        for run in (
            self._sentences(number),
            *self._across_break(number - 1),
            *self._across_break(number),
        ):
            held = [wanted & sentence.words for sentence in run]
            for start in range(len(run)):
                if not held[start]:
                    continue  # the same passage without its first sentence says as much
                for score, length, passage in _growing(
                    run, held, start, wanted, weights, cohesive=cohesive
                ):
                    found.append((score - sentence_costs * length, start, passage))
        best = heapq.nlargest(MOST_PASSAGES, found, key=lambda each: each[0])
        return [passage for _, _, passage in best]

    @own_cache
    def _sentences(self, number: int) -> list[Sentence]:
        text = self._texts[number]
        found = []
        for span in sentences.split(text):
            words = text[span.start : span.end]
            if not _LETTER.search(words):
                continue  # the dots of a table of contents
            listed = words.rstrip("\"'”’)]）")[-1:] not in ".!?。！？;；"
            part = Passage(page=number, words=" ".join(words.split()))
            found.append(Sentence((part,), words, listed=listed))
        return found

    @own_cache
    def _across_break(self, first: int) -> list[list[Sentence]]:
        """What may be the sentence that runs from page FIRST on to the next.

        Headers and footers stand between its halves, so each pair of lines near it may be one.
        """
        if first not in self._texts or first + 1 not in self._texts:
            return []
        before = self._sentences(first)[-NEAR_BREAK:]
        after = self._sentences(first + 1)[:NEAR_BREAK]
        joined = []
        for last in (each for each in before if each.listed):
            for head in after:
                text = f"{last.text}\n{head.text}"
                joined.append([Sentence(last.parts + head.parts, text, listed=head.listed)])
        return joined


def _growing(
    run: Sequence[Sentence],
    held: Sequence[frozenset[str]],
    start: int,
    wanted: frozenset[str],
    weights: Mapping[str, float],
    *,
    cohesive: bool,
) -> Iterator[tuple[float, int, tuple[Sentence, ...]]]:
    """Passages from one sentence on, each longer than the last one and worth it."""
    together: frozenset[str] = frozenset()
    best, length = -1.0, 0
    for end in range(start, len(run)):
        length += len(run[end].text)
        if end - start >= PASSAGE and length > SHORT_PASSAGE:
            return
        if cohesive and end > start and not _belongs(run, held, together, end):
            if not held[end]:
                continue
            return
        together |= held[end]
        score = share(wanted, together, weights)
        if score > best + LENGTH_COSTS:
            best = score
            yield score, end - start, tuple(run[start : end + 1])


def full_sentences(passage: Sequence[Sentence]) -> int:
    """How many full sentences a passage has; lines of a list count as one."""
    return max(1, sum(not sentence.listed for sentence in passage))


def hangs_together(
    wanted: frozenset[str], passage: Sequence[Sentence], weights: Mapping[str, float]
) -> bool:
    """Whether one sentence carries most of the statement, or a list is announced that does."""
    announced = any(each.text.rstrip().endswith((":", "：")) for each in passage[:-1])
    return announced or any(share(wanted, s.words, weights) >= CORE for s in passage)


def _belongs(
    run: Sequence[Sentence], held: Sequence[frozenset[str]], together: frozenset[str], end: int
) -> bool:
    """Whether a sentence goes on about what those before it are about.

    Two full sentences with nothing of the statement in common are about two things: the statement
    that takes a word from each is said by neither.
    """
    return (
        run[end].listed
        or run[end - 1].listed
        or bool(held[end] & together)
        or continues(run[end].text)
    )


def in_pages(passage: Sequence[Sentence]) -> tuple[Passage, ...]:
    """The words of a passage, page by page."""
    parts = [part for sentence in passage for part in sentence.parts]
    pages = dict.fromkeys(part.page for part in parts)
    return tuple(
        Passage(page=page, words=" ".join(part.words for part in parts if part.page == page))
        for page in pages
    )
