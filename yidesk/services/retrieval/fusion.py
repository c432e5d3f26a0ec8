"""Joins rankings of passages that know nothing of each other's scores.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet
and individual Rank Learning Methods", SIGIR 2009. A passage at rank r of a list gets 1 / (k + r).
"""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.store.passages import Hit

K = 60
"""The paper's constant: how little the first ranks stand out."""


def fuse(*rankings: Sequence[Hit]) -> list[Hit]:
    """Every passage of the rankings once, the best first; of equals, the earlier list's first."""
    scores: dict[int, float] = {}
    hits: dict[int, Hit] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, 1):
            scores[hit.number] = scores.get(hit.number, 0.0) + 1 / (K + rank)
            hits.setdefault(hit.number, hit)
    return sorted(hits.values(), key=lambda hit: -scores[hit.number])
