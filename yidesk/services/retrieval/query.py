"""The words of a question, in the language of SQLite's full-text index."""

from __future__ import annotations

import re
from itertools import pairwise

from yidesk.core.words import listed
from yidesk.store.words import terms_of

MOST_WORDS = 64
"""A pasted page is a question too; its first words tell what it is about."""

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
    return " OR ".join(map(_matching, telling_words(question)))


def telling_words(text: str) -> list[str]:
    """The words that tell what a text is about, each once; all of them when none does."""
    words = _words(text)
    return ([word for word in words if word not in _STOP_WORDS] or words)[:MOST_WORDS]


def shown_words(text: str) -> str:
    """The words that tell what a text is about, as a person reads them: Chinese in whole runs."""
    terms = terms_of(_ASKING.sub(" ", text)) or terms_of(text)
    telling = [term for term in dict.fromkeys(terms) if term not in _STOP_WORDS]
    return listed(telling[:MOST_SHOWN])


def _words(question: str) -> list[str]:
    terms = terms_of(_ASKING.sub(" ", question)) or terms_of(question)
    every = (word for term in terms for word in _pairs(term))
    return list(dict.fromkeys(every))


def _pairs(term: str) -> list[str]:
    """Neighbouring characters of Chinese, which are the words of the index; else the word."""
    if len(term) > 1 and _HAN.search(term):
        return [first + second for first, second in pairwise(term)]
    return [term]


def _matching(word: str) -> str:
    if _HAN.search(word):
        return f'"{word}"' if len(word) > 1 else f'"{word}"*'
    # "rent" and "rents" are one word to a person
    return f'"{word.removesuffix("s")}"*' if len(word) > _SHORT else f'"{word}"'
