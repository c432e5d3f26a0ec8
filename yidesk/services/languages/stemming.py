"""English words without their endings, so that "rents" and "renting" are one term."""

from __future__ import annotations

import functools
import re
import unicodedata

from yidesk.services.languages.wordlists import entries

_ATE = re.compile(r"at(?:e|es|ed|ing|ion|ions)$")
_ENDING = re.compile(r"(?:ments?|ings?|edly|ed|ly|ions?|es|s|e)$")
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")
SHORTEST = 3
"""Letters that are left of a word at least."""


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a casefolded word; a few words that mean the same have the same one."""
    bare = _bare(word)
    return _SAME_AS.get(bare, bare)


def _bare(word: str) -> str:
    word = unicodedata.normalize("NFKD", word.removesuffix("'s").removesuffix("'"))
    if len(word) <= SHORTEST or not word.isascii():
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if (shorter := _ATE.sub("", word)) != word and len(shorter) >= SHORTEST + 1:
        return shorter
    if word.endswith(("ss", "us", "is")):
        return word
    shorter = _ENDING.sub("", word)
    if len(shorter) < SHORTEST:
        return word.removesuffix("s")  # "uses"
    if shorter != word and word.endswith(("ed", "ing", "ings")):
        shorter = _DOUBLE.sub(r"\1", shorter)
    return shorter.removesuffix("e") if len(shorter) > SHORTEST else shorter


_SAME_AS = {_bare(one): _bare(other) for one, other in entries("synonyms")}


def beginnings(term: str) -> frozenset[str]:
    """What the words of this stem begin with: "policy" is in "policies", "remov" in "deleted"."""
    same = (one for one, other in _SAME_AS.items() if other == term)
    return frozenset(each.removesuffix("y") or each for each in (term, *same))
