"""The shelf: states, in main memory, of what left KV memory and is not on disk.

Where readings are saved this is little: the turns behind the last whole chunk, and chats without a
document. Where they are not, or the disk is full, it is what there is room for. The longest unused
runs go first, and of one conversation its end before its beginning, without which it is no use.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xxhash

from yidesk.engine.llama import Buffer

Tokens = npt.NDArray[np.int32]

SHELF_BYTES = 256 << 20
"""4,000 tokens of a 6B model, several chats; within the margin that the memory plan leaves."""
_SEED = secrets.randbits(64)
SMALLEST_RUN = 8
"""Tokens that are worth putting aside or back; fewer are evaluated with what comes next."""


@dataclass(frozen=True, slots=True)
class Run:
    """The state of consecutive tokens."""

    first: int
    """Position of the first one."""
    ids: Tokens
    state: Buffer

    @property
    def end(self) -> int:
        """Position behind the last one."""
        return self.first + len(self.ids)


class Shelf:
    """Runs of tokens, found by the tokens before them."""

    def __init__(self, limit: int = SHELF_BYTES) -> None:
        self.limit = limit
        """Bytes that may be held."""
        self.bytes = 0
        self._runs: dict[tuple[int, bytes], list[tuple[int, Run]]] = {}
        """By where they begin and what stands before; each with the time it came."""
        self._time = 0

    def put(self, root: str, ids: Tokens, states: Iterable[tuple[int, int, Buffer]]) -> None:
        """Keep STATES of [first, end) of IDS, as far as there is room; stops asking when it is not.

        ROOT: what makes a state valid. They come in order. What came in calls before goes first.
        """
        self._time += 1
        for first, end, state in states:
            run = Run(first, ids[first:end].copy(), state)
            place = first, _key(root, ids[:first])
            there = self._runs.setdefault(place, [])
            for known in [kept for _, kept in there if agreement(kept, ids) == len(kept.ids)]:
                self._drop(known)  # all of it is in this one
            self._runs[place] = there
            there.append((self._time, run))
            self.bytes += state.nbytes
            self.shrink()
            if all(kept is not run for _, kept in there):
                return

    def take(self, root: str, ids: Tokens, position: int) -> Run | None:
        """The run that takes IDS furthest beyond POSITION; None where that is hardly any way.

        It may begin before POSITION, and end otherwise than IDS go on: `agreement` tells where.
        One that is wanted whole is on the shelf no more.
        """
        best, reached = None, position + SMALLEST_RUN - 1
        for first in sorted({first for first, _ in self._runs if first <= position}):
            for _, run in self._runs.get((first, _key(root, ids[:first])), ()):
                reach = first + agreement(run, ids)
                if reach > reached:
                    best, reached = run, reach
        if best is not None and reached == best.end:
            self._drop(best)
        return best

    def shrink(self) -> None:
        """Keep to the limit."""
        while self.bytes > self.limit:
            entries = [entry for runs in self._runs.values() for entry in runs]
            self._drop(min(entries, key=lambda entry: (entry[0], -entry[1].first))[1])

    def clear(self) -> None:
        """Hold nothing."""
        self._runs, self.bytes = {}, 0

    def _drop(self, run: Run) -> None:
        for key, runs in list(self._runs.items()):
            if any(entry[1] is run for entry in runs):
                self.bytes -= run.state.nbytes
                runs[:] = [entry for entry in runs if entry[1] is not run]
                if not runs:
                    del self._runs[key]


def agreement(run: Run, ids: Tokens) -> int:
    """How many of RUN's tokens are those of IDS at its place."""
    here = ids[run.first : run.end]
    different = np.flatnonzero(here != run.ids[: len(here)])
    return int(different[0]) if len(different) else len(here)


def _key(root: str, ids: Tokens) -> bytes:
    """What IDS in a memory of ROOT are found by, in this process alone.

    Computed of the whole beginning at every question: a cryptographic hash takes a millisecond for
    200,000 tokens. No text can be made for two beginnings to be taken for one: the seed is secret.
    """
    digest = xxhash.xxh3_128(root.encode(), seed=_SEED)
    digest.update(np.ascontiguousarray(ids).data)
    return digest.digest()
