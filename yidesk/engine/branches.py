"""Several questions about the same start, answered together.

Each goes on from the same tokens in a sequence of its own. What they share is shared in KV memory
too (llama.cpp copies numbers, not states), and one computation evaluates a token of each, so that
the weights are read once for all of them. The conversation itself, sequence 0, stays as it is.
"""

from __future__ import annotations

import collections
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.core.types import FinishReason
from yidesk.engine.context import TokenMemory, decode_error, nonsense
from yidesk.engine.generate import SEND_SECONDS, Answer, TextStream
from yidesk.engine.llama import BRANCHES, Sampler, Status, Vocabulary

Tokens = npt.NDArray[np.int32]


@dataclass(slots=True, kw_only=True)
class Branch:
    """One question, and its answer as it grows."""

    number: int
    """Of its request."""
    prompt_tokens: int
    own: Tokens
    """What it has behind the shared start; at least one token."""
    sampler: Sampler
    seed: int
    max_tokens: int
    stops: Sequence[str]
    answer: Answer = field(default_factory=Answer)
    position: int = 0
    """Where its next token goes."""
    evaluated: int = 0
    """Tokens of `own` that were."""
    asked_at: float = 0.0
    stream: TextStream = field(init=False)
    pending: Tokens = field(init=False)
    """Tokens to be evaluated."""
    held: str = ""
    """Text that was not sent yet."""
    sent_at: float = 0.0

    def __post_init__(self) -> None:
        self.stream = TextStream(self.stops)
        self.pending = self.own

    @property
    def need(self) -> int:
        """Cells it may take beside the shared ones."""
        return len(self.own) + self.max_tokens


class Listener(Protocol):
    """Who asked."""

    def says(self, branch: Branch, text: str) -> None:
        """A new piece of an answer's text has come."""

    def has_ended(self, branch: Branch) -> None:
        """An answer has ended; its `reason` says why."""

    def wants(self, branch: Branch) -> bool:
        """Whether to go on with it."""


class Branches:
    """Answers questions behind the first SHARED tokens of MEMORY."""

    def __init__(
        self,
        memory: TokenMemory,
        shared: int,
        vocabulary: Vocabulary,
        ends: frozenset[int],
        listener: Listener,
    ) -> None:
        """ENDS: the tokens that end an answer."""
        self._memory = memory
        self._context = memory.context
        self._shared = shared
        self._vocabulary = vocabulary
        self._ends = ends
        self._listener = listener
        self._free = list(BRANCHES)
        self._live: dict[int, Branch] = {}
        """By sequence."""

    def run(self, branches: Sequence[Branch]) -> None:
        """Answer all of BRANCHES, as many at a time as there are sequences and room.

        Those that are not wanted any more end as stopped. Raises EngineError: a device that fails,
        or a question for which there is no room at all.
        """
        waiting = collections.deque(branches)
        try:
            while waiting or self._live:
                self._begin(waiting)
                self._end_unwanted()
                if self._live:
                    self._step()
        finally:
            for sequence in list(self._live):
                self._drop(sequence)

    def _begin(self, waiting: collections.deque[Branch]) -> None:
        """Give sequences to those who wait, in their order."""
        while waiting and self._free:
            taken = sum(branch.need for branch in self._live.values())
            if self._memory.count + taken + waiting[0].need > self._memory.window:
                if self._live:
                    return  # until others have ended
                raise no_room()
            branch, sequence = waiting.popleft(), self._free.pop(0)
            branch.position = self._shared
            self._context.share(self._shared, sequence)
            self._live[sequence] = branch

    def _end_unwanted(self) -> None:
        for sequence, branch in list(self._live.items()):
            if not self._listener.wants(branch):
                self._end(sequence, FinishReason.STOPPED)

    def _step(self) -> None:
        """Evaluate some tokens of every branch, and draw what follows where a prompt has ended."""
        rows = self._next_batch()
        lengths = np.array([len(part) for _, part in rows])
        starts = [self._live[sequence].position for sequence, _ in rows]
        lasts = np.cumsum(lengths) - 1
        status = self._context.decode_many(
            np.concatenate([part for _, part in rows]),
            np.concatenate([np.arange(at, at + n) for at, n in zip(starts, lengths, strict=True)]),
            np.repeat([sequence for sequence, _ in rows], lengths),
            outputs=lasts,
        )
        if status is Status.ABORTED:
            self._context.rearm()  # it was for some of them, or for all: who is wanted tells
            return
        if status is not Status.OK:
            raise decode_error(status)
        self._context.wait()
        for (sequence, part), last in zip(rows, lasts, strict=True):
            self._advance(sequence, len(part), int(last))

    def _next_batch(self) -> list[tuple[int, Tokens]]:
        """Tokens to evaluate of each sequence, as many as one computation takes."""
        rows, room = [], self._context.batch
        for sequence, branch in self._live.items():
            part = branch.pending[:room]
            if len(part):
                rows.append((sequence, part))
                room -= len(part)
        return rows

    def _advance(self, sequence: int, count: int, output: int) -> None:
        """COUNT tokens were evaluated, the last one with logits at OUTPUT of the batch."""
        branch = self._live[sequence]
        if not math.isfinite(self._context.logits(output)[0]):
            raise nonsense()
        branch.position += count
        branch.evaluated = min(len(branch.own), branch.evaluated + count)
        branch.pending = branch.pending[count:]
        if not len(branch.pending):
            reason = self._say(branch, branch.sampler.sample(self._context, output))
            if reason is not None:
                self._end(sequence, reason)

    def _say(self, branch: Branch, token: int) -> FinishReason | None:
        """Add TOKEN to the answer; the reason when that was the last one."""
        answer, now = branch.answer, time.perf_counter()
        if token in self._ends:
            return FinishReason.STOP
        answer.first_token_at = answer.first_token_at or now
        answer.seconds = now - answer.first_token_at
        answer.tokens.append(token)
        branch.held += branch.stream.feed(self._vocabulary.piece(token))
        if branch.stream.stopped:
            answer.cut = True
            return FinishReason.STOP
        if branch.held and now - branch.sent_at >= SEND_SECONDS:
            self._send(branch)
            branch.sent_at = now
        branch.pending = np.array([token], np.int32)
        return FinishReason.LENGTH if len(answer.tokens) >= branch.max_tokens else None

    def _send(self, branch: Branch) -> None:
        text, branch.held = branch.held, ""
        if text:
            branch.answer.text += text
            self._listener.says(branch, text)

    def _end(self, sequence: int, reason: FinishReason) -> None:
        branch = self._live[sequence]
        self._drop(sequence)
        branch.held += branch.stream.end()
        self._send(branch)
        branch.answer.reason = reason
        self._listener.has_ended(branch)

    def _drop(self, sequence: int) -> None:
        del self._live[sequence]
        self._context.drop(sequence)
        self._free.append(sequence)


def no_room() -> EngineError:
    """The error for a question that has no place beside what memory holds."""
    return EngineError(
        "There is no room in memory beside what it holds.",
        code="no_room",
        next_step="Ask in the chat itself, or choose a larger window.",
    )
