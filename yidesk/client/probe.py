"""The probe as the rest of the program sees it: questions that a hostile file may kill.

Each question starts a process, which ends with the answer, with the time-out or by the file. What
killed it once is not tried again, unless the person asks for that. What keeps a processor busy for
too long counts as a killer. That a busy computer or a slow disk gave the probe no time does not: it
says nothing of the file.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from yidesk.client.attended import never
from yidesk.client.quarantine import Quarantine, Verdict
from yidesk.client.taken import Taken
from yidesk.client.worker import Command, EndReport, WorkerProcess, this_program
from yidesk.core.errors import ERRORS_BY_KIND, Cancelled, EngineError, ModelError, YiDeskError
from yidesk.core.memory import Device, Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.protocol import messages, probing
from yidesk.protocol.channel import ChannelClosed

Answer = TypeVar("Answer", probing.Devices, probing.Looked, probing.Planned)

LOOK_SECONDS = 0.2
"""How often it is looked whether a probe is to be ended."""
SECONDS = 30.0
"""Of computing: a look takes about half a second; more than this is a file that keeps llama.cpp
busy."""
PATIENCE = 4
"""How much longer than that is waited by the clock, where other programs run too."""
_NO_OPTIONS = EngineOptions()


class ProbeClient:
    """Starts probes. Safe from any thread; every method may take PATIENCE times SECONDS."""

    def __init__(
        self,
        log_folder: Path,
        quarantine: Quarantine,
        *,
        command: Command = this_program,
        seconds: float = SECONDS,
    ) -> None:
        self._log_folder = log_folder
        self._quarantine = quarantine
        self._command = command
        self._seconds = seconds

    def devices(self) -> tuple[Device, ...]:
        """What can be computed on, and the memory that is free there. Raises EngineError."""
        with self._probe() as probe:
            return probe.ask(probing.ListDevices(id=1), probing.Devices).devices

    def check(self, path: Path, cancelled: Callable[[], bool] = never) -> None:
        """Return at once for a file that has passed; else look at it.

        Raises ModelError, Cancelled.
        """
        verdict = self._verdict(path)
        if verdict is None or verdict.killer:
            self.look(path, cancelled=cancelled)

    def condemn(self, path: Path, killer: str) -> None:
        """Do not try a file again that killed a process, unless the person asks for it."""
        self._remember(path, killer)

    def look(
        self, path: Path, *, again: bool = False, cancelled: Callable[[], bool] = never
    ) -> Shape:
        """Let llama.cpp see a file. AGAIN: even when it has killed a probe before.

        Raises ModelError: model_quarantined, model_kills_loader, model_look_late when there was no
        time for it, or what is wrong with the file; and Cancelled.
        """
        if again:
            self._quarantine.release(path)
        request = probing.LookAt(id=1, path=str(path))
        shape = self._ask_about(path, request, probing.Looked, cancelled).shape
        self._remember(path)
        return shape

    def plan(self, path: Path, options: EngineOptions = _NO_OPTIONS) -> Plan:
        """How the file at PATH would be loaded now, by llama.cpp's own figures.

        Raises ModelError, also when it does not fit.
        """
        request = probing.MakePlan(id=1, path=str(path), options=options)
        return self._ask_about(path, request, probing.Planned).plan

    def plan_shapes(
        self, shapes: Sequence[Shape], options: EngineOptions = _NO_OPTIONS
    ) -> list[Plan | YiDeskError]:
        """How models that are not here yet would be loaded, by formula; errors in their place."""
        plans: list[Plan | YiDeskError] = []
        with self._probe() as probe:
            for number, shape in enumerate(shapes, 1):
                request = probing.MakePlan(id=number, shape=shape, options=options)
                try:
                    plans.append(probe.ask(request, probing.Planned).plan)
                except ModelError as error:
                    plans.append(error)
        return plans

    def _ask_about(
        self,
        path: Path,
        request: messages.AnyMessage,
        kind: type[Answer],
        cancelled: Callable[[], bool] = never,
    ) -> Answer:
        verdict = self._verdict(path)
        if verdict is not None and verdict.killer:
            raise _quarantined(path, verdict.killer)
        try:
            with self._probe() as probe:
                return probe.ask(request, kind, cancelled)
        except _DeathError as death:
            if death.late:
                raise _late(path) from death
            if death.by_file:
                self._remember(path, death.cause)
            raise ModelError(
                "{name} cannot be used: it ends the process that looks at it ({cause}).",
                code="model_kills_loader",
                next_step="Download it again, or choose another file.",
                name=path.name,
                cause=death.cause,
            ) from death

    def _verdict(self, path: Path) -> Verdict | None:
        try:
            return self._quarantine.verdict(path)
        except OSError as error:
            raise ModelError(
                "{name} cannot be opened ({cause}).",
                code="model_missing",
                next_step="See that the file is there and that you may read it.",
                name=path.name,
                cause=error.strerror or str(error),
            ) from error

    def _remember(self, path: Path, killer: str = "") -> None:
        """Record a verdict; a file that is gone, or a folder that is full, only costs it."""
        with suppress(OSError):
            self._quarantine.record(path, killer)

    @contextmanager
    def _probe(self) -> Iterator[_Probe]:
        """A running probe, ended with the block. Raises EngineError when it cannot be started."""
        worker = WorkerProcess("probe", self._log_folder, self._command)
        worker.start()
        try:
            yield _Probe(worker, self._seconds)
        finally:
            worker.close()


class _DeathError(EngineError):
    """The probe ended, or had to be ended, before it answered."""

    def __init__(self, report: EndReport, ended: str = "", *, late: bool = False) -> None:
        """ENDED: why it was ended by us; empty where it ended by itself."""
        self.cause = ended or report.cause
        self.late = late
        """There was too little time for it, for whatever reason."""
        self.by_file = bool(ended) or report.signal_name != "SIGKILL"
        """Who is short of memory is killed as well, and it is not the file's fault."""
        super().__init__(
            "The look at this computer's devices ended unexpectedly ({cause}).",
            code="probe_died",
            next_step="Its log, worker-probe.log, holds what a report needs.",
            cause=self.cause,
        )


class _Probe:
    """One running probe."""

    def __init__(self, worker: WorkerProcess, seconds: float) -> None:
        self._worker = worker
        self._seconds = seconds

    def ask(
        self,
        request: messages.AnyMessage,
        kind: type[Answer],
        cancelled: Callable[[], bool] = never,
    ) -> Answer:
        """Wait for the answer. Raises YiDeskError, and _DeathError when there is none."""
        patience = _Patience(self._worker, self._seconds, cancelled)
        try:
            with patience:
                self._worker.send(request)
                answer = self._worker.receive()
        except ChannelClosed as closed:
            if patience.is_cancelled:
                raise Cancelled from None
            raise _DeathError(self._worker.end(), patience.ended, late=patience.is_late) from closed
        if isinstance(answer, kind):
            return answer
        raise _error(answer)


class _Patience:
    """Ends a probe that has computed for too long, or was waited for too long, or is not wanted."""

    def __init__(
        self, worker: WorkerProcess, seconds: float, cancelled: Callable[[], bool]
    ) -> None:
        self._worker, self._seconds, self._cancelled = worker, seconds, cancelled
        self.ended = ""
        """Why the probe was ended; empty where it was not."""
        self.is_late = False
        """Whether it was ended though it had not computed for so long."""
        self.is_cancelled = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="probe-patience", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        begun, taken = time.monotonic(), None
        while not self._over.wait(LOOK_SECONDS):
            waited = time.monotonic() - begun
            self.is_cancelled = self._cancelled()
            if waited < self._seconds and not self.is_cancelled:
                continue
            taken = taken or Taken(self._worker.pid)
            if self.is_cancelled:
                self.ended = "stopped"
            elif taken.seconds() >= self._seconds:
                self.ended = f"no answer in {self._seconds:g} s of computing"
            elif waited >= PATIENCE * self._seconds:
                self.ended, self.is_late = f"no answer in {waited:.0f} s", True
            if self.ended:
                self._worker.kill()
                return


def _error(answer: messages.AnyMessage) -> YiDeskError:
    if not isinstance(answer, messages.Failed):
        return EngineError("The probe gave another answer than was asked for.", code="internal")
    kind = ERRORS_BY_KIND.get(answer.kind, EngineError)
    return kind(answer.sentence, code=answer.code, next_step=answer.next_step, **answer.values)


def _late(path: Path) -> ModelError:
    return ModelError(
        "{name} could not be looked at in time: this computer is busy, or the file's disk is slow.",
        code="model_look_late",
        next_step="Try again when less is running.",
        name=path.name,
    )


def _quarantined(path: Path, cause: str) -> ModelError:
    return ModelError(
        "{name} ended the process that looked at it before ({cause}), so it is not opened.",
        code="model_quarantined",
        next_step="Choose another file, download it again, or have it tried once more.",
        name=path.name,
        cause=cause,
    )
