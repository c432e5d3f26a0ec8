"""The probe as the rest of the program sees it: questions that a hostile file may kill.

Each question starts a process, which ends with the answer, with the time-out or by the file. What
killed it once is not tried again, unless the person asks for that.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from yidesk.client.quarantine import Quarantine, Verdict
from yidesk.client.worker import Command, EndReport, WorkerProcess, this_program
from yidesk.core.errors import ERRORS_BY_KIND, EngineError, ModelError, YiDeskError
from yidesk.core.memory import Device, Plan, Shape
from yidesk.core.types import EngineOptions
from yidesk.protocol import messages, probing
from yidesk.protocol.channel import ChannelClosed

Answer = TypeVar("Answer", probing.Devices, probing.Looked, probing.Planned)

SECONDS = 30.0
"""A look takes about half a second; more than this is a file that keeps llama.cpp busy."""
_NO_OPTIONS = EngineOptions()


class ProbeClient:
    """Starts probes. Safe from any thread; every method may take SECONDS."""

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

    def check(self, path: Path) -> None:
        """Return at once for a file that has passed; else look at it. Raises ModelError."""
        verdict = self._verdict(path)
        if verdict is None or verdict.killer:
            self.look(path)

    def condemn(self, path: Path, killer: str) -> None:
        """Do not try a file again that killed a process, unless the person asks for it."""
        self._remember(path, killer)

    def look(self, path: Path, *, again: bool = False) -> Shape:
        """Let llama.cpp see a file. AGAIN: even when it has killed a probe before.

        Raises ModelError: model_quarantined, model_kills_loader, or what is wrong with the file.
        """
        if again:
            self._quarantine.release(path)
        shape = self._ask_about(path, probing.LookAt(id=1, path=str(path)), probing.Looked).shape
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

    def _ask_about(self, path: Path, request: messages.AnyMessage, kind: type[Answer]) -> Answer:
        verdict = self._verdict(path)
        if verdict is not None and verdict.killer:
            raise _quarantined(path, verdict.killer)
        try:
            with self._probe() as probe:
                return probe.ask(request, kind)
        except _DeathError as death:
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

    def __init__(self, report: EndReport, *, timed_out: bool, seconds: float) -> None:
        self.cause = f"no answer in {seconds:g} s" if timed_out else report.cause
        self.by_file = timed_out or report.signal_name != "SIGKILL"
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

    def ask(self, request: messages.AnyMessage, kind: type[Answer]) -> Answer:
        """Wait for the answer. Raises YiDeskError, and _DeathError when there is none."""
        timed_out = threading.Event()

        def end_it() -> None:
            timed_out.set()
            self._worker.kill()

        timer = threading.Timer(self._seconds, end_it)
        timer.start()
        try:
            self._worker.send(request)
            answer = self._worker.receive()
        except ChannelClosed as closed:
            report = self._worker.end()
            raise _DeathError(
                report, timed_out=timed_out.is_set(), seconds=self._seconds
            ) from closed
        finally:
            timer.cancel()
        if isinstance(answer, kind):
            return answer
        raise _error(answer)


def _error(answer: messages.AnyMessage) -> YiDeskError:
    if not isinstance(answer, messages.Failed):
        return EngineError("The probe gave another answer than was asked for.", code="internal")
    kind = ERRORS_BY_KIND.get(answer.kind, EngineError)
    return kind(answer.sentence, code=answer.code, next_step=answer.next_step, **answer.values)


def _quarantined(path: Path, cause: str) -> ModelError:
    return ModelError(
        "{name} ended the process that looked at it before ({cause}), so it is not opened.",
        code="model_quarantined",
        next_step="Choose another file, download it again, or have it tried once more.",
        name=path.name,
        cause=cause,
    )
