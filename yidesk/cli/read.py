"""`yidesk read`: let the model read documents now, and report what it took."""

from __future__ import annotations

import argparse
import dataclasses

from yidesk.cli import engine_options, progress, reading_files, result
from yidesk.cli.command import Command, Parts
from yidesk.cli.console import Console
from yidesk.cli.given import Opened
from yidesk.cli.interrupt import listening
from yidesk.core.errors import Cancelled
from yidesk.core.words import phrase, say
from yidesk.services.chats import ReadAhead, ReadAheadDone


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=say("documents, or folders of them")
    )
    reading_files.add(parser)
    engine_options.add(parser)


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    model = parts.models.resolve(arguments.model)
    parts.chats.choose_model(model, engine_options.chosen(arguments, parts.paths))
    opened = Opened()
    with listening() as interrupt:
        files = reading_files.FileReading(arguments, parts, console, interrupt)
        documents = files.add_all(arguments.files, opened)
        reading = parts.chats.read(documents)
        with interrupt.stops(reading.cancel):
            done = follow(reading, console)
    console.give({**_as_object(done), "left_out": opened.left_out})
    _show(done, console)
    return 0


def follow(reading: ReadAhead, console: Console) -> ReadAheadDone:
    """Show how far it is; returns its end. Raises YiDeskError, Cancelled."""
    for event in reading:
        if isinstance(event, ReadAheadDone):
            console.end_progress()
            if event.error is not None:
                raise event.error
            if not event.complete:
                raise Cancelled
            return event
        progress.show(console, event)
    raise AssertionError("the last event is a ReadAheadDone")


def _as_object(done: ReadAheadDone) -> dict[str, object]:
    return {
        "coverage": [result.coverage_object(entry) for entry in done.coverage],
        "usage": dataclasses.asdict(done.usage),
        "timings": dataclasses.asdict(done.timings),
        "engine": result.engine_object(done.engine),
    }


def _show(done: ReadAheadDone, console: Console) -> None:
    for entry in done.coverage:
        result.show_coverage(entry, console)
    usage, timings = done.usage, done.timings
    if usage.restored_tokens:
        console.say(
            "{tokens:,} tokens from a saved reading, in {seconds:.1f} s",
            tokens=usage.restored_tokens,
            seconds=timings.restore_s,
        )
    if usage.evaluated_tokens:
        console.say(
            "{tokens:,} tokens in {seconds:.1f} s ({rate:,.0f} tokens/s)",
            tokens=usage.evaluated_tokens,
            seconds=timings.read_s,
            rate=timings.prompt_tokens_per_s,
        )


COMMAND = Command("read", phrase("let the model read documents now"), _add_arguments, _run)
