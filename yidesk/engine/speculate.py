"""Prompt lookup: guesses the next tokens from where the same words stood before.

Answers about documents quote them. When the last three tokens occur earlier in memory, what
followed them there is evaluated together with the last token in one batch, and each guess is kept
only if it is what sampling at its position gives. So nothing that is said changes, only how many
computations it takes. A guess costs time when it is wrong; whether guessing pays is measured
while it is done, and it rests where it does not, twice as long each time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]

GRAM = 3
SHORTEST_DRAFT = 2
LONGEST_DRAFT = 8
FIRST_REST = 16
"""Tokens to generate without guessing after guessing did not pay."""
LONGEST_REST = 1024
SMOOTHING = 0.25
SLICE = 8192
"""Tokens indexed in one go: what numpy needs for them stays in the processor's cache."""
SLOTS_BITS = 20
"""A document of 200,000 tokens loses one in six of its oldest runs to others; the table has 4 MB
and never grows."""

_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Odd numbers without a pattern (xxHash's primes); their sums are taken modulo 2**64."""
_MASK = (1 << 64) - 1
_SHIFT = 64 - SLOTS_BITS


class NGramIndex:
    """Where each run of GRAM tokens stood last: a table of fixed size.

    Runs that fall on the same slot replace each other, and what was forgotten is not taken out;
    `find` compares what it finds.
    """

    def __init__(self) -> None:
        self._slots = np.zeros(1 << SLOTS_BITS, np.int32)
        """Position behind the run; 0: none."""
        self._indexed = 0

    def catch_up(self, ids: Tokens) -> None:
        """Index what of the tokens in memory, IDS, is not indexed yet: 200,000 in 3 ms."""
        start, end = max(0, self._indexed - GRAM + 1), len(ids)
        if end - start == GRAM:  # while generating: numpy would take five times as long
            self._slots[_slot(*ids[start:end].tolist())] = end
        else:
            for first in range(start, end - GRAM + 1, SLICE):
                self._index(ids[first : first + SLICE + GRAM - 1], first)
        self._indexed = end

    def _index(self, ids: Tokens, start: int) -> None:
        wide = ids.astype(np.uint64)
        a, b, c = map(np.uint64, _FACTORS)
        hashes = wide[:-2] * a + wide[1:-1] * b + wide[2:] * c
        places = np.arange(start + GRAM, start + GRAM + len(hashes), dtype=np.int32)
        self._slots[hashes >> np.uint64(_SHIFT)] = places

    def trim(self, count: int) -> None:
        """Memory holds only its first COUNT tokens now."""
        self._indexed = min(self._indexed, count)

    def find(self, ids: Tokens, tail: list[int]) -> int | None:
        """Where in memory's IDS stands what followed the GRAM tokens TAIL there."""
        if len(tail) < GRAM:
            return None
        place = int(self._slots[_slot(*tail)])
        if not 0 < place < len(ids) or ids[place - GRAM : place].tolist() != tail:
            return None
        return place


def _slot(first: int, second: int, third: int) -> int:
    a, b, c = _FACTORS
    return ((first * a + second * b + third * c) & _MASK) >> _SHIFT


class Worth:
    """Whether guessing pays, and how long a guess should be; measured while it is done."""

    def __init__(self) -> None:
        self.length = SHORTEST_DRAFT
        """Tokens to guess next."""
        self._plain: float | None = None
        self._guessed: float | None = None
        self._resting = 0
        self._rest = FIRST_REST

    def is_resting(self) -> bool:
        """Whether not to guess now. Asked once for every computation."""
        if self._resting:
            self._resting -= 1
            return True
        return self._plain is None  # nothing to compare with yet

    def learn(self, guessed: int, kept: int, seconds: float) -> None:
        """A computation with GUESSED guesses took SECONDS; KEPT of them were right."""
        per_token = seconds / (kept + 1)
        if guessed == 0:
            self._plain = _smooth(self._plain, per_token)
            return
        self._guessed = _smooth(self._guessed, per_token)
        right = kept == guessed
        self.length = min(LONGEST_DRAFT, self.length + 2) if right else max(2, kept + 1)
        if self._plain is None or self._guessed <= self._plain:
            self._rest = FIRST_REST
        else:
            self._resting, self._rest = self._rest, min(LONGEST_REST, 2 * self._rest)
            self._guessed, self.length = None, SHORTEST_DRAFT


def _smooth(old: float | None, new: float) -> float:
    return new if old is None else old + SMOOTHING * (new - old)


class PromptLookup:
    """Guesses for one memory, and the measure of whether they pay."""

    def __init__(self) -> None:
        self._index = NGramIndex()
        self._worth = Worth()

    def trim(self, count: int) -> None:
        """Memory holds only its first COUNT tokens now."""
        self._index.trim(count)

    def draft(self, ids: Tokens, last: int) -> list[int]:
        """What may follow memory's IDS and the token LAST, not evaluated yet; often nothing."""
        if self._worth.is_resting():
            return []
        self._index.catch_up(ids)
        place = self._index.find(ids, [*ids[1 - GRAM :].tolist(), last])
        if place is None:
            return []
        guess: list[int] = ids[place : place + self._worth.length].tolist()
        return guess

    def learn(self, drafted: int, kept: int, seconds: float) -> None:
        """A computation with DRAFTED guesses took SECONDS; KEPT of them were right."""
        self._worth.learn(drafted, kept, seconds)
