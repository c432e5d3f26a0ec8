"""Flags that every command takes, before or after its own arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from yidesk.core.words import say


def everywhere(*, with_defaults: bool = False) -> argparse.ArgumentParser:
    """A parent for parsers.

    Only the outermost one has defaults: behind a command they would undo what stood before it.
    """
    flags = argparse.ArgumentParser(
        add_help=False, argument_default=None if with_defaults else argparse.SUPPRESS
    )
    group = flags.add_argument_group(say("everywhere"))
    group.add_argument("--data-dir", type=Path, metavar="DIR", help=say("where everything is kept"))
    group.add_argument("--offline", action="store_true", help=say("refuse every connection"))
    group.add_argument("--json", action="store_true", help=say("one JSON object and nothing else"))
    group.add_argument("--lang", choices=("en", "zh"), help=say("language of the program"))
    return flags


def add_action(
    actions: argparse._SubParsersAction[Any], name: str, about: str, *, listed: bool = True
) -> argparse.ArgumentParser:
    """A command NAME among others, which takes these flags too."""
    given: dict[str, Any] = {"help": about} if listed else {}  # without a help text it is hidden
    parser: argparse.ArgumentParser = actions.add_parser(
        name, parents=[everywhere()], description=about, **given
    )
    return parser


def of_window(parser: argparse.ArgumentParser) -> None:
    """Add what only a start without a command takes."""
    parser.add_argument(
        "--quick",
        action="store_true",
        help=say("the small window for one question; bind it to a key in the system's settings"),
    )
