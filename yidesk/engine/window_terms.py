"""What windows are made by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yidesk.core.memory import Choice, Device, Plan, Sentence, Shape
from yidesk.core.types import EngineOptions
from yidesk.engine import llama


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What windows are made by, and who is told of what."""

    shape: Shape
    options: EngineOptions
    devices: tuple[Device, ...]
    """As they were before anything was loaded."""
    plan: Plan
    """For the largest window."""
    name: str
    """The model's, for lists of readings."""
    root: Callable[[llama.Model, Choice], str]
    """Everything that makes a state of this kind valid."""
    on_step: Callable[[Sentence], None]
    """Told of everything that is given up for want of memory."""
    on_trouble: Callable[[OSError], None]
    """Told when readings cannot be saved."""
