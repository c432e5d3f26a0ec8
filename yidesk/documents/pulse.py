"""Signs of life of a reader that is long at opening a file.

A pulse is a function that is called now and then. It may raise: Cancelled when nobody waits any
more, DocumentError when it has taken too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

STEPS = 5_000
"""Small steps, such as lines, from one call to the next: a few thousandths of a second."""

T = TypeVar("T")
Pulse = Callable[[], None]


def no_pulse() -> None:
    """Nobody waits for a sign of life."""


def paced(items: Iterable[T], pulse: Pulse, steps: int = STEPS) -> Iterator[T]:
    """ITEMS as they are, with a sign of life at the first one and every STEPS."""
    for count, item in enumerate(items):
        if count % steps == 0:
            pulse()
        yield item
