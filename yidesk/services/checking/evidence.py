"""A document made ready to be compared with statements: its terms counted, page by page."""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yidesk.core.at_hand import AtHand
from yidesk.core.types import Document, Doubt, Passage, Stance
from yidesk.services.checking import sentences
from yidesk.services.checking.anchors import (
    RARE,
    Side,
    compare_foreign,
    shared_weights,
    translated,
)
from yidesk.services.checking.bearing import BORNE_OUT, Found, compare, continues, share
from yidesk.services.checking.folding import fold
from yidesk.services.checking.formal import without_lead
from yidesk.services.checking.language import differ, language
from yidesk.services.checking.own_cache import own_cache
from yidesk.services.checking.quoting import Pages
from yidesk.services.checking.terms import Terms, page_terms, plain, terms

PASSAGE = 3
"""Sentences in a passage, at most, unless they are short."""
SHORT_PASSAGE = 400
"""Characters up to which a passage may have more of them: the items of a list."""
MOST_PASSAGES = 6
"""Passages of a page that are compared, the best first."""
CLOSE = 0.8
"""A page with this share of the best page's words may yet be the better one."""
NEAR_PAGES = 60
CLOSE_PAGES = 10
EACH_MORE = 0.08
"""How much more of a statement a passage must hold for each sentence after its first one."""
CORE = 0.5
"""Share of a statement that one sentence of its passage must hold."""
NEAR_BREAK = 3
"""Lines before and behind a page break that may be one sentence with one of the other side."""
CHARACTERS_AT_HAND = 30_000_000
"""Of documents whose indexes are kept: an index takes some ten bytes for each."""
LENGTH_COSTS = 0.05
"""A longer passage must be worth its length."""


_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, or what a reference in it stands for."""

    text: str
    terms: Terms
    language: str

    @classmethod
    def of(cls, text: str) -> Statement:
        """Take a text apart; that a document says it is none of what it says."""
        text = without_lead(text)
        return cls(text, terms(text), language(text))


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a page says of a statement."""

    page: int
    stance: Stance
    score: float
    passages: tuple[Passage, ...] = ()
    doubt: Doubt = Doubt.NONE
    detail: str = ""
    sentences: int = 1
    """Full ones in the passage."""

    @property
    def rank(self) -> float:
        """Greater is better: the passage closest to the statement decides, whatever it says."""
        return self.score + _PREFERRED.get(self.stance, 0.0) - EACH_MORE * (self.sentences - 1)


_PREFERRED = {Stance.SUPPORTED: 0.2, Stance.CONTRADICTED: 0.15}


@dataclass(frozen=True, slots=True)
class _Sentence:
    parts: tuple[Passage, ...]
    """Two where it runs over a page break."""
    text: str
    terms: Terms
    listed: bool
    """A line of a list, a heading: no full sentence."""


class Index:
    """One document. Pages are addressed by their number."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts = {page.number: page.text for page in document.pages}
        self._name = page_terms(document.name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))

    @functools.cached_property
    def pages(self) -> Pages:
        """Its pages, folded when a quotation is first looked for."""
        return Pages(self._document)

    def has(self, page: int) -> bool:
        """Whether the document has such a page."""
        return page in self._texts

    def prepare(self) -> None:
        """Count the terms now; else the first statement does."""
        self._places  # noqa: B018 - made when it is first asked for

    # --- statements ---------------------------------------------------------------------

    def bearing(self, statement: Statement, pages: Iterable[int]) -> Bearing | None:
        """What PAGES say of the statement, the page that says most of it; None without pages."""
        found = [self._on_page(statement, page) for page in pages if page in self._texts]
        return max(found, key=lambda each: each.rank, default=None)

    def best(self, statement: Statement) -> Bearing | None:
        """What the document says of the statement, and where; None where it has no word of it."""
        return self.bearing(statement, self._likely_pages(statement))

    def knows(self, names: frozenset[str]) -> frozenset[str]:
        """Those of NAMES that stand anywhere in the document or in its file's name."""
        return frozenset(name for name in names if name in self._places or name in self._name)

    def held(self, page: int) -> frozenset[str]:
        """Words and numbers of a page."""
        return self._page_terms.get(page, frozenset())

    def _likely_pages(self, statement: Statement) -> list[int]:
        wanted = statement.terms.all
        weights = self._weights(wanted)
        if differ(statement.language, self._spoken):
            known = translated(statement.text, statement.language, self._spoken)
            shared = shared_weights(statement.terms, known, self._common)
            weights = {t: w * shared[t] for t, w in self._weights(wanted | known).items()}
        scores: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number in self._places.get(term, ()):
                scores[number] += weight
        if not scores:
            return []
        most = max(scores.values())
        close = [page for page, score in scores.items() if score >= CLOSE * most]
        if len(close) <= CLOSE_PAGES:
            return close
        # common words are on many pages; the order they stand in is on few
        close = heapq.nsmallest(NEAR_PAGES, close, key=lambda page: (-scores[page], page))
        shingles = _shingles(fold(statement.text))
        alike = {page: scores[page] / most + self.pages.count(shingles, page) for page in close}
        return heapq.nlargest(CLOSE_PAGES, close, key=lambda page: (alike[page], -page))

    def _on_page(self, statement: Statement, number: int) -> Bearing:
        if differ(statement.language, self.language(number)):
            return self._on_foreign_page(statement, number)
        said = statement.terms
        weights = self._weights(said.all)
        best = Bearing(number, Stance.UNSUPPORTED, 0.0, doubt=Doubt.WORDS)
        for score, passage in self._passages(said.all, number, weights):
            found = self._compare(said, passage, weights, number)
            best = max(best, self._bearing(number, found, score, passage), key=lambda b: b.rank)
        return best

    def _compare(
        self, said: Terms, passage: Sequence[_Sentence], weights: dict[str, float], number: int
    ) -> Found:
        found = compare(
            said,
            [each.terms for each in passage],
            weights,
            names_known=said.names & (self.held(number) | self._name),
            borne_out=_needed(passage),
        )
        if found.stance is Stance.SUPPORTED and not _hangs_together(said, passage, weights):
            return Found(Stance.CANNOT_TELL, Doubt.WORDS)
        return found

    def _on_foreign_page(self, statement: Statement, number: int) -> Bearing:
        """A page in another language; it may have sentences in the statement's own all the same."""
        said, spoken = statement.terms, self.language(number)
        best = Bearing(number, Stance.CANNOT_TELL, 0.0, doubt=Doubt.LANGUAGE)
        side = Side((said,), statement.text, statement.language)
        known = translated(statement.text, statement.language, spoken)
        weights = shared_weights(said, known, self._common)
        own = self._weights(said.all)
        for score, passage in self._passages(said.all | known, number, weights):
            text = plain("\n".join(each.text for each in passage))
            if not differ(statement.language, language(text)):
                found = self._compare(said, passage, own, number)
                held = frozenset().union(*(each.terms.held for each in passage))
                bearing = self._bearing(number, found, share(said.all, held, own), passage)
            else:
                there = Side(tuple(each.terms for each in passage), text, spoken)
                found = compare_foreign(side, there, self._common)
                bearing = self._bearing(number, found, score, passage)
            best = max(best, bearing, key=lambda b: b.rank)
        return best

    @staticmethod
    def _bearing(number: int, found: Found, score: float, passage: Sequence[_Sentence]) -> Bearing:
        return Bearing(number, found.stance, score, _in_pages(passage), found.doubt, found.detail)

    def _passages(
        self, wanted: frozenset[str], number: int, weights: dict[str, float]
    ) -> list[tuple[float, Sequence[_Sentence]]]:
        """The passages of a page that hold most of what is WANTED, the best first."""
        found: list[tuple[float, int, Sequence[_Sentence]]] = []
        for run in (
            self._sentences(number),
            *self._across_break(number - 1),
            *self._across_break(number),
        ):
            held = [wanted & sentence.terms.held for sentence in run]
            for start in range(len(run)):
                if not held[start]:
                    continue  # the same passage without its first sentence says as much
                found += self._growing(run, held, start, wanted, weights)
        best = heapq.nlargest(MOST_PASSAGES, found, key=lambda each: each[0])
        return [(score, passage) for score, _, passage in best]

    @staticmethod
    def _growing(
        run: Sequence[_Sentence],
        held: Sequence[frozenset[str]],
        start: int,
        wanted: frozenset[str],
        weights: dict[str, float],
    ) -> Iterator[tuple[float, int, Sequence[_Sentence]]]:
        """Passages from one sentence on, each longer than the last one and worth it."""
        together: frozenset[str] = frozenset()
        best, length = -1.0, 0
        for end in range(start, len(run)):
            length += len(run[end].text)
            if end - start >= PASSAGE and length > SHORT_PASSAGE:
                return
            if end > start and not _belongs(run, held, together, end):
                if not held[end]:
                    continue
                return
            together |= held[end]
            score = share(wanted, together, weights)
            if score > best + LENGTH_COSTS:
                best = score
                yield score - 0.001 * (end - start), start, run[start : end + 1]

    # --- what is counted once -----------------------------------------------------------

    def _weights(self, wanted: Iterable[str]) -> dict[str, float]:
        """Rare terms weigh more; one that is nowhere weighs most."""
        count = len(self._texts)
        return {
            term: math.log(1 + (count + 1) / (len(self._places.get(term, ())) + 0.5))
            for term in wanted
        }

    @functools.cached_property
    def _page_terms(self) -> dict[int, frozenset[str]]:
        _at_hand.put(self._document, self, self._document.characters)  # now it is large
        return {number: page_terms(text) for number, text in self._texts.items()}

    @functools.cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, held in self._page_terms.items():
            for term in held:
                places.setdefault(term, []).append(number)
        return places

    @functools.cached_property
    def _common(self) -> frozenset[str]:
        """Terms that stand on so many pages that they say nothing about where."""
        least = max(3.0, RARE * len(self._texts))
        return frozenset(term for term, pages in self._places.items() if len(pages) > least)

    @functools.cached_property
    def _spoken(self) -> str:
        """The language of most pages."""
        counts = Counter(self.language(number) for number in self._texts)
        return counts.most_common(1)[0][0] if counts else ""

    @own_cache
    def language(self, number: int) -> str:
        """The language of a page, as `language.language` has it."""
        return language(self._texts[number])

    @own_cache
    def _sentences(self, number: int) -> list[_Sentence]:
        text = self._texts[number]
        found = []
        for span in sentences.split(text):
            words = text[span.start : span.end]
            listed = words.rstrip("\"'”’)]）")[-1:] not in ".!?。！？;；"
            part = Passage(page=number, words=" ".join(words.split()))
            found.append(_Sentence((part,), words, terms(words), listed))
        return found

    @own_cache
    def _across_break(self, first: int) -> list[list[_Sentence]]:
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
                joined.append([_Sentence(last.parts + head.parts, text, terms(text), head.listed)])
        return joined


def _shingles(folded: str) -> list[str]:
    """Overlapping pieces of a folded text, long enough to be rare."""
    width = 6 if len(_IDEOGRAPH.findall(folded)) * 2 > len(folded) else 12
    return [folded[at : at + width] for at in range(0, len(folded) - width + 1, width // 2)]


def _needed(passage: Sequence[_Sentence]) -> float:
    """The share that a passage must hold: of several sentences more, for they have more words."""
    return BORNE_OUT + (_full(passage) - 1) * EACH_MORE


def _full(passage: Sequence[_Sentence]) -> int:
    """How many full sentences a passage has; lines of a list count as one."""
    return max(1, sum(not sentence.listed for sentence in passage))


def _hangs_together(said: Terms, passage: Sequence[_Sentence], weights: dict[str, float]) -> bool:
    """Whether one sentence carries most of the statement, or a list is announced that does."""
    announced = any(each.text.rstrip().endswith((":", "：")) for each in passage[:-1])
    return announced or any(share(said.all, s.terms.held, weights) >= CORE for s in passage)


def _belongs(
    run: Sequence[_Sentence], held: Sequence[frozenset[str]], together: frozenset[str], end: int
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


def _in_pages(passage: Sequence[_Sentence]) -> tuple[Passage, ...]:
    parts = [part for sentence in passage for part in sentence.parts]
    pages = dict.fromkeys(part.page for part in parts)
    return tuple(
        Passage(page=page, words=" ".join(part.words for part in parts if part.page == page))
        for page in pages
    )


_at_hand: AtHand[Document, Index] = AtHand(CHARACTERS_AT_HAND)


def index(document: Document) -> Index:
    """The index of a document, made once while it is at hand."""
    found = _at_hand.get(document)
    if found is None:
        found = Index(document)
        _at_hand.put(document, found, 0)  # so far there is nothing in it
    return found
