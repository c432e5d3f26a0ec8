"""Something long with a model file: its progress on one line, and Ctrl-C stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from yidesk.cli.console import Console
from yidesk.cli.interrupt import listening
from yidesk.cli.progress import byte_rate
from yidesk.core import words
from yidesk.core.time_left import time_left
from yidesk.services.model_shelf import Checking, Event, Halt, OnEvent, Progress, Queued, Waiting

Result = TypeVar("Result")


def follow(work: Callable[[OnEvent, Halt], Result], console: Console) -> Result:
    """Do WORK; returns what it gives. Raises YiDeskError, Cancelled."""
    halt = Halt()
    with listening() as interrupt, interrupt.stops(halt.cancel):
        try:
            return work(lambda event: show(console, event), halt)
        finally:
            console.end_progress()


def show(console: Console, event: Event) -> None:
    """One event as the line of progress; what is waited for is said for good."""
    match event:
        case Progress():
            console.progress(
                "{percent:.0f} %, {done:.2f} of {total:.2f} GB", *_pace(event), **_amounts(event)
            )
        case Checking():
            console.progress(
                "Checking: {percent:.0f} %, {done:.2f} of {total:.2f} GB",
                *_pace(event),
                **_amounts(event),
            )
        case Queued():
            console.progress("Waiting for {n} other downloads", n=event.before)
        case Waiting():
            console.note(
                "{reason} Trying again in {seconds:.0f} s.",
                reason=words.say_error(event.reason)[0],
                seconds=event.seconds,
            )


def _pace(event: Progress | Checking) -> tuple[str, str]:
    """How fast it is, and how long it takes still, as far as that can be told."""
    left = "" if event.seconds_left is None else time_left(event.seconds_left)
    return byte_rate(event.per_second), left


def _amounts(event: Progress | Checking) -> dict[str, str | int | float]:
    return {
        "percent": 100 * event.done / max(1, event.total),
        "done": event.done / 1e9,
        "total": event.total / 1e9,
    }
