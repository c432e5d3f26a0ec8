"""Two sentences of a page that an answer made one of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yidesk.services.checking.terms import terms

_JOIN = re.compile(
    r"[,;]\s+(?:and|but|while)\s+|;\s*|\s+and\s+|[，；]\s*(?:而且|并且|而|同时|但是?)?"
)
_DEPENDS = re.compile(
    r"\b(?:if|unless|because|when|since|although|though|until|whereas|therefore)\b"
    r"|如果|除非|因为|由于|因此|所以|只有|只要|虽然|否则|之前|之后|时[，,]",
    re.IGNORECASE,
)
"""Halves of which one holds only for the other are not two statements."""
_OPENS, _CLOSES = re.compile(r"[(（\[【]"), re.compile(r"[)）\]】]")
LEAST = 3
"""Terms that a half must have."""
FIRST = 2
"""Terms at the beginning of a clause among which what it is about stands."""


def halves(statement: str) -> Iterator[tuple[str, str]]:
    """The ways to take a joined statement apart, each into two that state something."""
    if _DEPENDS.search(statement):
        return
    for join in _JOIN.finditer(statement):
        one, two = statement[: join.start()], statement[join.end() :]
        if len(_OPENS.findall(one)) != len(_CLOSES.findall(one)):
            continue  # what stands in brackets is said of what stands before them
        if len(terms(one).order) >= LEAST and len(terms(two).order) >= LEAST:
            yield one, two


def begins_alike(half: str, passage: str) -> bool:
    """Whether a half is about what a clause of the passage is about, not what a join lent it."""
    said = frozenset(terms(half).order[:1])
    beginnings = (terms(clause.text).order[:FIRST] for clause in terms(passage).clauses)
    return any(said <= frozenset(each) for each in beginnings)
