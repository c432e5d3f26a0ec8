"""What a statement speaks of, in words that a text in another language can be searched for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from yidesk.services.checking import denial
from yidesk.services.checking.bearing import UNIT_WORDS
from yidesk.services.checking.numerals import ENGLISH_NUMERAL, ORDINALS
from yidesk.services.checking.quantities import quantities
from yidesk.services.checking.terms import is_common, plain
from yidesk.services.languages.lexicon import english_of, han_of, roots, segment
from yidesk.services.languages.recognising import LATIN
from yidesk.services.languages.stemming import stem

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z\d]*(?:'[a-z]+)?", re.IGNORECASE)
_LIGHT = frozenset(map(stem, ["get", "take", "make", "do", "go", "come", "give", "put", "let"]))
"""Verbs that say little, and are other ones in another language."""
_THINGS = frozenset(["document", "documents", "page", "pages"])
"""Words that say nothing in "the document says", and something elsewhere."""
_NUMBERS = re.compile(ENGLISH_NUMERAL, re.IGNORECASE)
_LATIN_ENGLISH = ("en", LATIN)
_NO_CONCEPT = re.compile(r"[零一二三四五六七八九十百千万亿两几]+|[不没无未别].*|.*[们您你我它他她]")
_EMPTY = """
人民币 根据 提到 指出 表示 说明 其中 以及 因此 所以 一个 一种 一些 这个 那个 如果 假如 倘若 要是
因为 由于 但是 然而 不过 并且 而且 或者 还是 以便 除非 否则 例如 比如 任何 其他 其它 某些
某个 所有 一切 大家 他人 别人 应当 应该 必须 可以 能够 可能 需要 具有 拥有 属于 进行 通过
关于 对于 之后 之前 以后 以前 同时 此外 另外 尽管 虽然 即使 只要 只有 为了 已经 正在 仍然
非常 总是 事情 东西 时候 这些 那些 此时 最好 第一 首先 您们 也许 或许 而是 之间 之中 自己
本身 如何 怎样 那样 这样 这里 那里 哪个 就是 都是 来自 以下 以上 于是 后来 然后 再次 曾经
几乎 什么 不同 很多 许多 大多数 大部分 多数 少数 仅仅 现有 作为 下面 那么 一旦 还有 只是
之一 一下 将要 接着 按照 依旧 带有 更多 充当 有关 一样 成为 其后 之外 只能 一行"""
_SAYS_NOTHING = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of a statement, and what it may be in the other language."""

    word: str
    """As it stands in the statement, or its stem."""
    forms: frozenset[frozenset[str]]
    """Translations: a Chinese word, or the stems of an English one. Empty: it is not known."""
    at: int
    """Where it begins in the statement, as `terms.plain` has that."""
    times: int = 1
    """How often it is said."""


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
    if not are_known(spoken, other):
        return ()
    found = _han_concepts if spoken == "zh" else _english_concepts
    return _counted(found(plain(statement)))


def are_known(spoken: str, other: str) -> bool:
    """Whether there is a dictionary of two languages."""
    return (spoken == "zh" and other in _LATIN_ENGLISH) or (
        spoken in _LATIN_ENGLISH and other == "zh"
    )


def _counted(said: Iterable[Concept]) -> tuple[Concept, ...]:
    """Each concept once, with how often it is said."""
    each: dict[str, Concept] = {}
    for concept in said:
        before = each.setdefault(concept.word, concept)
        if before is not concept:
            each[concept.word] = replace(before, times=before.times + 1)
    return tuple(each.values())


def _han_concepts(statement: str) -> Iterator[Concept]:
    for run in _HAN.finditer(statement):
        at = run.start()
        for word in segment(run[0]):
            if _says_something(word):
                yield Concept(word, _telling(english_of().get(word, ())), at)
            at += len(word)


def _says_something(word: str) -> bool:
    if len(word) < 2 or word in _SAYS_NOTHING or _NO_CONCEPT.fullmatch(word):
        return False
    known = english_of().get(word, ())
    return not known or not all(all(map(is_common, gloss)) for gloss in known)


def _telling(glosses: Iterable[frozenset[str]]) -> frozenset[frozenset[str]]:
    bare = (frozenset(t for t in gloss if not is_common(t)) for gloss in glosses)
    return frozenset(gloss for gloss in bare if gloss)


def _english_concepts(statement: str) -> Iterator[Concept]:
    counted = [(each.start, each.end) for each in quantities(statement)]  # "May 1", "ten"
    for match in _LATIN.finditer(statement):
        word = match[0].casefold()
        term = stem(word)
        is_counted = any(start <= match.start() < end for start, end in counted)
        if not is_counted and word.isalpha() and len(word) > 1 and _tells(word):
            yield Concept(term, _single(han_of(term)), match.start())


def _tells(word: str) -> bool:
    term = stem(word)
    is_light = term in _LIGHT or term in UNIT_WORDS
    is_grammar = is_common(word) and word not in _THINGS
    return not (is_grammar or denial.reach(word) or is_light or _counts(word))


def _counts(word: str) -> bool:
    return word in ORDINALS or bool(_NUMBERS.fullmatch(word))


def _single(words: Iterable[str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset({word}) for word in words)
