"""The engine worker: handshake, a thread that receives, a main thread that computes.

The receiving thread never touches llama.cpp; it sets flags. When the application has gone, it
ends this process at once, whatever the main thread is computing: no orphan keeps the GPU.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from yidesk.core.errors import Cancelled, EngineError, ModelError, YiDeskError
from yidesk.core.memory import Sentence
from yidesk.core.types import EngineInfo
from yidesk.engine.jobs import Jobs, Request, numbers
from yidesk.engine.tending import Tender, Tending
from yidesk.protocol import messages, saved_readings
from yidesk.protocol.channel import Channel, ChannelClosed
from yidesk.protocol.embedding import Embed, Embedded
from yidesk.protocol.larger_window import PlanWindow, WindowPlanned
from yidesk.protocol.together import GenerateMany

if TYPE_CHECKING:
    from yidesk.engine.embedder import Embedder
    from yidesk.engine.loaded import LoadedModel

log = logging.getLogger(__name__)

LOAD_PROGRESS_SECONDS = 0.05
SAVE_SECONDS = 0.05
"""Between two looks whether the writer is free again, while nothing else is to be done."""


def run(channel: Channel, role: str) -> None:
    """Serve the application on CHANNEL until it says goodbye or is gone."""
    if role == "scripted":
        from yidesk.engine.scripted import Scripted  # noqa: PLC0415 - for tests only

        _serve(channel, role, Scripted(channel))
    else:
        _serve(channel, role, Engine(channel))


class Engine:
    """Carries out requests, one at a time, on one model."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._loaded: LoadedModel | None = None
        self._embedder: Embedder | None = None
        self._info: EngineInfo | None = None
        """As the application knows it."""
        self._asked = 0
        """The request that is carried out: loading again, for a longer window, is a part of it."""
        self._tender = Tender(channel.send, self._drop)
        self.jobs = Jobs()
        self.jobs.on_cancel_running = self._abort

    def carry_out(self, request: Request) -> bool:
        """Do what REQUEST asks and send its final event. False: it made room and waits again."""
        from yidesk.engine import answering  # noqa: PLC0415 - llama.cpp is loaded after Hello

        if self.jobs.is_cancelled(request):
            ends = isinstance(request, messages.Generate | GenerateMany)
            end = answering.stopped if ends else answering.cancelled
            self._send_all(request, end)
            return True
        try:
            return self._carry_out(request)
        except YiDeskError as error:
            wrong: YiDeskError = error
        except ChannelClosed:
            raise
        except Exception as error:
            log.exception("request %s", numbers(request))
            wrong = _fault(error)
        self._send_all(request, lambda number: messages.Failed.of(number, wrong))
        return True

    def _send_all(self, request: Request, end: Callable[[int], messages.AnyMessage]) -> None:
        for number in numbers(request):
            self._channel.send(end(number))

    def _carry_out(self, request: Request) -> bool:
        try:
            if isinstance(request, GenerateMany):
                return self._answer_together(request)
            final = self._final_event(request)
        finally:
            self._tell_of_changes()
        if final is not None:
            self._channel.send(final)
        return final is not None

    def _answer_together(self, request: GenerateMany) -> bool:
        from yidesk.engine.together import answer_together  # noqa: PLC0415

        return answer_together(
            request,
            self._ready(),
            self._channel.send,
            cancelled=self.jobs.is_number_cancelled,
            in_the_way=lambda: self.jobs.is_in_the_way(request),
        )

    def _final_event(
        self,
        request: messages.Load
        | messages.CountTokens
        | PlanWindow
        | messages.Read
        | messages.Generate
        | Embed,
    ) -> messages.AnyMessage | None:
        from yidesk.engine import answering  # noqa: PLC0415

        self._asked = request.id
        if isinstance(request, messages.Load):
            return self._load(request)
        if isinstance(request, Embed):
            return self._embed(request)
        loaded = self._ready()
        if isinstance(request, messages.CountTokens):
            return answering.count(request, loaded)
        if isinstance(request, PlanWindow):
            return self._plan_window(request, loaded)
        if isinstance(request, messages.Generate):
            return answering.answer(
                request, loaded, self._channel.send, lambda: not self.jobs.is_cancelled(request)
            )
        done = answering.read(request, loaded, self._channel.send, lambda: self._may_read(request))
        made_room = not done.complete and not self.jobs.is_cancelled(request)
        return None if made_room else done

    def _embed(self, request: Embed) -> Embedded:
        from yidesk.engine.embedder import Embedder, answer  # noqa: PLC0415

        path = Path(request.model)
        if self._embedder is None or self._embedder.path != path:
            self._free_embedder()
            self._embedder = Embedder(path, gpu_layers=request.gpu_layers, threads=request.threads)
        return answer(request, self._embedder, lambda: self._may_read(request))

    def _free_embedder(self) -> None:
        if self._embedder is not None:
            embedder, self._embedder = self._embedder, None
            embedder.close()

    def _abort(self) -> None:
        """Break off what is being computed, by whichever model."""
        for model in (self._loaded, self._embedder):
            if model is not None:
                model.abort()

    def _plan_window(self, request: PlanWindow, loaded: LoadedModel) -> WindowPlanned:
        self._free_embedder()  # as in `_load`
        known = len(loaded.windows.steps)
        window = loaded.windows.plan_for(request.tokens)
        for step in loaded.windows.steps[known:]:
            self._tell_of_step(step, "window_planned")
        return WindowPlanned(id=request.id, window=window)

    def _may_read(self, request: messages.Read | Embed) -> bool:
        return not self.jobs.is_cancelled(request) and not self.jobs.is_in_the_way(request)

    def _ready(self) -> LoadedModel:
        if self._loaded is None:
            raise EngineError("No model is loaded.", code="no_model", next_step="Load one first.")
        self._loaded.rearm()
        return self._loaded

    def _load(self, request: messages.Load) -> messages.AnyMessage:
        from yidesk.engine.loaded import LoadedModel  # noqa: PLC0415

        if self._loaded is not None:
            self._loaded.close()
            self._loaded = None
        self._free_embedder()  # the plan leaves room for it, as if it were not there
        start = sent_at = time.perf_counter()

        def on_progress(done: float) -> bool:
            nonlocal sent_at
            if time.perf_counter() - sent_at >= LOAD_PROGRESS_SECONDS:
                sent_at = time.perf_counter()
                self._channel.send(
                    messages.Progress(id=self._asked, phase="load", done=done, total=1.0)
                )
            return not self.jobs.is_cancelled(request)

        try:
            self._loaded = LoadedModel(
                Path(request.path),
                request.options,
                on_progress,
                self._tell_of_trouble,
                self._tell_of_step,
                on_unused_draft=self._tell_of_unused_draft,
            )
        except ModelError:
            if self.jobs.is_cancelled(request):  # llama.cpp does not say why it gave up
                raise Cancelled from None
            raise
        self._info = self._loaded.info
        return messages.Loaded(id=request.id, info=self._info, seconds=time.perf_counter() - start)

    def _tell_of_trouble(self, error: OSError) -> None:
        self._channel.send(
            messages.Notice(
                id=0,
                code="readings_not_saved",
                sentence="What the model reads cannot be saved: {reason}.",
                next_step="Free some disk space, or allow readings less of it in the settings.",
                values={"reason": error.strerror or str(error)},
            )
        )

    def _tell_of_step(self, step: Sentence, code: str = "memory_short") -> None:
        self._channel.send(
            messages.Notice(id=0, code=code, sentence=step.template, values=dict(step.values))
        )

    def _tell_of_unused_draft(self, error: ModelError) -> None:
        self._channel.send(
            messages.Notice(
                id=0,
                code=error.code,
                sentence=error.sentence,
                next_step=error.next_step,
                values=error.values,
            )
        )

    def _tell_of_changes(self) -> None:
        """Send what has become of the loaded model in a request, before its end."""
        loaded = self._loaded
        if loaded is not None and loaded.info != self._info:
            self._info = loaded.info
            self._channel.send(messages.Changed(info=self._info))

    def tend(self, request: Tending) -> None:
        """Look after saved readings, beside whatever is being computed."""
        self._tender.put(request)

    def _drop(self, owner: str) -> None:
        loaded = self._loaded
        if loaded is not None:
            loaded.memory.drop(owner)

    def use_idle_time(self) -> float | None:
        """Save a chunk of what was read; seconds until there may be another one to save."""
        more = self._loaded is not None and self._loaded.memory.save_some()
        return SAVE_SECONDS if more else None

    def close(self) -> None:
        """Free the models."""
        self._free_embedder()
        if self._loaded is not None:
            self._loaded.close()


def _fault(error: Exception) -> EngineError:
    return EngineError(
        "The engine made a mistake ({kind}).",
        code="internal",
        next_step="Ask again; the engine's log holds what a report needs.",
        kind=type(error).__name__,
    )


class Service(Protocol):
    """What carries out a worker's requests."""

    jobs: Jobs

    def carry_out(self, request: Request) -> bool:
        """Do what REQUEST asks and send its final event. False: it made room and waits again."""

    def tend(self, request: Tending) -> None:
        """Do what REQUEST asks and send its final event; called in the receiving thread."""

    def use_idle_time(self) -> float | None:
        """Do a little; seconds until it wants to do more, None for nothing more."""

    def close(self) -> None:
        """Free everything."""


def _serve(channel: Channel, role: str, engine: Service) -> None:
    logging.basicConfig(level=logging.INFO)  # to standard error, which is the worker's log file
    threading.Thread(target=_receive, args=(channel, engine), daemon=True).start()
    try:
        channel.send(messages.Hello(role=role, version=messages.VERSION, pid=os.getpid()))
        while (request := engine.jobs.take(engine.use_idle_time)) is not None:
            if engine.carry_out(request):
                engine.jobs.done(request)
            else:
                engine.jobs.put_back(request)
        engine.close()
    except ChannelClosed:
        pass
    except BaseException:
        log.exception("the worker ends")
        os._exit(1)
    # Static destructors of GPU drivers have crashed at exit; everything of ours is freed.
    os._exit(0)


def _receive(channel: Channel, service: Service) -> None:
    jobs = service.jobs
    try:
        while True:
            message = channel.receive()
            match message:
                case messages.Shutdown():
                    jobs.close()
                case messages.Cancel():
                    jobs.cancel(message.id)
                case messages.Load() | messages.CountTokens() | messages.Read() | PlanWindow():
                    jobs.put(message)
                case messages.Generate() | GenerateMany() | Embed():
                    jobs.put(message)
                case (
                    saved_readings.ListReadings()
                    | saved_readings.RemoveReadings()
                    | saved_readings.PinReadings()
                ):
                    service.tend(message)
                case _:
                    log.error("unexpected message %s", type(message).__name__)
    except ChannelClosed:
        os._exit(0)
