"""What a statement speaks of, in words that a text in another language can be searched for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yidesk.services.checking import denial
from yidesk.services.checking.bearing import UNIT_WORDS
from yidesk.services.checking.language import LATIN
from yidesk.services.checking.lexicon import english_of, han_of, roots, segment
from yidesk.services.checking.numerals import ENGLISH_NUMERAL, ORDINALS
from yidesk.services.checking.opposites import opposites_of
from yidesk.services.checking.quantities import quantities
from yidesk.services.checking.stemming import stem
from yidesk.services.checking.terms import is_common, plain

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z\d]*(?:'[a-z]+)?", re.IGNORECASE)
_LIGHT = frozenset(map(stem, ["get", "take", "make", "do", "go", "come", "give", "put", "let"]))
"""Verbs that say little, and are other ones in another language."""
_NUMBERS = re.compile(ENGLISH_NUMERAL, re.IGNORECASE)
_MODALS = frozenset(["should", "must", "can", "may", "will", "shall", "cannot", "to"])
_BETWEEN = frozenset(["be", "not", "never", "always", "also", "only"])
_HAN_MODALS = frozenset(
    [
        "应",
        "应当",
        "应该",
        "必须",
        "可",
        "可以",
        "会",
        "能",
        "能够",
        "要",
        "须",
        "应先",
        "需要",
        "必",
    ]
)
_LATIN_ENGLISH = ("en", LATIN)
_NO_CONCEPT = re.compile(r"[零一二三四五六七八九十百千万亿两几]+|[不没无未别].*|.*[们您你我它他她]")
_EMPTY = """
根据 文档 文件 提到 指出 表示 说明 其中 以及 因此 所以 一个 一种 一些 这个 那个 如果 假如 倘若 要是
因为 由于 但是 然而 不过 并且 而且 或者 还是 以便 除非 否则 例如 比如 任何 其他 其它 某些 某个 所有
一切 大家 他人 别人 应当 应该 必须 可以 能够 可能 需要 具有 拥有 属于 进行 通过 关于 对于 之后 之前
以后 以前 同时 此外 另外 尽管 虽然 即使 只要 只有 为了 已经 正在 仍然 非常 总是 事情 东西 时候 这些
那些 此时 最好 第一 首先"""
_SAYS_NOTHING = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of a statement, and what it may be in the other language."""

    word: str
    """As it stands in the statement, or its stem."""
    forms: frozenset[frozenset[str]]
    """Translations: a Chinese word, or the stems of an English one. Empty: it is not known."""
    opposites: frozenset[frozenset[str]]
    """Translations of what excludes it."""
    is_key: bool
    """Without it the statement is another one: what it is about first, what must or can be done."""


@dataclass(frozen=True, slots=True)
class Bag:
    """A text in the other language: what translations are looked up in."""

    words: frozenset[str]
    text: str = ""
    """Of a Chinese one, whose words run into each other."""

    @staticmethod
    @functools.lru_cache(maxsize=512)
    def of(text: str, language: str) -> Bag:
        """Take a text apart."""
        if language == "zh":
            cut = (word for run in _HAN.findall(text) for word in segment(run))
            return Bag(frozenset(cut), text)
        words = (roots(stem(word)) for word in _LATIN.findall(text.casefold()))
        return Bag(frozenset().union(*words))

    def has(self, forms: Iterable[frozenset[str]]) -> bool:
        """Whether one of the translations is there; a lone character only as a word of its own."""
        return any(form <= self.words or self._in_text(form) for form in forms)

    def _in_text(self, form: frozenset[str]) -> bool:
        return bool(self.text) and all(len(word) > 1 and word in self.text for word in form)


@functools.lru_cache(maxsize=1024)
def concepts(statement: str, spoken: str, other: str) -> tuple[Concept, ...]:
    """The concepts of a statement in the language SPOKEN, in their order, to be found in OTHER.

    Empty where nothing is known of the two languages.
    """
    if spoken == "zh" and other in _LATIN_ENGLISH:
        return tuple(_han_concepts(plain(statement)))
    if spoken in _LATIN_ENGLISH and other == "zh":
        return tuple(_english_concepts(plain(statement)))
    return ()


def _han_concepts(statement: str) -> Iterator[Concept]:
    met: set[str] = set()
    for run in _HAN.findall(statement):
        before = ""
        for word in segment(run):
            if word not in met and _says_something(word):
                excluded = (english_of().get(each, ()) for each in opposites_of(word))
                forms = _telling(english_of().get(word, ()))
                yield Concept(word, forms, _telling(*excluded), not met or before in _HAN_MODALS)
                met.add(word)
            before = word


def _says_something(word: str) -> bool:
    if len(word) < 2 or word in _SAYS_NOTHING or _NO_CONCEPT.fullmatch(word):
        return False
    return not any(all(map(is_common, gloss)) for gloss in english_of().get(word, ()))


def _telling(*glosses: Iterable[frozenset[str]]) -> frozenset[frozenset[str]]:
    bare = (frozenset(t for t in gloss if not is_common(t)) for some in glosses for gloss in some)
    return frozenset(gloss for gloss in bare if gloss)


def _english_concepts(statement: str) -> Iterator[Concept]:
    met: set[str] = set()
    before = ""
    counted = [(each.start, each.end) for each in quantities(statement)]  # "May 1", "ten"
    for match in _LATIN.finditer(statement):
        word = match[0].casefold()
        term = stem(word)
        is_counted = any(start <= match.start() < end for start, end in counted)
        if term not in met and not is_counted and word.isalpha() and len(word) > 1 and _tells(word):
            excluded = (han_of(each) for each in opposites_of(term))
            forms = _single(han_of(term))
            # a word that no list has may be a name
            is_key = not met or before in _MODALS or not forms
            yield Concept(term, forms, _single(*excluded), is_key)
            met.add(term)
        before = before if word in _BETWEEN or word.endswith("ly") else word


def _tells(word: str) -> bool:
    term = stem(word)
    is_light = term in _LIGHT or term in UNIT_WORDS
    return not (is_common(word) or denial.reach(word) or is_light or _counts(word))


def _counts(word: str) -> bool:
    return word in ORDINALS or bool(_NUMBERS.fullmatch(word))


def _single(*words: Iterable[str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset({word}) for some in words for word in some)
