"""What Chinese words are in English and the other way round, from two lists in resources/checking.

The glossary is of contracts, manuals and papers; the lexicon is a general dictionary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from yidesk.services.checking.stemming import stem
from yidesk.services.checking.wordlists import entries

LONGEST = 5
"""Characters of a Chinese word."""
_AGENT = re.compile(r"(?:ers?|ors?|ances?|ences?|ity|ness|abl|ibl|al|ful|ous|ant|ent|iv|is|iz|r)$")
"""Endings that make another kind of word of one: maintainer, rental, useful."""
_SHORTEST_ROOT = 4
Gloss = frozenset[str]
"""The stems of an English translation; more than one for "software package"."""


@functools.lru_cache(maxsize=50_000)
def roots(term: str) -> frozenset[str]:
    """A stem, and the stem of what it is made of."""
    shorter = _AGENT.sub("", term)
    return frozenset((term, shorter) if len(shorter) >= _SHORTEST_ROOT else (term,))


@functools.cache
def english_of() -> dict[str, tuple[Gloss, ...]]:
    """Chinese word -> its translations. Made when two languages first meet."""
    found: dict[str, dict[Gloss, None]] = {}
    for english, *chinese in entries("glossary"):
        for each in chinese:
            found.setdefault(each, {})[frozenset({stem(english)})] = None
    for chinese_word, *glosses in entries("lexicon"):
        known = found.setdefault(chinese_word, {})
        for gloss in glosses:
            *before, last = map(stem, gloss.split("+"))
            known[frozenset((*before, last))] = None
            if len(before) == 1:
                known[frozenset((last,))] = None  # "computer program" is a program
    return {word: tuple(glosses) for word, glosses in found.items()}


@functools.cache
def _han_of() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, glosses in english_of().items():
        for gloss in glosses:
            for term in gloss if len(gloss) <= 2 else ():  # "software package"
                found.setdefault(term, set()).add(word)
    return {term: frozenset(words) for term, words in found.items()}


@functools.lru_cache(maxsize=20_000)
def han_of(term: str) -> frozenset[str]:
    """The Chinese words that a word with this stem may be, or be a part of."""
    return frozenset().union(*(_han_of().get(root, frozenset()) for root in roots(term)))


def segment(text: str) -> Iterator[str]:
    """The words of a run of Chinese characters, the longest known ones; others come alone."""
    known, at = english_of(), 0
    while at < len(text):
        longest = range(min(LONGEST, len(text) - at), 1, -1)
        length = next((each for each in longest if text[at : at + each] in known), 1)
        yield text[at : at + length]
        at += length
