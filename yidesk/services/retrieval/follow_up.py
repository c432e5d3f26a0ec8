"""What is looked for when a question goes on from the one before: "And in winter?", "它多少钱？".

Such a question names only what is new; what it is about was named earlier. Its own words come
first, and those of the question that it leans on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yidesk.services.retrieval.query import telling_words

FEW_WORDS = 4
"""Telling words of a question that may not say by itself what it is about, at most."""
MOST_STEPS = 3
"""Questions that are gone back: a chain of follow-ups begins with one that stands alone."""

_LEANING = re.compile(
    r"\b(?:it|its|they|them|their|this|these|that|those|he|she|him|her|his|there|then|so|else|also|"
    r"too|same|former|latter|above|ones?)\b"
    r"|^\W*(?:and|or|but|what about|how about|why|why not|how so|since when)\b"
    r"|它|他们|她们|他|她|这个|那个|这些|那些|这里|那里|上述|其中|其他|同样|前者|后者|^\W*(?:那么|那|还有|以及|为什么|另外)",
    re.IGNORECASE,
)


def looked_for(questions: Sequence[str]) -> str:
    """The text whose words are searched; the last of QUESTIONS is the one that is asked.

    It is that question, and behind it those before it for as long as each leans on the one before.
    """
    *earlier, asked = questions
    taken = [asked]
    for before in reversed(earlier[-MOST_STEPS:]):
        if not leans(taken[-1]):
            break
        taken.append(before)
    return "\n".join(taken)


def leans(question: str) -> bool:
    """Whether a question does not say by itself what it is about: short, and it points back."""
    return len(telling_words(question)) <= FEW_WORDS and bool(_LEANING.search(question))
