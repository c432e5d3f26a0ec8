"""Joins what was found by words with what was found by meaning, by reciprocal rank.

Their scores have no common scale, so a passage counts by its places alone: 1/place by words and
half of that by meaning, together where both found it. Of passages that only one of them found that
makes every third one of meaning.

The way is that of Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and
individual rank learning methods", SIGIR 2009: the sum of weight / (k + place). With their k = 60
and equal weights a sixth place counts nearly what a first one does, and what a poor embedding
model finds stands before the right page (docs/benchmarks.md). Nobody knows how good a person's
model is for a document; with k = 0 and half the weight the best by words stays the first, whatever
the model says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from yidesk.store.passages import Hit

OF_MEANING = 0.5
"""The weight of a place by meaning beside the same one by words."""


def fuse(words: Sequence[Hit], near: Sequence[Hit]) -> list[Hit]:
    """Every passage of both once, the best first; NEAR: those found by meaning.

    Of passages that count the same the better one by words is first.
    """
    scores: dict[int, float] = defaultdict(float)  # in the order of words: sorting keeps it
    for weight, ranking in ((1.0, words), (OF_MEANING, near)):
        for place, hit in enumerate(ranking, 1):
            scores[hit.number] += weight / place
    hits = {hit.number: hit for hit in (*near, *words)}
    return [hits[number] for number in sorted(scores, key=scores.__getitem__, reverse=True)]
