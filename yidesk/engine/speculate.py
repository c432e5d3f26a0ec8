"""Guesses of what is said next, which are computed together: fewer computations, the same words.

Each guess is kept only if it is what sampling at its position gives. So nothing that is said
changes, only how many computations it takes. One of several tokens costs more than one of one;
whether guessing pays is measured while it is done (`worth`), and it rests where it does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from yidesk.engine.draft import DraftModel
from yidesk.engine.drafting import Drafting
from yidesk.engine.lookup import PromptLookup
from yidesk.engine.ngram import Tokens
from yidesk.engine.worth import Costs, Ledger

MARGIN = 1.1
"""How much faster looking up must promise to be than what is done else."""
REFRESH = 16
"""Computations after which one without guesses is due, to have something to compare with."""
CREDIT = 1.0
"""Computations of one token that an answer may lose by looking up, beside a share of its time."""


class Speculation:
    """Guesses for one memory, and the measure of whether they pay."""

    def __init__(
        self, draft: DraftModel | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """CLOCK: seconds, to measure how long drafting takes."""
        self.lookup = PromptLookup()
        self._clock = clock
        self._drafting: Drafting | None = None
        self.use(draft)
        self._costs = Costs()
        self._ledger = Ledger(CREDIT)
        self.kind = ""
        """Where the last guesses came from, "lookup" or "draft"; empty: there were none."""

    def use(self, draft: DraftModel | None) -> None:
        """Let DRAFT guess beside it from now on, or no model."""
        self._drafting = Drafting(draft, self._clock) if draft is not None else None

    def trim(self, count: int) -> None:
        """Memory holds only its first COUNT tokens now."""
        self.lookup.trim(count)

    def begin(self, count: int) -> None:
        """An answer begins behind the COUNT tokens in memory."""
        self.lookup.begin(count)
        self._ledger.begin()
        if self._drafting is not None:
            self._drafting.begin()

    def guess(self, ids: Tokens, last: int, most: int) -> list[int]:
        """At most MOST tokens that may follow memory's IDS and LAST, not evaluated yet."""
        self.kind = ""
        self.lookup.follow(ids, last)
        costs, drafting = self._costs, self._drafting
        if not costs.plain or costs.since_plain >= REFRESH or not most:
            return []
        guess, promised = self.lookup.guess(ids, costs, most)
        rival = drafting.gain if drafting is not None else 1.0
        if promised > MARGIN * rival and self._ledger.allows:
            self.kind = "lookup"
            return guess
        if drafting is None or not drafting.is_wanted:
            return []
        self.kind = "draft"
        return drafting.guess(ids, last, costs, most)

    def learn(self, guessed: int, kept: int, seconds: float) -> None:
        """A computation with GUESSED guesses took SECONDS; KEPT of them were right.

        SECONDS hold the time of `guess`, too.
        """
        costs, drafting, tokens = self._costs, self._drafting, 1 + kept
        if drafting is not None and self.kind == "draft":
            costs.note(1 + guessed, seconds - drafting.seconds)
            drafting.learn(guessed, kept, costs.ratio(1 + guessed), costs.plain)
            self._ledger.book(tokens, tokens)
            return
        costs.note(1 + guessed, seconds)
        self._ledger.book(tokens, costs.ratio(1 + guessed))
        if drafting is not None:
            drafting.rest(tokens)
