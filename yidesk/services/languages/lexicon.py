"""What Chinese words are in English and the other way round, from two lists in resources/checking.

The glossary is of contracts, manuals and papers; the lexicon is a general dictionary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator

from yidesk.services.languages.recognising import LATIN
from yidesk.services.languages.stemming import stem
from yidesk.services.languages.wordlists import entries, heads

LONGEST = 5
"""Characters of a Chinese word."""
_AGENT = re.compile(r"(?:ers?|ors?|ances?|ences?|ity|ness|abl|ibl|al|ful|ous|ant|ent|iv|is|iz|r)$")
"""Endings that make another kind of word of one: maintainer, rental, useful."""
PARTICLES = frozenset(
    "的了是在和与及或等被把这那就也都而且其之于以为由对将并地得着过从向给让使会能可要有不我你您他她它很再又还只"
)
"""Characters that are words of their own."""
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


def make_ready(spoken: str, written: str) -> bool:
    """Read what comparing two languages needs, which takes half a second; whether it needs it."""
    latin = {"en", LATIN}
    if not ((spoken == "zh" and written in latin) or (spoken in latin and written == "zh")):
        return False
    english_of()
    if written == "zh":
        _han_of()
        chinese_words()
    return True


def run_around(text: str, at: int) -> tuple[int, int] | None:
    """Beginning and end of the run of Chinese characters around one; None for another letter."""
    first = last = at
    while first > 0 and _HAN.match(text[first - 1]):
        first -= 1
    while last < len(text) and _HAN.match(text[last]):
        last += 1
    return (first, last) if last > at else None


def segment(text: str, known: Container[str] | None = None) -> Iterator[str]:
    """The words of a run of Chinese characters: as few KNOWN ones as it can be cut into.

    Of cuts into as few the one that leaves particles alone rather than other characters, and
    begins with the longest word: 是|非常, not 是非|常. KNOWN: those that have a translation, where
    it is None.
    """
    known = english_of() if known is None else known
    best = [(0, 0)] * (len(text) + 1)
    """For each place the words and lone characters that are to come, the fewest."""
    lengths = [1] * len(text)
    for at in range(len(text) - 1, -1, -1):
        costs = {}
        for length in range(min(LONGEST, len(text) - at), 0, -1):
            if length == 1 or text[at : at + length] in known:
                words, alone = best[at + length]
                costs[length] = words + 1, alone + (length == 1 and text[at] not in PARTICLES)
        lengths[at] = min(costs, key=lambda each: costs[each])
        best[at] = costs[lengths[at]]
    at = 0
    while at < len(text):
        yield text[at : at + lengths[at]]
        at += lengths[at]
