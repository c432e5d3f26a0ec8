"""What a report about a fault needs, without a word of what a person wrote or read."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from yidesk import __version__
from yidesk.core.declared import DECLARED
from yidesk.core.memory import Device, in_gb
from yidesk.core.paths import DataPaths
from yidesk.core.setting import Kind
from yidesk.core.settings import Settings
from yidesk.core.types import EngineInfo
from yidesk.core.words import phrase
from yidesk.services.computer import Computer
from yidesk.services.connections import Connection, Connections

PACKAGES = ("llama-cpp-python", "PySide6-Essentials", "huggingface-hub", "pypdfium2", "msgspec")
ENGINE_LOG = "worker-engine.log"
TAIL_BYTES = 64_000
TAIL_LINES = 200
REPORT_LINES = 60
PRIVATE = frozenset({Kind.TEXT, Kind.MODEL, Kind.FILE, Kind.SHELF, Kind.FOLDER})
"""Settings of these kinds may hold names or passwords: a report says only that they are set."""
_KINDS = {each.name: each.kind for each in DECLARED}
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|/)[^\s'\",;:]*[\\/][^'\",;:\n]*")
_KIND = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Warning|Interrupt))\b")
_FATAL = re.compile(r"^Fatal Python error: .+|^Windows fatal exception: .+", re.MULTILINE)
_DUMPED = re.compile(r'File "[^"]*(yidesk[\\/][\w\\/]+\.py)", line (\d+) in (<?\w+>?)')
"""As faulthandler writes a line of a stack; a traceback has a comma before `in`."""
_FRAME = re.compile(r'File "[^"]*(yidesk[\\/][\w\\/]+\.py)", line (\d+), in (\w+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A crash that was written down on this computer, and goes nowhere by itself."""

    path: Path
    when: datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that the diagnostics show."""

    versions: tuple[tuple[str, str], ...]
    devices: tuple[Device, ...]
    engine: EngineInfo | None
    engine_log: str
    connections: tuple[Connection, ...]
    crashes: tuple[Crash, ...]
    report: str


class Diagnostics:
    """Looks at the program itself. Safe from any thread; a look may take a second."""

    def __init__(
        self,
        paths: DataPaths,
        settings: Settings,
        computer: Computer,
        connections: Connections,
    ) -> None:
        self._paths, self._settings = paths, settings
        self._computer, self._connections = computer, connections

    def look(self, engine: EngineInfo | None) -> State:
        """The state now; ENGINE: the loaded model. Raises EngineError when the probe fails."""
        devices = self._computer.look().devices
        log = _tail(self._paths.logs / ENGINE_LOG)
        crashes = tuple(self._crashes())
        return State(
            versions=tuple(_versions()),
            devices=devices,
            engine=engine,
            engine_log=log,
            connections=self._connections.made(),
            crashes=crashes,
            report="\n".join(self._report(devices, engine, log, crashes)) + "\n",
        )

    def _crashes(self) -> Iterator[Crash]:
        for path in sorted(self._paths.logs.glob("*.crash.log")):
            state = path.stat()
            if state.st_size:
                when = datetime.fromtimestamp(state.st_mtime, UTC)
                yield Crash(path=path, when=when, size=state.st_size)

    def _report(
        self,
        devices: tuple[Device, ...],
        engine: EngineInfo | None,
        log: str,
        crashes: tuple[Crash, ...],
    ) -> Iterator[str]:
        """English, whatever the window speaks: it is read by whoever helps."""
        yield "YiDesk report"
        yield from (f"{name}: {version}" for name, version in _versions())
        for each in devices:
            free, total = in_gb(each.free_bytes), in_gb(each.total_bytes)
            yield f"{each.name}: {each.description}, {free:g} of {total:g} GB free"
        yield from _engine_lines(engine)
        yield from self._settings_lines()
        yield f"crash reports: {len(crashes)}"
        for crash in crashes:
            yield f"-- last crash of {crash.path.name.partition('.')[0]} (places only)"
            yield from crash_places(_tail(crash.path))
        yield "-- faults of the program (places only)"
        yield from places(_tail(self._paths.logs / "yidesk.log"))
        yield "-- engine log"
        yield from (scrub(line) for line in log.splitlines()[-REPORT_LINES:])

    def _settings_lines(self) -> Iterator[str]:
        for name in self._settings.names():
            if not self._settings.is_default(name):
                value = "(set)" if _KINDS[name] in PRIVATE else self._settings.get(name)
                yield f"setting {name}: {value}"


def scrub(line: str) -> str:
    """LINE without paths: they hold names of people and of what they work on."""
    return _PATH.sub("(path)", line)


def places(log: str) -> Iterator[str]:
    """Of a log with tracebacks only kinds of errors and lines of this program: no messages."""
    for line in log.splitlines():
        if found := _FRAME.search(line):
            yield f"  {found[1]}:{found[2]} {found[3]}"
        elif found := _KIND.match(line):
            yield found[1]


def crash_places(dump: str) -> Iterator[str]:
    """Of the last crash in a DUMP of faulthandler: what it was, and where the thread stood."""
    start = 0
    for last in [*_FATAL.finditer(dump)][-1:]:
        yield scrub(last[0])
        start = last.start()
    _before, _words, current = dump[start:].rpartition("Current thread")
    for found in _DUMPED.finditer(current):
        yield f"  {found[1]}:{found[2]} {found[3]}"


def _versions() -> Iterator[tuple[str, str]]:
    yield "YiDesk", __version__
    yield "Python", platform.python_version()
    yield phrase("System"), f"{platform.system()} {platform.release()} {platform.machine()}"
    for name in PACKAGES:
        yield name, _version(name)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def _engine_lines(engine: EngineInfo | None) -> Iterator[str]:
    if engine is None:
        yield "engine: no model loaded"
        return
    yield f"engine: {engine.architecture} {engine.quantization}, {', '.join(engine.devices)}"
    yield f"layers on the GPU: {engine.gpu_layers} of {engine.total_layers}"
    yield f"window: {engine.context} of {engine.trained_context}"
    yield f"KV: {engine.kv_type}, flash attention {engine.flash_attention}"
    yield f"threads: {engine.threads}, chat format: {engine.chat_format}"
    if engine.plan is not None:
        template, values = engine.plan.sentence
        yield f"plan: {template.format_map(values)}"
        if engine.plan.draft is not None:  # not its name: it is the person's own
            yield f"draft model: {in_gb(engine.plan.draft.need.total):g} GB"
        if engine.memory is not None:
            planned, told = (
                in_gb(n.total) for n in (engine.memory.planned, engine.memory.reported)
            )
            yield f"memory in use: {told:g} GB, {planned:g} GB planned ({engine.memory.error:+.1%})"
        small = engine.plan.small
        yield f"window of chats without documents: {small.window if small else 'the same'}"
    yield from (f"note: {scrub(note)}" for note in engine.notes)


def _tail(path: Path) -> str:
    """The end of a log; empty when there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-TAIL_LINES:])
