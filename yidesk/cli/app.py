"""The command line: reads the arguments, does what they say, and tells how it ended."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yidesk.cli import flags, window
from yidesk.cli.console import Console, OutputLost
from yidesk.core import log, words
from yidesk.core.errors import Cancelled, WrongUsage, YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings

if TYPE_CHECKING:
    from yidesk.cli.command import Command

_log = logging.getLogger(__name__)


def run(arguments: Sequence[str], *, role: str = "engine") -> int:
    """Carry out a command line and return its exit code (see docs: the command line)."""
    log.detach_standard_streams()
    try:
        given = _parse(arguments)
    except SystemExit as end:  # argparse has said what was wrong, or shown its help
        return int(end.code or 0)
    words.use(given.lang)
    console = Console(as_json=given.json)
    try:
        return _guarded(given, console, role)
    except OutputLost as lost:
        if not isinstance(lost.__cause__, BrokenPipeError):  # who has gone on purpose knows it
            console.warn(lost)
        # what is still in the buffer must not be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What the person said. Raises SystemExit when that is nothing to be understood.

    Without a command it is the window that is wanted, and the commands are not even loaded. Files
    may stand alone, as a system's "Open with" gives them.
    """
    simple = argparse.ArgumentParser(
        add_help=False, exit_on_error=False, parents=[flags.everywhere(with_defaults=True)]
    )
    flags.of_window(simple)
    with contextlib.suppress(argparse.ArgumentError):
        given, rest = simple.parse_known_args(arguments)
        if all(map(_is_file, rest)):
            given.files = [Path(each) for each in rest]
            return given
    from yidesk.cli import commands, usage  # noqa: PLC0415 - half of the time a window takes to open

    words.use(usage.named_language(arguments))
    usage.speak()
    return commands.parser().parse_args(arguments)


def _is_file(word: str) -> bool:
    """Whether WORD names a file or folder, and could not be a command.

    Also when it is not there: that is said in the window, where whoever clicked on it is looking.
    """
    path = Path(word)
    return (bool(path.suffix) or path.name != word) and not word.startswith("-")


def _guarded(given: argparse.Namespace, console: Console, role: str) -> int:
    """Run the command; every way in which it may end becomes a sentence and an exit code.

    Raises OutputLost: then nothing more can be said where the result was to go.
    """
    try:
        return _run(given, console, role)
    except OutputLost:
        raise
    except YiDeskError as error:
        _log.info("ended with %s", error.code)
        console.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        console.error(Cancelled())
        return Cancelled.exit_code
    except Exception:  # noqa: BLE001 - the last line of defence: a sentence here, the rest in the log
        _log.exception("a fault of the program")
        fault = YiDeskError(
            "Something went wrong in YiDesk itself. What happened is in {folder}.",
            code="fault",
            folder=str(DataPaths.choose(given.data_dir).logs),
        )
        console.error(fault)
        return fault.exit_code


def _run(given: argparse.Namespace, console: Console, role: str) -> int:
    command: Command | None = getattr(given, "command", None)
    paths = DataPaths.choose(given.data_dir)
    try:
        _make(paths)
    except YiDeskError as error:
        if command is None and not given.json:
            window.tell(error, given.lang)
        if command is None or command.needs_folder:
            raise
    if command is None:
        return _open_window(given, paths)
    log.rotate()
    paths = paths.with_models(Settings(paths.settings).text("models_folder"))
    from yidesk.cli.parts import Parts  # noqa: PLC0415 - not for a window

    with contextlib.closing(
        Parts(paths, role=role, offline=given.offline, warn=console.warn)
    ) as parts:
        return command.run(given, parts, console)


def _make(paths: DataPaths) -> None:
    try:
        paths.make()
        log.to_file(paths.logs, "yidesk")
    except OSError as error:
        raise YiDeskError(
            "YiDesk cannot write to its folder {path} ({cause}).",
            code="data_folder",
            next_step="See that you may write there, or choose another folder with --data-dir.",
            path=str(paths.root),
            cause=error.strerror or str(error),
        ) from error


def _open_window(given: argparse.Namespace, paths: DataPaths) -> int:
    if given.json:
        raise WrongUsage("--json needs a command.", code="no_command", next_step="See --help.")
    if not window.has_display():
        raise YiDeskError(
            "There is no display to open a window on.",
            code="no_display",
            next_step='Ask here instead: yidesk ask --doc FILE "QUESTION" (see yidesk --help).',
        )
    return window.load()(
        paths,
        language=given.lang,
        offline=given.offline,
        documents=tuple(given.files),
        quick=given.quick,
    )
