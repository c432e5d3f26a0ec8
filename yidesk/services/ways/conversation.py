"""Conversations in which documents are not at the start: searched ones, and parts of swept ones."""

from __future__ import annotations

import dataclasses

from yidesk.core.errors import EngineError
from yidesk.core.types import Conversation, Message, Part, Role
from yidesk.services.prompt import told_first, with_reminder
from yidesk.services.reading import RESERVE_TOKENS, TEMPLATE_TOKENS
from yidesk.services.ways.way import Asked

SMALLEST_ROOM = 256
"""Tokens without which nothing useful can be shown."""


def with_material(asked: Asked, system: str, material: str) -> Conversation:
    """History, then MATERIAL and the question: what stays comes first and is not read again.

    Earlier questions are shown with their answers, without what was found for them.
    """
    messages = [Message.of(Role.SYSTEM, system)]
    *before, now = told_first(asked.exchanges, asked.wording)
    for exchange, told in zip(asked.exchanges[:-1], before, strict=True):
        messages.append(_from_person(asked, told + exchange.question))
        if exchange.answer is not None:
            messages.append(_from_model(asked, exchange.answer))
    question = now + with_reminder(asked.question, len(asked.documents), asked.wording)
    messages.append(_from_person(asked, f"{material}\n\n{question}" if material else question))
    begun = asked.exchanges[-1].answer
    if begun is not None:
        messages.append(_from_model(asked, begun))
    return tuple(messages)


def room_for_material(asked: Asked, system: str) -> int:
    """Tokens that the window has left for material. Raises EngineError when it is next to none."""
    around = with_material(asked, system, "")
    texts = [part.text for message in around for part in message.parts]
    window = asked.info.context
    used = sum(asked.count(*texts)) + TEMPLATE_TOKENS * len(around)
    room = window - used - min(RESERVE_TOKENS, window // 4)
    if room < SMALLEST_ROOM:
        raise EngineError(
            "This conversation leaves no room for documents in the window of {window:,} tokens.",
            code="conversation_too_long",
            next_step="Begin a new chat, or choose a model with a larger window.",
            window=window,
        )
    return room


def _from_person(asked: Asked, text: str) -> Message:
    return Message(role=Role.USER, parts=(Part(text=text, owner=asked.owner),))


def _from_model(asked: Asked, answer: Part) -> Message:
    return Message(role=Role.ASSISTANT, parts=(dataclasses.replace(answer, owner=asked.owner),))
