"""One question on its way to an answer, as a stream of events that always ends with `Answer`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yidesk.core.errors import YiDeskError
from yidesk.core.types import (
    Citation,
    Coverage,
    EngineInfo,
    FinishReason,
    Mode,
    Support,
    Timings,
    Usage,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A file is being turned into pages."""

    name: str
    pages_done: int
    pages_total: int
    """0 while it is not known."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The model is being loaded."""

    fraction: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The model reads documents and conversation."""

    done: int
    total: int
    """Tokens."""
    per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer."""

    text: str
    tokens: int
    """Tokens generated so far."""
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of every question, whatever happened; the text so far is always kept."""

    text: str
    reason: FinishReason
    mode: Mode
    citations: tuple[Citation, ...] = ()
    supports: tuple[Support, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    usage: Usage = Usage()
    timings: Timings = Timings()
    engine: EngineInfo | None = None
    """None when the model could not be loaded."""
    seed: int | None = None
    error: YiDeskError | None = None
    """Why it failed, when `reason` is FAILED."""
    tokens: bytes = b""


Event = Opening | Loading | Reading | Delta | Answer


class Asking:
    """A question being answered. Iterate once, in any thread; the last event is an `Answer`.

    Iterating never raises a YiDeskError: a failure is the answer's `error`.
    """

    def __iter__(self) -> Iterator[Event]:
        """Load, read and answer, event by event."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop as soon as the engine can (one batch, or one token). Safe from any thread."""
        raise NotImplementedError
