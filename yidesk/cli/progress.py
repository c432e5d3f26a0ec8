"""Work under way as one line: what it does, how far, how fast, how long it takes still."""

from __future__ import annotations

from collections.abc import Callable

from yidesk.cli.console import Console
from yidesk.core import words
from yidesk.core.counted import Counted
from yidesk.core.time_left import time_left
from yidesk.services.answer import (
    Comparing,
    Dividing,
    Indexing,
    Loading,
    Opening,
    Reading,
    Sweeping,
)
from yidesk.services.remaining import Counting


def show(console: Console, event: object) -> None:
    """Show an event that is progress; others are not shown."""
    match event:
        case Opening():
            _show_opening(console, event)
        case Loading(fraction=fraction):
            left = _left(event.seconds_left)
            console.progress("Loading the model: {percent:.0f} %", left, percent=100 * fraction)
        case Indexing(name=name, done=done, total=total):
            console.progress(
                "Making {name} ready to be searched: page {done:,} of {total:,}",
                pages(event.per_second),
                _left(event.seconds_left),
                name=name,
                done=done,
                total=total,
            )
        case Comparing():
            console.progress(
                "Preparing {name} for the search by meaning: passage {done:,} of {total:,}",
                tokens(event.tokens_per_second),
                _left(event.seconds_left),
                name=event.name,
                done=event.done,
                total=event.total,
            )
        case Dividing(name=name, at=at):
            console.progress(
                "Dividing {name} into parts: page {done:,} of {total:,}",
                pages(at.per_second),
                _left(at.seconds_left),
                name=name,
                done=at.done,
                total=at.total,
            )
        case Sweeping():
            _show_sweeping(console, event)
        case Reading():
            _show_reading(console, event)
        case _:
            pass


def counted(
    console: Console, template: str, **values: str | int | float
) -> Callable[[int, int], None]:
    """A listener to (pages done, pages in all); TEMPLATE has {done} and {total} for them."""
    counting = Counting()

    def show_pages(done: int, total: int) -> None:
        at: Counted = counting.at(done, total)
        left = _left(at.seconds_left)
        console.progress(template, pages(at.per_second), left, done=done, total=total, **values)

    return show_pages


def tokens(per_second: float) -> str:
    """Like "340 tokens/s"; empty while nobody can tell."""
    return _rate(words.phrase("{n} tokens/s"), per_second)


def pages(per_second: float) -> str:
    """Like "12 pages/s", "0.2 pages/s"; empty while nobody can tell."""
    return _rate(words.phrase("{n} pages/s"), per_second)


def byte_rate(per_second: float) -> str:
    """Like "12.5 MB/s"; empty while nobody can tell."""
    return f"{per_second / 1e6:,.1f} MB/s" if per_second else ""


def _rate(template: str, per_second: float) -> str:
    if not per_second:
        return ""
    return words.say(template, n=f"{per_second:,.{1 if per_second < 10 else 0}f}")


def _left(seconds: float | None) -> str:
    return "" if seconds is None else time_left(seconds)


def _show_opening(console: Console, event: Opening) -> None:
    if not event.pages_total:
        percent, rate = 100 * event.share, byte_rate(event.per_second)
        console.progress("Opening {name}: {percent:.0f} %", rate, name=event.name, percent=percent)
        return
    console.progress(
        "Opening {name}: page {done:,} of {total:,}",
        pages(event.per_second),
        _left(event.seconds_left),
        name=event.name,
        done=event.pages_done,
        total=event.pages_total,
    )


def _show_reading(console: Console, event: Reading) -> None:
    console.progress(
        "Restoring what was read before: {done:,} of {total:,} tokens"
        if event.restoring
        else "Reading: {done:,} of {total:,} tokens",
        tokens(event.per_second),
        _left(event.seconds_left),
        done=event.done,
        total=event.total,
    )


def _show_sweeping(console: Console, event: Sweeping) -> None:
    values: dict[str, str | int | float] = {
        "part": event.part,
        "parts": event.parts,
        "name": event.name,
        "first": event.first,
        "percent": 100 * event.fraction,
    }
    console.progress(
        "Part {part:,} of {parts:,}: from p. {first} of {name}, {percent:.0f} %"
        if event.name
        else "Summing up the notes: {percent:.0f} %",
        tokens(event.per_second),
        _left(event.seconds_left),
        **values,
    )
