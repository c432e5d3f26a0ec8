"""Pairs of words that exclude each other, and the sides of a bound."""

from __future__ import annotations

import functools
import re

from yidesk.services.languages.stemming import stem
from yidesk.services.languages.wordlists import entries

AT_LEAST, AT_MOST = "≥", "≤"
_BOUND = re.compile(
    r"(?P<least>\b(?:at\s+least|not?\s+(?:less|fewer|earlier)\s+than|minimum(?:\s+of)?"
    r"|or\s+more)\b|至少|不少于|不低于|不小于|不早于|不得少于|不得低于|以上)"
    r"|(?P<most>\b(?:at\s+most|not?\s+(?:more|later|longer)\s+than|not\s+exceed\w*"
    r"|maximum(?:\s+of)?|up\s+to|within|or\s+less)\b|最多|至多|不超过|不多于|不高于|不大于"
    r"|不迟于|不晚于|不得超过|以内|之内|以下|不得晚于|不得迟于)",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|shall|ha(?:s|ve)\s+to|required|mandatory|obliged)\b|必须|必需|务必", re.IGNORECASE
)
_MAY = re.compile(r"\b(?:may|can|could|might|optional(?:ly)?)\b|可以|可选|可自行", re.IGNORECASE)


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for one, other in (map(stem, pair) for pair in entries("opposites")):
        if one != other:
            table.setdefault(one, set()).add(other)
            table.setdefault(other, set()).add(one)
    return {term: frozenset(others) for term, others in table.items()}


_OPPOSITES = _table()


@functools.lru_cache(maxsize=20_000)
def opposites_of(term: str) -> frozenset[str]:
    """The terms (stems, pairs of characters) that exclude TERM; "unstable" excludes "stable"."""
    known = _OPPOSITES.get(term, frozenset())
    if term.isascii() and term.isalpha() and len(term) >= 4:
        return known | ({term[2:]} if term.startswith("un") else {f"un{term}", f"non{term}"})
    return known


@functools.lru_cache(maxsize=20_000)
def bounds(text: str) -> frozenset[str]:
    """AT_LEAST, AT_MOST: the sides of numbers that a clause speaks of."""
    return frozenset(AT_LEAST if match["least"] else AT_MOST for match in _BOUND.finditer(text))


@functools.lru_cache(maxsize=20_000)
def obligation(text: str) -> str:
    """Whether a clause says "must" or "may"; empty where it says neither, or both."""
    must, may = _MUST.search(text), _MAY.search(text)
    return "" if bool(must) == bool(may) else "must" if must else "may"
