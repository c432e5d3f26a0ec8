"""Progress of an answer, as one line."""

from __future__ import annotations

from yidesk.cli.console import Console
from yidesk.services.answer import Comparing, Indexing, Loading, Opening, Reading, Sweeping


def show(console: Console, event: object) -> None:
    """Show an event that is progress; others are not shown."""
    match event:
        case Opening(name=name, pages_total=0, examined=share):
            console.progress("Opening {name}: {percent:.0f} %", name=name, percent=100 * share)
        case Opening(name=name, pages_done=done, pages_total=total):
            console.progress(
                "Opening {name}: page {done} of {total}", name=name, done=done, total=total
            )
        case Loading(fraction=fraction):
            console.progress("Loading the model: {percent:.0f} %", percent=100 * fraction)
        case Indexing(name=name, done=done, total=total):
            console.progress(
                "Making {name} ready to be searched: page {done:,} of {total:,}",
                name=name,
                done=done,
                total=total,
            )
        case Comparing():
            _show_comparing(console, event)
        case Sweeping():
            _show_sweeping(console, event)
        case Reading(restoring=True):
            console.progress(
                "Restoring what was read before: {done:,} of {total:,} tokens",
                done=event.done,
                total=event.total,
            )
        case Reading(seconds_left=None):
            console.progress(
                "Reading: {done:,} of {total:,} tokens", done=event.done, total=event.total
            )
        case Reading(seconds_left=float(seconds)):
            console.progress(
                "Reading: {done:,} of {total:,} tokens, {rate:,.0f} tokens/s, {seconds:.0f} s left",
                done=event.done,
                total=event.total,
                rate=event.per_second,
                seconds=seconds,
            )
        case _:
            pass


def _show_sweeping(console: Console, event: Sweeping) -> None:
    values: dict[str, str | int | float] = {
        "part": event.part,
        "parts": event.parts,
        "name": event.name,
        "first": event.first,
        "percent": 100 * event.fraction,
        "seconds": event.seconds_left or 0.0,
    }
    if not event.name:
        console.progress("Summing up the notes: {percent:.0f} %", **values)
    elif event.seconds_left is None:
        console.progress(
            "Part {part:,} of {parts:,}: from p. {first} of {name}, {percent:.0f} %",
            **values,
        )
    else:
        console.progress(
            "Part {part:,} of {parts:,}: from p. {first} of {name}, {percent:.0f} %, "
            "{seconds:.0f} s left",
            **values,
        )


def _show_comparing(console: Console, event: Comparing) -> None:
    values: dict[str, str | int | float] = {
        "name": event.name,
        "done": event.done,
        "total": event.total,
        "rate": event.tokens_per_second,
        "seconds": event.seconds_left or 0.0,
    }
    if event.seconds_left is None:
        console.progress(
            "Preparing {name} for the search by meaning: passage {done:,} of {total:,}", **values
        )
    else:
        console.progress(
            "Preparing {name} for the search by meaning: passage {done:,} of {total:,}, "
            "{rate:,.0f} tokens/s, {seconds:.0f} s left",
            **values,
        )
