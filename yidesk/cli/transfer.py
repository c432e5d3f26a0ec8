"""Something long with a model file: its progress on one line, and Ctrl-C stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from yidesk.cli.console import Console
from yidesk.cli.interrupt import listening
from yidesk.core import words
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
        case Progress(seconds_left=None):
            console.progress("{percent:.0f} %", **_amounts(event))
        case Progress(seconds_left=float(seconds)):
            console.progress(
                "{percent:.0f} %, {done:.2f} of {total:.2f} GB, {rate:.1f} MB/s, {left:.0f} s left",
                rate=event.per_second / 1e6,
                left=seconds,
                **_amounts(event),
            )
        case Checking():
            console.progress("Checking: {percent:.0f} %", **_amounts(event))
        case Queued():
            console.progress("Waiting for {n} other downloads", n=event.before)
        case Waiting():
            console.note(
                "{reason} Trying again in {seconds:.0f} s.",
                reason=words.say_error(event.reason)[0],
                seconds=event.seconds,
            )


def _amounts(event: Progress | Checking) -> dict[str, str | int | float]:
    return {
        "percent": 100 * event.done / max(1, event.total),
        "done": event.done / 1e9,
        "total": event.total / 1e9,
    }
