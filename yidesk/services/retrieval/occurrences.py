"""Where the translations of a word stand in the index, and how often in a passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from yidesk.services.languages.lexicon import roots
from yidesk.services.languages.stemming import beginnings, stem
from yidesk.services.retrieval.bm25 import most_of, rarity, score
from yidesk.services.retrieval.query import beginning_of
from yidesk.services.retrieval.translating import Form, Kind, Sought
from yidesk.store.passages import Hit, PassageStore

MOST_TOKENS = 48
"""Forms of one English word."""
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Text:
    """A passage, and its words as the index keeps them (`store.words.index_words`)."""

    hit: Hit
    words: str

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each Latin word stands there."""
        return Counter(_TOKEN.findall(self.words))

    @property
    def length(self) -> int:
        """Characters."""
        return self.hit.place.end - self.hit.place.start


@dataclass(frozen=True, slots=True)
class Occurring:
    """A form that some passages have."""

    form: Form
    tokens: tuple[frozenset[str], ...]
    """For each part of it the words of the index that say it; empty for Chinese."""
    run: str
    """A Chinese word; empty for others."""
    passages: frozenset[int]

    def count(self, text: Text) -> int:
        """How often a passage says it: the rarest of its parts."""
        if self.run:
            pairs = " ".join(_pairs(self.run))
            return text.words.count(pairs if len(self.run) > 1 else f" {self.run}")
        return min(sum(text.counts[token] for token in part) for part in self.tokens)

    def as_said(self, text: Text) -> str:
        """The words by which a passage says it; empty when it does not."""
        if self.run:
            return self.run if self.count(text) else ""
        said = [max(part, key=lambda token: (text.counts[token], token)) for part in self.tokens]
        return " ".join(sorted(said, key=text.words.find)) if self.count(text) else ""


class Word:
    """A word of the question among all passages of some documents."""

    def __init__(self, sought: Sought, occurring: Sequence[Occurring], total: int) -> None:
        """TOTAL: how many passages there are."""
        self.sought = sought
        self.occurring = occurring
        self.likely: dict[int, float] = {}
        """By passage the weight of the likeliest form that it has."""
        for each in occurring:
            for number in each.passages:
                self.likely[number] = max(self.likely.get(number, 0.0), each.form.weight)
        self._total = total
        self._having = sum(self.likely.values())

    @property
    def weight(self) -> float:
        """What a passage is worth that has it, however often."""
        return self.sought.weight * rarity(self._having, self._total)

    @property
    def most(self) -> float:
        """The score of a passage that says nothing else."""
        return self.sought.weight * most_of(self._having, self._total)

    def score(self, text: Text, usual: float) -> float:
        """What it adds to a passage's score; USUAL: the average length of a passage."""
        if text.hit.number not in self.likely:
            return 0.0
        often = sum(
            each.form.weight * each.count(text)
            for each in self.occurring
            if text.hit.number in each.passages
        )
        return self.sought.weight * score(often, text.length / usual, self._having, self._total)


def words_of(
    store: PassageStore, sought: Sequence[Sought], documents: Sequence[str]
) -> tuple[list[Word], float]:
    """Every word SOUGHT in the DOCUMENTS, and the average length of their passages."""
    total, usual = store.extent(documents)
    return [Word(each, list(_occurring(store, each, documents)), total) for each in sought], usual


def _occurring(
    store: PassageStore, sought: Sought, documents: Sequence[str]
) -> Iterator[Occurring]:
    for form in sought.forms:
        tokens: tuple[frozenset[str], ...] = ()
        run = ""
        if form.kind is Kind.CHINESE:
            (run,) = form.parts
            match = " AND ".join(f'"{pair}"' for pair in _pairs(run)) or f'"{run}"*'
        else:
            tokens = tuple(_tokens(store, part, form.kind) for part in form.parts)
            match = " AND ".join(
                "(" + " OR ".join(f'"{token}"' for token in sorted(part)) + ")" for part in tokens
            )
        if all(tokens) and (passages := store.numbers(match, documents)):
            yield Occurring(form, tokens, run, passages)


def _tokens(store: PassageStore, part: str, kind: Kind) -> frozenset[str]:
    """The words of the index that are this one: with any ending, or of this stem."""
    if kind is Kind.SAME:
        beginning, may_go_on = beginning_of(part)
        words = store.vocabulary(beginning) if may_go_on else [part]
    else:
        every = (word for each in beginnings(part) for word in store.vocabulary(each))
        words = [word for word in every if word.isalpha() and part in roots(stem(word))]
    return frozenset(sorted(words, key=len)[:MOST_TOKENS])


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)]
