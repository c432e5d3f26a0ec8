"""What the store gives back: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from yidesk.core.decoding import Decoding
from yidesk.core.errors import YiDeskError
from yidesk.core.types import (
    Citation,
    Coverage,
    FinishReason,
    Mode,
    Role,
    Support,
    Timings,
    Usage,
)
from yidesk.store.listing import ChatFolder, ChatId, ChatSummary, FolderId, TurnId

__all__ = [
    "ChatFolder",
    "ChatId",
    "ChatSummary",
    "FolderId",
    "Report",
    "Turn",
    "TurnId",
    "TurnState",
]


class TurnState(StrEnum):
    """How far a turn has come; questions are always DONE."""

    STREAMING = "streaming"
    """An answer is being written by a running instance of the program."""
    DONE = "done"
    LENGTH = "length"
    CIRCLES = "circles"
    CONTEXT_FULL = "context_full"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The program ended while the answer was being written; the text so far is kept."""

    @property
    def is_cut(self) -> bool:
        """Whether the answer ended before its own end, in a way that can be taken up again."""
        return self in _CUT

    @classmethod
    def of(cls, reason: FinishReason) -> TurnState:
        """The state in which an answer that ended for `reason` is kept."""
        return cls.DONE if reason is FinishReason.STOP else cls(reason.value)


_CUT = frozenset(
    (TurnState.LENGTH, TurnState.STOPPED, TurnState.FAILED, TurnState.INTERRUPTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known about an answer beside its words. Stored as JSON; new fields need defaults."""

    mode: Mode | None = None
    citations: tuple[Citation, ...] = ()
    supports: tuple[Support, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    usage: Usage = field(default_factory=Usage)
    in_window: int = 0
    """Tokens in the model's window at the end of the answer; 0 where that was not kept."""
    timings: Timings = field(default_factory=Timings)
    decoding: Decoding = field(default_factory=Decoding)
    seed: int | None = None
    model: str = ""
    """The model's name as it stood when it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question or an answer, one node of a chat's tree."""

    id: TurnId
    chat: ChatId
    parent: TurnId | None
    role: Role
    text: str
    state: TurnState
    created: float
    """Seconds since 1970, UTC."""
    documents: tuple[str, ...] = ()
    """Fingerprints of the documents that came with this question, in order."""
    report: Report = field(default_factory=Report)
    error: YiDeskError | None = None
    tokens: bytes = b""
    """The answer's token ids, little-endian int32, for the next turn's `Part.tokens`."""
    tokenizer: str = ""
    prompt: str = ""
    """The person's own instructions, as they stood when this question was asked."""
    versions: tuple[TurnId, ...] = ()
    """Every turn that stands in this place of the tree, this one too, the oldest first.

    Known of the turns of a branch only.
    """
