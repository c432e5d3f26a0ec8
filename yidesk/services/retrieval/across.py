"""Finds passages in another language than the question's, by translations of its words.

All translations of a word count as one word: it is as frequent in a passage as they are together,
weighed by how likely each is, and as rare in the documents as all passages are that have one of
them (Pirkola, "The effects of query structure and dictionary setups in dictionary-based
cross-language information retrieval", SIGIR 1998; the weights: Darwish and Oard, "Probabilistic
structured query methods", SIGIR 2003). Else a word with nine translations would outweigh all
others, and the rarest of them, a wrong one, most of all. The formula is that of FTS5's BM25, which
itself can only add up all that it finds; so here it tells which passages have a word, and how often
is counted in the best of them.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.types import Crossing, Document, Translated
from yidesk.services.languages.lexicon import PARTICLES
from yidesk.services.retrieval.headings import BONUS, headings
from yidesk.services.retrieval.occurrences import Text, Word, words_of
from yidesk.services.retrieval.packing import text_of
from yidesk.services.retrieval.query import is_chinese_run, is_empty
from yidesk.services.retrieval.translating import Kind, Sought
from yidesk.store.passages import Hit, PassageStore
from yidesk.store.words import terms_of

MOST_WEIGHED = 600
"""Passages whose words are counted: the best by which words they have at all."""
MOST_LOOKED_AT = 300
"""Passages whose headings are looked at."""
MOST_HITS = 60
MOST_TOLD_OF = 12
"""Passages of which it is told in what words they say what was asked: about what is read."""
LEAST_COVERED = 0.5
"""Of a heading, to count: the dictionary does not know all of its words. Measured: asking for all
of it finds five in a hundred titles less."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found."""

    hits: tuple[tuple[float, Hit], ...] = ()
    """The best first, each with how much it has of what a passage could have at most. It may be
    over 1: headings count beside that."""
    translated: tuple[Translated, ...] = ()
    """All words of the question; those that were found as they stand are their own translation."""

    @property
    def crossing(self) -> Crossing:
        """How it was found: in no other language where all words were found as they stand."""
        asked = [each for each in self.translated if each.into != each.word]
        if not asked:
            return Crossing.NONE
        return Crossing.TRANSLATED if any(each.into for each in asked) else Crossing.UNKNOWN


def rank(store: PassageStore, sought: Sequence[Sought], documents: Sequence[Document]) -> Ranking:
    """The passages of DOCUMENTS, all in one language, that say the words SOUGHT."""
    words, usual = words_of(store, sought, [each.fingerprint for each in documents])
    texts = [Text(hit, text) for hit, text in store.texts(_likeliest(words))]
    scored = [(sum(word.score(text, usual) for word in words), text) for text in texts]
    best = heapq.nsmallest(MOST_LOOKED_AT, scored, key=_order)
    if not best:
        return Ranking(translated=tuple(_told(word, []) for word in words))
    bonus, naming = BONUS * best[0][0], _Naming(words)
    ranked = sorted(
        (
            (score + bonus * naming.share(text_of(text.hit.place, documents), text), text)
            for score, text in best
        ),
        key=_order,
    )[:MOST_HITS]
    most = sum(word.most for word in words)
    read = [text for _, text in ranked[:MOST_TOLD_OF]]
    return Ranking(
        tuple((score / most, text.hit) for score, text in ranked),
        tuple(_told(word, read) for word in words),
    )


def _order(scored: tuple[float, Text]) -> tuple[float, int]:
    return -scored[0], scored[1].hit.number


def _likeliest(words: Sequence[Word]) -> list[int]:
    """The passages with the most words, the rarest and surest ones first."""
    scores: dict[int, float] = defaultdict(float)
    for word in words:
        for number, likely in word.likely.items():
            scores[number] += word.weight * likely
    return heapq.nsmallest(MOST_WEIGHED, scores, key=lambda number: (-scores[number], number))


def _told(word: Word, texts: Sequence[Text]) -> Translated:
    """By what word the passages say it that are read; empty: by none."""
    asked = word.sought.word
    said: dict[str, float] = defaultdict(float)
    for text in texts:
        for each in word.occurring:
            if text.hit.number in each.passages and (told := each.as_said(text)):
                alike = each.form.kind is Kind.SAME
                said[asked if alike else told] += each.form.weight * each.count(text)
    return Translated(word=asked, into=max(said, key=lambda each: said[each], default=""))


class _Naming:
    """How far headings name what is sought; in characters, a Latin word counts as two."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._all = sum(word.sought.weight for word in words)
        self._by_token: dict[str, set[int]] = defaultdict(set)
        for number, word in enumerate(words):
            for each in word.occurring:
                for token in frozenset().union(*each.tokens):
                    self._by_token[token].add(number)

    def share(self, text: str, passage: Text) -> float:
        """The best heading's share of what is sought, times the square of how much of it that is.

        From 0 to 1.
        """
        runs = [
            (number, each.run)
            for number, word in enumerate(self._words)
            for each in word.occurring
            if each.run and passage.hit.number in each.passages
        ]
        return max((self._of_line(line, runs) for line in headings(text)), default=0.0)

    def _of_line(self, line: str, runs: Sequence[tuple[int, str]]) -> float:
        length = covered = 0
        named: set[int] = set()
        for term in terms_of(line):
            if is_chinese_run(term):
                said, here = _covered(term, runs)
                length += sum(letter not in PARTICLES for letter in term)
                covered += said
                named |= here
            elif not is_empty(term):
                length += 2
                covered += 2 * (term in self._by_token)
                named |= self._by_token.get(term, set())
        if not named or not length or covered < LEAST_COVERED * length:
            return 0.0
        share = sum(self._words[each].sought.weight for each in named) / self._all
        return share * (covered / length) ** 2


def _covered(term: str, runs: Sequence[tuple[int, str]]) -> tuple[int, set[int]]:
    """How many characters of a run of Chinese are of what is sought, particles apart; of which."""
    of_it = bytearray(len(term))
    named = set()
    for number, run in runs:
        at = term.find(run)
        if at >= 0:
            named.add(number)
            of_it[at : at + len(run)] = b"\1" * len(run)
    return sum(
        bool(each) and letter not in PARTICLES for each, letter in zip(of_it, term, strict=True)
    ), named
