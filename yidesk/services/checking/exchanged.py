"""Whether a statement has two things in each other's place: who pays, and who is paid.

A statement is compared by its words, and "the landlord pays the tenant" has all those of "the
tenant pays the landlord". What stands round the same middle the other way round may say the
opposite, unless one of the two says so by its grammar: "is paid by", 由, 被.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from yidesk.services.checking.terms import Terms

_LEAST = 3
"""Two things, and what is said of them."""
_TURNS = re.compile(r"\bby\b|[由被把将让使]", re.IGNORECASE)


def has_exchanged(statement: Terms, passage: Sequence[Terms]) -> bool:
    """Whether STATEMENT exchanges two things in each of the sentences that have most of it."""
    shared = [len(statement.words & sentence.words) for sentence in passage]
    most = max(shared, default=0)
    nearest = [sentence for sentence, n in zip(passage, shared, strict=True) if n == most]
    return most >= _LEAST and all(_exchanges(statement, sentence) for sentence in nearest)


def _exchanges(statement: Terms, sentence: Terms) -> bool:
    if bool(_turns(statement)) != bool(_turns(sentence)):
        return False
    there = _places(sentence)
    common = [word for word in _places(statement) if word in there]
    ranks = {word: rank for rank, word in enumerate(sorted(common, key=there.__getitem__))}
    return _is_exchange([ranks[word] for word in common])


def _turns(sentence: Terms) -> list[str]:
    return [turn for clause in sentence.clauses for turn in _TURNS.findall(clause.text)]


def _places(sentence: Terms) -> dict[str, int]:
    """Where the words stand that the sentence has once."""
    counts = Counter(sentence.order)
    return {word: place for place, word in enumerate(sentence.order) if counts[word] == 1}


def _is_exchange(ranks: Sequence[int]) -> bool:
    """Whether ranks are 0, 1, 2 … but for two runs of them that changed places round a third."""
    moved = [place for place, rank in enumerate(ranks) if place != rank]
    if not moved:
        return False
    span = ranks[moved[0] : moved[-1] + 1]
    begins = [span[0], *(right for left, right in pairwise(span) if right != left + 1)]
    return len(begins) == _LEAST and begins == sorted(begins, reverse=True)
