"""Guessing with a draft model for one memory: how many tokens, and whether it pays."""

from __future__ import annotations

import time
from collections.abc import Callable

from yidesk.engine.draft import DraftModel
from yidesk.engine.ngram import Tokens
from yidesk.engine.worth import LONGEST, OUTLIER, Costs, Ledger, smooth

CREDIT = 8.0
"""Computations of one token that an answer may lose by it, beside a share of its time: whoever
chose a draft model wants it tried."""
FEW = 2 * LONGEST
"""Tokens that are caught up with in about the time that a guess takes."""
LATELY = 0.95
"""What a guess weighs when another one has come."""


class Drafting:
    """The guesses of a draft model, and what they brought and cost.

    A guess behind a right one is taken to be right as often as any. What it takes to read the end
    of a text for the first time is not held against it, all later reading is.
    """

    def __init__(self, draft: DraftModel, clock: Callable[[], float] = time.perf_counter) -> None:
        self._draft = draft
        self._clock = clock
        self._right, self._judged = 2.0, 3.0
        """Lately, guesses that were right, and all up to the first wrong one; assumed at first."""
        self._ledger = Ledger(CREDIT)
        self._each = 0.0
        """Seconds for a guess."""
        self._tokens = self._cost = 0.0
        """What came of it and what it took, lately."""
        self._booked = self.seconds = 0.0
        """What the last guesses took: what counts of it, and all."""

    def begin(self) -> None:
        """An answer begins."""
        self._ledger.begin()

    @property
    def is_wanted(self) -> bool:
        """Whether it is to guess now."""
        return self._ledger.allows

    @property
    def gain(self) -> float:
        """How much faster it is than computing tokens one by one; 1 where it is not, or rests."""
        if not self.is_wanted or not self._cost:
            return 1.0
        return max(1.0, self._tokens / self._cost)

    def guess(self, ids: Tokens, last: int, costs: Costs, most: int) -> list[int]:
        """At most MOST tokens that may follow IDS and LAST."""
        length, before = self._best_length(costs, most), self._draft.computed
        began = self._clock()
        guesses: list[int] = []
        if self._draft.catch_up(ids, last):
            caught_up, read = self._clock() - began, self._draft.computed - before
            guesses = self._draft.guess(length)
            self.seconds = self._booked = self._clock() - began
            if not before:
                self._booked -= caught_up
            elif read <= FEW:
                self._note(max(1, len(guesses)))
        else:
            self.seconds = self._booked = self._clock() - began
        return guesses

    def _note(self, guesses: int) -> None:
        """So many GUESSES took the time that was booked; less, if that was a disturbance."""
        each = self._booked / guesses
        self._each = smooth(self._each or each, each)
        self._booked = min(self._booked, OUTLIER * self._each * guesses)

    def _best_length(self, costs: Costs, most: int) -> int:
        """How many guesses promise the most for what they take."""
        each = self._each / costs.plain

        rate = self._right / self._judged

        def promised(length: int) -> float:
            tokens = sum(rate**place for place in range(length + 1))
            return tokens / (costs.ratio(1 + length) + length * each)

        return max(range(1, min(LONGEST, most) + 1), key=promised)

    def learn(self, guessed: int, kept: int, cost: float, plain: float) -> None:
        """KEPT of the last guesses were right. Verifying them took COST computations of one token.

        PLAIN: seconds of one of those.
        """
        if guessed:
            self._right = LATELY * self._right + kept
            self._judged = LATELY * self._judged + min(guessed, kept + 1)
        cost += self._booked / plain
        self._ledger.book(1 + kept, cost)
        self._tokens = LATELY * self._tokens + 1 + kept
        self._cost = LATELY * self._cost + cost

    def rest(self, tokens: int) -> None:
        """So many TOKENS came without it."""
        self._ledger.book(tokens, tokens)
