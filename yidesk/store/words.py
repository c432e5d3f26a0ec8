"""How texts are cut into words for SQLite's full-text index, and how a question is put to it.

Chinese is written without spaces, so every run of its characters becomes the pairs of neighbours
in it ("合同法" -> "合同 同法 法"): two characters, the usual length of a word, are found anywhere.
The last character stands alone, so that a single one is found as the beginning of a pair.
"""

from __future__ import annotations

import re
from itertools import pairwise

from yidesk.core.folding import fold

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_TERM = re.compile(r"[^\W_]+")


def index_words(text: str) -> str:
    """TEXT as the index keeps it. A change needs a step that makes all indexes anew."""
    return _HAN.sub(lambda run: f" {_pairs(run[0])} {run[0][-1]} ", fold(text))


def match_of(query: str) -> str:
    """QUERY in the language of FTS5: all of its words, each as the beginning of one.

    What is written in one piece ("w1-w2", "v2合同") is found in one piece. Empty when the query
    holds no word at all.
    """
    pieces = (terms_of(piece) for piece in query.split())
    return " AND ".join(_matches(terms) for terms in pieces if terms)


def match_anywhere(query: str) -> str:
    """The same for an index that keeps no positions: all words, wherever they stand."""
    words = (word for term in terms_of(query) for word in _loose(term))
    return " AND ".join(words)


def _loose(term: str) -> list[str]:
    if _HAN.fullmatch(term) and len(term) > 1:
        return [f'"{pair}"' for pair in _pairs(term).split()]
    return [f'"{term}"*']


def terms_of(query: str) -> list[str]:
    """The words that are looked for, folded; runs of Chinese are one word each."""
    return [
        term
        for word in _TERM.findall(fold(query))
        for term in re.findall(rf"{_HAN.pattern}|[^\u3040-\u30ff\u3400-\u9fff]+", word)
    ]


def _matches(terms: list[str]) -> str:
    """TERMS one behind the other; the last one may go on."""
    words = " ".join(_words(term, is_last=term is terms[-1]) for term in terms)
    ends = _HAN.fullmatch(terms[-1]) and len(terms[-1]) > 1
    return f'"{words}"' if ends else f'"{words}"*'


def _words(term: str, *, is_last: bool) -> str:
    """A term as the index holds it; the last character of a run stands there too if it ends."""
    if not _HAN.fullmatch(term):
        return term
    pairs = _pairs(term)
    return f"{pairs} {term[-1]}".strip() if not is_last or len(term) == 1 else pairs


def _pairs(run: str) -> str:
    return " ".join(first + second for first, second in pairwise(run))
