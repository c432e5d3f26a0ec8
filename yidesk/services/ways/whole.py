"""Whole: every page once, as the start of the conversation; later turns only append."""

from __future__ import annotations

from yidesk.services import prompt, reading
from yidesk.services.room import Room
from yidesk.services.ways.way import Asked, Way


def whole(asked: Asked, room: Room) -> Way:
    """Everything in the prompt. Raises DocumentError, EngineError when it does not fit."""
    built = prompt.build(asked.exchanges, asked.owner)
    scope = reading.measure(built, asked.counter, room, asked.question)
    return Way(mode=scope.mode, conversation=built.conversation, coverage=scope.coverage)
