"""Prompt lookup: guesses the next tokens from where the same words stood before.

Answers about documents quote them. When the last three tokens occur earlier in memory, what
followed them there is evaluated together with the last token in one batch, and each guess is kept
only if it is what sampling at its position gives. So nothing that is said changes, only how many
computations it takes. A guess costs time when it is wrong; whether guessing pays is measured
while it is done, and it rests where it does not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]

GRAM = 3
LONGEST_DRAFT = 8
CATCH_UP = 4096
"""Tokens indexed at a time (about 1 ms), so that no question waits for a long document's index."""
REST = 24
"""Tokens to generate without guessing after guessing did not pay."""
SMOOTHING = 0.25
FEW = 16


class NGramIndex:
    """Where each run of GRAM tokens stood last."""

    def __init__(self, vocabulary_size: int) -> None:
        self._base = vocabulary_size
        self._last: dict[int, int] = {}
        self._indexed = 0

    def catch_up(self, ids: Tokens, limit: int = CATCH_UP) -> None:
        """Index up to LIMIT more of the tokens in memory, IDS.

        Those that were forgotten are not taken out, since `find` compares what it finds.
        """
        self._indexed = min(self._indexed, len(ids))
        end = min(len(ids), self._indexed + limit)
        start = max(0, self._indexed - GRAM + 1)
        if end - start >= GRAM:
            keys = self._keys(ids[start:end])
            self._last.update(zip(keys, range(start + GRAM, end + 1), strict=True))
        self._indexed = end

    def find(self, ids: Tokens, tail: list[int]) -> int | None:
        """Where in memory's IDS stands what followed the GRAM tokens TAIL there."""
        place = self._last.get(self._few_keys(tail)[0]) if len(tail) == GRAM else None
        if place is None or place >= len(ids):
            return None
        return place if ids[place - GRAM : place].tolist() == tail else None

    def _keys(self, ids: Tokens) -> list[int]:
        """One number for each run of GRAM tokens in IDS."""
        if len(ids) <= FEW:  # while generating: numpy would take five times as long
            return self._few_keys(ids.tolist())
        wide = ids.astype(np.int64)
        keys: list[int] = ((wide[:-2] * self._base + wide[1:-1]) * self._base + wide[2:]).tolist()
        return keys

    def _few_keys(self, ids: list[int]) -> list[int]:
        return [
            (first * self._base + second) * self._base + third
            for first, second, third in zip(ids, ids[1:], ids[2:], strict=False)
        ]


class PromptLookup:
    """Drafts for one memory, and the measure of whether they pay."""

    def __init__(self, vocabulary_size: int) -> None:
        self._index = NGramIndex(vocabulary_size)
        self._length = 2
        self._resting = 0
        self._plain: float | None = None
        self._drafted: float | None = None

    def catch_up(self, ids: Tokens) -> None:
        """Index some of the tokens that have come into memory."""
        self._index.catch_up(ids)

    def draft(self, ids: Tokens, last: int) -> list[int]:
        """What may follow memory's IDS and the token LAST, not evaluated yet; often nothing."""
        if self._resting:
            self._resting -= 1
            return []
        if self._plain is None:
            return []  # nothing to compare with yet
        place = self._index.find(ids, [*ids[1 - GRAM :].tolist(), last])
        if place is None:
            return []
        guess: list[int] = ids[place : place + self._length].tolist()
        return guess

    def learn(self, drafted: int, kept: int, seconds: float) -> None:
        """A computation with DRAFTED guesses took SECONDS; KEPT of them were right."""
        per_token = seconds / (kept + 1)
        if drafted == 0:
            self._plain = _smooth(self._plain, per_token)
            return
        self._drafted = _smooth(self._drafted, per_token)
        right = kept == drafted
        self._length = min(LONGEST_DRAFT, self._length + 2) if right else max(2, kept + 1)
        if self._plain is not None and self._drafted > self._plain:
            self._resting, self._drafted, self._length = REST, None, 2


def _smooth(old: float | None, new: float) -> float:
    return new if old is None else old + SMOOTHING * (new - old)
