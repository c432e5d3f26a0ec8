"""Carries out counting, reading and answering on a loaded model, and tells how far it is."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from yidesk.core.errors import Cancelled
from yidesk.core.types import FinishReason, Role, Sampling, Timings, Usage
from yidesk.engine.chat_format import Prompt
from yidesk.engine.context import ReadResult, TokenMemory
from yidesk.engine.generate import Answer, Generation
from yidesk.engine.llama import Sampler
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.pace import Pace
from yidesk.engine.sampling import make_sampler
from yidesk.protocol import messages

Send = Callable[[messages.AnyMessage], None]
Wanted = Callable[[], bool]

PROGRESS_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPrompt:
    """A prompt as it was read."""

    tokens: int
    read: ReadResult
    asked_at: float
    """`time.perf_counter` when the request was taken up."""
    seed: int


class ReadingProgress:
    """Sends `Progress` while a prompt is restored and read: tokens, rate and time left."""

    def __init__(self, number: int, send: Send, wanted: Wanted, pace: Pace) -> None:
        self._number = number
        self._send = send
        self._wanted = wanted
        self._pace = pace
        self._sent_at = 0.0

    def __call__(self, done: int, total: int, per_second: float, on_disk: int = 0) -> bool:
        """Report DONE of TOTAL tokens; False when reading is not wanted any more."""
        now = time.perf_counter()
        if now - self._sent_at >= PROGRESS_SECONDS or done == total:
            self._sent_at = now
            self._report(done, total, per_second, on_disk)
        return self._wanted()

    def _report(self, done: int, total: int, rate: float, on_disk: int) -> None:
        self._send(
            messages.Progress(
                id=self._number,
                phase="restore" if on_disk else "read",
                done=done,
                total=total,
                per_second=rate,
                seconds_left=self._seconds_left(done, total, rate, on_disk),
            )
        )

    def _seconds_left(self, done: int, total: int, rate: float, on_disk: int) -> float | None:
        if on_disk:
            return (on_disk - done) / rate if rate > 0 else None
        return self._pace.seconds(done, total)


def count(request: messages.CountTokens, loaded: LoadedModel) -> messages.TokenCounts:
    """Count each text's tokens."""
    return messages.TokenCounts(
        id=request.id, counts=tuple(map(loaded.format.count, request.texts))
    )


def read(
    request: messages.Read, loaded: LoadedModel, send: Send, wanted: Wanted
) -> messages.ReadDone:
    """Bring the start of a conversation into memory. Raises YiDeskError."""
    prompt = loaded.format.tokens(request.conversation, open_end=True)
    room = len(prompt.ids) + 1
    memory = loaded.memory_for(prompt, room)
    watcher = ReadingProgress(request.id, send, wanted, memory.pace)
    result = loaded.read(prompt, room, watcher, memory, logits=False)
    return messages.ReadDone(
        id=request.id,
        complete=result.complete,
        usage=_usage(len(prompt.ids), result, 0),
        timings=Timings(
            restore_s=result.restore_seconds,
            read_s=result.seconds,
            prompt_tokens_per_s=_rate(result),
        ),
    )


def answer(
    request: messages.Generate, loaded: LoadedModel, send: Send, wanted: Wanted
) -> messages.Finished:
    """Answer a conversation. Raises YiDeskError; what was said until then has been sent."""
    start = time.perf_counter()
    last = request.conversation[-1]
    continues = last.role is Role.ASSISTANT
    asked = loaded.format.tokens(request.conversation, open_end=continues)
    said = asked.tokens_of_last(len(last.parts)) if continues else 0
    seed = draw_seed(request.sampling)
    with contextlib.ExitStack() as stack:

        def make() -> Sampler:
            made = make_sampler(request.sampling, seed, loaded.vocabulary, asked.ids, said=said)
            stack.callback(made.close)
            return made

        sampler, vocabulary = make(), loaded.vocabulary  # a bad grammar is refused at once
        room = len(asked.ids) + request.max_tokens
        memory = loaded.memory_for(asked, room)
        send(_accepted(request, asked, memory))
        watcher = ReadingProgress(request.id, send, wanted, memory.pace)
        result = loaded.read(asked, room, watcher, memory)
        prompt = ReadPrompt(tokens=len(asked.ids), read=result, asked_at=start, seed=seed)
        if not result.complete:
            return finished(request.id, Answer(), prompt)
        if loaded.vocabulary is not vocabulary:
            sampler = make()
        return _run(_generation(request, loaded, memory, sampler), prompt, request, send, wanted)


def _accepted(request: messages.Generate, asked: Prompt, memory: TokenMemory) -> messages.Accepted:
    return messages.Accepted(
        id=request.id,
        prompt_tokens=len(asked.ids),
        cached_tokens=memory.common_prefix(asked.ids),
    )


def draw_seed(sampling: Sampling) -> int:
    """The seed that a person gave, else a new one."""
    given = sampling.seed
    return secrets.randbits(32) if given is None else given & 0xFFFFFFFF


def _generation(
    request: messages.Generate, loaded: LoadedModel, memory: TokenMemory, sampler: Sampler
) -> Generation:
    return Generation(
        context=memory.context,
        memory=memory,
        vocabulary=loaded.vocabulary,
        sampler=sampler,
        stop_ids=loaded.format.stop_ids,
        stop_texts=(*loaded.format.stop_texts, *request.stop),
        max_tokens=request.max_tokens,
    )


def _run(
    generation: Generation,
    prompt: ReadPrompt,
    request: messages.Generate,
    send: Send,
    wanted: Wanted,
) -> messages.Finished:
    def send_text(text: str, so_far: Answer) -> None:
        send(
            messages.Text(
                id=request.id,
                text=text,
                tokens=len(so_far.tokens),
                per_second=so_far.per_second,
            )
        )

    return finished(request.id, generation.run(send_text, lambda: not wanted()), prompt)


def finished(number: int, result: Answer, prompt: ReadPrompt) -> messages.Finished:
    """An answer that has ended, as the message that tells it."""
    first = result.first_token_at - prompt.asked_at if result.first_token_at else 0.0
    return messages.Finished(
        id=number,
        reason=result.reason,
        text=result.text,
        tokens=result.token_bytes,
        usage=_usage(prompt.tokens, prompt.read, len(result.tokens)),
        timings=Timings(
            restore_s=prompt.read.restore_seconds,
            read_s=prompt.read.seconds,
            first_token_s=first,
            prompt_tokens_per_s=_rate(prompt.read),
            generated_tokens_per_s=result.per_second,
        ),
        seed=prompt.seed,
        decoding=result.decoding,
    )


def cancelled(number: int) -> messages.Failed:
    """The end of a request that was cancelled before it began."""
    return messages.Failed.of(number, Cancelled())


def stopped(number: int) -> messages.Finished:
    """The end of an answer that was stopped before it began."""
    nothing = ReadResult()
    prompt = ReadPrompt(tokens=0, read=nothing, asked_at=0.0, seed=0)
    return finished(number, Answer(reason=FinishReason.STOPPED), prompt)


def _usage(prompt: int, result: ReadResult, generated: int) -> Usage:
    return Usage(
        prompt_tokens=prompt,
        cached_tokens=result.cached,
        restored_tokens=result.restored,
        evaluated_tokens=result.evaluated,
        generated_tokens=generated,
    )


def _rate(result: ReadResult) -> float:
    return result.evaluated / result.seconds if result.seconds > 0 else 0.0
