"""The words of a question, in the language of SQLite's full-text index."""

from __future__ import annotations

import re
from itertools import pairwise

from yidesk.store.words import terms_of

MOST_WORDS = 64
"""A pasted page is a question too; its first words tell what it is about."""

EARLIER = 0.5
"""What a word of an earlier question counts beside one of this question."""

MOST_SHOWN = 10
"""Words that a line has room for."""

_SHORT = 3
"""Letters of a word that is looked for as it is; longer ones may have an ending."""
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ASKING = re.compile(
    r"为什么|什么时候|什么|多少|哪些|哪里|哪儿|哪个|哪|如何|怎么样|怎么|怎样|为何|是否|是不是|有没有|"
    r"能否|可否|请问|告诉我|请|吗|呢|的|了"
)
"""Chinese that asks and does not tell what about."""
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about above after again all also am an and any are as at be because been before being
        below between both but by can could did do does doing down during each few for from further
        had has have having he her here hers him his how i if in into is it its just me more most
        my no nor not of off on once only or other our out over own please same she should so some
        such tell than that the their them then there these they this those through to too under
        until up us very was we were what when where which while who whom why will with would you
        your document page say says mean""",
    )
)


def match_of(question: str) -> str:
    """What to look for: any of its words. Empty when it holds none.

    Every word is quoted, so that nothing in a question is taken for an operator.
    """
    return " OR ".join(map(matching, telling_words(question)))


def telling_words(text: str) -> list[str]:
    """The words that tell what a text is about, each once; all of them when none does."""
    words = _words(text)
    return ([word for word in words if not is_empty(word)] or words)[:MOST_WORDS]


def shown_words(text: str) -> str:
    """The words that tell what a text is about, as a person reads them: Chinese in whole runs."""
    return ", ".join(telling_terms(text)[:MOST_SHOWN])


def telling_terms(text: str) -> list[str]:
    """The words that tell what a text is about, runs of Chinese whole, each once."""
    terms = terms_of(_ASKING.sub(" ", text)) or terms_of(text)
    return [term for term in dict.fromkeys(terms) if not is_empty(term)]


def is_empty(word: str) -> bool:
    """Whether an English word says nothing of what a text is about."""
    return word in _STOP_WORDS


def _words(question: str) -> list[str]:
    terms = terms_of(_ASKING.sub(" ", question)) or terms_of(question)
    every = (word for term in terms for word in _pairs(term))
    return list(dict.fromkeys(every))


def _pairs(term: str) -> list[str]:
    """Neighbouring characters of Chinese, which are the words of the index; else the word."""
    if len(term) > 1 and _HAN.search(term):
        return [first + second for first, second in pairwise(term)]
    return [term]


def is_chinese_run(term: str) -> bool:
    """Whether a term of `store.words.terms_of` is written without spaces."""
    return bool(_HAN.search(term))


def beginning_of(word: str) -> tuple[str, bool]:
    """What a Latin word is looked for by, and whether it may have an ending behind that.

    "rent" and "rents" are one word to a person.
    """
    return (word.removesuffix("s"), True) if len(word) > _SHORT else (word, False)


def matching(word: str) -> str:
    """One word, or a pair of Chinese characters, in FTS5's language."""
    if is_chinese_run(word):
        return f'"{word}"' if len(word) > 1 else f'"{word}"*'
    beginning, may_go_on = beginning_of(word)
    return f'"{beginning}"*' if may_go_on else f'"{beginning}"'
