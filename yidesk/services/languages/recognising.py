"""The language of a text, as far as comparing two texts word by word needs to know it."""

from __future__ import annotations

import re
from collections import Counter

from yidesk.services.languages.wordlists import entries

LATIN = "Latn"
"""Latin letters in a language that is not known: nothing speaks against comparing words."""

_SCRIPTS = {
    "Cyrl": re.compile(r"[\u0400-\u052f]"),
    "Grek": re.compile(r"[\u0370-\u03ff]"),
    "Arab": re.compile(r"[\u0600-\u06ff]"),
    "Hebr": re.compile(r"[\u0590-\u05ff]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Deva": re.compile(r"[\u0900-\u097f]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u2f00-\u2fdf]"),
    LATIN: re.compile(r"[^\W\d_\u0370-\U0010ffff]"),
}
_CJK = ("zh", "ja", "ko")
_FUNCTION_WORDS = {code: frozenset(words) for code, *words in entries("function_words")}
_LANGUAGES_OF = {
    word: [code for code, words in _FUNCTION_WORDS.items() if word in words]
    for words in _FUNCTION_WORDS.values()
    for word in words
}
_WORD = re.compile(r"[^\W\d_]+")
SHORT = 8
"""Words of a text in which a single function word must do."""
SAMPLE = 4_000
"""Characters that are looked at."""


def language(text: str) -> str:
    """An ISO 639 code, an ISO 15924 one for scripts of many languages; "" for no letters at all."""
    text = text[:SAMPLE]
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    if not any(counts.values()):
        return ""
    latin = counts.pop(LATIN)
    if counts["ja"] and counts["ja"] * 5 >= counts["zh"]:
        counts["ja"] += counts["zh"]
    name = max(counts, key=lambda each: counts[each])
    # a Chinese word has two characters, a Latin one five; a command amid Chinese counts less
    weight = 2.5 if name in _CJK else 1.0
    if weight * counts[name] > latin / 2:
        return name
    spoken = _by_function_words(text)
    if counts[name] >= 4 and name in _CJK and spoken == LATIN:
        return name
    return spoken


def said_in(text: str, code: str) -> int:
    """How many of its words are of a language: its common ones, or letters of its script."""
    if code in _FUNCTION_WORDS:
        return sum(code in _LANGUAGES_OF.get(word, ()) for word in _WORD.findall(text.casefold()))
    return len(_SCRIPTS[code].findall(text)) if code in _SCRIPTS else 0


def differ(one: str, other: str) -> bool:
    """Whether texts in these languages have no words in common but names, numbers and terms."""
    if not one or not other or one == other:
        return False
    return not (LATIN in (one, other) and {one, other} <= {LATIN, *_FUNCTION_WORDS})


def _by_function_words(text: str) -> str:
    words = _WORD.findall(text.casefold())
    hits = Counter(code for word in words for code in _LANGUAGES_OF.get(word, ()))
    best = [*hits.most_common(2), (LATIN, 0), (LATIN, 0)]
    enough = 1 if len(words) <= SHORT else 2
    return best[0][0] if best[0][1] >= enough and best[0][1] > best[1][1] else LATIN
