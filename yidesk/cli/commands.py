"""Every command of the command line. Loaded only when one is named: a window needs none."""

from __future__ import annotations

from yidesk.cli import ask, bench, demo, docs, doctor, flags, models, read, readings
from yidesk.cli.command import Command
from yidesk.cli.help_layout import Parser
from yidesk.core.words import say

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


def parser() -> Parser:
    """The parser of the whole command line, its help in the language in use."""
    whole = Parser(
        prog="yidesk",
        description=say(
            "Ask long documents questions, on your own computer. "
            "Without a command, the window opens, with the files that are named."
        ),
        parents=[flags.everywhere(with_defaults=True)],
    )
    flags.of_window(whole)
    whole.set_defaults(files=[])
    commands = whole.add_subparsers(metavar="COMMAND", title=say("commands"))
    for command in COMMANDS:
        subparser = flags.add_action(
            commands, command.name, say(command.summary), listed=command.listed
        )
        command.add_arguments(subparser)
        subparser.set_defaults(command=command)
    return whole
