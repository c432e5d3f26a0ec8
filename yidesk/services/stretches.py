"""An answer without a limit, asked for stretch by stretch.

The engine makes room in its window for as many tokens as it is asked for: with a limit of "all
that the window holds" a question that is answered in a line would take gigabytes of memory. So
the answer is asked for in stretches, each going on where the last one was cut; what was said
stays in the engine's memory, so that going on costs nothing.
"""

from __future__ import annotations

import dataclasses

from yidesk.core.types import Conversation, Message, Part, Role

STRETCH_TOKENS = 1024
"""About a page and a half."""
CIRCLE_CHARACTERS = 160
"""A text that ends with so many characters for the third time says nothing new any more."""


def with_said(conversation: Conversation, said: Part, owner: str) -> Conversation:
    """The conversation whose answer has come so far as SAID."""
    asked = conversation[:-1] if conversation[-1].role is Role.ASSISTANT else conversation
    answer = Message(role=Role.ASSISTANT, parts=(dataclasses.replace(said, owner=owner),))
    return (*asked, answer)


def goes_in_circles(text: str) -> bool:
    """Whether an answer only repeats itself: small models do, and never end."""
    end = text[-CIRCLE_CHARACTERS:]
    return len(end) == CIRCLE_CHARACTERS and text.count(end) > 2


def without_circles(text: str) -> str:
    """TEXT, which goes in circles, up to the end of what it then only says again.

    >>> without_circles("Once. " + "Then again and again, " * 99) == "Once. " + (
    ...     "Then again and again, " * 99
    ... )[:CIRCLE_CHARACTERS]
    True
    """
    return text[: text.find(text[-CIRCLE_CHARACTERS:]) + CIRCLE_CHARACTERS]
