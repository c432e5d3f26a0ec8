"""The formula by which FTS5 ranks, for what it does not rank itself.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; a word that
stands in most passages counts a little here, where FTS5 gives it nothing.
"""

from __future__ import annotations

import math

K1, B = 1.2, 0.75
"""As FTS5's bm25() has them."""


def rarity(having: float, total: int) -> float:
    """What a word is worth that HAVING of TOTAL passages have."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def most_of(having: float, total: int) -> float:
    """The score that comes near when a passage says nothing else than this word."""
    return rarity(having, total) * (K1 + 1)


def score(often: float, length: float, having: float, total: int) -> float:
    """Of a passage that says the word so OFTEN; LENGTH: its own beside the average one."""
    return most_of(having, total) * often / (often + K1 * (1 - B + B * length))
