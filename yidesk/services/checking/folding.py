"""Text as two people would agree that it is the same text.

Folded away: case, width, ligatures and other compatibility forms (NFKC and casefold), Kangxi and
CJK radicals that PDF fonts use for characters, white space, hyphenation, soft hyphens, quotation
marks, Markdown emphasis. Kept: everything that changes meaning, so a space or a minus sign before
a digit stays.

Folding works character by character and then drops characters, so that a place in the folded
text can always be traced to the original: `trace`.
"""

from __future__ import annotations

import re
import unicodedata

from yidesk.core.folding import RADICALS

_SAME = {
    **dict.fromkeys("'\"‘’‚‛“”„‟′″«»‹›「」『』`*_\ufe0e\ufe0f", ""),
    **dict.fromkeys("‐‑‒–—―−─", "-"),
    "。": ".",
    "、": ",",
    **RADICALS,
}


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cf", "Cc"):
        return ""
    plain = unicodedata.normalize("NFKD", _SAME.get(character, character)).casefold()
    return "".join(_SAME.get(c, c) for c in unicodedata.normalize("NFKD", plain))


_TABLE = _Table()
_DROPPED = re.compile(r"-(?! *\d)|(?<!\d) +| +(?!\d)")
"""Spaces unless they keep two numbers apart, hyphens unless a number follows."""
_EDGES = " .,;:!?()[]…-"


def fold(text: str) -> str:
    """The folded text."""
    return _DROPPED.sub("", text.translate(_TABLE))


def fold_quotation(quotation: str) -> str:
    """A quotation folded, without the punctuation that a sentence around it lends it."""
    return fold(quotation).strip(_EDGES)


def trace(text: str) -> list[int]:
    """For each character of `fold(text)` the index in TEXT it came from."""
    wide = text.translate(_TABLE)
    origins = [index for index, c in enumerate(text) for _ in _TABLE[ord(c)]]
    kept: list[int] = []
    end = 0
    for match in _DROPPED.finditer(wide):
        kept += origins[end : match.start()]
        end = match.end()
    return kept + origins[end:]
