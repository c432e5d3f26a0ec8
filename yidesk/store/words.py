"""How texts are cut into words for SQLite's full-text index, and how a question is put to it.

Chinese is written without spaces, so every run of its characters becomes the pairs of neighbours
in it ("合同法" -> "合同 同法 法"): two characters, the usual length of a word, are found anywhere.
The last character stands alone, so that a single one is found as the beginning of a pair.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_TERM = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """TEXT with width and case evened out."""
    return unicodedata.normalize("NFKC", text).casefold()


def index_words(text: str) -> str:
    """TEXT as the index keeps it. A change needs a step that makes all indexes anew."""
    return _HAN.sub(lambda run: f" {_pairs(run[0])} {run[0][-1]} ", fold(text))


def match_of(query: str) -> str:
    """QUERY in the language of FTS5: all of its words, each as the beginning of one.

    Empty when the query holds no word at all.
    """
    return " AND ".join(_matches(term) for term in terms_of(query))


def terms_of(query: str) -> list[str]:
    """The words that are looked for, folded; runs of Chinese are one word each."""
    return [
        term
        for word in _TERM.findall(fold(query))
        for term in re.findall(rf"{_HAN.pattern}|[^\u3040-\u30ff\u3400-\u9fff]+", word)
    ]


def _matches(term: str) -> str:
    if _HAN.fullmatch(term) and len(term) > 1:
        return f'"{_pairs(term)}"'
    return f'"{term}"*'


def _pairs(run: str) -> str:
    return " ".join(first + second for first, second in pairwise(run))
