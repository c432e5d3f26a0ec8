"""Guesses of what is said next, which are computed together: fewer computations, the same words.

Each guess is kept only if it is what sampling at its position gives. So nothing that is said
changes, only how many computations it takes. One of several tokens costs more than one of one;
whether guessing pays is measured while it is done (`worth`), and it rests where it does not.
"""

from __future__ import annotations

from yidesk.engine.ngram import GRAM, NGramIndex, Tokens
from yidesk.engine.worth import LONGEST, Agreement, Costs, Ledger

LENGTHS = (3, LONGEST)
"""How many tokens may be guessed of what stood before: with the one before them, multiples of the
four rows that kernels on processors compute together."""
MARGIN = 1.1
"""How much faster guessing must promise to be."""
REFRESH = 64
"""Computations after which one without guesses is due, to have something to compare with."""


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


class Speculation:
    """Guesses for one memory, and the measure of whether they pay."""

    def __init__(self) -> None:
        self.lookup = PromptLookup()
        self._costs = Costs()
        self._ledger = Ledger()

    def trim(self, count: int) -> None:
        """Memory holds only its first COUNT tokens now."""
        self.lookup.trim(count)

    def begin(self, count: int) -> None:
        """An answer begins behind the COUNT tokens in memory."""
        self.lookup.begin(count)
        self._ledger.begin()

    def guess(self, ids: Tokens, last: int, most: int) -> list[int]:
        """At most MOST tokens that may follow memory's IDS and LAST, not evaluated yet."""
        self.lookup.follow(ids, last)
        if not self._costs.plain or self._costs.since_plain >= REFRESH:
            return []
        guess, promised = self.lookup.guess(ids, self._costs, most)
        return guess if promised > MARGIN and self._ledger.allows else []

    def learn(self, guessed: int, kept: int, seconds: float) -> None:
        """A computation with GUESSED guesses took SECONDS; KEPT of them were right."""
        self._costs.note(1 + guessed, seconds)
        cost = self._costs.ratio(1 + guessed) if guessed else 1.0
        self._ledger.book(1 + kept, cost)
