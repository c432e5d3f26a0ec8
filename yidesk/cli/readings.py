"""`yidesk readings`: what models have read and need not read again, on the disk."""

from __future__ import annotations

import argparse
import dataclasses
from datetime import UTC, datetime

from yidesk.cli import flags
from yidesk.cli.command import Command, Parts, at_least
from yidesk.cli.console import Console
from yidesk.core.words import phrase, say
from yidesk.services.readings import Reading

UNUSED_DAYS = 30


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="list|remove|prune|pin|unpin"
    )
    flags.add_action(actions, "list", say("documents, models, sizes"))
    remove = flags.add_action(actions, "remove", say("remove what was read of a document"))
    which = remove.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "document", nargs="?", metavar="DOCUMENT", help=say("its name or fingerprint")
    )
    which.add_argument("--all", action="store_true", help=say("of all documents, pinned ones too"))
    prune = flags.add_action(actions, "prune", say("remove what was not used for long"))
    prune.add_argument(
        "--older-than",
        type=at_least(0),
        default=UNUSED_DAYS,
        metavar="DAYS",
        help=say("how long; default: 30"),
    )
    for name, about in (
        ("pin", say("keep what is read of a document, whatever room is needed")),
        ("unpin", say("let it go again when it was not used for longest")),
    ):
        action = flags.add_action(actions, name, about)
        action.add_argument("document", metavar="DOCUMENT", help=say("its name or fingerprint"))


def _run(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    if arguments.action == "list":
        return _list(parts, console)
    readings = parts.readings
    if arguments.action in ("pin", "unpin"):
        return _pin(arguments, parts, console)
    if arguments.action == "prune":
        freed = readings.prune(arguments.older_than)
    else:
        freed = readings.remove_all() if arguments.all else readings.remove(arguments.document)
    console.give({"freed_bytes": freed})
    console.say("{megabytes:,.1f} MB freed.", megabytes=freed / 1e6)
    return 0


def _pin(arguments: argparse.Namespace, parts: Parts, console: Console) -> int:
    pinned = arguments.action == "pin"
    parts.readings.pin(arguments.document, pinned=pinned)
    console.give({"document": arguments.document, "pinned": pinned})
    if pinned:
        console.say("What is read of {name} stays on disk.", name=arguments.document)
    else:
        console.say("What is read of {name} goes when room is needed.", name=arguments.document)
    return 0


def _list(parts: Parts, console: Console) -> int:
    found = parts.readings.list()
    console.give({"readings": [dataclasses.asdict(reading) for reading in found]})
    for reading in found:
        _show(reading, console)
    if not found:
        console.say("Nothing is saved yet.")
    return 0


def _show(reading: Reading, console: Console) -> None:
    values: dict[str, str | int | float] = {
        "name": reading.name or reading.document[:12],
        "tokens": reading.tokens,
        "megabytes": reading.bytes / 1e6,
        "model": reading.model,
        "day": datetime.fromtimestamp(reading.used, UTC).date().isoformat(),
    }
    if reading.pinned:
        console.say(
            "{name}: {tokens:,} tokens, {megabytes:,.1f} MB, read by {model}, "
            "last used {day}, pinned",
            **values,
        )
    else:
        console.say(
            "{name}: {tokens:,} tokens, {megabytes:,.1f} MB, read by {model}, last used {day}",
            **values,
        )


COMMAND = Command(
    "readings", phrase("what was read and need not be read again"), _add_arguments, _run
)
