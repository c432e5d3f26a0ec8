"""What the words of a question may be in a document of the other language, by the dictionary.

A word has many translations, and a document says one of them. The first ones of the dictionary
weigh more, and the word itself counts too: names, commands and numbers are the same everywhere,
and a document may say a thing in both languages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from yidesk.services.languages.lexicon import PARTICLES, english_of, han_of, roots, segment
from yidesk.services.languages.stemming import stem
from yidesk.services.retrieval.query import EARLIER, is_empty, telling_terms

MOST_WORDS = 32
"""Words of a question that are translated; each is looked for in many ways."""
MOST_FORMS = 64
"""Translations of a word, the likely ones first."""
LONE = 0.5
"""What a single Chinese character of the question counts: often half of a word that is not known.
"""
LONE_FORM = 0.2
"""The same of a translation, which is a part of many other words."""
LONGEST_GLOSS = 2
"""Words of a gloss by which a single English word finds a Chinese one."""
_EMPTY = """
关于 对于 根据 通过 进行 如果 因为 所以 以及 或者 并且 一个 一些 一种 这个 那个 这些 那些 它们 我们
可以 应该 应当 需要 必须 文中 本文 文档 文章 说明 提到 指出 表示 介绍
说 讲 谈 提 写 文 中 上 下 里 内 前 后 间 时 已 来 去 到 做 谁 何 该 此 各 每 某 几 多 少"""
_SAYS_NOTHING = PARTICLES | frozenset(_EMPTY.split())
"""Chinese that says nothing of what a question is about."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class Kind(Enum):
    """How a form is looked for."""

    SAME = auto()
    """A Latin word or a number, as it stands in the question."""
    ENGLISH = auto()
    """Stems of English words."""
    CHINESE = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a document may say a word."""

    kind: Kind
    parts: frozenset[str]
    """All of them must be there: "software package"."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of the question, and what it may be in the document."""

    word: str
    forms: tuple[Form, ...]
    """The word itself is the first."""
    weight: float = 1.0


def sought_in(language: str, question: str, earlier: str = "") -> tuple[Sought, ...]:
    """The telling words of a question for a document in LANGUAGE, "zh" or English, each once.

    EARLIER: what was asked before, which counts less. The dictionary is read when this is first
    called: half a second of a processor.
    """
    found: dict[str, Sought] = {}
    for text, weight in ((question, 1.0), (earlier, EARLIER)):
        for word in _words(text):
            sought = _chinese(word, language) if _HAN.search(word) else _latin(word, language)
            if sought is not None and len(found) < MOST_WORDS:
                weighed = replace(sought, weight=weight * sought.weight)
                found.setdefault(word, weighed)
    return tuple(found.values())


def telling_part(text: str) -> str:
    """A question without the Chinese that says nothing of what it is about: 关于, 文中, 是."""
    return " ".join(_telling_part(term) for term in telling_terms(text))


def _telling_part(term: str) -> str:
    if not _HAN.search(term):
        return term
    return "".join(" " if word in _SAYS_NOTHING else word for word in segment(term))


def _words(text: str) -> Iterator[str]:
    for term in telling_terms(text):
        if _HAN.search(term):
            yield from (word for word in segment(term) if word not in _SAYS_NOTHING)
        else:
            yield term


def _chinese(word: str, language: str) -> Sought | None:
    itself = Form(Kind.CHINESE, frozenset((word,)))
    if language == "zh":
        return Sought(word, (itself,))
    glosses = english_of().get(word, ())
    forms = {
        telling: Form(Kind.ENGLISH, telling, _by_rank(rank))
        for rank, gloss in reversed(list(enumerate(glosses)))
        if (telling := frozenset(each for each in gloss if not is_empty(each)))
    }
    if glosses and not forms:
        return None  # a word of grammar: "about"
    likely = sorted(forms.values(), key=lambda form: -form.weight)[:MOST_FORMS]
    return Sought(word, (itself, *likely), LONE if len(word) == 1 else 1.0)


def _latin(word: str, language: str) -> Sought:
    itself = Form(Kind.SAME, frozenset((word,)))
    if language != "zh" or not word.isalpha():
        return Sought(word, (itself,))
    term = stem(word)
    forms = (Form(Kind.CHINESE, frozenset((each,)), _likely(each, term)) for each in han_of(term))
    likely = sorted(forms, key=lambda form: (-form.weight, sorted(form.parts)))[:MOST_FORMS]
    return Sought(word, (itself, *likely))


def _likely(chinese: str, term: str) -> float:
    """How likely a Chinese word says an English one: by the place among its glosses."""
    wanted = roots(term)
    best = max(
        (
            _by_rank(rank) / len(gloss)
            for rank, gloss in enumerate(english_of()[chinese])
            if len(gloss) <= LONGEST_GLOSS and gloss & wanted
        ),
        default=0.0,
    )
    return best * (LONE_FORM if len(chinese) == 1 else 1.0)


def _by_rank(rank: int) -> float:
    return 1 / math.sqrt(1 + rank)
