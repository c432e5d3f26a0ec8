"""A cache of a method's results that lives and goes with the object."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")


def own_cache(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Like `functools.cache`, which would keep every object for ever that it was called on.

    The arguments must be positional and hashable.
    """
    name = f"_kept_{method.__name__}"

    def cached(self: S, /, *arguments: P.args, **named: P.kwargs) -> R:
        kept: dict[tuple[object, ...], R] = self.__dict__.setdefault(name, {})
        if arguments not in kept:
            kept[arguments] = method(self, *arguments, **named)
        return kept[arguments]

    return cast(Callable[Concatenate[S, P], R], functools.wraps(method)(cached))
