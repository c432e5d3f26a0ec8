"""Every command of the command line. Loaded only when one is named: a window needs none."""

from __future__ import annotations

import argparse

from yidesk.cli import ask, bench, demo, docs, doctor, flags, models, read, readings
from yidesk.cli.command import Command

COMMANDS: tuple[Command, ...] = (
    ask.COMMAND,
    read.COMMAND,
    docs.COMMAND,
    readings.COMMAND,
    models.COMMAND,
    bench.COMMAND,
    doctor.COMMAND,
    demo.COMMAND,
)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="yidesk",
        description="Ask long documents questions, on your own computer. "
        "Without a command, the window opens, with the files that are named.",
        parents=[flags.everywhere(with_defaults=True)],
    )
    flags.of_window(whole)
    whole.set_defaults(files=[])
    parents = [flags.everywhere()]
    commands = whole.add_subparsers(metavar="COMMAND", title="commands")
    for command in COMMANDS:
        if command.summary:
            subparser = commands.add_parser(command.name, parents=parents, help=command.summary)
        else:  # argparse lists only what has a help text
            subparser = commands.add_parser(command.name, parents=parents)
        command.add_arguments(subparser)
        subparser.set_defaults(command=command)
    return whole
