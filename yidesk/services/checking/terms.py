"""What a statement is about: its words, numbers and names, and whether it denies something."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTER = r"[^\W\d_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_TOKEN = re.compile(
    rf"(?P<word>{_LETTER}(?:{_LETTER}|\d)*(?:'{_LETTER}+)?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<han>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)"
)
_LINE_START = re.compile(r"(?m)^[ \t]*(?:[-*•>#]+[ \t]+|\d{1,3}[.)、][ \t]*)+")
"""List markers, headings, quotes: their numbers say nothing."""

_COMMON = """a about above according after again all also am an and any are as at be because been
before being below between both but by can could did do does doing document documents during each
few for from further had has have having he her here hers him his how i if in into is it its itself
just like may me mention mentioned mentions might more most must my of off on once only or other our
out over own page pages per said same say says shall she should so some state stated states such
text than that the their them then there these they this those through thus to too under until up
upon very was we were what when where which while who whom why will with would you your"""
_STOP_WORDS = frozenset(_COMMON.split())
_DENYING = "not no never none nor neither cannot without nothing nobody"
_DENIALS = frozenset(_DENYING.split())
_HAN_DENIALS = re.compile(r"[不没無无未非莫勿]|沒有")
_HAN_STOP = re.compile(
    r"根据|文档|文件|提到|指出|表示|说明|其中|以及|因此|所以|如果|可以|应当|应该|"
    r"[的了是在和与及或等被把这那就也都而且其之于以为由对将并]"
)
_COUNTING = "two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_COUNTING.split(), start=2)}
_ENDINGS = re.compile(r"(?:ments?|ations?|ings?|edly|ed|es|ly|s|e)$")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text. Numbers and names are among `all` too."""

    all: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    """Words with a capital that does not come from the beginning of a sentence."""
    denies: bool


def terms(text: str) -> Terms:
    """The terms of a sentence or a page."""
    text = unicodedata.normalize("NFKC", _LINE_START.sub("", text)).replace("’", "'")
    words: set[str] = set()
    numbers: set[str] = set()
    names: set[str] = set()
    denies = False
    for match in _TOKEN.finditer(text):
        if match["word"]:
            word = match[0].casefold()
            denies = denies or word in _DENIALS or word.endswith("n't")
            if word in _NUMBER_WORDS:
                numbers.add(_NUMBER_WORDS[word])
            elif word not in _STOP_WORDS and word not in _DENIALS:
                words.add(stem(word))
                if _is_name(text, match):
                    names.add(stem(word))
        elif match["number"]:
            numbers.add(_plain_number(match[0]))
        else:
            denies = denies or _HAN_DENIALS.search(match[0]) is not None
            words.update(_bigrams(match[0]))
    return Terms(frozenset(words | numbers), frozenset(numbers), frozenset(names), denies)


def stem(word: str) -> str:
    """A word without its ending: "pays" and "paid" stay two, "rents" and "renting" become one."""
    word = unicodedata.normalize("NFKD", word.removesuffix("'s"))
    if len(word) <= 3:
        return word
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) >= 3 else word


def _is_name(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    if len(word) > 1 and any(c.isupper() or c.isdigit() for c in word[1:]):
        return True
    before = text[: match.start()].rstrip(" \"'“‘(«")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?:;\n。！？：；*#"


def _plain_number(number: str) -> str:
    """One spelling of a number: no thousands separators, no idle zeros."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    if re.fullmatch(r"\d+\.\d+", number):
        number = number.rstrip("0").rstrip(".")
    number = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in number)
    return number.lstrip("0") or "0"


def _bigrams(run: str) -> set[str]:
    """Overlapping pairs of characters between function words; a lone character by itself."""
    pairs: set[str] = set()
    for piece in _HAN_STOP.split(run):
        if len(piece) == 1:
            pairs.add(piece)
        pairs.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return pairs
