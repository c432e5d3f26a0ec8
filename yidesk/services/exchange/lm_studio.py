"""Chats of LM Studio: one `NAME.conversation.json` each, in its folder `conversations`.

    {"name": …, "createdAt": milliseconds, "messages": [{"versions": [{"role": "user",
      "content": [{"type": "text", "text": …}]}, …], "currentlySelected": 0}, …]}

An answer's version may have `steps`, of which those of type `contentBlock` hold the words. What
follows a message stands below the version that is selected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from yidesk.core.types import Role
from yidesk.services.exchange.tree import ImportedChat, TreeBuilder

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}


class Version(msgspec.Struct, rename="camel"):
    """One of several texts of a message."""

    role: str = ""
    content: list[dict[str, Any]] | str | None = None
    steps: list[dict[str, Any]] | None = None
    sender_info: dict[str, Any] | None = None


class Message(msgspec.Struct, rename="camel"):
    """A place in the chat."""

    versions: list[Version] = []
    currently_selected: int | None = 0


class Conversation(msgspec.Struct, rename="camel"):
    """One chat."""

    messages: list[Message]
    name: str | None = ""
    created_at: float | None = None
    user_last_messaged_at: float | None = None


def from_json(data: bytes) -> ImportedChat:
    """One conversation. Raises ValueError: it is none."""
    chat = msgspec.json.decode(data, type=Conversation)
    if not any(message.versions for message in chat.messages):
        raise ValueError("no messages")
    builder = TreeBuilder()
    parent: tuple[int, int] | None = None
    for number, message in enumerate(chat.messages):
        if not message.versions:
            continue
        chosen = message.currently_selected or 0
        chosen = chosen if 0 <= chosen < len(message.versions) else 0
        # the one that goes on comes first, so that it can be joined with what stands before it
        order = sorted(range(len(message.versions)), key=lambda each: each != chosen)
        for each in order:
            _take(builder, (number, each), parent, message.versions[each])
        parent = (number, chosen)
    created = (chat.created_at or 0.0) / 1000
    changed = (chat.user_last_messaged_at or 0.0) / 1000
    return builder.finish(chat.name or "", parent, created, changed or created)


def _take(
    builder: TreeBuilder, key: tuple[int, int], parent: tuple[int, int] | None, version: Version
) -> None:
    role = _ROLES.get(version.role)
    text = "\n\n".join(_texts(version))
    if role is None or not text.strip():
        builder.skip(key, parent)
        return
    model = (version.sender_info or {}).get("senderName")
    builder.add(key, parent, role, text, model=model if isinstance(model, str) else "")


def _texts(version: Version) -> Iterator[str]:
    if isinstance(version.content, str):
        yield version.content
    yield from _content(version.content)
    for step in version.steps or []:
        if step.get("type") == "contentBlock":
            yield from _content(step.get("content"))


def _content(content: object) -> Iterator[str]:
    for each in content if isinstance(content, list) else ():
        if isinstance(each, dict) and each.get("type") == "text":
            text = each.get("text")
            if isinstance(text, str) and text:
                yield text
