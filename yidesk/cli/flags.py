"""Flags that every command takes, before or after its own arguments."""

from __future__ import annotations

import argparse
from pathlib import Path


def everywhere(*, with_defaults: bool = False) -> argparse.ArgumentParser:
    """A parent for parsers.

    Only the outermost one has defaults: behind a command they would undo what stood before it.
    """
    flags = argparse.ArgumentParser(
        add_help=False, argument_default=None if with_defaults else argparse.SUPPRESS
    )
    group = flags.add_argument_group("everywhere")
    group.add_argument("--data-dir", type=Path, metavar="DIR", help="where everything is kept")
    group.add_argument("--offline", action="store_true", help="refuse every connection")
    group.add_argument("--json", action="store_true", help="one JSON object and nothing else")
    group.add_argument("--lang", choices=("en", "zh"), help="language of the program")
    return flags


def of_window(parser: argparse.ArgumentParser) -> None:
    """Add what only a start without a command takes."""
    parser.add_argument(
        "--quick",
        action="store_true",
        help="the small window for one question; bind it to a key in the system's settings",
    )
