"""Which page a sentence in another language is from, and whether that can be said at all.

A dictionary cannot tell whether a page says exactly what a sentence says (decision 0012). It can
tell which page the sentence is about: where its names, its numbers and the translations of its
words stand together more than chance brings them together. For each passage of a page, a sentence
or two, the odds are the product over all clues of

    P(clue stands there | it is said there) / P(clue stands there | it is not)

the second of which is how often the clue stands in the sentences of all pages that were looked at,
the more often the longer a passage is. A page is named where its odds are great against all pages
that are not its neighbours and against that it is none of them; words that speak of one thing come
together, so odds count less than they would if they were independent (`TEMPER`).
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yidesk.core.types import Passage
from yidesk.services.checking import sentences
from yidesk.services.checking.alignment import halves_of
from yidesk.services.checking.anchors import international
from yidesk.services.checking.concepts import are_known, concepts
from yidesk.services.checking.quantities import quantities
from yidesk.services.checking.terms import index_terms, plain
from yidesk.services.languages.lexicon import LONGEST, chinese_words, roots

if TYPE_CHECKING:
    from yidesk.services.checking.evidence import Index, Statement

PAGES = 40
"""Pages of each document that are looked at sentence by sentence, those with most clues."""
PASSAGE = 2
"""Sentences in a passage, at most."""
TRANSLATED, UNKNOWN, LITERAL = 0.65, 0.3, 0.85
"""How often a word, one without known translation, and a name or number stands where it is said."""
PRIOR, PRIOR_SENTENCES = 0.02, 30
"""What is taken for how often a clue stands in a sentence before any has been looked at."""
OFTEN = 0.9
SHORTEST = 0.25
"""Of the mean length; a passage that is shorter still is counted as this."""
TEMPER = 0.8
CERTAIN = 0.9
"""Probability from which on a page is named."""
CLOSE = 2.5
"""A page that an answer names is as good as one whose odds are better by less than this."""


class Clue:
    """Something by which the place of a sentence can be known."""

    def __init__(
        self,
        there: float,
        literal: str = "",
        forms: Collection[frozenset[str]] = (),
        *,
        number: bool = False,
    ) -> None:
        """THERE: how often it stands where it is said.

        LITERAL: a name or word that may stand there as it is, or the value of a NUMBER. FORMS: the
        words of each of its translations.
        """
        self.there = there
        self._literal = literal
        self._is_number = number
        self._words = frozenset(word for form in forms if len(form) == 1 for word in form)
        self._phrases = [form for form in forms if len(form) > 1]

    def is_in(self, line: Line) -> bool:
        """Whether it, or one of its translations, stands in a sentence."""
        if self._literal and self._literal in (line.numbers if self._is_number else line.terms):
            return True
        if not self._words.isdisjoint(line.words):
            return True
        return any(phrase <= line.words for phrase in self._phrases)


class Line:
    """A sentence of a page, as far as clues are looked for in it."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.length = len(text)
        self.terms = index_terms(text)
        """Its words as an index has them."""
        is_chinese = language == "zh"
        found = _han_words(plain(text)) if is_chinese else (r for t in self.terms for r in roots(t))
        self.words = frozenset(found)
        """What translations are looked up in: roots of words, or all words of the dictionary."""

    @functools.cached_property
    def numbers(self) -> frozenset[str]:
        """All that its numbers say, and their digits."""
        return self.terms.union(*(each.held for each in quantities(plain(self.text))))


def _han_words(text: str) -> Iterator[str]:
    known = chinese_words()
    for at in range(len(text)):
        for length in range(2, LONGEST + 1):
            if (word := text[at : at + length]) in known:
                yield word


def lines(text: str, language: str) -> list[Line]:
    """The sentences of a page that is in LANGUAGE."""
    spans = sentences.split(text)
    return [Line(text[span.start : span.end], language) for span in spans]


@dataclass(frozen=True, slots=True)
class Likely:
    """A page, and how likely a sentence is from it."""

    place: int
    """Of its document among those that were given."""
    page: int
    odds: float
    """Natural logarithm of the odds against chance."""
    found: int
    """Clues that stand together there."""
    of: int
    """Clues of the sentence."""
    passage: Passage
    """Where they stand."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The pages of documents in other languages, the likeliest for a statement first."""

    pages: tuple[Likely, ...]
    sentences: int
    """How many were looked at."""


def clues(statement: Statement, other: str) -> list[Clue]:
    """The clues of a statement to be found in a text in the language OTHER."""
    said = statement.terms
    same = international(statement.language, said)
    found = [Clue(LITERAL, word) for word in sorted(same)]
    found += [Clue(LITERAL, each.value, number=True) for each in said.quantities]
    if not are_known(statement.language, other):
        words = _words(statement) - same
        return [*found, *(Clue(UNKNOWN, word) for word in sorted(words))]
    for concept in concepts(statement.text, statement.language, other):
        if concept.word not in same:
            forms = (*concept.forms, *_compounds(concept.word))
            there = TRANSLATED if forms else UNKNOWN
            own = index_terms(concept.word)  # where the page has the statement's language too
            found.append(Clue(there, concept.word, (*forms, own) if own else forms))
    return found


def _words(statement: Statement) -> frozenset[str]:
    """The words of a statement for which there is no dictionary."""
    if statement.language == "zh":
        return frozenset(each.word for each in concepts(statement.text, "zh", "en"))
    return statement.terms.words


def _compounds(word: str) -> Iterator[frozenset[str]]:
    """A compound whose halves are known: 文件|系统 is a file and a system."""
    for one, two in halves_of(word):
        yield from (first | second for first in one for second in two)


# --- odds -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Looked:
    """A page, and which clues stand in each of its sentences."""

    place: int
    page: int
    lines: Sequence[Line]
    held: Sequence[Sequence[int]]


class _Chance:
    """How often every clue stands in a sentence, among those that were looked at."""

    def __init__(self, sought: Sequence[Clue], looked: Sequence[_Looked]) -> None:
        counts = Counter(clue for page in looked for held in page.held for clue in held)
        lengths = [line.length for page in looked for line in page.lines]
        total = len(lengths) + PRIOR_SENTENCES
        self._mean = sum(lengths) / len(lengths)
        rates = [
            min(OFTEN, (counts[clue] + PRIOR * PRIOR_SENTENCES) / total)
            for clue in range(len(sought))
        ]
        self._absent = [math.log1p(-rate) for rate in rates]
        """Of each clue, that it does not stand in a sentence of the mean length by chance."""
        self._all_absent = sum(self._absent)
        self._missing = sum(math.log1p(-clue.there) for clue in sought)
        self._gain = [_log_odds(clue.there) for clue in sought]

    def odds(self, held: Collection[int], length: int) -> float:
        """The logarithm of the odds that a passage says it, which holds these clues."""
        longer = max(SHORTEST, length / self._mean)
        found = sum(
            self._gain[clue] - _log_odds(-math.expm1(longer * self._absent[clue])) for clue in held
        )
        return self._missing - longer * self._all_absent + found


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def ranked(statement: Statement, indexes: Sequence[Index]) -> Ranking:
    """Look for a statement in documents in other languages."""
    found: list[Likely] = []
    seen = 0
    for spoken in dict.fromkeys(index.spoken for index in indexes):
        sought = clues(statement, spoken)
        looked = [
            _look(sought, index, place, page)
            for place, index in enumerate(indexes)
            for page in (index.sharing(statement, PAGES) if index.spoken == spoken else ())
        ]
        if looked := [page for page in looked if page.lines]:
            chance = _Chance(sought, looked)
            found += filter(None, (_best(page, chance, len(sought)) for page in looked))
            seen += sum(len(page.lines) for page in looked)
    found.sort(key=lambda each: (-each.odds, each.place, each.page))
    return Ranking(tuple(found), seen)


def _look(sought: Sequence[Clue], index: Index, place: int, page: int) -> _Looked:
    there = index.lines(page)
    held = [[n for n, clue in enumerate(sought) if clue.is_in(line)] for line in there]
    return _Looked(place, page, there, held)


def _best(page: _Looked, chance: _Chance, of: int) -> Likely | None:
    """The likeliest passage of a page; None where nothing of the statement is there."""
    best = (-math.inf, 0, 0, 0)
    for start, first in enumerate(page.held):
        together: set[int] = set()
        length = 0
        for end in range(start, min(start + PASSAGE, len(page.lines)) if first else start):
            together.update(page.held[end])
            length += page.lines[end].length
            best = max(best, (chance.odds(together, length), len(together), start, end + 1))
    odds, found, start, end = best
    if not found:
        return None
    words = " ".join(" ".join(line.text for line in page.lines[start:end]).split())
    return Likely(page.place, page.page, odds, found, of, Passage(page=page.page, words=words))


def attributed(ranking: Ranking, cited: Collection[int] = ()) -> Likely | None:
    """The page that a statement is from, where all clues together point to one; None where not.

    CITED: pages that the answer names; each is as good as a neighbour that is hardly better.
    """
    if not ranking.pages:
        return None
    best = ranking.pages[0]
    rivals = [
        each.odds
        for each in ranking.pages
        if each.place != best.place or abs(each.page - best.page) > 1
    ]
    against = sum(
        math.exp(TEMPER * (odds - best.odds)) for odds in (*rivals, math.log(ranking.sentences))
    )
    if against * CERTAIN > 1 - CERTAIN:
        return None
    near = (each for each in ranking.pages if each.place == best.place and each.page in cited)
    return next((each for each in near if each.odds > best.odds - CLOSE), best)
