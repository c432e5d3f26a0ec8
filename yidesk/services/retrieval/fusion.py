"""Joins what was found by words with what was found by meaning.

Their scores have no common scale, and how good an embedding model is for a document nobody knows.
Joined by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009) both count the same, and a
poor model takes a third of the right pages out of the first five (docs/benchmarks.md). So the
order of the words stands, and meaning has every third place: of the first five at least four are
what words alone would have had.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from yidesk.store.passages import Hit

EVERY = 3
"""Of so many places, one is for the best by meaning that is not there yet."""


def fuse(words: Sequence[Hit], near: Sequence[Hit]) -> list[Hit]:
    """Every passage of both once; NEAR: those found by meaning, the best first."""
    joined: dict[int, Hit] = {}
    by_words, by_meaning = iter(words), iter(near)
    while True:
        is_place_of_meaning = len(joined) % EVERY == EVERY - 1
        first, second = (by_meaning, by_words) if is_place_of_meaning else (by_words, by_meaning)
        following = next((hit for hit in chain(first, second) if hit.number not in joined), None)
        if following is None:
            return list(joined.values())
        joined[following.number] = following
