"""Chats from ChatGPT's "Export data": `conversations.json`, by itself or inside the zip.

    [{"title": …, "create_time": 1.7e9, "mapping": {ID: {"message": {…} | null, "parent": ID,
      "children": [ID, …]}, …}, "current_node": ID}, …]

Each `mapping` is a tree: a question that was edited, or an answer that was given again, has
several children. Messages to tools and hidden ones are not shown there, and are left out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yidesk.core.types import Role
from yidesk.core.words import phrase, say
from yidesk.services.exchange.tree import ImportedChat, TreeBuilder

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}
_PICTURE = phrase("(A picture, which is not in the file.)")
_SHOWN = frozenset({"text", "multimodal_text", "code", "execution_output"})
"""Kinds of content that a person sees; thoughts and notes of tools are others."""


class Author(msgspec.Struct):
    """Who wrote a message."""

    role: str = ""


class Message(msgspec.Struct):
    """What was written; every field has been missing or null in some export."""

    author: Author = msgspec.field(default_factory=Author)
    content: dict[str, Any] | None = None
    create_time: float | None = None
    metadata: dict[str, Any] | None = None
    recipient: str | None = "all"


class Node(msgspec.Struct):
    """A place in the tree."""

    message: Message | None = None
    parent: str | None = None
    children: list[str] = []


class Conversation(msgspec.Struct):
    """One chat."""

    mapping: dict[str, Node]
    title: str | None = ""
    create_time: float | None = None
    update_time: float | None = None
    current_node: str | None = None


def from_json(data: bytes) -> ImportedChat:
    """One conversation. Raises ValueError: it is none."""
    chat = msgspec.json.decode(data, type=Conversation)
    builder = TreeBuilder()
    roots = [key for key, node in chat.mapping.items() if node.parent not in chat.mapping]
    waiting: list[tuple[str, str | None]] = [(key, None) for key in reversed(roots)]
    met: set[str] = set()
    while waiting:
        key, parent = waiting.pop()
        if key in met or key not in chat.mapping:
            continue  # a file may lead in circles
        met.add(key)
        node = chat.mapping[key]
        _take(builder, key, parent, node.message)
        waiting += [(child, key) for child in reversed(node.children)]
    return builder.finish(
        chat.title or "",
        chat.current_node,
        chat.create_time or 0.0,
        chat.update_time or chat.create_time or 0.0,
    )


def _take(builder: TreeBuilder, key: str, parent: str | None, message: Message | None) -> None:
    role = _ROLES.get(message.author.role) if message is not None else None
    text = _text(message) if message is not None and role is not None else ""
    if message is None or role is None or not text.strip() or _is_hidden(message):
        builder.skip(key, parent)
        return
    model = (message.metadata or {}).get("model_slug")
    builder.add(
        key,
        parent,
        role,
        text,
        created=message.create_time or 0.0,
        model=model if isinstance(model, str) and role is Role.ASSISTANT else "",
    )


def _is_hidden(message: Message) -> bool:
    facts = message.metadata or {}
    return bool(facts.get("is_visually_hidden_from_conversation")) or (
        message.recipient not in {None, "all"}
    )


def _text(message: Message) -> str:
    content = message.content or {}
    if content.get("content_type") not in _SHOWN:
        return ""
    parts = content.get("parts")
    if isinstance(parts, list):
        return "\n\n".join(filter(None, map(_part, parts)))
    text = content.get("text")
    return text if isinstance(text, str) else ""


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Mapping):
        text = part.get("text")
        if isinstance(text, str):
            return text
        if "image" in str(part.get("content_type")):
            return say(_PICTURE)
    return ""
