"""A document made ready to be compared with statements: its terms counted, page by page."""

from __future__ import annotations

import functools
import heapq
import math
import re
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from yidesk.core.at_hand import AtHand
from yidesk.core.types import Document, Doubt, Passage, Stance
from yidesk.services.checking.anchors import (
    LITTLE,
    RARE,
    Side,
    compare_foreign,
    shared_weights,
    translated,
)
from yidesk.services.checking.attribution import Likely, Line, lines
from yidesk.services.checking.bearing import BORNE_OUT, Found, compare, share
from yidesk.services.checking.folding import fold
from yidesk.services.checking.formal import without_lead
from yidesk.services.checking.own_cache import own_cache
from yidesk.services.checking.page_texts import PageTexts
from yidesk.services.checking.passages import (
    Passages,
    Sentence,
    full_sentences,
    hangs_together,
    in_pages,
)
from yidesk.services.checking.quoting import Pages
from yidesk.services.checking.terms import Terms, index_terms, page_terms, plain, terms
from yidesk.services.languages.recognising import LATIN, differ, language

CHARACTERS_AT_HAND = 30_000_000
"""Of documents whose indexes are kept: an index takes four bytes for each of English, of Chinese
more. The last one stays, however long."""
FOLDED_AT_HAND = 4_000_000
"""Characters of passages that are kept with what they are folded."""
LINES_AT_HAND = 500_000
"""Characters of a document's pages whose sentences are kept for statements in other languages."""
CLOSE = 0.8
"""A page with this share of the best page's words may yet be the better one."""
NEAR_PAGES = 60
ORDER = 0.1
"""What words in the statement's own order are worth, between passages that have all the words."""
TRANSLATED = 0.5
"""What a translated word is worth beside one that stands there as it is."""
MIXED = 0.1
"""Share of a page from which on the lines of another language on it are compared too."""
EACH_MORE = 0.08
"""How much more of a statement a passage must hold for each sentence after its first one."""


_PAGE_NUMBER = "H"
"""Two bytes: no document has more than 50,000 pages, and a word stands on thousands of them."""
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, or what a reference in it stands for."""

    text: str
    terms: Terms
    language: str
    folded: str
    searched: frozenset[str]
    """Words and numbers that pages are searched for."""

    @staticmethod
    @functools.lru_cache(maxsize=1024)
    def of(text: str) -> Statement:
        """Take a text apart; that a document says it is none of what it says."""
        text = without_lead(text)
        said = terms(text)
        return Statement(text, said, language(text), fold(text), said.all | index_terms(text))


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
    alike: float = 0.0
    """Share of the statement's pieces that stand there letter by letter."""
    likely: Likely | None = None
    """That the statement is from this page, in another language, though it cannot tell more."""

    @property
    def rank(self) -> float:
        """Greater is better: the passage closest to the statement decides, whatever it says."""
        length = EACH_MORE * (self.sentences - 1)
        return self.score + _PREFERRED.get(self.stance, 0.0) + ORDER * self.alike - length


SAYS = (Stance.SUPPORTED, Stance.CONTRADICTED)
_PREFERRED = {Stance.SUPPORTED: 0.2, Stance.CONTRADICTED: 0.15}


class Index:
    """One document. Pages are addressed by their number."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts = PageTexts(document.pages)
        self._passages = Passages(self._texts)
        self._uncounted = self._texts.in_order()
        self._counted: dict[str, array[int]] = {}
        self._is_counted = False
        self._counting = threading.Lock()
        self._lines: AtHand[int, list[Line]] = AtHand(LINES_AT_HAND)
        self._name = page_terms(document.name.rsplit(".", 1)[0].replace("_", " ").replace("-", " "))

    @functools.cached_property
    def pages(self) -> Pages:
        """Its pages, folded when a quotation is first looked for."""
        return Pages(self._document)

    def has(self, page: int) -> bool:
        """Whether the document has such a page."""
        return page in self._texts

    # --- statements ---------------------------------------------------------------------

    def bearing(self, statement: Statement, pages: Iterable[int]) -> Bearing | None:
        """What PAGES say of the statement, the page that says most of it; None without pages."""
        found = [self._on_page(statement, page) for page in pages if page in self._texts]
        return max(found, key=lambda each: each.rank, default=None)

    def knows(self, names: frozenset[str]) -> frozenset[str]:
        """Those of NAMES that stand anywhere in the document or in its file's name."""
        return frozenset(name for name in names if name in self._places or name in self._name)

    @own_cache
    def held(self, page: int) -> frozenset[str]:
        """Words and numbers of a page."""
        return page_terms(self._texts.get(page, ""))

    def likely_pages(self, statement: Statement) -> list[tuple[float, int]]:
        """The pages that hold most of a statement, each with how alike they are; unordered."""
        is_foreign = self.is_foreign(statement)
        scores, total = self._foreign_scores(statement) if is_foreign else self._scores(statement)
        most = max(scores.values(), default=0.0)
        close = [page for page, score in scores.items() if score >= CLOSE * most]
        close = heapq.nsmallest(NEAR_PAGES, close, key=lambda page: (-scores[page], page))
        # common words are on many pages; the order they stand in is on few
        shingles = _shingles(statement.folded) if len(close) > 1 and not is_foreign else []
        return [(scores[n] / total + self.pages.count(shingles, n), n) for n in close]

    def sharing(self, statement: Statement, most: int) -> list[int]:
        """At most so many pages that have most of a statement in another language."""
        scores, _ = self._foreign_scores(statement)
        return heapq.nsmallest(most, scores, key=lambda page: (-scores[page], page))

    def lines(self, number: int) -> list[Line]:
        """The sentences of a page, as they are compared with a statement in another language."""
        found = self._lines.get(number)
        if found is None:
            text = self._texts[number]
            found = lines(text, self.spoken)
            self._lines.put(number, found, len(text))
        return found

    def _scores(self, statement: Statement) -> tuple[dict[int, float], float]:
        """Page -> the weight of a statement's words that it has; and that of all of them."""
        weights = self._weights(statement.searched)
        scores: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number in self._places.get(term, ()):
                scores[number] += weight
        return scores, sum(weights.values())

    def _foreign_scores(self, statement: Statement) -> tuple[dict[int, float], float]:
        """The same for a statement in another language: a word is there as any translation."""
        shared = shared_weights(statement.terms, frozenset(), self._common)
        groups = [
            (shared.get(t, 0.5), frozenset(self._places.get(t, ()))) for t in statement.searched
        ]
        groups += [
            (TRANSLATED, frozenset().union(*map(self._with_all, forms)))
            for forms in translated(statement.text, statement.language, self.spoken)
        ]
        scores: dict[int, float] = defaultdict(float)
        total = 0.0
        for worth, pages in groups:
            weight = worth * self._weight(len(pages))
            total += weight
            for number in pages:
                scores[number] += weight
        return scores, total

    def _with_all(self, form: frozenset[str]) -> frozenset[int]:
        """The pages that have all terms of a translation."""
        places = [self._places.get(term) for term in form]
        if not places or not all(places):
            return frozenset()
        return frozenset.intersection(*(frozenset(each or ()) for each in places))

    def is_foreign(self, statement: Statement) -> bool:
        """Whether most of the document is in another language than the statement."""
        return differ(statement.language, self.spoken)

    def _on_page(self, statement: Statement, number: int) -> Bearing:
        best = Bearing(number, Stance.UNSUPPORTED, 0.0, doubt=Doubt.WORDS)
        if differ(statement.language, self.language(number)):
            best = Bearing(number, Stance.CANNOT_TELL, 0.0, doubt=Doubt.LANGUAGE)
        else:
            weights = self._weights(statement.searched)
            for passage in self._passages.of(statement.searched, number, weights):
                best = max(best, self._compare(statement, passage, number), key=_closeness)
        for spoken in self._languages(number):
            if differ(statement.language, spoken):
                other = self._translated(statement, number, spoken)
                if best.stance is Stance.UNSUPPORTED and other.stance not in SAYS:
                    if self._lacks_shared(statement, number) or _says_nothing(other, spoken):
                        continue
                    best = replace(best, stance=Stance.CANNOT_TELL, doubt=Doubt.LANGUAGE)
                best = max(best, other, key=_closeness)
        return best

    def _lacks_shared(self, statement: Statement, number: int) -> bool:
        """Whether a page has not what is the same in all languages: figures, Latin names amid Han.

        No line of it, in whatever language, can then say the statement.
        """
        said, held = statement.terms, self.held(number) | self._name
        figures = {q.value for q in said.quantities if any(c.isdecimal() for c in q.written)}
        names = said.names if statement.language == "zh" else frozenset()
        return not (figures | names) <= held

    def _compare(self, statement: Statement, passage: Sequence[Sentence], number: int) -> Bearing:
        """What a passage in the statement's own language says of it."""
        said, told = statement.terms, [each.terms for each in passage]
        weights = self._weights(said.all | statement.searched)
        found = compare(
            said,
            told,
            weights,
            known=self.held(number) | self._name,
            borne_out=_needed(passage),
        )
        together = hangs_together(statement.searched, passage, weights)
        if found.stance is Stance.SUPPORTED and not together:
            found = Found(Stance.CANNOT_TELL, Doubt.WORDS)
        held = frozenset().union(*(each.held for each in told))
        bearing = _bearing(number, found, share(said.all, held, weights), passage)
        pieces, there = _shingles(statement.folded), _folded(passage)
        alike = sum(piece in there for piece in pieces) / len(pieces) if pieces else 0.0
        return replace(bearing, alike=alike)

    def _translated(self, statement: Statement, number: int, spoken: str) -> Bearing:
        """What a page says in another language; it may have the statement's own beside it."""
        said = statement.terms
        best = Bearing(number, Stance.CANNOT_TELL, 0.0, doubt=Doubt.LANGUAGE)
        weights = self._foreign_weights(statement, number, spoken)
        likely = self._passages.of(
            frozenset(weights), number, weights, cohesive=False, sentence_costs=EACH_MORE
        )
        alone = ((sentence,) for passage in likely for sentence in passage if not sentence.listed)
        for passage in dict.fromkeys((*likely, *alone)):
            text = plain("\n".join(each.text for each in passage))
            if differ(statement.language, language(text)):
                there = Side(tuple(each.terms for each in passage), text, spoken)
                side = Side((said,), statement.text, statement.language)
                found, score = compare_foreign(side, there, self._common)
                if full_sentences(passage) > 1 and found.stance in SAYS:
                    found = Found(Stance.CANNOT_TELL, Doubt.LANGUAGE)  # words of several sentences
                bearing = _bearing(number, found, score, passage)
            else:
                bearing = self._compare(statement, passage, number)
                if bearing.stance is Stance.UNSUPPORTED:  # the rest of the page may say it
                    bearing = replace(bearing, stance=Stance.CANNOT_TELL, doubt=Doubt.LANGUAGE)
            best = max(best, bearing, key=_closeness)
        return best

    def _foreign_weights(self, statement: Statement, number: int, spoken: str) -> dict[str, float]:
        """What a page has of a statement: words that stand in both languages, and translations."""
        held = self.held(number)
        shared = shared_weights(statement.terms, frozenset(), self._common)
        found = {term: weight for term, weight in shared.items() if term in held}
        for forms in translated(statement.text, statement.language, spoken):
            there = frozenset().union(*(form for form in forms if form and form <= held))
            found |= dict.fromkeys(there - found.keys(), TRANSLATED / max(1, len(there)))
        return found

    @own_cache
    def _languages(self, number: int) -> frozenset[str]:
        """The languages that stand on a page, its own one and those of whole lines."""
        found: Counter[str] = Counter()
        for line in self._texts[number].splitlines():
            found[language(line)] += len(line)
        least = MIXED * len(self._texts[number])
        mixed = {each for each, length in found.items() if each and length > least}
        mixed |= {self.language(number)}
        return frozenset(mixed - ({LATIN} if "en" in mixed else set()))

    # --- what is counted once -----------------------------------------------------------

    def _weights(self, wanted: Iterable[str]) -> dict[str, float]:
        """Rare terms weigh more; one that is nowhere weighs most."""
        return {term: self._weight(len(self._places.get(term, ()))) for term in wanted}

    def _weight(self, pages: int) -> float:
        return math.log(1 + (len(self._texts) + 1) / (pages + 0.5))

    def count_words(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Find out where every word stands, from the page where that was left off.

        Safe from any thread; GO_ON is asked before every page.
        """
        while not self._is_counted and go_on():
            with self._counting:
                page = next(self._uncounted, None)
                if page is None:
                    if not self._is_counted:
                        self._is_counted = True
                        _at_hand.put(self._document, self, self._document.characters)  # now large
                    return
                for term in index_terms(page[1]):
                    self._counted.setdefault(term, array(_PAGE_NUMBER)).append(page[0])

    def prepare(self, go_on: Callable[[], bool]) -> None:
        """Do what the first comparison needs of every page; GO_ON is asked before each."""
        self.count_words(go_on)
        for number in self._texts:
            if not go_on():
                return
            self.language(number)
        _ = self.pages, self.spoken

    @property
    def _places(self) -> dict[str, array[int]]:
        self.count_words()
        return self._counted

    @functools.cached_property
    def _common(self) -> frozenset[str]:
        """Terms that stand on so many pages that they say nothing about where."""
        least = max(3.0, RARE * len(self._texts))
        return frozenset(term for term, pages in self._places.items() if len(pages) > least)

    @functools.cached_property
    def spoken(self) -> str:
        """The language of most pages."""
        counts = Counter(self.language(number) for number in self._texts)
        return counts.most_common(1)[0][0] if counts else ""

    @own_cache
    def language(self, number: int) -> str:
        """The language of a page, as `language.language` has it."""
        return language(self._texts[number])


def _says_nothing(there: Bearing, spoken: str) -> bool:
    """Whether lines amid a page are commands or tables, with nothing of what was looked for."""
    return spoken == LATIN and there.score < LITTLE


def _folded(passage: Sequence[Sentence]) -> str:
    """A passage folded; a page without the end of a sentence is one, and may be a whole book."""
    text = " ".join(sentence.text for sentence in passage)
    found = _folds.get(text)
    if found is None:
        found = fold(text)
        _folds.put(text, found, 2 * len(text))
    return found


def _shingles(folded: str) -> list[str]:
    """Overlapping pieces of a folded text, long enough to be rare."""
    width = 6 if len(_IDEOGRAPH.findall(folded)) * 2 > len(folded) else 12
    return [folded[at : at + width] for at in range(0, len(folded) - width + 1, width // 2)]


def _bearing(number: int, found: Found, score: float, passage: Sequence[Sentence]) -> Bearing:
    return Bearing(
        number,
        found.stance,
        score,
        in_pages(passage),
        found.doubt,
        found.detail,
        full_sentences(passage),
    )


def _closeness(bearing: Bearing) -> float:
    return bearing.rank


def _needed(passage: Sequence[Sentence]) -> float:
    """The share that a passage must hold: of several sentences more, for they have more words."""
    return BORNE_OUT + (full_sentences(passage) - 1) * EACH_MORE


_folds: AtHand[str, str] = AtHand(FOLDED_AT_HAND)
_at_hand: AtHand[Document, Index] = AtHand(CHARACTERS_AT_HAND)


def index(document: Document) -> Index:
    """The index of a document, made once while it is at hand."""
    found = _at_hand.get(document)
    if found is None:
        found = Index(document)
        _at_hand.put(document, found, 0)  # so far there is nothing in it
    return found
