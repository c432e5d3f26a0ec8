"""Keeps what is likely to be wanted again in memory, up to a size rather than a number.

Forty long papers are asked about one after the other, again and again: a cache of so many
*entries* that is one too small would lose each of them just before its turn.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class AtHand(Generic[K, V]):
    """Values by key; those not asked for longest go when all together are too large.

    Safe from any thread. The last one put in stays, however large.
    """

    def __init__(self, most: int) -> None:
        """MOST: sum of the sizes given to `put`."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._sum = 0

    def get(self, key: K) -> V | None:
        """The value under KEY."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep VALUE instead of what was under KEY."""
        with self._lock:
            self._remove(key)
            self._kept[key] = value, size
            self._sum += size
            while self._sum > self._most and len(self._kept) > 1:
                self._remove(next(iter(self._kept)))

    def remove(self, key: K) -> None:
        """Forget what is under KEY."""
        with self._lock:
            self._remove(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._sum = 0

    def _remove(self, key: K) -> None:
        _, size = self._kept.pop(key, (None, 0))
        self._sum -= size
