"""What the store gives back of a list of chats: by itself, for the first frame shows one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from yidesk.store.snippet import Snippet

ChatId = NewType("ChatId", int)
TurnId = NewType("TurnId", int)
FolderId = NewType("FolderId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSummary:
    """A chat as a list shows it."""

    id: ChatId
    title: str
    """Empty until the first question; then its beginning, unless a person renamed it."""
    created: float
    changed: float
    pinned: bool = False
    folder: FolderId | None = None
    hits: int = 0
    """Turns, of any branch, that hold what was searched for."""
    turn: TurnId | None = None
    """The newest of them."""
    snippet: Snippet | None = None
    """Where it holds it."""
    document: str = ""
    """Fingerprint of the document of the chat that holds it, when no turn does."""
    document_name: str = ""
    page: int = 0
    """Where in the document; 0: in its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFolder:
    """A folder of chats as a list shows it."""

    id: FolderId
    name: str
    is_open: bool = True
    """Whether its chats are listed."""
