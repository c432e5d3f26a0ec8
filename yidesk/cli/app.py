"""The command line: reads the arguments, builds the parts, joins them, and says how it ended."""

from __future__ import annotations

import argparse
import contextlib
import functools
import logging
import os
import sys
from collections.abc import Callable, Sequence

from yidesk.catalog.network import Network
from yidesk.catalog.shelf import Shelf
from yidesk.cli import ask, bench, demo, docs, doctor, flags, models, read, readings, window
from yidesk.cli.command import Command
from yidesk.cli.console import Console, OutputLost
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.core import log, words
from yidesk.core.errors import Cancelled, WrongUsage, YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.services.chats import Chats
from yidesk.services.computer import Computer
from yidesk.services.connections import Connections
from yidesk.services.downloads import Downloads
from yidesk.services.library import Library
from yidesk.services.model_shelf import ModelShelf
from yidesk.services.models import Models
from yidesk.services.offers import Offers
from yidesk.services.readings import Readings
from yidesk.store.store import Store

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

_log = logging.getLogger(__name__)


class Parts:
    """The parts of the program, each built when it is first used."""

    def __init__(
        self,
        paths: DataPaths,
        *,
        role: str = "engine",
        offline: bool = False,
        warn: Callable[[YiDeskError], None] = lambda _error: None,
    ) -> None:
        """ROLE is the engine worker's: "scripted" in tests of everything above the model.

        WARN is told, in any thread, of what went wrong without ending a question.
        """
        self.paths = paths
        self._role = role
        self._offline = offline
        self._warn = warn
        self._open = contextlib.ExitStack()

    @functools.cached_property
    def models(self) -> Models:
        """Model files on this computer."""
        scripted = self._role != "engine"
        return Models(self.paths, None if scripted else self.probe)

    @functools.cached_property
    def probe(self) -> ProbeClient:
        """Looks at models and devices in a throw-away process."""
        return ProbeClient(self.paths.logs, Quarantine(self.paths.quarantine))

    @functools.cached_property
    def shelf(self) -> ModelShelf:
        """The models on this computer."""
        return ModelShelf(self._shelf, self.models)

    @functools.cached_property
    def offers(self) -> Offers:
        """The catalogue."""
        return Offers(Computer(self.probe, self.paths.models), self.models.speeds)

    def downloads(self, endpoint: str | None = None) -> Downloads:
        """Downloads from ENDPOINT, else from where the settings say."""
        settings = Settings(self.paths.settings)
        network = Network(
            self.paths.root / "hub-client",
            is_offline=lambda: self._offline or settings.switch("offline"),
            proxy=settings.text("proxy") or None,
            on_request=Connections(self.paths.logs).note,
        )
        self._open.callback(network.close)
        return Downloads(self._shelf, network, lambda: endpoint or settings.text("mirror"))

    @functools.cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.paths.models)

    @functools.cached_property
    def library(self) -> Library:
        """Documents."""
        folder = self.paths.readings
        return Library(
            self._store,
            self._reader,
            lambda document: self._engine.remove_readings(folder, owner=document),
        )

    @functools.cached_property
    def chats(self) -> Chats:
        """Chats."""
        return Chats(self._store, self._engine, self.library, self.models)

    @functools.cached_property
    def readings(self) -> Readings:
        """What models have read, on the disk."""
        return Readings(self._engine, self.library, self.paths.readings)

    @functools.cached_property
    def _store(self) -> Store:
        store = Store(self.paths.database)
        self._open.callback(store.close)
        return store

    @functools.cached_property
    def _engine(self) -> EngineClient:
        engine = EngineClient(self.paths.logs, role=self._role)
        engine.on_notice = self._warn
        self._open.callback(engine.close)
        return engine

    @functools.cached_property
    def _reader(self) -> ReaderClient:
        reader = ReaderClient(self.paths.logs)
        self._open.callback(reader.close)
        return reader

    def close(self) -> None:
        """End the workers and close the store, the last one built first."""
        self._open.close()


def run(arguments: Sequence[str], *, role: str = "engine") -> int:
    """Carry out a command line and return its exit code (see docs: the command line)."""
    log.detach_standard_streams()
    try:
        given = _parser().parse_args(arguments)
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
    except YiDeskError:
        if command is None or command.needs_folder:
            raise
    if command is None:
        return _open_window(given, paths)
    paths = paths.with_models(Settings(paths.settings).text("models_folder"))
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
            next_step="Choose another folder with --data-dir.",
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
    return window.load()(paths, language=given.lang, offline=given.offline)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yidesk",
        description="Ask long documents questions, on your own computer. "
        "Without a command, the window opens.",
        parents=[flags.everywhere(with_defaults=True)],
    )
    parents = [flags.everywhere()]
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for command in COMMANDS:
        if command.summary:
            subparser = commands.add_parser(command.name, parents=parents, help=command.summary)
        else:  # argparse lists only what has a help text
            subparser = commands.add_parser(command.name, parents=parents)
        command.add_arguments(subparser)
        subparser.set_defaults(command=command)
    return parser
