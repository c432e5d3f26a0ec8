"""What Chinese words are in English and the other way round, from two lists in resources/checking.

The glossary is of contracts, manuals and papers; the lexicon is a general dictionary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator

from yidesk.services.checking.stemming import stem
from yidesk.services.checking.wordlists import entries, heads

LONGEST = 5
"""Characters of a Chinese word."""
_AGENT = re.compile(r"(?:ers?|ors?|ances?|ences?|ity|ness|abl|ibl|al|ful|ous|ant|ent|iv|is|iz|r)$")
"""Endings that make another kind of word of one: maintainer, rental, useful."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_MOST = re.compile(r"i(?:est|er|ly)?$")
"""Easier, easiest, easily: easy."""
_SHORTEST_ROOT = 4
Gloss = frozenset[str]
"""The stems of an English translation; more than one for "software package"."""


@functools.lru_cache(maxsize=50_000)
def roots(term: str) -> frozenset[str]:
    """A stem, and the stem of what it is made of."""
    shorter = _MOST.sub("y", term) if _MOST.search(term) else _AGENT.sub("", term)
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


@functools.cache
def chinese_words() -> frozenset[str]:
    """The Chinese words of both lists: ten times sooner there than what they mean."""
    chinese = (word for _, *known in entries("glossary") for word in known)
    return frozenset((*chinese, *heads("lexicon")))


def run_around(text: str, at: int) -> tuple[int, int] | None:
    """Beginning and end of the run of Chinese characters around one; None for another letter."""
    first = last = at
    while first > 0 and _HAN.match(text[first - 1]):
        first -= 1
    while last < len(text) and _HAN.match(text[last]):
        last += 1
    return (first, last) if last > at else None


def segment(text: str, known: Container[str] | None = None) -> Iterator[str]:
    """The words of a run of Chinese characters, the longest KNOWN ones; others come alone.

    KNOWN: those that have a translation, where it is None.
    """
    known, at = english_of() if known is None else known, 0
    while at < len(text):
        longest = range(min(LONGEST, len(text) - at), 1, -1)
        length = next((each for each in longest if text[at : at + each] in known), 1)
        yield text[at : at + length]
        at += length
