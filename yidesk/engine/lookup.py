"""Prompt lookup: answers about documents quote them, so what stood there may be said again."""

from __future__ import annotations

from yidesk.engine.ngram import GRAM, NGramIndex, Tokens
from yidesk.engine.worth import LONGEST, Agreement, Costs

LENGTHS = (3, LONGEST)
"""How many tokens may be guessed: with the one before them, multiples of the four rows that kernels
on processors compute together."""


class PromptLookup:
    """Guesses what followed when the same words stood in memory before; answers quote documents.

    Where the answer goes along with a place in memory, that place tells the next tokens. It is
    followed on every token, whether something is guessed or not, and so it is known, for nothing,
    how often that would have been right.
    """

    def __init__(self) -> None:
        self._index = NGramIndex()
        self._agreement = Agreement()
        self._told = 0
        """Tokens of memory that are known to be said or given."""
        self._place: int | None = None
        """Where in memory the token stands that is expected next."""
        self._streak = 0
        """How many in a row were as expected."""

    def trim(self, count: int) -> None:
        """Memory holds only its first COUNT tokens now."""
        self._index.trim(count)

    def begin(self, count: int) -> None:
        """An answer begins behind the COUNT tokens in memory."""
        self._told, self._place, self._streak = count, None, 0

    def follow(self, ids: Tokens, last: int) -> None:
        """The answer has come to memory's IDS and the token LAST, not evaluated yet."""
        for token in (*ids[self._told :].tolist(), last):
            if self._place is not None:
                right = int(ids[self._place]) == token
                self._agreement.note(self._streak, right=right)
                self._place = self._place + 1 if right else None
                self._streak = self._streak + 1 if right else 0
        self._told = len(ids) + 1
        if self._place is None:
            self._index.catch_up(ids)
            self._place = self._index.find(ids, [*ids[1 - GRAM :].tolist(), last])
        elif self._place >= len(ids):  # it goes along with itself, and has caught up
            self._place = None

    def guess(self, ids: Tokens, costs: Costs, most: int) -> tuple[list[int], float]:
        """At most MOST tokens that may follow, and how much faster computing them promises to be.

        Behind `follow`. Nothing, and 1, where guessing promises nothing.
        """
        if self._place is None:
            return [], 1.0
        known = min(most, len(ids) - self._place)
        promised = {
            length: (1 + self._agreement.expected(self._streak, length)) / costs.ratio(1 + length)
            for length in LENGTHS
            if length <= known
        }
        length = max(promised, key=promised.__getitem__, default=0)
        guess: list[int] = ids[self._place : self._place + length].tolist()
        return guess, promised.get(length, 1.0)
