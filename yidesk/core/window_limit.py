"""What keeps a model's window from being longer."""

from __future__ import annotations

from enum import StrEnum


class Limit(StrEnum):
    """What keeps the window from being longer."""

    CHOICE = "choice"
    """A person has chosen its size."""
    MEMORY = "memory"
    MODEL = "model"
    """It was trained for no more."""
