"""Finds the passages that match a question, and keeps the index of what can be found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yidesk.core.types import Crossing, Document, Page, Translated
from yidesk.services.remaining import Remaining
from yidesk.services.retrieval.bm25 import most_of
from yidesk.services.retrieval.crossing import sort
from yidesk.services.retrieval.cutting import CUTTING, is_contents, passages_of
from yidesk.services.retrieval.fusion import fuse
from yidesk.services.retrieval.headings import BONUS, heading_share
from yidesk.services.retrieval.packing import text_of
from yidesk.services.retrieval.query import EARLIER, match_of, matching, telling_words
from yidesk.store.passages import Hit, PassageStore, Place

if TYPE_CHECKING:
    from yidesk.services.retrieval.across import Ranking

PAGES_AT_ONCE = 200
"""Pages that go into the index in one transaction: about a fifth of a second."""
MOST_LOOKED_AT = 300
MOST_HITS = 60
WIDENED = 4
"""The best hits are read with the passages before and after them."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """A document is being made ready to be searched."""

    name: str
    done: int
    total: int
    """Pages."""
    seconds_left: float | None = None
    """None while that cannot be told."""
    per_second: float = 0.0
    """Pages; 0 while that cannot be told."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read, and how it was found."""

    places: tuple[Place, ...]
    crossing: Mapping[str, Crossing]
    """By fingerprint, how words were compared with a document."""
    translated: tuple[Translated, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hits:
    hits: list[Hit]
    crossing: dict[str, Crossing]
    translated: tuple[Translated, ...] = ()


class Finder:
    """Searches documents of the library."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store

    def index(self, document: Document, check: Callable[[], None]) -> Iterator[Indexing]:
        """Make a document ready, from the page where that was left off.

        CHECK raises when it is to stop. Nothing is given for a document that is ready.
        """
        total = len(document.pages)
        done = self._store.pages_indexed(document.fingerprint, CUTTING)
        remaining = Remaining(done / total if total else 0.0)
        while done < total:
            check()
            share = done / total
            pace = total * remaining.per_second(share)
            yield Indexing(document.name, done, total, remaining.seconds(share), pace)
            pages = document.pages[done : done + PAGES_AT_ONCE]
            passages = [each for page in pages for each in _passages(document, page)]
            reach = (done, done + len(pages))
            done = self._store.add(document.fingerprint, reach, CUTTING, passages)

    def find(self, question: str, documents: Sequence[Document], near: Sequence[Hit] = ()) -> Found:
        """The passages to be read, the most wanted first; none twice.

        NEAR: those that were found by meaning, the best first. The best hits come with their
        neighbours: an answer often begins one passage earlier.
        """
        found = self._found(question, documents)
        hits = fuse(found.hits, near)[:MOST_HITS] if near else found.hits
        wanted = dict.fromkeys(hit.place for hit in hits[:WIDENED])
        for hit in hits[:WIDENED]:
            wanted |= dict.fromkeys(each.place for each in self._beside(hit))
        wanted |= dict.fromkeys(hit.place for hit in hits[WIDENED:])
        return Found(tuple(wanted), found.crossing, found.translated)

    def hits(self, question: str, documents: Sequence[Document]) -> list[Hit]:
        """The passages that match, the best first; headings that the question names come up.

        What stands in QUESTION behind its first line is of questions before it, and counts less.
        """
        return self._found(question, documents).hits

    def _found(self, question: str, documents: Sequence[Document]) -> _Hits:
        by_language = sort(question, documents)
        hits = self._by_words(question, by_language.own)
        if not by_language.others:
            return _Hits([hit for _, hit in hits], by_language.ways)
        most = self._most(question) or 1.0
        shares = [(-score / most, hit) for score, hit in hits]
        ways = dict(by_language.ways)
        translated: list[Translated] = []
        for language, others in by_language.others.items():
            ranking = self._across(question, language, others)
            shares += ranking.hits
            translated += ranking.translated
            ways |= {each.fingerprint: ranking.crossing for each in others}
        shares.sort(key=lambda each: -each[0])
        return _Hits([hit for _, hit in shares[:MOST_HITS]], ways, tuple(translated))

    def _across(self, question: str, language: str, documents: Sequence[Document]) -> Ranking:
        # the dictionary is half a second of a processor, and most questions never need it
        from yidesk.services.retrieval import across, translating  # noqa: PLC0415 - see above

        own, _, earlier = question.partition("\n")
        sought = translating.sought_in(language, own, earlier)
        return across.rank(self._store, sought, documents)

    def _most(self, question: str) -> float:
        """The score of a passage that says nothing but the words of a question.

        By it what was found in two languages is compared: each has as much of what it could have.
        """
        from yidesk.services.retrieval.translating import telling_part  # noqa: PLC0415 - as above

        own, _, earlier = map(telling_part, question.partition("\n"))
        weights = dict.fromkeys(telling_words(earlier), EARLIER) if earlier.strip() else {}
        weights |= dict.fromkeys(telling_words(own), 1.0)
        total = self._store.count()
        return sum(
            weight * most_of(self._store.count(matching(word)), total)
            for word, weight in weights.items()
        )

    def _by_words(self, question: str, documents: Sequence[Document]) -> list[tuple[float, Hit]]:
        """Hits in the question's own words with their scores: the lower, the better."""
        own, _, earlier = question.partition("\n")
        hits = self._matching(own, documents)
        if earlier.strip():
            hits = _added(hits, self._matching(earlier, documents))
        if not hits:
            return []
        wanted = frozenset(telling_words(question))
        bonus = BONUS * hits[0].score
        scored = [
            (hit.score + bonus * heading_share(text_of(hit.place, documents), wanted), hit)
            for hit in hits
        ]
        return sorted(scored, key=lambda each: each[0])[:MOST_HITS]

    def _matching(self, text: str, documents: Sequence[Document]) -> list[Hit]:
        fingerprints = [each.fingerprint for each in documents]
        return self._store.find(match_of(text), fingerprints, MOST_LOOKED_AT)

    def _beside(self, hit: Hit) -> list[Hit]:
        return self._store.at(hit.place.document, [hit.number - 1, hit.number + 1])


def _added(hits: Sequence[Hit], earlier: Sequence[Hit]) -> list[Hit]:
    """Both together, the best first; what only EARLIER words find is behind."""
    found = {hit.number: hit for hit in hits}
    for hit in earlier:
        own = found[hit.number].score if hit.number in found else 0.0
        found[hit.number] = dataclasses.replace(hit, score=own + EARLIER * hit.score)
    return sorted(found.values(), key=lambda hit: hit.score)


def _passages(document: Document, page: Page) -> Iterator[tuple[Place, str]]:
    for start, end in passages_of(page.text):
        text = page.text[start:end]
        if not is_contents(text):
            yield Place(document.fingerprint, page.number, start, end), text
