"""Several questions about one start, answered together."""

from __future__ import annotations

import msgspec

from yidesk.core.types import Conversation, Part, Sampling
from yidesk.protocol.wire import Wire


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. To the application it is a request like any other."""

    number: int
    """Its events carry this as their `id`, and `Cancel` may name it."""
    parts: tuple[Part, ...]
    """What comes behind the last part of the conversation."""


class GenerateMany(Wire, frozen=True, kw_only=True):
    """Answer several questions whose start is the same, one token of each in every computation.

    The conversation's last message is the person's and left open, as for `Read`. Each question
    sends `Accepted`, `Text`, and ends with a `Finished` or `Failed` of its own; the first one sends
    the `Progress` of reading what they share, and its usage counts that.

    In the BACKGROUND they wait until nothing else is to be done, give way to whatever comes and
    begin again later; they change nothing that memory holds, and send nothing before they end.
    Several of them need their start to be in memory, else they fail with `no_room`.
    """

    conversation: Conversation
    questions: tuple[Question, ...]
    sampling: Sampling
    max_tokens: int
    stop: tuple[str, ...] = ()
    background: bool = False
