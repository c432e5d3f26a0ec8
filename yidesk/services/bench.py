"""The speed of this computer with the chosen model: reading, answering, and restoring a reading.

One text is read deeper and deeper; at each depth some tokens are generated behind it, whatever the
model would say and with nothing guessed, so that every token is one computation. Then a new engine
process answers from what was saved, which the system may still hold in memory. All figures are the
engine's own timings, whose seconds hold nothing but that step.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yidesk.core.errors import Cancelled, EngineError
from yidesk.core.types import (
    Conversation,
    EngineInfo,
    EngineOptions,
    FinishReason,
    Message,
    Part,
    Role,
    Sampling,
)
from yidesk.protocol import messages
from yidesk.services.answer import Reading, Tools
from yidesk.services.answer_events import progress
from yidesk.services.loading import Loading
from yidesk.services.stopping import Stop

DEPTHS = (512, 2_048, 4_096, 16_384, 65_536, 131_072)
"""Tokens, as far as the window goes."""
ANSWER_TOKENS = 32
SPARE = 256
"""Tokens of the window that stay free."""
OWNER = "bench"
SENTENCE = (
    "The lessee shall pay the rent on the third working day of each month, and the lessor shall "
    "keep the roof, the walls and the pipes in repair. 承租人应当于每月第三个工作日支付租金。 "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """The speeds at one depth."""

    tokens: int
    """In the window when the answer begins."""
    read_tokens: int
    """Evaluated to get here from the depth before."""
    read_per_second: float
    generated_tokens: int
    generated_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A reading, from the disk into a new process."""

    tokens: int
    seconds: float
    first_token_seconds: float
    """From the question to the first word, restoring included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchDone:
    """What was measured; the last event."""

    engine: EngineInfo
    load_seconds: float
    depths: tuple[Depth, ...] = field(default=())
    beyond: tuple[int, ...] = field(default=())
    """Depths that the window does not hold."""
    restored: Restored | None = None
    """None when nothing was long enough to be saved."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Tokens are generated at one depth."""

    done: int
    total: int
    per_second: float


Progress = Loading | Reading | Writing


class Bench:
    """One measurement. Iterate once, in any thread; raises YiDeskError, Cancelled."""

    def __init__(
        self,
        tools: Tools,
        model: str | Path | None,
        options: EngineOptions,
        depths: Sequence[int] = DEPTHS,
    ) -> None:
        """OPTIONS name the folder in which the reading is kept meanwhile."""
        self._tools = tools
        self._model = model
        self._options = dataclasses.replace(options, guess=False)
        self._depths = depths
        self._stop = Stop()
        self._text = ""

    def cancel(self) -> None:
        """Stop within one batch, or one token. Safe from any thread."""
        self._stop.press()

    def __iter__(self) -> Iterator[Progress | BenchDone]:
        """Measure, depth by depth."""
        seconds = yield from self._load(self._options)
        info = self._tools.loader.info
        fitting = [each for each in self._depths if each + ANSWER_TOKENS + SPARE <= info.context]
        depths: list[Depth] = []
        for depth in fitting:
            measured = yield from self._measure(depth)
            depths.append(measured)
        beyond = tuple(each for each in self._depths if each not in fitting)
        done = BenchDone(engine=info, load_seconds=seconds, depths=tuple(depths), beyond=beyond)
        if depths:
            # other options mean another process; this one decides nothing about the reading
            quota = self._options.readings_quota + 1
            yield from self._load(dataclasses.replace(self._options, readings_quota=quota))
            restored = yield from self._restore()
            done = dataclasses.replace(done, restored=restored)
        yield done

    def _load(self, options: EngineOptions) -> Generator[Loading, None, float]:
        self._tools.loader.choose(self._model, options)
        seconds = 0.0
        for event in self._tools.loader.load(self._stop):
            if isinstance(event, Loading):
                yield event
            else:
                seconds = event.seconds
        return seconds

    def _measure(self, depth: int) -> Generator[Progress, None, Depth]:
        self._grow(depth)
        read = None
        for message in self._stop.follow(self._tools.engine.read(self._asked(""))):
            if isinstance(message, messages.Progress):
                yield progress(message)
            elif isinstance(message, messages.ReadDone):
                read = message
        if read is None or not read.complete:
            raise Cancelled
        answer = yield from self._answer()
        return Depth(
            tokens=answer.usage.prompt_tokens,
            read_tokens=read.usage.evaluated_tokens,
            read_per_second=read.timings.prompt_tokens_per_s,
            generated_tokens=answer.usage.generated_tokens,
            generated_per_second=answer.timings.generated_tokens_per_s,
        )

    def _grow(self, depth: int) -> None:
        """Make the text about that many tokens long; what stands stays as it is."""
        have, one = self._tools.engine.count_tokens([self._text, SENTENCE])
        self._text += SENTENCE * max(0, (depth - have) // max(1, one))

    def _answer(self) -> Generator[Progress, None, messages.Finished]:
        job = self._tools.engine.generate(
            self._asked("Go on."),
            sampling=Sampling(temperature=0.0, seed=0, endless=True),
            max_tokens=ANSWER_TOKENS,
        )
        for message in self._stop.follow(job):
            if isinstance(message, messages.Progress):
                yield progress(message)
            elif isinstance(message, messages.Text):
                yield Writing(message.tokens, ANSWER_TOKENS, message.per_second)
            elif isinstance(message, messages.Finished):
                if message.reason is FinishReason.STOPPED:
                    raise Cancelled
                return message
        raise EngineError("The engine gave no answer.", code="internal")

    def _restore(self) -> Generator[Progress, None, Restored | None]:
        answer = yield from self._answer()
        if not answer.usage.restored_tokens:
            return None
        return Restored(
            tokens=answer.usage.restored_tokens,
            seconds=answer.timings.restore_s,
            first_token_seconds=answer.timings.first_token_s,
        )

    def _asked(self, question: str) -> Conversation:
        parts = (Part(text=self._text, owner=OWNER), Part(text=question, owner="chat:bench"))
        return (
            Message.of(Role.SYSTEM, "You are a helpful assistant."),
            Message(role=Role.USER, parts=parts),
        )
