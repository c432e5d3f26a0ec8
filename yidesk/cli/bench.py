"""`yidesk bench`: how fast this computer is with a model."""

from __future__ import annotations

import argparse
import dataclasses
import tempfile

from yidesk.cli import engine_options, progress
from yidesk.cli.command import Command, Parts, at_least
from yidesk.cli.console import Console
from yidesk.cli.interrupt import listening
from yidesk.cli.result import engine_object
from yidesk.core.words import listed, phrase, say
from yidesk.services.bench import DEPTHS, Bench, BenchDone, Writing


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--depth",
        type=at_least(64),
        action="append",
        metavar="N",
        help=say("tokens before the answer; may be repeated (default: 512, 2048, … to the window)"),
    )
    engine_options.add(parser)


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    model = parts.models.resolve(arguments.model)
    with tempfile.TemporaryDirectory(prefix="yidesk-bench-") as folder, listening() as interrupt:
        options = dataclasses.replace(
            engine_options.chosen(arguments, parts.paths),
            readings_folder=folder,
            save_readings=True,
        )
        depths = tuple(sorted(arguments.depth)) if arguments.depth else DEPTHS
        bench = parts.chats.bench(model, options, depths)
        with interrupt.stops(bench.cancel):
            done = _follow(bench, console)
    console.give(
        {
            "engine": engine_object(done.engine),
            "plan": str(done.engine.plan) if done.engine.plan else None,
            "load_s": done.load_seconds,
            "depths": [dataclasses.asdict(each) for each in done.depths],
            "beyond_window": list(done.beyond),
            "restored": dataclasses.asdict(done.restored) if done.restored else None,
        }
    )
    _show(done, console)
    return 0


def _follow(bench: Bench, console: Console) -> BenchDone:
    for event in bench:
        if isinstance(event, BenchDone):
            console.end_progress()
            return event
        if isinstance(event, Writing):
            _show_writing(event, console)
        else:
            progress.show(console, event)
    raise AssertionError("the last event is a BenchDone")


def _show_writing(event: Writing, console: Console) -> None:
    console.progress(
        "Answering: {done} of {total} tokens",
        progress.tokens(event.per_second),
        done=event.done,
        total=event.total,
    )


def _show(done: BenchDone, console: Console) -> None:
    if done.engine.plan is not None:
        for told in done.engine.plan.sentences:
            console.say(told.template, **told.values)
    console.say("Loaded in {seconds:.2f} s", seconds=done.load_seconds)
    for each in done.depths:
        console.say(
            "{tokens:>9,} tokens: reads {read:,.1f} tokens/s, answers {answer:,.1f} tokens/s",
            tokens=each.tokens,
            read=each.read_per_second,
            answer=each.generated_per_second,
        )
    if done.beyond:
        console.say(
            "Deeper than the window of {window:,} tokens, not measured: {depths}",
            window=done.engine.context,
            depths=listed(f"{depth:,}" for depth in done.beyond),
        )
    if done.restored is not None:
        console.say(
            "{tokens:,} tokens restored in {seconds:.3f} s; first word after {first:.3f} s",
            tokens=done.restored.tokens,
            seconds=done.restored.seconds,
            first=done.restored.first_token_seconds,
        )


COMMAND = Command("bench", phrase("the speed of this computer with a model"), _add_arguments, _run)
