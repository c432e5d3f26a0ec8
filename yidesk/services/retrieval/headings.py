"""Passages that stand under a heading which the question names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yidesk.services.retrieval.query import telling_words

MOST_HEADING = 60
"""Characters of a line that may be a heading."""
BONUS = 0.5
"""Of the best score, for a heading that holds all words of the question. Measured
(benchmarks/retrieval.py): more finds a few more titles, and begins to lose other sentences."""

_NUMBERING = re.compile(r"^\W*(?:[\dA-Za-z]{1,3}(?:\.\d+)*\.?\s+|第\S{1,4}[章节条]\s*)?")


def headings(text: str) -> Iterator[str]:
    """The lines that may be headings, without their numbering."""
    for line in text.splitlines():
        if len(line) <= MOST_HEADING:
            yield _NUMBERING.sub("", line.strip(), count=1)


def heading_share(text: str, wanted: frozenset[str]) -> float:
    """How much of the WANTED words the best heading in TEXT holds that holds nothing else; 0 to 1.

    A heading is a short line; its numbering does not count.
    """
    best = 0.0
    for line in headings(text):
        words = frozenset(telling_words(line))
        if words and words <= wanted:
            best = max(best, len(words) / len(wanted))
    return best
