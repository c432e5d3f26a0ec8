"""Which words of a passage say what the words of a statement in another language say.

A dictionary lists what a word may be elsewhere. A word of the statement is found where one of its
translations stands, or those of the two halves of a compound; each needs a place of its own, so
that one word of the passage bears out one word of the statement. A word that another language may
say by its grammar alone ("using", 方式) may be absent.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yidesk.services.checking.concepts import Concept
from yidesk.services.checking.terms import is_common
from yidesk.services.languages.lexicon import english_of, roots, segment
from yidesk.services.languages.stemming import stem

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z\d]*(?:'[a-z]+)?", re.IGNORECASE)
_ENGLISH = """use used using way case get available simply just several however instead
there here even now set make since via either respective"""
_CHINESE = """
使用 方式 方法 情况 里面 进行 过程 相关 内容 方面
问题 来说 而言 其中 各个 这种 那种 所述 分别 起来
看看 此处 本文 哪里 有所 等等 时候 通过 利用 有些
一些 用于 用来 得到 获得 看到 变得 很好 比较 之内"""
MAY_BE_ABSENT = frozenset([*map(stem, _ENGLISH.split()), *_CHINESE.split()])
"""Words that another language says by its grammar."""
_SUFFIXES = "器员者家性化率"
"""Characters that make another word of the one they follow: 服务器 is no 服务."""
_GRAMMAR = frozenset("将把被会能可要就也都还只从向对为与及等使让给在于以并或而但则若如之其所某")
"""Characters that stand alone for grammar, whatever else a dictionary says of them."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each concept of a statement stands in a passage."""

    places: Mapping[str, tuple[int, ...]]
    """Word of the statement -> where its translations begin in the passage."""
    absent: tuple[Concept, ...]
    """Concepts that nothing stands for, but those that may be absent."""
    once: int
    """Places that are lacking for concepts that the statement says several times."""

    @property
    def share(self) -> float:
        """How much of what must be there is there, 0 to 1."""
        wanted = len(self.places) + len(self.absent)
        return len(self.places) / wanted if wanted else 0.0

    @property
    def stretch(self) -> tuple[int, int]:
        """Where the shortest stretch of the passage that has all that is found begins and ends."""
        at = [0] * len(self.places)
        ways = [sorted(each) for each in self.places.values()]
        best = (0, 0)
        while ways:
            here = [way[place] for way, place in zip(ways, at, strict=True)]
            first, last = min(here), max(here)
            if best == (0, 0) or last - first < best[1] - best[0]:
                best = first, last
            lowest = here.index(first)
            at[lowest] += 1
            if at[lowest] == len(ways[lowest]):
                break
        return best


@dataclass(frozen=True, slots=True)
class _Word:
    at: int
    forms: frozenset[str]
    """A Chinese word; the roots of an English one."""


def align(spoken_of: Sequence[Concept], text: str, language: str) -> Alignment:
    """Find the concepts of a statement in a passage that is in LANGUAGE."""
    words = _words(text, language)
    places: dict[str, tuple[int, ...]] = {}
    once = 0
    for concept in spoken_of:
        found = _places(concept, words, text, language)
        if found:
            places[concept.word] = found
            once += max(0, concept.times - len(found))
    places = _each_its_own(places)
    wanted = (each for each in spoken_of if each.word not in places)
    absent = tuple(each for each in wanted if each.word not in MAY_BE_ABSENT)
    return Alignment(places, absent, once)


def _each_its_own(places: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The same, but for a concept whose places others need: a matching by augmenting paths."""
    owner: dict[int, str] = {}

    def settle(word: str, tried: set[int]) -> bool:
        for at in places[word]:
            if at not in tried:
                tried.add(at)
                if at not in owner or settle(owner[at], tried):
                    owner[at] = word
                    return True
        return False

    for word in places:
        settle(word, set())
    settled = set(owner.values())
    for one, two in itertools.pairwise(places):  # 总额: total amount
        if {one, two} & settled and set(places[one]) & set(places[two]):
            settled |= {one, two}
    return {word: found for word, found in places.items() if word in settled}


@functools.lru_cache(maxsize=512)
def _words(text: str, language: str) -> tuple[_Word, ...]:
    if language == "zh":
        return tuple(_han_words(text))
    found = ((match.start(), match[0].casefold()) for match in _LATIN.finditer(text))
    return tuple(_Word(at, roots(stem(word))) for at, word in found if not is_common(word))


def _han_words(text: str) -> Iterator[_Word]:
    for run in _HAN.finditer(text):
        at = run.start()
        for word in segment(run[0]):
            yield _Word(at, frozenset({word}))
            at += len(word)


def _places(concept: Concept, words: Sequence[_Word], text: str, language: str) -> tuple[int, ...]:
    if language == "zh":
        forms = {word for form in concept.forms for word in form}
        return tuple(sorted({at for form in forms for at in _in_han(form, words, text)}))
    if found := _in_english(concept.forms, words):
        return found
    for halves in halves_of(concept.word):
        each = [_in_english(forms, words) for forms in halves]
        if all(each):
            return tuple(at for some in each for at in some)
    return ()


def _in_english(forms: Iterable[frozenset[str]], words: Sequence[_Word]) -> tuple[int, ...]:
    found: set[int] = set()
    for form in forms:
        places = [[word.at for word in words if term in word.forms] for term in form]
        if all(places):
            found.update(at for some in places for at in some)
    return tuple(sorted(found))


def _in_han(form: str, words: Sequence[_Word], text: str) -> list[int]:
    if len(form) == 1:
        return [word.at for word in words if form in word.forms and form not in _GRAMMAR]
    return [match.start() for match in re.finditer(f"{form}(?![{_SUFFIXES}])", text)]


@functools.lru_cache(maxsize=20_000)
def halves_of(word: str) -> tuple[tuple[tuple[frozenset[str], ...], ...], ...]:
    """The translations of the halves of a compound, for each way to cut it: 文件|系统."""
    if not _HAN.fullmatch(word):
        return ()
    known = english_of()
    cuts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    return tuple((known[one], known[two]) for one, two in cuts if one in known and two in known)
