"""Terms that contracts, manuals and papers use, in English and Chinese.

They decide nothing alone. Where an answer and a page are in different languages, they say whether
a number that stands in both is said of the same thing: rent or deposit, minimum or maximum.
"""

from __future__ import annotations

import re

from yidesk.services.checking.stemming import stem
from yidesk.services.checking.wordlists import entries

HAN_OF: dict[str, tuple[str, ...]] = {}
"""Stem of an English term -> what it is in Chinese."""
ENGLISH_OF: dict[str, frozenset[str]] = {}
"""Chinese term -> stems of what it is in English."""


def _fill() -> None:
    for english, *chinese in entries("glossary"):
        term = stem(english)
        HAN_OF[term] = (*HAN_OF.get(term, ()), *chinese)
        for each in chinese:
            ENGLISH_OF[each] = ENGLISH_OF.get(each, frozenset()) | {term}


_fill()
_LONGEST_FIRST = sorted((term for term in ENGLISH_OF if len(term) >= 2), key=len, reverse=True)
_HAN_TERM = re.compile("|".join(_LONGEST_FIRST))


def han_terms(text: str) -> list[str]:
    """The known Chinese terms of a text, of two characters at least: one is a part of anything."""
    return _HAN_TERM.findall(text)
