"""The place in a text where the words of a search stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.folding import fold

BEFORE = 16
LENGTH = 120
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text on one line."""

    text: str
    marked: tuple[tuple[int, int], ...]
    """[start, end) of the words that were looked for."""


_SIGNS = re.compile(r"\*\*|~~|`+|^[ \t]{0,3}(?:#{1,6}|>|[-*+])[ \t]+", re.MULTILINE)


def without_signs(text: str, terms: Sequence[str]) -> str:
    """TEXT without the signs of Markdown, unless they are what is looked for."""
    if any(_SIGNS.search(term) for term in terms):
        return text
    return _SIGNS.sub("", text)


def snippet_of(text: str, terms: Sequence[str]) -> Snippet:
    """The surroundings of the first of TERMS, with every one of them marked."""
    line = " ".join(text.split())
    folded = _same_length(line)
    first = min((at for term in terms if (at := folded.find(term)) >= 0), default=0)
    start = max(0, first - BEFORE)
    if start and (space := line.find(" ", start, first)) >= 0:
        start = space + 1  # at the beginning of a word, where there are spaces
    piece = line[start : start + LENGTH]
    before, after = "…" if start else "", "…" if start + LENGTH < len(line) else ""
    marked = [
        (found.start() + len(before), found.end() + len(before))
        for term in terms
        for found in re.finditer(re.escape(term), _same_length(piece))
    ]
    return Snippet(before + piece + after, tuple(sorted(marked)))


def _same_length(text: str) -> str:
    """TEXT folded as far as its characters keep their places."""
    return "".join(folded if len(folded := fold(each)) == 1 else each for each in text)
