"""The ways of reading documents: by itself, for the first frame shows it."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How documents are read for a question."""

    CHAT = "chat"
    """No documents."""
    WHOLE = "whole"
    """Every page, at the start of the conversation."""
    SEARCH = "search"
    """The passages that match the question best."""
    SWEEP = "sweep"
    """Every part in turn, and then one answer from the notes of all."""
