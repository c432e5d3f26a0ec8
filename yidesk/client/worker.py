"""Starts this same program in a worker role, joined by a private, authenticated pipe."""

from __future__ import annotations

import collections
import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from multiprocessing.context import AuthenticationError
from pathlib import Path

from yidesk.core.errors import EngineError
from yidesk.core.words import phrase
from yidesk.protocol import messages
from yidesk.protocol.channel import MAX_MESSAGE_BYTES, Channel, ChannelClosed

WORKER_FLAG = "--yidesk-worker"
KEY_VARIABLE = "YIDESK_WORKER_KEY"
CONNECT_SECONDS = 30.0
"""A cold start from a slow disk takes a few seconds; more means that it hangs."""
STOP_SECONDS = 5.0
"""How long a worker may take to end that was asked to; it saves what it has read."""
LAST_LINES = 20
LONGEST_WORDS = 200
STATUS_IN_PAGE_ERROR = 0xC0000006
"""Windows' word for what is SIGBUS elsewhere: a page of a mapped file could not be read."""
_LAST_WORDS = re.compile(
    r"ggml aborts: (?:.*[\\/])?(.+)|what\(\):(.+)|(terminate called .+)|(CUDA error.+)"
)
"""Of ggml's own words without the folders that llama.cpp was built in."""
LONGEST_LOG = 1 << 20
"""Bytes after which a log is begun anew; until then two programs may write into it."""

Command = Callable[[str, str], Sequence[str]]
"""(role, pipe address) -> the command line that starts a worker."""


def program() -> list[str]:
    """Command line that starts this program, from source or from an installed package."""
    return [sys.executable] if _packaged() else [sys.executable, "-m", "yidesk"]


def this_program(role: str, address: str) -> Sequence[str]:
    """Command line of this program in another role."""
    return [*program(), WORKER_FLAG, role, address]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReport:
    """How a worker ended."""

    exit_code: int | None
    """None while it still runs."""
    signal_name: str
    """SIGSEGV, SIGKILL...; empty when no signal ended it."""
    last_lines: tuple[str, ...]
    """The end of what it wrote to its log."""

    @property
    def cause(self) -> str:
        """A short phrase for a sentence: the signal or the exit code, and why, if it said so."""
        if self.exit_code is None:
            return phrase("no answer")
        end = self.signal_name or f"exit code {self.exit_code}"
        return f"{end}: {self.last_words}" if self.last_words else end

    @property
    def last_words(self) -> str:
        """What ggml or C++ said before it ended the process; empty when nothing was said."""
        found = [match for line in self.last_lines if (match := _LAST_WORDS.search(line))]
        return found[-1][found[-1].lastindex or 0].strip()[:LONGEST_WORDS] if found else ""

    @property
    def lost_a_file(self) -> bool:
        """Whether it ended over a file in its memory that is not there, or not whole, any more."""
        return self.signal_name == "SIGBUS" or self.exit_code == STATUS_IN_PAGE_ERROR


_ROLES = {
    "engine": phrase("engine"),
    "probe": phrase("probe"),
    "reader": phrase("reader"),
    "recogniser": phrase("text recognition"),
}
"""What a sentence calls them; other roles are those of tests."""


class WorkerProcess:
    """One worker process and its channel. Started once; a dead one is replaced, not revived.

    `send` may be called from any thread, `receive` from one.
    """

    def __init__(
        self,
        role: str,
        log_folder: Path,
        command: Command = this_program,
        *,
        largest_message: int = MAX_MESSAGE_BYTES,
    ) -> None:
        self.role = role
        self._largest_message = largest_message
        self._command = command
        self._log = log_folder / f"worker-{role}.log"
        self._log_begins = 0
        """Where in its log this process began to write."""
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None

    def start(self) -> None:
        """Start the process and wait until it says hello. Raises EngineError."""
        self._log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secrets.token_bytes(32)
        with Listener(authkey=key) as listener:
            self._process = self._launch(str(listener.address), key)
            connection = _accept(listener, self._process)
        if connection is not None:
            self._channel = Channel(connection, self._largest_message)
        try:
            self._greet()
        except ChannelClosed:
            report = self.end()
            self.kill()
            raise EngineError(
                "The {role} could not be started ({cause}).",
                code="worker_start",
                next_step="Its log is {log}.",
                role=_ROLES.get(self.role, self.role),
                cause=report.cause,
                log=str(self._log),
            ) from None

    def _launch(self, address: str, key: bytes) -> subprocess.Popen[bytes]:
        environment = {
            # Threads that spin while they wait starve each other as soon as another program
            # computes too (docs/decisions/0005-waiting-threads.md).
            "OMP_WAIT_POLICY": "passive",
            **os.environ,
            KEY_VARIABLE: key.hex(),
            "GGML_NO_BACKTRACE": "1",
        }
        if not _packaged():
            root = str(Path(__file__).resolve().parents[2])
            environment["PYTHONPATH"] = os.pathsep.join(
                filter(None, [root, environment.get("PYTHONPATH", "")])
            )
        written = _size(self._log)
        self._log_begins = written if written <= LONGEST_LOG else 0
        with self._log.open("ab" if self._log_begins == written else "wb") as log:
            return subprocess.Popen(
                self._command(self.role, address),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=self._log.parent,  # never a folder where a planted library could be found
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _greet(self) -> None:
        hello = self.receive()
        if not isinstance(hello, messages.Hello) or hello.version != messages.VERSION:
            raise ChannelClosed

    @property
    def pid(self) -> int:
        """Process id; 0 before `start`."""
        return self._process.pid if self._process else 0

    def send(self, message: messages.AnyMessage) -> None:
        """Send one message. Raises ChannelClosed when the worker has gone."""
        if self._channel is None:
            raise ChannelClosed
        self._channel.send(message)

    def receive(self) -> messages.AnyMessage:
        """Wait for the next message. Raises ChannelClosed when the worker has gone."""
        if self._channel is None:
            raise ChannelClosed
        return self._channel.receive()

    def kill(self) -> None:
        """End the process at once; `receive` in another thread raises ChannelClosed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask the process to end, and kill it when it has not done so after STOP_SECONDS.

        `receive` in another thread ends with ChannelClosed.
        """
        if self._process is None:
            return
        try:
            self.send(messages.Shutdown())
            self._process.wait(STOP_SECONDS)
        except (ChannelClosed, subprocess.TimeoutExpired):
            self.kill()

    def close(self) -> None:
        """Stop the process and close the channel, on which no thread may wait any more."""
        self.stop()
        if self._channel is not None:
            self._channel.close()

    def end(self, timeout: float = 2.0) -> EndReport:
        """How the process ended, waiting up to TIMEOUT seconds for it to be gone."""
        code = None
        if self._process is not None:
            try:
                code = self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                code = None
        return EndReport(
            exit_code=code,
            signal_name=_signal_name(code),
            last_lines=_tail(self._log, LAST_LINES, self._log_begins),
        )


def _packaged() -> bool:
    """Whether this is the installed program; else Python runs it, from a clone."""
    return "yidesk" in Path(sys.executable).stem.lower()


def _accept(listener: Listener, process: subprocess.Popen[bytes]) -> Connection | None:
    """The worker's connection, with its first message waiting; None when it died or stalls.

    `Listener.accept` has no time-out, and neither has the proof of the key after it. So both
    happen in a thread. A worker that takes longer than CONNECT_SECONDS is killed, which ends a
    proof that has begun; a connection of our own, closed at once, ends the waiting for one.
    """
    accepted: list[Connection] = []

    def accept() -> None:
        with contextlib.suppress(OSError, EOFError, AuthenticationError):
            accepted.append(listener.accept())

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    deadline = time.monotonic() + CONNECT_SECONDS
    while thread.is_alive() and process.poll() is None and time.monotonic() < deadline:
        thread.join(0.05)
    if accepted and accepted[0].poll(max(0.0, deadline - time.monotonic())):
        return accepted[0]
    process.kill()
    if thread.is_alive():
        with contextlib.suppress(OSError):
            Client(listener.address).close()
        thread.join()
    for connection in accepted:
        connection.close()
    return None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _signal_name(code: int | None) -> str:
    if code is None or code >= 0:
        return ""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _tail(path: Path, lines: int, start: int) -> tuple[str, ...]:
    """The last LINES of a file, from the byte START on."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            last = collections.deque(file, lines)
        return tuple(line.decode("utf-8", "replace").rstrip("\r\n") for line in last)
    except OSError:
        return ()
