"""How answers are drawn where a question does not say it."""

from __future__ import annotations

from dataclasses import dataclass, field

from yidesk.core.types import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """The person's own defaults."""

    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int | None = None
    """Where an answer is cut; None: where the window is full."""
