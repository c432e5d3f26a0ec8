"""The engine as the rest of the program sees it: jobs that give events, on a worker that may die.

A worker's death is an ordinary event. Every running job then ends with an EngineError that says
so, and the next job starts a new worker and loads the last model again.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from yidesk.client.engine_errors import closed, death_of, error_of, notice_of
from yidesk.client.worker import Command, WorkerProcess, this_program
from yidesk.core.errors import Cancelled, ModelError, YiDeskError
from yidesk.core.types import Conversation, EngineInfo, EngineOptions, Part, Sampling
from yidesk.protocol import messages, saved_readings, together
from yidesk.protocol.channel import ChannelClosed
from yidesk.protocol.embedding import Embed, Embedded, Purpose
from yidesk.protocol.larger_window import PlanWindow, WindowPlanned

_log = logging.getLogger(__name__)

Final = TypeVar(
    "Final",
    messages.Loaded,
    messages.TokenCounts,
    WindowPlanned,
    messages.ReadDone,
    messages.Finished,
    saved_readings.Readings,
    saved_readings.ReadingsRemoved,
    saved_readings.ReadingsPinned,
    Embedded,
)
Event = messages.AnyMessage
_FINAL = (
    messages.Loaded,
    messages.TokenCounts,
    WindowPlanned,
    messages.ReadDone,
    messages.Finished,
    saved_readings.Readings,
    saved_readings.ReadingsRemoved,
    saved_readings.ReadingsPinned,
    Embedded,
)


class Job(Generic[Final]):
    """One request and its events. Iterate it, or take its `result`."""

    def __init__(self, identity: int, cancel: Callable[[int], None]) -> None:
        self.id = identity
        self._cancel = cancel
        self._events: queue.SimpleQueue[Event | YiDeskError] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[Event]:
        """Events in order, the final one last. Raises YiDeskError when the request failed."""
        while True:
            event = self._events.get()
            if isinstance(event, YiDeskError):
                raise event
            yield event
            if isinstance(event, _FINAL):
                return

    def result(self, on_event: Callable[[Event], None] | None = None) -> Final:
        """Wait for the final event, showing every earlier one to ON_EVENT. Raises YiDeskError."""
        for event in self:
            if isinstance(event, _FINAL):
                return event  # type: ignore[return-value] # the request fixes which one comes
            if on_event is not None:
                on_event(event)
        raise AssertionError("a job always ends with a final event or an error")

    def cancel(self) -> None:
        """Stop the request; it still ends with its own final event. Safe from any thread."""
        self._cancel(self.id)

    def put(self, event: Event | YiDeskError) -> None:
        """Hand over an event; called by the client's receiving thread."""
        self._events.put(event)


class EngineClient:
    """The engine worker, started when first needed and restarted after a death."""

    def __init__(
        self, log_folder: Path, *, role: str = "engine", command: Command = this_program
    ) -> None:
        self._log_folder = log_folder
        self._role = role
        self._command = command
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        """Of what is known of the worker; held for moments: Cancel is never kept waiting."""
        self._changing = threading.RLock()
        """Held while a worker is started or ended, which takes seconds."""
        self._worker: WorkerProcess | None = None
        self._receiver: threading.Thread | None = None
        self._jobs: dict[int, Job] = {}  # type: ignore[type-arg] # jobs of every kind
        self._wanted: tuple[Path, EngineOptions] | None = None
        self._loading: int | None = None
        """The request that loads a model, until it has ended."""
        self._ending: threading.Thread | None = None
        self.info: EngineInfo | None = None
        """The loaded model; None before the first load and after a death."""
        self.load_seconds = 0.0
        self.on_notice: Callable[[YiDeskError], None] = lambda _notice: None
        """Told of what a person should know and no job ends with, in the receiving thread."""

    @property
    def pid(self) -> int:
        """Process id of the running worker; 0 when there is none."""
        with self._lock:
            return self._worker.pid if self._worker else 0

    def load(
        self,
        model: Path,
        options: EngineOptions = EngineOptions(),  # noqa: B008 - frozen
    ) -> Job[messages.Loaded]:
        """Load a model, in a fresh worker when another one is loaded.

        Memory of the GPU is given back reliably only by a process that ends, so a worker holds
        one model in its life. Raises EngineError when no worker can be started.
        """
        with self._changing:
            if self._wanted is not None and self._wanted != (model, options):
                self._end_worker()
            self._wanted = (model, options)
            self.info = None
            return self._submit(
                lambda number: messages.Load(id=number, path=str(model), options=options)
            )

    def count_tokens(self, texts: Sequence[str]) -> tuple[int, ...]:
        """Tokens of each text by itself, in the loaded model's vocabulary. Raises YiDeskError."""
        job: Job[messages.TokenCounts] = self._submit_loaded(
            lambda number: messages.CountTokens(id=number, texts=tuple(texts))
        )
        return job.result().counts

    def plan_window(self, tokens: int) -> Job[WindowPlanned]:
        """Let the loaded model's window hold TOKENS, where memory has room; `info` tells then."""
        return self._submit_loaded(lambda number: PlanWindow(id=number, tokens=tokens))

    def read(self, conversation: Conversation) -> Job[messages.ReadDone]:
        """Read the start of a conversation ahead of its question."""
        return self._submit_loaded(
            lambda number: messages.Read(id=number, conversation=conversation)
        )

    def generate(
        self,
        conversation: Conversation,
        *,
        sampling: Sampling,
        max_tokens: int,
        stop: tuple[str, ...] = (),
    ) -> Job[messages.Finished]:
        """Answer a conversation whose last message is the person's."""
        return self._submit_loaded(
            lambda number: messages.Generate(
                id=number,
                conversation=conversation,
                sampling=sampling,
                max_tokens=max_tokens,
                stop=stop,
            )
        )

    def generate_together(
        self,
        conversation: Conversation,
        questions: Sequence[tuple[Part, ...]],
        *,
        sampling: Sampling,
        max_tokens: int,
        background: bool = False,
    ) -> list[Job[messages.Finished]]:
        """Answer several questions that go on from an open conversation; a job for each of them.

        In the BACKGROUND they wait until nothing else is to be done, and begin again later when
        something comes; what they need must be in memory, else they fail with `no_room`.
        """
        jobs: list[Job[messages.Finished]] = [Job(next(self._ids), self._cancel) for _ in questions]
        self._have_loaded()
        self._send(
            jobs,
            together.GenerateMany(
                conversation=conversation,
                questions=tuple(
                    together.Question(number=job.id, parts=parts)
                    for job, parts in zip(jobs, questions, strict=True)
                ),
                sampling=sampling,
                max_tokens=max_tokens,
                background=background,
            ),
        )
        return jobs

    def embed(
        self,
        model: Path,
        texts: Sequence[str],
        purpose: Purpose,
        options: EngineOptions = EngineOptions(),  # noqa: B008 - frozen
        *,
        background: bool = False,
    ) -> Job[Embedded]:
        """Make the vectors of texts by an embedding model; the one that answers is not needed.

        In the BACKGROUND it gives way to everything else, and ends with fewer vectors then.
        """
        return self._submit(
            lambda number: Embed(
                id=number,
                model=str(model),
                texts=tuple(texts),
                purpose=purpose,
                gpu_layers=options.gpu_layers,
                threads=options.threads,
                background=background,
            )
        )

    def list_readings(self, folder: Path) -> tuple[saved_readings.SavedChunk, ...]:
        """What is saved in FOLDER; needs no model. Raises YiDeskError."""
        job: Job[saved_readings.Readings] = self._submit(
            lambda number: saved_readings.ListReadings(id=number, folder=str(folder))
        )
        return job.result().chunks

    def remove_readings(
        self, folder: Path, *, owner: str = "", unused_since: float | None = None
    ) -> int:
        """Remove saved readings of OWNER (empty: of all); bytes freed. Raises YiDeskError."""
        job: Job[saved_readings.ReadingsRemoved] = self._submit(
            lambda number: saved_readings.RemoveReadings(
                id=number, folder=str(folder), owner=owner, unused_since=unused_since
            )
        )
        return job.result().freed_bytes

    def pin_readings(self, folder: Path, owner: str, *, pinned: bool) -> None:
        """Keep saved readings of OWNER whatever room is needed, or no longer.

        Raises YiDeskError.
        """
        job: Job[saved_readings.ReadingsPinned] = self._submit(
            lambda number: saved_readings.PinReadings(
                id=number, folder=str(folder), owner=owner, pinned=pinned
            )
        )
        job.result()

    def close(self) -> None:
        """End the worker. Running jobs end with an error."""
        with self._changing:
            self._wanted = None
            self._end_worker()

    def _submit_loaded(self, make: Callable[[int], Event]) -> Job[Final]:
        self._have_loaded()
        return self._submit(make)

    def _have_loaded(self) -> None:
        """Load the wanted model when its worker has died or did not load it. Raises YiDeskError."""
        with self._changing:
            if self._wanted is None:
                raise ModelError(
                    "No model is loaded.", code="no_model", next_step="Choose a model first."
                )
            with self._lock:  # one look: between two of them a load could end, and be done again
                lost = self.info is None and self._loading is None
            reload = self.load(*self._wanted) if lost else None
        if reload is not None:
            reload.result()

    def _submit(self, make: Callable[[int], Event]) -> Job[Final]:
        job: Job[Final] = Job(next(self._ids), self._cancel)
        self._send([job], make(job.id))
        return job

    def _send(self, jobs: Sequence[Job[Final]], request: Event) -> None:
        with self._changing:
            worker = self._running_worker()
            while not self._expect(jobs, request, worker):  # it has died meanwhile
                worker = self._running_worker()
        try:
            worker.send(request)
        except ChannelClosed:
            self._bury(worker)

    def _expect(self, jobs: Sequence[Job[Final]], request: Event, worker: WorkerProcess) -> bool:
        """Let the events of WORKER find JOBS; False when another worker is in its place."""
        with self._lock:
            if self._worker is not worker:
                return False
            self._jobs.update((job.id, job) for job in jobs)
            if isinstance(request, messages.Load):
                self._loading = request.id
            return True

    def _cancel(self, number: int) -> None:
        with self._lock:
            worker = self._worker
            loads = number == self._loading
        if loads:
            self._give_up_loading(number)
        elif worker is not None:
            try:
                worker.send(messages.Cancel(id=number))
            except ChannelClosed:
                self._bury(worker)

    def _give_up_loading(self, number: int) -> None:
        """End the worker that loads a model: it has nothing to lose yet.

        llama.cpp can be stopped between two tensors only, which takes a third of a second.
        """
        with self._lock:
            if number != self._loading:
                return
            if self._worker is not None:
                # its gigabytes take a moment to go, for which nobody who pressed Stop is to wait;
                # who finds no worker must find this, and begun, or starts another beside it
                kill = self._worker.kill
                ending = threading.Thread(target=kill, name="engine-ends", daemon=True)
                ending.start()
                self._ending = ending
            self._worker = None
            self.info = self._loading = None
            jobs, self._jobs = self._jobs, {}
        for job in jobs.values():
            job.put(Cancelled() if job.id == number else closed())

    def _running_worker(self) -> WorkerProcess:
        worker = self._worker
        if worker is None:
            if self._ending is not None:
                self._ending.join()  # it may still hold the memory that the next one needs
                self._ending = None
            worker = WorkerProcess(self._role, self._log_folder, self._command)
            worker.start()
            with self._lock:
                self._worker = worker
            self._receiver = threading.Thread(
                target=self._receive, args=(worker,), name="engine-events", daemon=True
            )
            self._receiver.start()
        return worker

    def _receive(self, worker: WorkerProcess) -> None:
        try:
            while True:
                self._deliver(worker, worker.receive())
        except ChannelClosed:
            self._bury(worker)

    def _deliver(self, worker: WorkerProcess, event: Event) -> None:
        number = getattr(event, "id", 0)
        if isinstance(event, messages.Notice):
            self.on_notice(notice_of(event))
            return
        failed = error_of(event) if isinstance(event, messages.Failed) else None
        with self._lock:
            if worker is not self._worker:
                return  # replaced meanwhile: its model is not the one that is loaded
            ends = failed is not None or isinstance(event, _FINAL)
            job = self._jobs.pop(number, None) if ends else self._jobs.get(number)
            if isinstance(event, messages.Changed):
                self.info = event.info
            if isinstance(event, messages.Loaded):
                self.info, self.load_seconds = event.info, event.seconds
            if ends and number == self._loading:
                self._loading = None
        if job is not None:
            job.put(failed or event)

    def _bury(self, worker: WorkerProcess) -> None:
        """Take a dead worker out of use and tell every job that waited for it."""
        with self._lock:
            if self._worker is not worker:
                return
            self._worker = None
            self.info = None
            jobs, self._jobs = list(self._jobs.values()), {}
            loading, self._loading = self._loading, None
            model = self._wanted[0] if self._wanted is not None else None
        worker.kill()  # it may live on without its pipe
        report = worker.end()
        _log.warning("the engine ended: %s", report.cause)
        error = death_of(report, model, loading=loading is not None)
        for job in jobs:
            job.put(error)

    def _end_worker(self) -> None:
        """End every job at once, and the worker when it has saved what it read."""
        with self._lock:
            worker, self._worker = self._worker, None
            self.info = self._loading = None
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.put(closed())
        if worker is not None:
            worker.stop()
            if self._receiver is not None:
                self._receiver.join()  # before its pipe is closed under it
            worker.close()
