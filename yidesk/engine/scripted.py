"""An engine that answers from a list: for tests of everything above the engine.

It is a real worker behind the real protocol; only the model is missing. The "model file" is JSON:

    {"name": "Scripted", "context": 4096, "answers": ["first answer", "second answer"]}

A token is a word. Answers are given in turn and streamed word by word: at once, or so many a
second as "per_second" says. In an answer, the word `<die>` kills the process and `<wait>` waits
until the answer is cancelled. What is asked in the background is answered from a list of its own,
"asides"; without one there is no room for it. There is memory for a window of "memory_for" tokens,
and the model was "trained" for so many: "context" where nothing else is said.

A "model file" for vectors says what words mean, and the vector of a text is the sum over its words:

    {"vectors": {"hound": [1, 0], "dog": [1, 0], "rent": [0, 1]}}
"""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from yidesk.core.errors import EngineError, ModelError, YiDeskError
from yidesk.core.types import Conversation, EngineInfo, FinishReason, Timings, Usage
from yidesk.engine.jobs import Jobs, Request, numbers
from yidesk.engine.tending import Tending
from yidesk.protocol import messages, saved_readings
from yidesk.protocol.channel import Channel
from yidesk.protocol.embedding import ELEMENT, Embed, Embedded
from yidesk.protocol.larger_window import PlanWindow, WindowPlanned
from yidesk.protocol.together import GenerateMany


class Scripted:
    """Stands in for `worker.Engine`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._info: EngineInfo | None = None
        self._answers: Iterator[str] = iter(())
        self._asides: Iterator[str] = iter(())
        self._pause = 0.0
        """Seconds between two words."""
        self._memory: list[str] = []
        self._memory_for = 0
        self._is_fixed = False
        self._cancelled = threading.Event()
        self.jobs = Jobs()
        self.jobs.on_cancel_running = self._cancelled.set

    def carry_out(self, request: Request) -> bool:
        """Do what REQUEST asks and send its final event."""
        self._cancelled.clear()
        if self.jobs.is_cancelled(request):
            self._cancelled.set()
        try:
            for event in self._final_events(request):
                self._channel.send(event)
        except YiDeskError as error:
            for number in numbers(request):
                self._channel.send(messages.Failed.of(number, error))
        return True

    def tend(self, request: Tending) -> None:
        """There are no readings of a model that is not there."""
        match request:
            case saved_readings.ListReadings(id=number):
                self._channel.send(saved_readings.Readings(id=number, chunks=()))
            case saved_readings.RemoveReadings(id=number):
                self._channel.send(saved_readings.ReadingsRemoved(id=number, freed_bytes=0))
            case saved_readings.PinReadings(id=number):
                self._channel.send(saved_readings.ReadingsPinned(id=number))

    def use_idle_time(self) -> float | None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to free."""

    def _final_events(self, request: Request) -> Iterator[messages.AnyMessage]:
        match request:
            case messages.Load():
                yield self._load(request)
            case messages.CountTokens():
                counts = tuple(len(text.split()) for text in request.texts)
                yield messages.TokenCounts(id=request.id, counts=counts)
            case PlanWindow():
                yield from self._plan_window(request)
            case messages.Read():
                usage = self._read(request.id, request.conversation)
                yield messages.ReadDone(
                    id=request.id, complete=True, usage=usage, timings=Timings()
                )
            case messages.Generate():
                yield self._answer(request, self._read(request.id, request.conversation))
            case GenerateMany():
                yield from self._answer_together(request)
            case Embed():
                yield self._embed(request)

    def _embed(self, request: Embed) -> Embedded:
        import numpy as np  # noqa: PLC0415 - only where it is used

        known = _script(request.model)["vectors"]
        vectors = []
        for text in request.texts:
            words = re.findall(r"\w+", text.casefold())
            total = sum(np.array(known[word], np.float32) for word in words if word in known)
            vectors.append(total + np.full(len(next(iter(known.values()))), 1e-6, np.float32))
        units = [vector / np.linalg.norm(vector) for vector in vectors]
        return Embedded(
            id=request.id,
            count=len(units),
            dimensions=len(units[0]),
            vectors=np.array(units).astype(ELEMENT).tobytes(),
            tokens=sum(len(text.split()) for text in request.texts),
            seconds=0.0,
        )

    def _answer_together(self, request: GenerateMany) -> Iterator[messages.Finished]:
        *before, last = request.conversation
        for question in request.questions:
            if request.background:
                yield self._aside(question.number)
                continue
            asked = replace(last, parts=(*last.parts, *question.parts))
            alone = messages.Generate(
                id=question.number,
                conversation=(*before, asked),
                sampling=request.sampling,
                max_tokens=request.max_tokens,
            )
            yield self._answer(alone, self._read(alone.id, alone.conversation))

    def _aside(self, number: int) -> messages.Finished:
        text = next(self._asides, None)
        if text is None:
            raise EngineError("There is no room in memory beside what it holds.", code="no_room")
        return messages.Finished(
            id=number,
            reason=FinishReason.STOP,
            text=text,
            tokens=b"",
            usage=Usage(generated_tokens=len(text.split())),
            timings=Timings(),
            seed=0,
        )

    def _load(self, request: messages.Load) -> messages.Loaded:
        script = _script(request.path)
        self._answers = itertools.cycle(script["answers"])
        self._asides = itertools.cycle(script.get("asides", ()))
        self._pause = 1 / script["per_second"] if "per_second" in script else 0.0
        self._memory = []
        self._is_fixed = request.options.context is not None
        context = script.get("context", 4096)
        self._memory_for = script.get("memory_for", context)
        self._info = EngineInfo(
            model=script.get("name", "Scripted"),
            path=request.path,
            architecture="scripted",
            quantization="",
            context=request.options.context or context,
            trained_context=script.get("trained", context),
            devices=("CPU",),
            gpu_layers=0,
            total_layers=1,
            kv_type="f16",
            flash_attention=False,
            threads=1,
            tokenizer="words",
            chat_format="words",
        )
        return messages.Loaded(id=request.id, info=self._info, seconds=0.0)

    def _plan_window(self, request: PlanWindow) -> Iterator[messages.AnyMessage]:
        """Memory has room for a window of `_memory_for` tokens."""
        fits = request.tokens <= self._memory_for
        if self._info is not None and fits and not self._is_fixed:
            self._info = replace(self._info, context=request.tokens)
            yield messages.Changed(info=self._info)
        before = self._info.context if self._info is not None else 0
        yield WindowPlanned(id=request.id, window=request.tokens if fits else before)

    def _read(self, number: int, conversation: Conversation) -> Usage:
        words = " ".join(p.text for m in conversation for p in m.parts).split()
        pairs = zip(words, self._memory, strict=False)
        cached = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        self._memory = words
        window = self._info.context if self._info else 0
        if len(words) >= window:
            raise EngineError(
                "The conversation has {need} tokens, the window holds {window}.",
                code="context_overflow",
                need=len(words),
                window=window,
            )
        for done in (cached, len(words)):
            self._channel.send(
                messages.Progress(id=number, phase="read", done=done, total=len(words))
            )
        return Usage(
            prompt_tokens=len(words), cached_tokens=cached, evaluated_tokens=len(words) - cached
        )

    def _answer(self, request: messages.Generate, usage: Usage) -> messages.Finished:
        self._channel.send(
            messages.Accepted(
                id=request.id,
                prompt_tokens=usage.prompt_tokens,
                cached_tokens=usage.cached_tokens,
            )
        )
        said: list[str] = []
        reason = FinishReason.STOP
        for word in next(self._answers).split(" "):
            if len(said) >= request.max_tokens:
                reason = FinishReason.LENGTH
                break
            self._act(word)
            if self._cancelled.is_set():
                reason = FinishReason.STOPPED
                break
            if self._pause:
                self._cancelled.wait(self._pause)
            said.append(word if not said else f" {word}")
            self._channel.send(
                messages.Text(id=request.id, text=said[-1], tokens=len(said), per_second=0.0)
            )
        return messages.Finished(
            id=request.id,
            reason=reason,
            text="".join(said),
            tokens=b"",
            usage=Usage(
                prompt_tokens=usage.prompt_tokens,
                cached_tokens=usage.cached_tokens,
                evaluated_tokens=usage.evaluated_tokens,
                generated_tokens=len(said),
            ),
            timings=Timings(),
            seed=0,
        )

    def _act(self, word: str) -> None:
        if word == "<die>":
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        if word == "<wait>":
            self._cancelled.wait()


def _script(path: str) -> dict[str, Any]:
    """What a "model file" says. Raises ModelError."""
    try:
        script: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            "{name} is not a script.", code="not_gguf", name=Path(path).name
        ) from error
    return script
