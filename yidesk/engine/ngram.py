"""Where the same words stood before: an index of the runs of tokens in memory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]

GRAM = 3
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
